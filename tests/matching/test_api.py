"""Matches for programs: one's own alone, with the reasons; an answer given once however often it is sent; full pages."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from khue.features.demands import usecases as demands
from khue.features.demands.domain.demands import WithdrawDemand
from khue.features.matching import queries, usecases
from khue.features.matching.models import Introduction, Pair, PairAnswer, ThirdAnswer, Triad
from khue.kernel import limits
from khue.site.sample import demands as needs
from tests.cast import persona
from tests.deals.test_secret import on_the_tests_day
from tests.demands import stories as market_of_needs
from tests.exchange.stories import CANARY
from tests.exchange.test_secret import browser, whole
from tests.matching.stories import broker, introduced, job, market
from tests.matching.test_thirds import found

__all__ = ["on_the_tests_day"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_tests_day")]
AT = "/api/v1/exchange-matches"
INTRODUCED = "/api/v1/exchange-introductions"
THIRDS = "/api/v1/exchange-third-sides"
GROUPS = "/api/v1/exchange-group-introductions"
SECRET = "So lieu noi bo 4711"


def post(who: str, path: str, said: dict[str, Any], once: str = "") -> Any:
    headers = {"idempotency-key": once or str(uuid4()), "x-csrftoken": "x"}
    return browser(who).post(path, json.dumps(said), "application/json", headers=headers)


def test_a_program_reads_its_own_matches_and_answers_once() -> None:
    demand, offer = market()
    line = browser("founder").get(AT).json()["items"]
    assert [(one["demand"], one["offer"], one["side"], one["said"]) for one in line] == [(demand, offer, "need", None)]
    assert browser("resident").get(AT).json()["items"] == []
    assert Client().get(AT).status_code == 401
    told = browser("researcher").get(f"{AT}/{demand}/{offer}")
    assert CANARY not in told.content.decode()
    assert {"words", "parts", "codes"} <= set(told.json())
    assert sum(part["weight"] for part in told.json()["parts"]) <= 1000
    assert browser("resident").get(f"{AT}/{demand}/{offer}").status_code == 404

    wrong = post("founder", f"{AT}/{demand}/{offer}/answers", {"useful": False})
    assert wrong.status_code == 422
    assert [reason["field"] for reason in wrong.json()["reasons"]] == ["why"]
    once = str(uuid4())
    for _time in range(2):
        assert post("founder", f"{AT}/{demand}/{offer}/answers", {"useful": True}, once).status_code == 201
    assert PairAnswer.objects.count() == 1
    assert browser("founder").get(AT).json()["items"][0]["said"] is True
    assert browser("researcher").get(f"{AT}/{demand}/{offer}").json()["answers"] == [], "the other side's answer is its own"  # fmt: skip


def test_a_side_answers_an_introduction_by_a_program() -> None:
    made = introduced(market(), broker())
    assert [one["id"] for one in browser("founder").get(INTRODUCED).json()["items"]] == [made]
    assert post("officer", f"{INTRODUCED}/{made}/answers", {"agrees": True}).status_code == 404
    assert post("founder", f"{INTRODUCED}/{made}/answers", {"agrees": True}).status_code == 201
    assert browser("researcher").get(f"{INTRODUCED}/{made}").json()["need"] is None, (
        "not told before both have answered"
    )
    refused = post("founder", f"{INTRODUCED}/{made}/answers", {"agrees": True})
    assert refused.status_code == 422
    assert refused.json()["reasons"][0]["code"].endswith("answered")
    assert Introduction.objects.get().state == "proposed"


def test_pages_stay_full_when_pairs_are_hidden() -> None:
    """A demand that is over takes its pairs out of the list before pages are cut, not after."""
    first, _offer = market()
    more = [
        market_of_needs.published(deadline=needs.until(persona("founder"), market_of_needs.DAYS)) for _time in range(3)
    ]
    usecases.refresh(actor=job())
    assert Pair.objects.count() == 4
    best = queries.pairs(persona("researcher"), "offers", None).rows[0].demand
    demands.withdraw_demand(WithdrawDemand(best, "Đã có giải pháp"), actor=persona("founder"))
    page = queries.pairs(persona("researcher"), "offers", None, 2)
    assert len(page.rows) == 2
    assert page.next is not None
    rest = queries.pairs(persona("researcher"), "offers", page.next, 2)
    assert len(rest.rows) == 1
    assert {row.demand for row in (*page.rows, *rest.rows)} == {first, *more} - {best}


def test_the_pages_of_an_offer_and_of_a_demand_lead_to_their_matches() -> None:
    demand, offer = market()
    row = queries.pairs(persona("founder"), "needs", None).rows[0]
    of_offer = f"{reverse('matching:matches')}?view=offers&amp;offer={offer}"
    at = reverse("exchange:public", args=[row.offer_number])
    assert of_offer in browser("researcher").get(at).content.decode()
    assert "matches/?view=offers" not in browser("founder").get(at).content.decode()
    of_demand = f"{reverse('matching:matches')}?demand={demand}"
    at = reverse("demands:public", args=[row.need_number])
    assert of_demand in browser("founder").get(at).content.decode()
    assert "matches/?demand" not in browser("researcher").get(at).content.decode()
    listed = browser("founder").get(reverse("matching:matches"), {"demand": demand}).content.decode()
    assert row.offer_number in listed
    assert row.offer_number not in browser("founder").get(reverse("matching:matches"), {"demand": demand + 1}).content.decode()  # fmt: skip


def test_third_sides_are_read_and_answered_by_programs_of_both_sides_alone() -> None:
    _demand, made, investor, _expert = found()
    line = browser("researcher").get(THIRDS).json()["items"]
    assert {one["sort_code"] for one in line} == {"investor", "expert"}
    assert {one["side"] for one in line} == {"offer"}
    at = f"{THIRDS}/{made}/{investor}"
    told = browser("resident").get(at)
    assert (told.json()["side"], CANARY in told.content.decode()) == ("third", False)
    assert {"words", "parts", "edition"} <= set(told.json())
    assert Client().get(at).status_code == 401
    assert browser("founder").get(at).status_code == 404
    wrong = post("resident", f"{at}/answers", {"useful": False, "why": "problem"})
    assert (wrong.status_code, [one["field"] for one in wrong.json()["reasons"]]) == (422, ["why"])
    once = str(uuid4())
    for _time in range(2):
        assert post("resident", f"{at}/answers", {"useful": False, "why": "terms"}, once).status_code == 201
    assert ThirdAnswer.objects.count() == 1
    assert browser("researcher").get(at).json()["answers"] == [], "the other side's answer is its own"
    assert len(browser("resident").get(at).json()["answers"]) == 1
    about = browser("researcher").get(f"/api/v1/exchange-offer-sides/{made}").json()
    assert [one["entry"] for one in about["investors"]] == [investor]
    assert browser("founder").get(f"/api/v1/exchange-offer-sides/{made}").status_code == 404


def test_several_sides_are_introduced_and_answer_by_programs() -> None:
    demand, made, investor, expert = found()
    asked = {
        "offer": made,
        "party": persona("treasurer").key,
        "words": "Mời các bên gặp",
        "demand": demand,
        "investor": investor,
    }
    assert post("treasurer", GROUPS, asked).status_code == 403, "no broker yet"
    broker("treasurer")
    few = post("treasurer", GROUPS, asked | {"demand": 0})
    assert (few.status_code, few.json()["reasons"][0]["code"]) == (422, "matching.too_few")
    once = str(uuid4())
    first, again = (post("treasurer", GROUPS, asked | {"expert": expert}, once) for _time in range(2))
    assert (first.status_code, first.json(), Triad.objects.count()) == (201, again.json(), 1)
    at = first.json()["href"]
    assert browser("officer").get(at).status_code == 404
    assert post("researcher", f"{at}/answers", {"agrees": True}).status_code == 201
    seen = {one["code"]: one["agrees"] for one in browser("founder").get(at).json()["sides"]}
    assert set(seen.values()) == {None}, "not told before all have answered"
    assert post("resident", f"{at}/answers", {"agrees": False, "ground": "Ngoài phạm vi"}).status_code == 201
    assert browser("treasurer").get(at).json()["grounds"] == ["Ngoài phạm vi"]
    for who in ("researcher", "founder", "member"):
        told = browser(who).get(at)
        assert (told.json()["state"]["code"], told.json()["grounds"]) == ("declined", [])
    assert post("treasurer", f"{at}/withdrawal", {"ground": "Nhầm"}).status_code == 422
    assert [one["id"] for one in browser("founder").get(GROUPS).json()["items"]] == [int(first.json()["id"])]
    assert browser("clerk").get(GROUPS).json()["items"] == []


def test_no_operation_gives_an_answer_or_a_ground_to_others() -> None:
    """Every reading operation, with the numbers of offer, entry and introduction in each place where a record is asked for."""
    from khue.site.api import schema

    demand, made, investor, _expert = found()
    broker("treasurer")
    post("resident", f"{THIRDS}/{made}/{investor}/answers", {"useful": False, "why": "other", "note": SECRET})
    asked = {
        "offer": made,
        "party": persona("treasurer").key,
        "words": "Mời gặp",
        "demand": demand,
        "investor": investor,
    }
    at = post("treasurer", GROUPS, asked).json()["href"]
    post("resident", f"{at}/answers", {"agrees": False, "ground": SECRET})
    paths = [path for path, methods in schema()["paths"].items() if "get" in methods]
    leaks = []
    for who in ("", "founder", "researcher", "officer"):
        client = browser(who) if who else Client()
        for path in paths:
            limits._here.clear()  # every door answers for itself, none for having been asked too often
            given = iter((made, investor))
            first = "/".join(str(next(given, made)) if part.startswith("{") else part for part in path.split("/"))
            other = "/".join(at.rsplit("/", 1)[1] if part.startswith("{") else part for part in path.split("/"))
            for asked_at in {first, other}:
                answer = whole(client.get(asked_at))
                leaks += [f"{who} {asked_at}" for mark in (SECRET, CANARY) if mark in answer]
    assert leaks == []
    assert SECRET in whole(browser("resident").get(f"{THIRDS}/{made}/{investor}")), "the mark would be found"
    assert SECRET in whole(browser("treasurer").get(at))
