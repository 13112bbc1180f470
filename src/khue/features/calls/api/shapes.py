"""What comes out of the doors of this room. Money in đồng, points in hundredths."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema

from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import (
    Bilingual,
    Clock,
    FileOut,
    Label,
    ReasonOut,
    State,
)
from khue.kernel.ui import DeadlineView

door = Door("calls")
FieldCode = Annotated[str, Query(max_length=40, description="Code of a key field; empty for all")]
View = Annotated[str, Query(max_length=20, description="Which of them; an unknown word counts as the first")]


def clock_out(found: DeadlineView | None) -> Clock | None:
    return Clock.model_validate(found, from_attributes=True) if found else None


# -- what comes out --------------------------------------------------------------------------------------------------


class KeyFieldOut(Schema):
    """A key field as it holds today."""

    code: str
    label: Bilingual


class CallLineOut(Schema):
    """A call in the list. ``phase`` is where it stands at this moment."""

    id: int
    number: str
    title: str
    field: Bilingual
    mode: Bilingual
    stage: Bilingual | None
    cost_frame: int
    phase: State
    opens_at: datetime
    closes_at: datetime
    published_at: datetime | None


class WantedOut(Schema):
    """A measurable requirement of the product."""

    product: str
    criterion: str
    unit: str
    target: str


class CallQuestionOut(Schema):
    """``answer`` is empty while the office has not answered; only the office reads such a one."""

    id: int
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class AmendmentOut(Schema):
    no: int
    text: str
    ground: str
    closes_before: datetime
    closes_after: datetime
    made_at: datetime


class MineOut(Schema):
    id: int
    number: str
    title: str


class OtherStageOut(Schema):
    """The call of the other stage: the concept call before this one, or the full call that follows it."""

    id: int
    number: str
    stage: str


class ConceptTallyOut(Schema):
    """How the opened concepts of a concept call were judged; ``waiting`` are not judged yet."""

    invited: int
    not_invited: int
    waiting: int


class TemplatePaperOut(Schema):
    """A file to download and fill; ``question`` is the upload question that it is for, or null."""

    id: int
    title: str
    no: int
    question: Bilingual | None
    added_at: datetime
    file: FileOut


class CallOut(Schema):
    """A call with everything that was published of it. ``sealed`` counts what lies closed, for the office after the closing hour."""

    id: int
    number: str
    title: str
    summary: str
    goal: str
    requirements: list[WantedOut]
    criteria: list[str]
    papers: list[str]
    templates: list[TemplatePaperOut]
    field: Bilingual
    mode: Bilingual
    stage: str
    stages: list[OtherStageOut]
    tally: ConceptTallyOut | None
    ground: str
    performer: str
    cost_frame: int
    months: int
    phase: State
    opens_at: datetime
    closes_at: datetime
    questions_until: date | None
    published_at: datetime | None
    cancelled_ground: str
    opened_at: datetime | None
    clock: Clock | None
    questions: list[CallQuestionOut]
    amendments: list[AmendmentOut]
    sealed: int | None
    mine: list[MineOut]
    may_ask: bool
    version: int


class WatchOut(Schema):
    """A saved search: words, and the code of a field."""

    id: int
    words: str
    field: str


class BigProblemOut(Schema):
    """``needs`` counts the needs that name it; ``certainty`` says how sure the source is."""

    code: str
    title: Bilingual
    certainty: str
    needs: int


class ProblemGroupOut(Schema):
    """``not_found`` of the group's problems are in no source that was found."""

    code: str
    title: Bilingual
    count: int
    certainty: str
    problems: list[BigProblemOut]
    not_found: int


class NeedLineOut(Schema):
    id: int
    number: str
    title: str
    raised_by: str
    field: Bilingual
    state: State
    raised_on: date
    problem: str


class NeedOut(Schema):
    """A need. ``contact`` is for the office alone; ``order`` is the number of the order made from it, for staff."""

    id: int
    number: str
    title: str
    title_en: str
    description: str
    description_en: str
    field: Bilingual
    product: str
    users: str
    cost_from: int | None
    cost_to: int | None
    problem: str
    state: State
    raised_by: str
    raised_on: date
    contact: str
    ground: str
    screened_by: str
    ended_on: date | None
    merged_into: str
    merged: list[MineOut]
    order: str
    files: list[FileOut]
    version: int


class AlikeOut(Schema):
    """Something that may be about the same problem; ``points`` of 100, ``words`` that both carry."""

    key: str
    kind: Label
    title: str
    note: str
    href: str
    points: int
    words: list[str]


class MissionOrderLineOut(Schema):
    id: int
    number: str
    title: str
    field: Bilingual
    mode: Bilingual
    cost_frame: int
    state: State
    approved_on: date | None


class MissionOrderOut(Schema):
    """An order: what the city wants, and how the performer is found. ``reasons`` is what the rule says of the way of ordering."""

    id: int
    number: str
    need: str
    title: str
    goal: str
    field: Bilingual
    cost_frame: int
    months: int
    mode: Bilingual
    ground: str
    performer: str
    requirements: list[WantedOut]
    state: State
    turned_ground: str
    prepared_by: str
    approved_by: str
    approved_on: date | None
    call: str
    reasons: list[ReasonOut]
    version: int


class ProposalLineOut(Schema):
    """``closed``: the ground on which it is closed to the reader, an own interest; then it bears no amount, no points."""

    id: int
    number: str
    title: str
    lead: str
    call: str
    call_id: int
    state: State
    handed_in_at: datetime | None
    asked: int | None
    own: int | None
    points: int | None
    closes_at: datetime
    closed: Bilingual | None = None


class TeamMemberOut(Schema):
    id: int
    name: str
    organisation: str
    role: Label
    months: int
    writes: bool
    state: State


class ProposalPartOut(Schema):
    """A section of the proposal: its answers are read and saved at the doors of its dossier, under ``dossier``."""

    key: str
    title: Bilingual
    done: bool
    open: int
    revisions: int
    last_by: str
    last_at: datetime | None


class MilestoneOut(Schema):
    name: str
    deliverable: str
    starts_on: date | None
    ends_on: date | None


class CallProposalOut(Schema):
    """A proposal as its authors see it, and staff once it was opened. ``missing`` is everything that stands against handing in."""

    id: int
    number: str
    dossier: str
    title: str
    lead: str
    call_id: int
    call: str
    closes_at: datetime
    cost_frame: int
    state: State
    sections: list[ProposalPartOut]
    members: list[TeamMemberOut]
    milestones: list[MilestoneOut]
    total: int
    asked: int
    public: int
    own: int
    missing: list[ReasonOut]
    handed_in_at: datetime | None
    handed_in_by: str
    digest: str
    submissions: int
    points: int | None
    outcome_ground: str
    ended_ground: str
    version: int
    stage: str
    concept: str
    full: str


class FieldChangeOut(Schema):
    label: Label
    before: str
    after: str
    changed: bool


class SectionRevisionOut(Schema):
    no: int
    saved_by: str
    saved_at: datetime


class SectionComparisonOut(Schema):
    """Two revisions of one section, question by question."""

    section: Label
    revisions: list[SectionRevisionOut]
    older: int
    newer: int
    fields: list[FieldChangeOut]


class SealedOut(Schema):
    """``digest`` of what was sealed: the same when it is opened."""

    digest: str
    href: str


class OpeningOut(Schema):
    """``opened`` is false after the first of the two signs."""

    opened: bool
    href: str
