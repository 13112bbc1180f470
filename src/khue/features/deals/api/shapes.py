"""What goes in and comes out. The talks of a deal are read by its sides and their brokers alone, so lists carry none of them, and nothing
here carries the confidential part of an offer. Money in đồng, ``royalty`` in hundredths of a per cent; periods half-open."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema
from pydantic import Field

from khue.features.deals.domain.commands import Offered
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Day, Dong, FileOut, Label, Line, Prose, State

door = Door("deals")
DealView = Annotated[str, Query(max_length=20, description="live, over or all; an unknown word counts as the first")]


class DealLineOut(Schema):
    """A line of the list: who deals about which offer, and where it stands."""

    id: int
    number: str
    title: Bilingual
    offer_number: str
    seller: str
    buyer: str
    state: State
    asked_at: datetime
    answer_due: date | None


class DealMessageOut(Schema):
    """``side``: who speaks; ``title`` and ``version`` name the papers."""

    no: int
    side: Label
    by: str
    at: datetime
    text: str
    title: str
    version: int
    papers: list[FileOut]


class DealInstalmentOut(Schema):
    """A part of the lump sum and its day."""

    due_on: date
    amount: int


class DealTermsOut(Schema):
    """An offer or counter-offer. ``stands``: it can still be accepted."""

    no: int
    side: str
    state: str
    stands: bool
    mode: Label
    territory: str
    lump: int
    instalments: list[DealInstalmentOut]
    royalty: int
    royalty_least: int
    audit_months: int
    audit_days: int
    words: str
    valid_until: date
    at: datetime


class DealDueOut(Schema):
    """What the buyer owes; ``sales`` as reported, for a royalty."""

    no: int
    kind: Label
    amount: int
    due_on: date
    sales: int | None
    state: Label


class DealObligationOut(Schema):
    """What ``side`` has to do after the sale, by its day."""

    no: int
    kind: Label
    what: str
    side: str
    due_on: date
    state: State


class DealOut(DealLineOut):
    """``role``: seller, buyer, broker or staff; for staff the talks are empty."""

    role: str
    note: str
    messages: list[DealMessageOut]
    terms: list[DealTermsOut]
    dues: list[DealDueOut]
    obligations: list[DealObligationOut]


class DealMessageIn(Ask):
    """Papers are added on the page."""

    text: Prose


class DealInstalmentIn(Ask):
    due_on: Day
    amount: Dong


class DealTermsIn(Ask):
    """``mode`` one of the offer's; ``valid_until`` the first day on which they are accepted no more."""

    mode: Annotated[str, Field(max_length=12)]
    territory: Line = "Việt Nam"
    pricing: Annotated[str, Field(max_length=12)] = "negotiated"
    auction: Annotated[str, Field(max_length=16)] = ""
    lump: Dong = 0
    instalments: Annotated[list[DealInstalmentIn], Field(max_length=24)] = []
    royalty: Annotated[int, Field(ge=0, le=10_000)] = 0
    royalty_least: Dong = 0
    audit_months: Annotated[int, Field(ge=0, le=120)] = 0
    audit_days: Annotated[int, Field(ge=0, le=365)] = 0
    words: Prose = ""
    valid_until: Day

    def plain(self) -> Offered:
        parts = tuple((one.due_on, one.amount) for one in self.instalments)
        return Offered(
            self.mode, self.territory, self.pricing, self.lump, parts, self.royalty, self.royalty_least, self.auction, self.words,
            self.audit_months, self.audit_days,
        )  # fmt: skip


class RoyaltyReportIn(Ask):
    """Sales of a period (``until_on`` is the first day without it) and what is due by the buyer's reckoning."""

    from_on: Day
    until_on: Day
    sales: Dong
    claimed: Dong
