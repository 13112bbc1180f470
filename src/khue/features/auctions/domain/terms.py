"""The terms on which a price is found. Money in whole đồng; moments are aware; bidders go by their number in the auction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from khue.core.bilingual import Text
from khue.core.flow import Flow, Transition
from khue.core.money import format_dong

ENGLISH, FIRST_PRICE, SECOND_PRICE, DUTCH, TENDER = "english", "first_price", "second_price", "dutch", "tender"
KINDS: Final = {
    ENGLISH: Text("trả giá lên", "English auction"),
    FIRST_PRICE: Text("bỏ giá kín, trả theo giá mình đặt", "sealed bids, first price"),
    SECOND_PRICE: Text("bỏ giá kín, trả theo giá liền kề", "sealed bids, second price"),
    DUTCH: Text("đặt giá xuống", "Dutch auction"),
    TENDER: Text("chào thầu cạnh tranh", "tender"),
}
SEALED: Final = frozenset({FIRST_PRICE, SECOND_PRICE, TENDER})
"""Kinds whose bids nobody reads before two persons have opened them."""

BID, WITHDRAW, EXCLUDE = "bid", "withdraw", "exclude"
MOVES: Final = {
    BID: Text("trả giá", "bid"),
    WITHDRAW: Text("rút khỏi phiên", "withdrawal"),
    EXCLUDE: Text("bị loại khỏi phiên", "exclusion"),
}

AUCTION: Final = Flow(
    {
        "announced": Text("đã công bố", "announced"),
        "opened": Text("đã mở giá", "opened"),
        "settled": Text("đã có kết quả", "settled"),
        "awarded": Text("đã công nhận kết quả", "awarded"),
        "annulled": Text("đã hủy", "annulled"),
    },
    (
        Transition("open", ["announced"], "opened", Text("mở giá", "open the bids")),
        Transition("settle", ["announced", "opened"], "settled", Text("xác định kết quả", "settle")),
        Transition("award", ["settled"], "awarded", Text("công nhận kết quả", "award")),
        Transition("annul", ["announced", "opened", "settled"], "annulled", Text("hủy phiên", "annul")),
    ),
)
GRACE: Final = timedelta(seconds=15)
"""How long after the end nothing is settled: what was sent in time arrives in time, as with sealed proposals."""

LARGEST: Final = 10**15  # đồng
MOST_STEPS, MOST_CRITERIA = 12, 10


def dong(amount: int) -> Text:
    """An amount in both languages."""
    return Text(format_dong(amount, "vi"), format_dong(amount, "en"))


@dataclass(frozen=True, slots=True)
class PriceStep:
    """From ``over`` đồng on, a bid goes ``by`` đồng further."""

    over: int
    by: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a tender is judged by, beside the price; ``weight`` in whole points."""

    code: str
    title: Text
    weight: int


@dataclass(frozen=True, slots=True)
class Terms:
    """All terms of one auction; they never change after the announcement.

    ``start`` smallest first bid (Dutch: where the clock begins; tender to the lowest: the most that is paid) ·
    ``reserve`` below it nothing is sold (None: none), ``reserve_open`` whether everybody may read it ·
    ``steps`` English: how far each bid goes, by price · ``extend_within``/``extend_by`` soft close ·
    ``drop``/``every`` Dutch: the clock falls by so much in each such time · ``lowest`` tender: the lowest price is best ·
    ``criteria`` tender; the price itself weighs ``price_weight``.
    """

    kind: str
    start: int
    opens_at: datetime
    ends_at: datetime
    reserve: int | None = None
    reserve_open: bool = False
    steps: tuple[PriceStep, ...] = ()
    extend_within: timedelta = timedelta()
    extend_by: timedelta = timedelta()
    drop: int = 0
    every: timedelta = timedelta()
    lowest: bool = False
    price_weight: int = 0
    criteria: tuple[Criterion, ...] = ()


def step_at(steps: Sequence[PriceStep], price: int) -> int:
    """How far a bid goes beyond ``price``: the step of the highest bracket that the price has reached, at least 1 đồng."""
    found = 1
    for step in sorted(steps, key=lambda one: one.over):
        if step.over <= price:
            found = step.by
    return found


def phase(state: str, terms: Terms, ends_at: datetime, now: datetime) -> str:
    """What an announced auction is doing: ``coming``, ``running``, ``ended``; any other state as it is."""
    if state != "announced":
        return state
    if now < terms.opens_at:
        return "coming"
    return "running" if now < ends_at else "ended"


def extended(terms: Terms, ends_at: datetime, at: datetime) -> datetime:
    """The end after something moved at ``at``: near the end the others get time to answer."""
    if terms.extend_by and at >= ends_at - terms.extend_within:
        return max(ends_at, at + terms.extend_by)
    return ends_at


def clock_price(terms: Terms, at: datetime) -> int:
    """The price of a Dutch auction at a moment: it falls in whole steps and never below the reserve."""
    fallen = max(0, int((at - terms.opens_at) // terms.every)) * terms.drop
    return max(terms.start - fallen, terms.reserve or 0)
