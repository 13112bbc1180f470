"""What goes in and out of the doors of this room. Money in đồng."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from khue.features.missions.domain.application import PlannedTranche
from khue.features.missions.domain.support import Appraised
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Day, Dong, FileOut, Id, Line, Prose, ReasonOut, State

door = Door("missions")
Number = Annotated[int, Field(ge=1, le=10_000)]


class LineOut(Schema):
    """A cost line. ``share`` is the cap in per cent, ``most`` the most that may be granted."""

    no: int
    description: str
    cost_class: Bilingual
    software: bool
    amount: int
    requested: int
    share: int | None
    most: int
    own_money: int
    invoice: str
    appraised: int | None
    ground: str


class DeliveryOut(Schema):
    evidence: str
    files: list[FileOut]
    delivered_at: datetime
    outcome: str
    note: str


class TrancheOut(Schema):
    id: int
    no: int
    deliverable: str
    amount: int
    due_on: date | None
    code: str
    state: State
    accepted_on: date | None
    paid_on: date | None
    accrual: UUID | None
    payment: UUID | None
    order: int | None
    deliveries: list[DeliveryOut]


class ItemOut(Schema):
    """A line of the equipment register."""

    id: int
    name: str
    serial: str
    location: str
    cost: int
    in_use_on: date
    support_id: int
    dossier_number: str
    owner: str


class AuditOut(Schema):
    in_order: bool
    finding: str
    at: datetime


class ClaimOut(Schema):
    """Money that is to come back, and how much of it stands on bank statements. ``reference`` belongs into the transfer, which goes
    to ``account``."""

    id: int
    support_id: int
    dossier_number: str
    debtor: str
    amount: int
    recovered: int
    owed: int
    reference: str
    account: str
    claimed_on: date
    due_on: date
    settled_on: date | None


class RevisedOut(Schema):
    """What an appeal changed in a place: the amount, and the entry of the ledger where there is one."""

    text: Bilingual
    amount: int
    entry: UUID | None


class RevisionOut(Schema):
    """An appeal's decision about this support."""

    appeal_id: int
    appeal_number: str
    outcome: Bilingual
    text: Bilingual
    ground: str
    before: int | None
    after: int | None
    decided_on: date
    changes: list[RevisedOut]


class SupportOut(Schema):
    """One support: state, money, lines with their caps and grounds, tranches, equipment, later audits, what appeals changed."""

    id: int
    dossier_number: str
    task_title: str
    task_kind: Bilingual
    lead_key: str
    lead_name: str
    code: str
    state: State
    asked: int
    appraised: int | None
    granted: int | None
    paid: int
    accepted: int
    budget_line: str
    law_day: date
    decided_on: date | None
    agreed_on: date | None
    lines: list[LineOut]
    tranches: list[TrancheOut]
    reasons: list[ReasonOut]
    binding: bool
    items: list[ItemOut]
    audits: list[AuditOut]
    revisions: list[RevisionOut]
    claims: list[ClaimOut]
    suspended_on: date | None


class TrancheLinkOut(Schema):
    """Which support a tranche belongs to."""

    support_id: int
    href: str


class AppraisedIn(Ask):
    no: Number
    amount: Dong
    ground: Prose = ""

    def plain(self) -> Appraised:
        return Appraised(self.no, self.amount, self.ground)


class AppraisalIn(Ask):
    """Every cost line with what may be granted for it; a cut says why."""

    lines: Annotated[list[AppraisedIn], Field(min_length=1, max_length=500)]
    note: Prose = ""


class OpinionIn(Ask):
    """``agrees`` false sends the costs back to the appraiser, with the ground."""

    agrees: bool
    ground: Prose = ""


class DecisionIn(Ask):
    """``back`` sends it to the appraiser. A grant names the budget line; the other two say why."""

    outcome: Literal["grant", "refuse", "back"]
    budget_line: Line = ""
    ground: Prose = ""


class PlannedIn(Ask):
    deliverable: Annotated[str, Field(min_length=1, max_length=1000)]
    amount: Annotated[int, Field(ge=1, le=10**15)]
    due_on: Day

    def plain(self, no: int) -> PlannedTranche:
        return PlannedTranche(no, self.deliverable.strip(), self.amount, self.due_on)


class AgreementIn(Ask):
    """The tranches in order; together they make the granted amount."""

    tranches: Annotated[list[PlannedIn], Field(min_length=1, max_length=50)]


class AcceptanceIn(Ask):
    """``accepted`` false returns the delivery; the ground says what is missing."""

    accepted: bool
    ground: Prose = ""


class PayeeIn(Ask):
    """The account that the money goes to."""

    number: Annotated[str, Field(min_length=6, max_length=40)]
    holder: Annotated[str, Field(min_length=1, max_length=200)]
    bank: Annotated[str, Field(min_length=1, max_length=200)]
    bank_code: Annotated[str, Field(max_length=11)] = ""


class CodesIn(Ask):
    """Budget chapter, economic sector, economic item and source of funds, as the State Treasury's order asks."""

    chapter: Annotated[str, Field(max_length=3)]
    sector: Annotated[str, Field(max_length=3)]
    item: Annotated[str, Field(max_length=4)]
    source: Annotated[str, Field(max_length=4)]


class PaymentIn(Ask):
    """``account_id``: from which account of the city. ``same_holder``: a holder of another name was compared and is right."""

    payee: PayeeIn
    codes: CodesIn
    content: Annotated[str, Field(min_length=1, max_length=140)]
    account_id: Id
    same_holder: bool = False


class LaterAuditIn(Ask):
    in_order: bool
    finding: Annotated[str, Field(min_length=1, max_length=4000)]


class EquipmentIn(Ask):
    line_no: Number
    name: Annotated[str, Field(min_length=1, max_length=300)]
    serial: Annotated[str, Field(max_length=80)] = ""
    location: Annotated[str, Field(min_length=1, max_length=500)]
    cost: Annotated[int, Field(ge=1, le=10**15)]
    in_use_on: Day
