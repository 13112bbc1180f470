"""The market of problems for programs: read by everybody, answered by suppliers, and no word of an answer for anybody else."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from khue.features.demands.models import Demand, Solution
from tests.cast import MOMENT, persona
from tests.demands.stories import CANARY, DAYS, answered, firm, institute, members, published
from tests.exchange.test_secret import browser, whole

pytestmark = pytest.mark.django_db
AT = "/api/v1/technology-demands"
SAYS = "CANARY-5OLUTION-WORDS"


class Day:
    now = MOMENT + timedelta(days=2)


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> type[Day]:
    monkeypatch.setattr(Day, "now", MOMENT + timedelta(days=2))
    monkeypatch.setattr(timezone, "now", lambda: Day.now)
    return Day


def post(who: str, path: str, said: dict[str, Any], key: str = "") -> Any:
    headers = {"idempotency-key": key or str(uuid4()), "x-csrftoken": "x"}
    return browser(who).post(f"{AT}{path}", json.dumps(said), "application/json", headers=headers)


def test_a_supplier_proposes_once_under_a_key_reads_its_own_and_withdraws_it() -> None:
    demand = Demand.objects.get(pk=published())
    said = {"party": institute(), "says": SAYS, "price": 5_000_000, "confidential": CANARY}
    key = str(uuid4())
    first = post("researcher", f"/{demand.number}/solutions", said, key)
    assert (first.status_code, post("researcher", f"/{demand.number}/solutions", said, key).json()) == (
        201,
        first.json(),
    )
    assert Solution.objects.count() == 1
    own = browser("researcher").get(f"{AT}/{demand.number}").json()
    assert [(one["says"], one["confidential"]) for one in own["solutions"]] == [(SAYS, True)]
    assert [one["no"] for one in browser("researcher").get("/api/v1/my-technology-solutions").json()["items"]] == [1]
    assert post("resident", f"/{demand.number}/solutions/1/withdrawal", {"ground": "x"}).status_code == 404
    assert post("researcher", f"/{demand.number}/solutions/1/withdrawal", {"ground": "Đổi giá"}).status_code == 200
    assert Solution.objects.get().state == "withdrawn"


def test_before_the_deadline_nobody_else_reads_an_answer_by_any_operation_and_the_confidential_part_never_goes_out(
    day: type[Day],
) -> None:
    from khue.site.api import schema

    demand = Demand.objects.get(pk=answered())
    post("researcher", f"/{demand.number}/solutions/1/withdrawal", {"ground": "x"})
    post("researcher", f"/{demand.number}/solutions", {"party": institute(), "says": SAYS, "confidential": CANARY})
    paths = [path for path, methods in schema()["paths"].items() if "get" in methods]
    assert len(paths) > 100
    leaks = []
    for who in ("", "resident", "founder", "officer", "auditor", "administrator"):
        client = browser(who) if who else Client()
        for path in paths:
            asked = "/".join(demand.number if part.startswith("{") else part for part in path.split("/"))
            leaks += [f"{who} {path}" for mark in (CANARY, SAYS) if mark in whole(client.get(asked))]
    assert leaks == []
    Day.now = MOMENT + timedelta(days=DAYS + 1)
    told = browser("founder").get(f"{AT}/{demand.number}").content.decode()
    assert SAYS in told, "the demander reads it once the deadline has passed"
    assert CANARY not in told
    assert SAYS not in browser("resident").get(f"{AT}/{demand.number}").content.decode(), "another supplier never does"


def test_a_problem_is_posted_and_waits_for_the_second_person() -> None:
    members()
    until = (MOMENT + timedelta(days=30)).isoformat()
    words = dict.fromkeys(("title_vi", "title_en", "problem_vi", "test", "rules"), "Đo bụi mịn")
    wrong = post("founder", "", words | {"party": firm(), "field": "none", "deadline": until})
    assert wrong.status_code == 422
    assert {reason["field"] for reason in wrong.json()["reasons"]} == {"field"}
    assert post("resident", "", words | {"party": firm(), "field": "none", "deadline": until}).status_code == 403
    field = Demand.objects.get(pk=published()).field
    made = post("founder", "", words | {"party": firm(), "field": field, "deadline": until})
    assert made.status_code == 201
    assert Demand.objects.get(pk=int(made.json()["id"])).state == "handed_in"
    titles = [one["title"]["vi"] for one in Client().get(AT).json()["items"]]
    assert "Đo bụi mịn" not in titles
    own = browser("founder").get("/api/v1/my-technology-demands").json()["items"]
    assert own[0]["title"]["vi"] == "Đo bụi mịn"
    assert persona("founder").key
