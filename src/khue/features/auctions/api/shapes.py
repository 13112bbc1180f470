"""What goes in and comes out. Bidders go by their number; who they are stands nowhere here but for one's own side and a public winner."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from khue.features.auctions.domain.terms import LARGEST
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Label, PartyKey, Prose, State

door = Door("auctions")
AuctionView = Annotated[str, Query(max_length=20, description="running, coming, over or all; an unknown word counts as the first")]  # fmt: skip
Sum = Annotated[int, Field(ge=1, le=LARGEST, description="Whole đồng")]


class AuctionLineOut(Schema):
    """A line of the list. ``price`` once there is a result; ``bids`` counts lines of the list."""

    number: str
    title: Bilingual
    kind: Label
    seller: str
    state: State
    opens_at: datetime
    ends_at: datetime
    start: int
    price: int | None
    bids: int
    reference: str


class PriceStepOut(Schema):
    """From ``over`` đồng on, a bid goes ``by`` đồng further."""

    over: int
    by: int


class TenderCriterionOut(Schema):
    """What a tender is judged by, beside the price."""

    code: str
    title: Bilingual
    weight: int


class BidOut(Schema):
    """A line of the list as everybody reads it; ``amount`` once it is open."""

    no: int
    bidder: int
    kind: Label
    at: datetime
    price: int | None
    leader: int
    amount: int | None


class OwnBidderOut(Schema):
    """A side that the caller acts for: its number, what it said last, and the least that it may say now."""

    no: int
    party: str
    name: str
    said: int | None
    least: int
    leads: bool
    gone: bool
    awaits_deposit: bool


class AuctionOut(Schema):
    """``kind`` is its code. ``price`` is what everybody reads now, ``least`` the smallest next bid; ``reserve`` where it is public. ``now`` is
    the clock by which bids are taken. ``winner`` is the bidder's number once there is a result, ``winner_name`` where it is public."""

    number: str
    kind: str
    title: Bilingual
    about: str
    reference: str
    seller: str
    state: State
    now: datetime
    opens_at: datetime
    ends_at: datetime
    start: int
    reserve: int | None
    steps: list[PriceStepOut]
    lowest: bool
    price_weight: int
    criteria: list[TenderCriterionOut]
    deposit: int | None
    price: int | None
    least: int
    leader: int
    bidders: int
    bids: list[BidOut]
    own: list[OwnBidderOut]
    winner: int | None
    winner_name: str
    ground: str


class RegisterBidderIn(Ask):
    party: PartyKey


class BidIn(Ask):
    """English: the limit up to which the house bids. Sealed: the amount; ``plan`` for a tender."""

    party: PartyKey
    amount: Sum
    plan: Prose = ""


class TakePriceIn(Ask):
    """``shown`` is the price that the caller saw: never more is paid."""

    party: PartyKey
    shown: Sum


class LeaveAuctionIn(Ask):
    party: PartyKey
    ground: Prose
