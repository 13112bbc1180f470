"""What goes in and out of the doors of this room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Clock, Day, DecisionOut, Label, PartyKey, Prose, State

door = Door("desk")


class TaskRowOut(Schema):
    """A line of the desk. ``late``: past its day, and its clock is running."""

    id: int
    number: str
    name: Bilingual
    title: str
    applicant: str
    assignee: str
    assignee_name: str
    clock: Clock | None
    opened_on: date
    due_on: date | None
    late: bool
    mine: bool


class CountsOut(Schema):
    """How much waits; counted up to 100."""

    mine: int
    free: int
    overdue: int


class OutcomeOut(Schema):
    key: str
    label: Bilingual


class ColleagueOut(Schema):
    key: str
    name: str


class ApologyOut(Schema):
    """A prepared apology that is not sent yet."""

    old_due_on: date
    prepared_on: date


class TaskOut(Schema):
    """A task. ``kind``: check, work, decide or follow; ``room``: the operations of a room of its own close it.

    ``stamp`` is the version of its dossier, and leads the ETag.
    """

    id: int
    dossier: str
    dossier_id: int
    step: str
    name: Bilingual
    kind: str
    room: str
    right: str
    subject: str
    clock: Clock | None
    assignee: str
    assignee_name: str
    closed_at: datetime | None
    closed_by: str
    outcome: Bilingual | None
    note: str
    may_act: bool
    may_hand_over: bool
    mine: bool
    outcomes: list[OutcomeOut]
    colleagues: list[ColleagueOut]
    apology: ApologyOut | None
    stamp: int


class RegisterRowOut(Schema):
    """A line of the register of dossiers (form 07)."""

    number: str
    title: str
    procedure: Bilingual
    applicant: str
    unit: Bilingual
    received_on: date
    due_on: date | None
    returned_at: datetime | None
    state: State


class ChangeOut(Schema):
    name: Bilingual
    before: Bilingual
    after: Bilingual


class AuditEntryOut(Schema):
    """One record of the audit. ``hash`` is SHA-256; ``personal`` is empty unless asked for."""

    id: int
    deed: Bilingual
    code: str
    at: datetime
    who: Bilingual
    mandate: Bilingual
    changes: list[ChangeOut]
    personal: list[ChangeOut]
    erased_at: datetime | None
    erased_on_ground: str
    decision: DecisionOut | None
    edition: str
    entries: list[str]
    chain: str
    seq: int
    hash: str
    request: str


class TrailOut(Schema):
    """Records of a subject, newest first. ``older``: give it as ``before`` to read on."""

    subject: str
    items: list[AuditEntryOut]
    older: int | None


class HitOut(Schema):
    """A record that fits. ``path`` is its page, without language."""

    kind: str
    title: Label
    note: Label
    on: date | None
    path: str


class FoundOut(Schema):
    """``near``: nothing fits exactly, these are close; ``kinds`` are those that the caller's rights cover."""

    items: list[HitOut]
    total: int
    near: bool
    ready: bool
    kinds: list[str]


class NoteIn(Ask):
    ground: Prose = ""


class GroundIn(Ask):
    ground: Prose


class SupplementAskedIn(Ask):
    ground: Prose
    items: Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=100)] = []


class OutcomeIn(Ask):
    outcome: Annotated[str, Field(min_length=1, max_length=60)]
    ground: Prose = ""


class HandOverIn(Ask):
    to: PartyKey
    ground: Prose


class ApologyIn(Ask):
    new_due_on: Day
    ground: Prose
