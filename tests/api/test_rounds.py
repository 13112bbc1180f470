"""Rounds and portfolio studies through the interface: read by everybody, ordered by the office, solved, refused with reasons."""

from __future__ import annotations

from typing import Any

import pytest

from khue.features.calls import usecases
from khue.features.calls.models import PortfolioStudy
from khue.kernel.clock import job_actor
from tests.api.conftest import Program
from tests.house.conftest import House


def as_(house: House, key: str) -> Program:
    """A persona at a screen, in this interface."""
    return Program(house.browser(key))


def test_everybody_reads_how_is_chosen(house: House) -> None:
    number = house.stock.argument("calls:round", "round_id")
    listed = Program().get("/rounds").json()["items"]
    assert [row["id"] for row in listed] == [number]
    found = Program().get(f"/rounds/{number}").json()
    assert found["fields"][0]["weight"] == 110
    assert found["decided"] is None
    draft = house.stock.argument("calls:publish-round", "round_id")
    assert Program().get(f"/rounds/{draft}").status_code == 404
    assert as_(house, "officer").get(f"/rounds/{draft}").status_code == 200


def test_a_program_of_the_office_orders_a_study_and_reads_it_solved(house: House) -> None:
    officer = as_(house, "officer")
    path = f"/rounds/{house.stock.argument('calls:round', 'round_id')}/studies"
    made = officer.post(path, {"title": "Qua giao diện", "budget": 3_000_000_000})
    assert made.status_code == 201, made.content
    href = made.json()["href"].removeprefix("/api/v1")
    assert officer.get(href).json()["state"]["code"] == "waiting"
    study = PortfolioStudy.objects.latest("pk")
    usecases.run_study(study.pk, study.attempt, actor=job_actor("calls.run_study"))
    found = officer.get(href).json()
    assert (found["feasible"], found["proven"], found["percent"]) == (True, True, 100)
    assert [one["chosen"] for one in found["offers"] if one["why"] is None] == [True]
    assert len(found["frontier"]) == 9


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "x", "budget": 5, "must": ["không-có"], "ground": "Theo nghị quyết."}, "must"),
        ({"title": "abc", "budget": 0}, "budget"),
        ({"title": "abc", "budget": 5, "source": "budget:không-có"}, "budget"),
    ],
)
def test_a_bad_study_names_its_field(house: House, body: dict[str, Any], field: str) -> None:
    path = f"/rounds/{house.stock.argument('calls:round', 'round_id')}/studies"
    refused = as_(house, "officer").post(path, body)
    assert refused.status_code == 422
    assert field in {reason["field"] for reason in refused.json()["reasons"]}
    assert as_(house, "resident").post(path, body).status_code == 403
