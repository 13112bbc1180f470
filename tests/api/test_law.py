"""The law over the interface: page by page, on any day, as known on any day."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from khue.core.rules.lawbook.values import CERTAINTIES, INSTRUMENT_KINDS
from khue.features.rulebook import queries
from khue.features.rulebook.api.law import Kind, Sure
from tests.api.conftest import Program

pytestmark = pytest.mark.django_db


def every(path: str, size: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    address: str | None = f"{path}{'&' if '?' in path else '?'}size={size}"
    while address:
        page = Program().get(address.removeprefix("/api/v1")).json()
        assert len(page["items"]) <= size
        found += page["items"]
        address = page["next"]
    return found


@pytest.mark.parametrize(
    ("path", "key", "count"),
    [
        ("/law/instruments", "key", lambda book: len(book.instruments)),
        ("/law/provisions", "key", lambda book: len(book.provisions)),
        ("/law/parameters", "id", lambda book: len(book.entries)),
    ],
)
def test_lists_hold_everything_once_whatever_the_page(path: str, key: str, count: Any) -> None:
    found = [row[key] for row in every(path, 100)]
    assert len(found) == len(set(found)) == count(queries.lawbook())
    first, second = Program().get(f"{path}?size=7").json(), None
    second = Program().get(first["next"].removeprefix("/api/v1")).json()
    assert [row[key] for row in (*first["items"], *second["items"])] == found[:14]
    back = Program().get(second["previous"].removeprefix("/api/v1")).json()
    assert back["items"] == first["items"]
    assert Program().get(f"{path}?size=7&after=garbage").json()["items"] == first["items"]


def test_a_text_is_read_with_its_relations_and_provisions_and_by_etag() -> None:
    answer = Program().get("/law/instruments/law-02-2026?on=2026-07-01")
    found = answer.json()
    assert (found["in_force_on_day"], found["not_known"]) == (None, ["in_force"])
    assert {"kind": "replaces", "instrument": "law-39-2024", "outward": True} in [
        {name: each[name] for name in ("kind", "instrument", "outward")} for each in found["relations"]
    ]
    again = Program().get("/law/instruments/law-02-2026?on=2026-07-01", if_none_match=answer["ETag"])
    assert again.status_code == 304
    assert Program().get("/law/instruments/nothing").status_code == 404


def test_a_figure_is_read_on_a_day_with_its_life_and_what_rests_on_it() -> None:
    before = Program().get("/law/parameters/law.capital?on=2026-06-30").json()
    after = Program().get("/law/parameters/law.capital?on=2026-07-01").json()
    assert "39/2024" in before["now"]["value"]
    assert "02/2026" in after["now"]["value"]
    assert [each["value"] for each in after["history"]] == [before["now"]["value"], after["now"]["value"]]
    cap = Program().get("/law/parameters/missions.equipment.trial_purchase_cap").json()
    assert {each["key"] for each in cap["used_by"]} >= {"missions.equipment-support"}
    early = Program().get("/law/parameters/missions.equipment.trial_purchase_cap?on=2025-01-01").json()
    assert early["now"] is None


def test_a_provision_names_its_figures_its_rules_and_its_procedures() -> None:
    found = Program().get("/law/provisions/res-34-2025.equipment-trial").json()
    assert "missions.equipment.trial_purchase_cap" in {each["id"] for each in found["parameters"]}
    assert {each["kind"] for each in found["used_by"]} == {"rule", "procedure"}
    listed = every("/law/parameters?provision=res-34-2025.equipment-trial", 50)
    assert {each["id"] for each in listed} == {each["id"] for each in found["parameters"]}


def test_the_board_holds_what_no_officer_confirmed_and_who_should() -> None:
    drafts = every("/law/certainty?certainty=draft", 100)
    assert drafts
    assert {row["certainty"] for row in drafts} == {"draft"}
    assert any(row["used_by"] for row in drafts)
    sure = [row["certainty"] for row in every("/law/certainty", 100)]
    order = ["unset", "comparator", "draft", "digest", "reported"]
    assert sure == sorted(sure, key=order.index)


def test_editions_are_listed_for_everybody() -> None:
    assert Program().get("/law/editions").status_code == 200
    assert Program().get("/law/editions?nonsense=1").status_code == 422


@pytest.mark.parametrize(
    ("path", "field"), [("/law/instruments?kind=treaty", "?kind"), ("/law/certainty?certainty=sure", "?certainty")]
)
def test_a_word_that_a_list_does_not_know_is_named_rather_than_answered_with_nothing(path: str, field: str) -> None:
    answer = Program().get(path)
    assert answer.status_code == 422
    told = answer.json()["reasons"][0]
    assert told["field"] == field
    assert "law" in told["text"]["en"] or "digest" in told["text"]["en"]


def test_the_words_of_a_list_are_those_of_the_law() -> None:
    assert set(get_args(get_args(Kind)[0])) == {"", *INSTRUMENT_KINDS}
    assert set(get_args(get_args(Sure)[0])) == {"", *CERTAINTIES} - {"confirmed"}
