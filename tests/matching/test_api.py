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
from khue.features.matching.models import Introduction, Pair, PairAnswer
from khue.site.sample import demands as needs
from tests.cast import persona
from tests.deals.test_secret import on_the_tests_day
from tests.demands import stories as market_of_needs
from tests.exchange.stories import CANARY
from tests.exchange.test_secret import browser
from tests.matching.stories import broker, introduced, job, market

__all__ = ["on_the_tests_day"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_tests_day")]
AT = "/api/v1/exchange-matches"
INTRODUCED = "/api/v1/exchange-introductions"


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
