"""Auctions for programs: what everybody reads, a bid that is one bid, and nothing of what lies sealed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from khue.features.auctions.domain.terms import DUTCH, FIRST_PRICE
from khue.features.auctions.models import Auction, Bid
from tests.auctions.stories import MILLION, OPENS, announced, firm, registered, settled
from tests.exchange.test_secret import browser, whole

pytestmark = pytest.mark.django_db
AT = "/api/v1/technology-auctions"
SECRET = 234_567_891


class Hour:
    now = OPENS + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def hour(monkeypatch: pytest.MonkeyPatch) -> type[Hour]:
    monkeypatch.setattr(Hour, "now", OPENS + timedelta(minutes=5))
    monkeypatch.setattr(timezone, "now", lambda: Hour.now)
    return Hour


def number(auction: int) -> str:
    return str(Auction.objects.values_list("number", flat=True).get(pk=auction))


def post(who: str, path: str, said: dict[str, Any], key: str = "") -> Any:
    headers = {"idempotency-key": key or str(uuid4()), "x-csrftoken": "x"}
    return browser(who).post(f"{AT}/{path}", json.dumps(said), "application/json", headers=headers)


def test_a_bidder_registers_and_bids_and_the_same_key_is_one_bid() -> None:
    auction = announced()
    at = number(auction)
    assert post("founder", f"{at}/bids", {"party": firm(), "amount": 250 * MILLION}).status_code == 404
    assert post("founder", f"{at}/bidders", {"party": firm()}).status_code == 201
    low = post("founder", f"{at}/bids", {"party": firm(), "amount": 1})
    assert low.status_code == 422
    assert low.json()["reasons"][0]["next_step"]["vi"]
    key = str(uuid4())
    first = post("founder", f"{at}/bids", {"party": firm(), "amount": 250 * MILLION}, key)
    again = post("founder", f"{at}/bids", {"party": firm(), "amount": 250 * MILLION}, key)
    assert (first.status_code, again.json(), Bid.objects.count()) == (201, first.json(), 1)
    told = Client().get(f"{AT}/{at}").json()
    assert (told["price"], told["own"], told["bidders"]) == (200 * MILLION, [], 1), (
        "the start, as nobody bids against it"
    )
    own = browser("founder").get(f"{AT}/{at}").json()["own"]
    assert [(one["leads"], one["said"]) for one in own] == [(True, 250 * MILLION)]
    assert post("founder", f"{at}/departures", {"party": firm(), "ground": "Đổi kế hoạch"}).status_code == 200


def test_what_lies_sealed_is_in_no_answer_and_strangers_bid_for_nobody() -> None:
    from khue.site.api import schema

    auction = announced(FIRST_PRICE)
    at = number(auction)
    registered(auction)
    assert post("founder", f"{at}/bids", {"party": firm(), "amount": SECRET}).status_code == 201
    assert post("resident", f"{at}/bids", {"party": firm(), "amount": SECRET}).status_code == 403
    paths = [path for path, methods in schema()["paths"].items() if "get" in methods]
    leaks = []
    for who in ("", "resident", "researcher", "officer", "auditor", "administrator"):
        client = browser(who) if who else Client()
        for path in paths:
            asked = "/".join(at if part.startswith("{") else part for part in path.split("/"))
            leaks += [f"{who} {path}"] if str(SECRET) in whole(client.get(asked)) else []
    assert leaks == []
    assert str(SECRET) in browser("founder").get(f"{AT}/{at}").content.decode(), "its own side reads what it said"


def test_a_falling_price_is_taken_by_the_first(hour: type[Hour]) -> None:
    auction = announced(DUTCH)
    at = number(auction)
    registered(auction)
    Hour.now = OPENS + timedelta(hours=2, minutes=1)
    shown = Client().get(f"{AT}/{at}").json()["price"]
    assert shown == 180 * MILLION
    assert post("founder", f"{at}/acceptances", {"party": firm(), "shown": shown}).status_code == 201
    Hour.now += timedelta(hours=1)
    settled(auction)
    told = Client().get(f"{AT}/{at}").json()
    assert (told["winner"], told["price"]) == (1, 180 * MILLION)
    assert post("founder", f"{at}/acceptances", {"party": firm(), "shown": shown}).status_code == 422
