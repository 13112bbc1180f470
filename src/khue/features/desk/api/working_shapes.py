"""What goes in and out of the doors for many tasks, notes, views and boards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, Day, PartyKey, Prose

Number = Annotated[int, Field(ge=1, le=LARGEST)]


class DeskFilterOut(Schema):
    """An empty part means all."""

    view: str
    procedure: str
    step: str
    due: str


class SavedViewOut(Schema):
    """``faults`` say why it means nothing any more; ``unit`` is the code of the unit that shares it."""

    id: int
    name: str
    wanted: DeskFilterOut
    unit: str
    faults: list[Bilingual]
    saved_by_name: str
    saved_at: datetime
    default: bool
    may_change: bool


class SaveViewIn(Ask):
    """``replaces``: the view whose place it takes."""

    name: Annotated[str, Field(max_length=120)]
    view: Literal["all", "mine", "free", "overdue"] = "all"
    procedure: Annotated[str, Field(max_length=60)] = ""
    step: Annotated[str, Field(max_length=60)] = ""
    due: Literal["", "overdue", "today", "week", "later", "standing"] = ""
    unit: Annotated[str, Field(max_length=40)] = ""
    default: bool = False
    replaces: Number | None = None


class DefaultViewIn(Ask):
    """Null: the whole desk."""

    view_id: Number | None = None


class InternalNoteOut(Schema):
    id: int
    text: str
    by_name: str
    at: datetime
    mentions: list[str]
    struck_at: datetime | None
    struck_by_name: str
    struck_ground: str
    instead_of: int | None
    mine: bool


class WriteNoteIn(Ask):
    text: Prose
    mentions: Annotated[list[PartyKey], Field(max_length=50)] = []


class StrikeNoteIn(Ask):
    ground: Prose
    instead: Prose = ""


class BulkIn(Ask):
    """``to`` and ``ground`` for hand_over, ``ground`` for put_back, ``day`` and ``ground`` for apologise, ``checked`` for accept."""

    kind: Literal["take", "hand_over", "put_back", "accept", "apologise"]
    tasks: Annotated[list[Number], Field(max_length=1_000)]
    to: PartyKey | None = None
    ground: Prose = ""
    day: Day | None = None
    checked: bool = False


class BulkOut(Schema):
    """``tried`` rows have a result, ``done`` of them a good one."""

    id: int
    kind: str
    label: Bilingual
    asked_at: datetime
    ended_at: datetime | None
    total: int
    tried: int
    done: int


class BulkRowOut(Schema):
    """``state``: waiting, done, refused, conflict, not_allowed, missing, stopped."""

    id: int
    task: int
    number: str
    name: Bilingual
    state: str
    reasons: list[Bilingual]
    done_at: datetime | None


class PersonLoadOut(Schema):
    key: str
    name: str
    counts: dict[str, int]
    total: int
    away_until: date | None


class LoadOut(Schema):
    """Open tasks by due time: overdue, today, week, later, standing."""

    unit: str
    unit_name: Bilingual
    people: list[PersonLoadOut]
    unclaimed: dict[str, int]


class StepTimeOut(Schema):
    """Working days that half and nine in ten needed at most."""

    procedure_key: str
    step_key: str
    step: Bilingual
    closed: int
    median: int
    ninetieth: int
    supplements: int
    sent_back: int


class PunctualityOut(Schema):
    """Each measure counts out of ``decided``."""

    decided: int
    requests: int
    counts: dict[str, int]


class CountedDossierOut(Schema):
    number: str
    title: str
    applicant: str
    received_on: date
    due_on: date
    decided_on: date
    days_late: int
    supplements: int
    apologised: bool
