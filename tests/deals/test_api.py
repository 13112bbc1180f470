"""Deals for programs: one's own alone; no word, price or confidential text goes to anybody else by any operation."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from khue.features.deals.models import DealMessage, DealTerms
from tests.cast import persona
from tests.deals.test_after import reported
from tests.deals.test_secret import MONEY, WORDS, on_the_tests_day, talked
from tests.exchange.stories import CANARY
from tests.exchange.test_secret import browser, whole

__all__ = ["on_the_tests_day"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_tests_day")]
AT = "/api/v1/technology-deals"


def post(who: str, path: str, said: dict[str, Any]) -> Any:
    key = {"idempotency-key": str(uuid4()), "x-csrftoken": "x"}
    return browser(who).post(f"{AT}/{path}", json.dumps(said), "application/json", headers=key)


def test_no_operation_gives_a_word_or_a_price_of_a_deal_to_others() -> None:
    """Every reading operation of the interface, also with the deal's number in each place where a record is asked for."""
    from khue.site.api import schema

    deal = talked()
    paths = [path for path, methods in schema()["paths"].items() if "get" in methods]
    assert len(paths) > 100
    leaks = []
    for who in ("", "resident", "officer", "auditor"):
        client = browser(who) if who else Client()
        for path in paths:
            asked = "/".join(str(deal) if part.startswith("{") else part for part in path.split("/"))
            answer = whole(client.get(asked))
            leaks += [f"{who} {path}" for mark in (CANARY, WORDS, str(MONEY)) if mark in answer]
    assert leaks == []
    told = browser("researcher").get(f"{AT}/{deal}").content.decode()
    assert WORDS in told, "the canary would be found"
    assert str(MONEY) in told
    assert CANARY not in told, "not even its own side reads the confidential part here"
    assert CANARY not in browser("founder").get(f"{AT}/{deal}").content.decode(), "nor who is named"


def test_a_side_speaks_and_offers_and_a_refusal_says_why() -> None:
    deal = talked()
    before = DealMessage.objects.count(), DealTerms.objects.count()
    assert post("resident", f"{deal}/messages", {"text": "x"}).status_code == 404
    assert post("officer", f"{deal}/messages", {"text": "x"}).status_code == 403
    wrong = post("founder", f"{deal}/terms", {"mode": "gift", "lump": 5, "valid_until": "2035-01-01"})
    assert wrong.status_code == 422
    assert "mode" in {reason["field"] for reason in wrong.json()["reasons"]}
    assert (DealMessage.objects.count(), DealTerms.objects.count()) == before
    assert post("founder", f"{deal}/messages", {"text": "Xin báo lại."}).status_code == 201
    said = {"mode": "licence", "lump": 5_000_000, "royalty": 300, "audit_months": 12, "audit_days": 9}
    assert (
        post("founder", f"{deal}/terms", said | {"valid_until": f"{persona('founder', days=9).today}"}).status_code
        == 201
    )
    told = browser("researcher").get(f"{AT}/{deal}").json()
    assert (told["messages"][0]["text"], told["terms"][0]["audit_months"]) == ("Xin báo lại.", 12)
    assert [one["id"] for one in browser("founder").get(AT).json()["items"]] == [deal]
    assert browser("resident").get(AT).json()["items"] == []


def test_staff_read_no_money_of_the_talks_and_a_low_royalty_is_refused_with_the_sum() -> None:
    deal = reported()
    told = browser("officer").get(f"{AT}/{deal}").json()
    assert (told["role"], told["terms"], told["dues"], told["obligations"]) == ("staff", [], [], [])
    said = {"from_on": "2026-01-01", "until_on": "2026-02-01", "sales": 5, "claimed": 1}
    refused = post("founder", f"{deal}/royalties", said)
    assert refused.status_code == 422
    assert post("researcher", f"{deal}/royalties", said).status_code == 403
