"""What goes in and comes out of purchases and licences. Money in đồng."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Query, Schema
from pydantic import Field

from khue.features.transfers.domain.purchasing import LONGEST
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, Day, Dong, Label, PartyKey, State

PurchaseView = Annotated[
    str, Query(max_length=20, description="public, mine or all (staff); an unknown word counts as the first")
]
Said = Annotated[str, Field(max_length=LONGEST)]
Ground = Annotated[str, Field(max_length=2_000)]


class PurchaseLineOut(Schema):
    """``users``: names of those whose licence is in force."""

    id: int
    number: str
    title: Bilingual
    seller: str
    takes: Label
    spread: Label
    price: int
    state: State
    decided_at: datetime | None
    users: str


class LicenceSaidOut(Schema):
    """``kind``: report (the user), done or again (the officer)."""

    kind: str
    said: str
    by: str
    at: datetime


class LicenceDutyOut(Schema):
    """What a user owes by its day; ``reports`` for the user and staff alone."""

    id: int
    no: int
    what: str
    due_on: date
    state: State
    reports: list[LicenceSaidOut]


class LicenceOut(Schema):
    """Who may use it. ``use``, ``ground`` and the fee are for the user and staff, ``end_ground`` for everybody. ``fee`` is owed from the grant on
    under ``fee_reference``; ``fee_on``: when it had come in whole."""

    id: int
    name: str
    use: str
    state: State
    until_on: date | None
    ground: str
    end_ground: str
    is_mine: bool
    fee: int
    fee_reference: str
    fee_received: int
    fee_on: date | None
    duties: list[LicenceDutyOut]


class PurchaseOut(PurchaseLineOut):
    """Why it is bought, for which price by which valuation. ``inside``: one is staff, who alone read ``line``, the budget line."""

    need: str
    benefit: str
    rights: str
    basis: str
    valuer: str
    valued: int
    valued_on: date
    line: str
    terms: str
    fee: int
    ground: str
    received_on: date | None
    received_note: str
    dropped_ground: str
    paid_on: date | None
    inside: bool
    licences: list[LicenceOut]


class PurchaseIn(Ask):
    """``takes``: ownership or use; ``line``: a budget line; ``spread``: free, favourable or conditional; ``fee`` of each user."""

    offer: Annotated[int, Field(ge=1, le=LARGEST)]
    takes: Literal["ownership", "use"]
    need: Said
    benefit: Said
    rights: Said
    price: Dong
    basis: Said
    valuer: Said
    valued: Dong
    valued_on: Day
    line: Annotated[str, Field(max_length=60, examples=["budget:2026-HD"])]
    spread: Literal["free", "favourable", "conditional"]
    terms: Said = ""
    fee: Dong = 0


class PurchaseDecisionIn(Ask):
    """``ground``: everybody reads it where it is bought."""

    buys: bool
    ground: Ground


class PurchaseReceiptIn(Ask):
    """``note``: what was delivered, and how it was checked."""

    note: Said


class PurchaseDropIn(Ask):
    """``ground``: everybody reads it."""

    ground: Ground


class PurchasePayeeIn(Ask):
    """The account that the money goes to."""

    number: Annotated[str, Field(min_length=6, max_length=40)]
    holder: Annotated[str, Field(min_length=1, max_length=200)]
    bank: Annotated[str, Field(min_length=1, max_length=200)]
    bank_code: Annotated[str, Field(max_length=11)] = ""


class PurchaseCodesIn(Ask):
    """Budget chapter, economic sector, economic item and source of funds, as the State Treasury's order asks."""

    chapter: Annotated[str, Field(max_length=3)]
    sector: Annotated[str, Field(max_length=3)]
    item: Annotated[str, Field(max_length=4)]
    source: Annotated[str, Field(max_length=4)]


class PurchaseOrderIn(Ask):
    """``account_id``: from which account of the city. ``same_holder``: a holder of another name was compared and is right."""

    payee: PurchasePayeeIn
    codes: PurchaseCodesIn
    content: Annotated[str, Field(min_length=1, max_length=140)]
    account_id: Annotated[int, Field(ge=1, le=LARGEST)]
    same_holder: bool = False


class LicenceIn(Ask):
    """``party`` will use it, for ``use``."""

    party: PartyKey
    use: Said


class LicenceDutyIn(Ask):
    what: Annotated[str, Field(min_length=1, max_length=500)]
    due_on: Day


class LicenceAnswerIn(Ask):
    """``until_on``: the last day, null: no end; the user reads the ground."""

    grants: bool
    ground: Ground
    until_on: Day | None = None
    duties: Annotated[list[LicenceDutyIn], Field(max_length=50)] = []


class LicenceReportIn(Ask):
    said: Said


class LicenceJudgementIn(Ask):
    """``ground`` says what is missing where it is not done."""

    done: bool
    ground: Ground = ""
