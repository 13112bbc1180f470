"""Auctions at the tests' day: one of each kind, told in a few words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.features.auctions import usecases
from khue.features.auctions.domain.commands import (
    AnnounceAuction,
    AwardAuction,
    OpenBids,
    PlaceBid,
    RegisterBidder,
    TakePrice,
)
from khue.features.auctions.domain.terms import DUTCH, ENGLISH, TENDER, Criterion, PriceStep, Terms
from khue.features.auctions.models import Auction, Bid, Bidder
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from tests.cast import MOMENT, organisation, persona

MILLION = 1_000_000
OPENS = MOMENT + timedelta(hours=1)
ENDS = OPENS + timedelta(days=10)
STEPS = (PriceStep(0, 5 * MILLION), PriceStep(500 * MILLION, 10 * MILLION))
CRITERIA = (
    Criterion("team", Text("Năng lực", "Capacity"), 30),
    Criterion("plan", Text("Kế hoạch khai thác", "Plan of use"), 20),
)


def seller() -> str:
    return organisation("VLSH")


def firm() -> str:
    return organisation("TLX")


def terms(kind: str = ENGLISH, **more: Any) -> Terms:
    base = Terms(kind, 200 * MILLION, OPENS, ENDS)
    if kind == ENGLISH:
        minutes = timedelta(minutes=5)
        base = replace(base, steps=STEPS, extend_within=minutes, extend_by=minutes)
    if kind == DUTCH:
        base = replace(base, reserve=120 * MILLION, reserve_open=True, drop=10 * MILLION, every=timedelta(hours=1))
    if kind == TENDER:
        base = replace(base, price_weight=50, criteria=CRITERIA)
    return replace(base, **more)


def announced(kind: str = ENGLISH, **more: Any) -> int:
    title = Text("Sáng chế màng lọc nước (thử)", "Patent of a water filter (test)")
    asked = AnnounceAuction(title, "Quyền sở hữu sáng chế.", "CN-2026-0001", seller(), terms(kind, **more), uuid4())
    return usecases.announce_auction(asked, actor=persona("officer"))


def running(who: str, **delta: float) -> Actor:
    """The persona while the auction runs: from its beginning on."""
    return persona(who, at=OPENS + timedelta(**(delta or {"minutes": 1})))


def over(who: str) -> Actor:
    return persona(who, at=ENDS + timedelta(minutes=30))


PEOPLE: dict[str, Callable[[], str]] = {
    "founder": firm,
    "resident": lambda: persona("resident").key,
    "member": lambda: persona("member").key,
}


def registered(auction: int, who: str = "founder") -> str:
    """The persona's side takes part; its key."""
    party = PEOPLE[who]()
    usecases.register_bidder(RegisterBidder(auction, party, uuid4()), actor=persona(who))
    return party


def bid(auction: int, who: str, millions: int, plan: str = "", **delta: float) -> int:
    asked = PlaceBid(auction, PEOPLE[who](), millions * MILLION, plan, uuid4())
    return usecases.place_bid(asked, actor=running(who, **delta))


def took(auction: int, who: str, millions: int, **delta: float) -> int:
    asked = TakePrice(auction, PEOPLE[who](), millions * MILLION, uuid4())
    return usecases.take_price(asked, actor=running(who, **delta))


def opened(auction: int) -> None:
    for who in ("officer", "appraiser"):
        usecases.open_bids(OpenBids(auction, uuid4()), actor=over(who))


def settled(auction: int) -> bool:
    end = Auction.objects.get(pk=auction).ends_at + timedelta(minutes=1)
    actor = Actor("job:auctions.settle", "auctions.settle", end, rights=frozenset({"job.auctions.settle"}))
    return usecases.settle_auction(auction, actor=actor)


def awarded(auction: int) -> None:
    asked = AwardAuction(auction, "Kết quả hợp lệ.", uuid4())
    usecases.award_auction(asked, actor=over("decider"))


def traces() -> tuple[Any, ...]:
    """What a refusal may not change."""
    auctions = tuple(Auction.objects.order_by("pk").values_list("state", "ends_at"))
    return (
        AuditRecord.objects.count(), Notice.objects.count(), TimelineRow.objects.count(), Bid.objects.count(), Bidder.objects.count(),
        auctions,
    )  # fmt: skip


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code.removeprefix("auctions.") for reason in caught.value.decision.reasons}
