"""What goes in and out of the doors of this room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, Field

from khue.core.bilingual import Text
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Ask, Bilingual, Clock, DecisionOut, FileOut, Label, PartyKey, Prose, ReasonOut, State

door = Door("dossiers")


def _moment(value: Any) -> Any:
    """A view's moment may be a day, a moment or words."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else value.into("vi") if isinstance(value, Text) else str(value)


When = Annotated[str | None, BeforeValidator(_moment), Field(description="A day, a moment, or words")]

# -- procedures ------------------------------------------------------------------------------------------------------


class ChoiceOut(Schema):
    value: str
    text: Bilingual


class ConditionOut(Schema):
    """Asked only when ``field`` has one of these values."""

    field: str
    values: list[str]


class ColumnOut(Schema):
    """A question of a row. Kinds: text, longtext, number, money, date, choice, yesno, party, file."""

    key: str
    kind: str
    label: Bilingual
    required: bool
    choices: list[ChoiceOut]
    show_when: ConditionOut | None
    longest: int


class QuestionOut(ColumnOut):
    """A question; of the kind table with its columns."""

    help: Bilingual | None
    columns: list[ColumnOut]


class SectionDefinitionOut(Schema):
    key: str
    title: Bilingual
    fields: list[QuestionOut]


class StepOutcomeOut(Schema):
    key: str
    label: Bilingual


class StepOut(Schema):
    """A step of the way. ``right`` is needed to take it."""

    key: str
    name: Bilingual
    kind: str
    right: str
    who: Bilingual
    outcomes: list[StepOutcomeOut]


class TermOut(Schema):
    """How long a step may take on a day, and why."""

    name: Bilingual
    who: Bilingual
    term: Bilingual


class BasisOut(Schema):
    text: Bilingual
    citation: Bilingual
    url: str


class ProcedureOut(Schema):
    """The newest version: what it asks, its steps and terms, what it rests on."""

    key: str
    name: Bilingual
    summary: Bilingual
    who: Bilingual
    result: Bilingual
    needs: list[Bilingual]
    sections: list[SectionDefinitionOut]
    steps: list[StepOut]
    terms: list[TermOut]
    basis: list[BasisOut]


# -- writing ---------------------------------------------------------------------------------------------------------


class SectionStateOut(Schema):
    """``version`` goes up with each saving; ``open`` counts the questions that must still be answered."""

    key: str
    title: Bilingual
    version: int
    open: int


class EditorOut(Schema):
    person_id: int
    name: str


class SupplementOut(Schema):
    """What was asked for, and the answer."""

    ground: str
    items: list[str]
    asked_on: date
    answered_on: date | None
    answer: str


class DraftOut(Schema):
    """A dossier that is being written. ``newer``: the procedure has a newer version, see renew."""

    id: int
    number: str
    title: str
    state: str
    procedure: str
    applicant: str
    applicant_key: str
    writable: bool
    may_submit: bool
    newer: bool
    changes: list[Bilingual]
    sections: list[SectionStateOut]
    editors: list[EditorOut]
    request: SupplementOut | None


class SectionOut(Schema):
    """The answers of one section. ``prefilled`` are offers from the applicant's record that nobody has confirmed yet.

    Values: text, choice, party and file as text; yesno ``yes`` or ``no``; money and number whole; date as 2026-03-17;
    a table as a list of rows.
    """

    key: str
    version: int
    answers: dict[str, Any]
    prefilled: dict[str, Any]
    open: list[ReasonOut]
    files: list[FileOut]


class FindingsOut(Schema):
    """What stands against handing in: open questions, and what the rules say of the answers."""

    open: list[ReasonOut]
    decision: DecisionOut
    may_submit: bool


class ResultFileOut(Schema):
    """A paper that the dossier produced and that counts; ``code`` is for the public check, empty where it has none."""

    number: str
    kind: str
    title: Bilingual
    issued_on: date
    code: str
    file: FileOut


class SectionPreviewOut(Schema):
    """What a section asks with these answers: the questions asked, those still open, and what is wrong with the values.

    ``answers`` is how they would be kept; empty while something is wrong.
    """

    asked: list[str]
    open: list[ReasonOut]
    mistakes: list[ReasonOut]
    answers: dict[str, Any]


class StartIn(Ask):
    procedure: Annotated[str, Field(min_length=1, max_length=60)]
    applicant: PartyKey


class AnswersIn(Ask):
    """The whole section: what is left out is taken out, files excepted."""

    answers: dict[str, Any]


class EditorIn(Ask):
    """By full name and e-mail: whoever knows only one of them learns nothing about the other."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[str, Field(min_length=3, max_length=200)]


class SubmitIn(Ask):
    """``certified``: the answers are true, and the certifier is answerable for them before the law."""

    certified: bool


class SupplementIn(Ask):
    note: Prose


class WithdrawIn(Ask):
    ground: Annotated[str, Field(max_length=2000)] = ""


# -- following -------------------------------------------------------------------------------------------------------


class MyRowOut(Schema):
    """``next`` names what the applicant does: write, supplement or follow."""

    number: str
    title: str
    procedure_key: str
    applicant: str
    state: State
    clock: Clock | None
    next: str
    created_at: datetime
    due_on: date | None


class StepViewOut(Schema):
    """One point of the way: done, now or next."""

    label: Label
    note: Label
    when: When
    status: str


class DecidedOut(Schema):
    """A decision with its reasons as they were given."""

    state: State
    text: Bilingual
    amount: int | None
    decider: str
    decided_on: date
    why: DecisionOut
    superseded: bool


class HappenedOut(Schema):
    text: Bilingual
    at: datetime


class CaseOut(Schema):
    """A dossier from handing in to its end. ``stamp`` is the version that a deed on its tasks rests on."""

    id: int
    number: str
    title: str
    procedure: str
    applicant: str
    applicant_key: str
    state: State
    submitted_at: datetime | None
    submitted_by: str
    received_on: date | None
    law_day: date | None
    due_on: date | None
    clock: Clock | None
    stamp: int
    answers: dict[str, Any]
    steps: list[StepViewOut]
    papers: list[FileOut]
    documents: list[FileOut]
    decisions: list[DecidedOut]
    request: SupplementOut | None
    answered: list[SupplementOut]
    timeline: list[HappenedOut]
    may_write: bool
    may_withdraw: bool
