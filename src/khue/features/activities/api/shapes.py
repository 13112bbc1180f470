"""What comes out of the doors of this room. Money in đồng."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema

from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Bilingual, FileOut, Label, ReasonOut, State

door = Door("activities")
PlanYear = Annotated[int | None, Query(ge=2000, le=2199, description="Year of the plan; empty for all")]
PlanUnit = Annotated[str, Query(max_length=40, description="Code of the unit; empty for all")]
ActivityKind = Annotated[str, Query(max_length=10, description="seminar, council, group or expert; empty for all")]
SpendState = Annotated[
    str, Query(max_length=10, description="asked, accepted, ordered, paid, returned or withdrawn; empty for all")
]
FeeState = Annotated[str, Query(max_length=10, description="waiting, taken or none; empty for all")]


class ActivityNormOut(Schema):
    """The most for one unit of a kind. ``each`` is null where nothing applies; ``known`` is what is said all the same."""

    kind: str
    label: Bilingual
    parameter: str
    each: int | None
    known: int | None
    certainty: str
    source: Bilingual | None


class ActivityLineOut(Schema):
    """A line from its norm to what is left. ``norm_each`` is null where no norm applied; ``spent`` is accepted for payment."""

    id: int
    plan: int
    plan_number: str
    unit_code: str
    unit: Bilingual
    year: int
    no: int
    kind: str
    kind_words: Bilingual
    each_words: Bilingual
    purpose: str
    quantity: int
    each: int
    planned: int
    ground: str
    for_fees: bool
    norm: str
    norm_on: date
    norm_each: int | None
    over_norm: bool
    reserved: int
    used: int
    spent: int
    paid: int
    returned: int
    released: int
    left: int
    state: State


class ActivityReportOut(Schema):
    """What took place under a line; a correction is another report."""

    id: int
    no: int
    held_on: date
    title: str
    place: str
    participants: int
    outcome: str
    papers: list[FileOut]
    reported_by: str
    reported_at: datetime


class ActivityLineWholeOut(ActivityLineOut):
    reports: list[ActivityReportOut]


class ActivityPlanLineOut(Schema):
    """A plan in the list: ``state`` of its newest version, money of the version in force."""

    id: int
    number: str
    unit: Bilingual
    year: int
    version: int
    state: State
    planned: int
    spent: int
    paid: int


class ActivityVersionLineOut(Schema):
    id: int
    no: int
    state: State
    ground: str
    drafted_by: str
    drafted_at: datetime
    proposed_at: datetime | None
    decided_by: str
    decided_at: datetime | None
    note: str


class ActivityPlanOut(Schema):
    """``lines`` of the version in force; ``versions`` newest first."""

    id: int
    number: str
    unit_code: str
    unit: Bilingual
    year: int
    budget_line: str
    lines: list[ActivityLineOut]
    versions: list[ActivityVersionLineOut]


class ActivityVersionOut(Schema):
    """One version with its lines as it has them; its ETag is what proposing and deciding rest on."""

    id: int
    plan: int
    number: str
    unit: Bilingual
    year: int
    budget_line: str
    row: ActivityVersionLineOut
    total: int
    lines: list[ActivityLineOut]


class ActivitySpendLineOut(Schema):
    """Money under a line. ``payee`` and ``purpose`` say so where a restriction keeps the caller out."""

    id: int
    number: str
    line: int
    line_purpose: str
    plan: int
    unit: Bilingual
    kind: str
    kind_words: Bilingual
    payee: Label
    purpose: Label
    amount: int
    state: State
    asked_by: str
    asked_at: datetime
    paid_on: date | None


class ActivityReturnOut(Schema):
    """What the payee owes again; ``reference`` are the words of the transfer."""

    id: int
    amount: int
    received: int
    ground: str
    reference: str
    asked_by: str
    asked_on: date
    settled_on: date | None


class ActivitySpendOut(ActivitySpendLineOut):
    """``tax`` leads from a fee to what is withheld of it, ``whole`` back."""

    payee_key: str
    budget_line: str
    papers: list[FileOut]
    answered_by: str
    answered_at: datetime | None
    ground: str
    order: int | None
    returns: list[ActivityReturnOut]
    minutes_number: str
    council_name: str
    tax: int | None
    whole: int | None


class CouncilFeeOut(Schema):
    """A fee that signed minutes earned. ``each`` and ``amount`` are null where no norm applied; ``why`` says why it waits."""

    id: int
    person: str
    name: Label
    council: int
    council_name: str
    minutes_number: str
    met_on: date
    unit: Bilingual
    unit_code: str
    role: Bilingual
    basis: Bilingual
    count: int
    norm: str
    each: int | None
    amount: int | None
    each_ground: str
    state: State
    why: Bilingual | None
    spend: int | None
    spend_state: State | None
    paid_on: date | None
    withheld: int


class FeeResultOut(Schema):
    """What became of one of several that were accepted together; ``reasons`` are empty where it was accepted."""

    spend: int
    accepted: bool
    reasons: list[ReasonOut]
