"""What comes out of the doors of this room. Money in đồng; periods half-open, so ``until_on`` is the first day without it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Query, Schema

from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Bilingual, FileOut, Label, State

door = Door("talent")
TalentView = Annotated[str, Query(max_length=20, description="Which of them; an unknown word counts as the first")]
TalentState = Annotated[str, Query(max_length=20, description="Code of a state; empty for all")]
TalentOrigin = Annotated[str, Query(max_length=24, description="Code of a kind of expert; empty for all")]


# -- for everybody ---------------------------------------------------------------------------------------------------


class ExpertPostOut(Schema):
    """A published post. ``codes`` are the kinds of expert who may apply, ``closes_on`` the last day of applications."""

    id: int
    number: str
    title: str
    unit: Bilingual
    field: Bilingual
    origins: list[Bilingual]
    codes: list[str]
    task: str
    product: str
    criteria: str
    from_on: date
    until_on: date
    closes_on: date
    open: bool
    by_invitation: bool


class ExpertEvidenceOut(Schema):
    """What a kind of expert shows: ``kind`` is text (in the form) or paper (as a file)."""

    code: str
    label: Bilingual
    hint: Bilingual
    kind: str
    origins: list[str]


class PublicEngagementOut(Schema):
    """An engagement as everybody reads it; ``name`` is empty unless the expert lets the list show it."""

    number: str
    version: int
    title: str
    unit: Bilingual
    name: Label
    origin: Bilingual
    from_on: date
    until_on: date
    state: State
    total: int
    paid: int


# -- the search --------------------------------------------------------------------------------------------------------


class ExpertNeedLineOut(Schema):
    id: int
    number: str
    title: str
    unit: Bilingual
    state: State
    from_on: date
    until_on: date
    raised_at: datetime


class ExpertProfileOut(Schema):
    """``council`` and ``put_on`` are empty until the candidates are put before the selection group."""

    criteria: str
    field: Bilingual
    origins: list[Bilingual]
    codes: list[str]
    by_invitation: bool
    published_on: date
    closes_on: date
    published_by: str
    council: int | None
    put_on: date | None


class ShownEvidenceOut(Schema):
    label: Bilingual
    words: str


class CandidacyOut(Schema):
    """A person and a post. ``hidden``: the person's data are restricted for this reader, and ``name`` says so."""

    id: int
    need: int
    person: str
    name: Label
    origin: Bilingual | None
    origin_code: str
    statement: str
    shown: list[ShownEvidenceOut]
    papers: list[FileOut]
    state: State
    invited_why: str
    applied_at: datetime | None
    verdict: str
    hidden: bool


class ExpertOfferLineOut(Schema):
    id: int
    no: int
    candidacy: int
    name: Label
    total: int
    monthly_pay: int
    months: int
    state: State
    answer_by: date | None
    renews: bool


class ExpertNeedOut(Schema):
    """A need with its whole search. ``version`` is what its ETag stands for."""

    id: int
    number: str
    title: str
    unit: Bilingual
    task: str
    product: str
    not_inside: str
    from_on: date
    until_on: date
    state: State
    raised_by: str
    raised_at: datetime
    decided_by: str
    decided_at: datetime | None
    ground: str
    profile: ExpertProfileOut | None
    candidates: list[CandidacyOut]
    offers: list[ExpertOfferLineOut]
    engagements: list[int]
    version: int


class MyCandidacyOut(Schema):
    """``offer`` is the newest that was sent to the candidate."""

    candidacy: CandidacyOut
    title: str
    number: str
    closes_on: date | None
    offer: ExpertOfferLineOut | None


# -- offers and contracts ----------------------------------------------------------------------------------------------


class OfferResultOut(Schema):
    no: int
    title: str
    criteria: str
    due_on: date
    amount: int


class OfferExtraOut(Schema):
    label: Bilingual
    amount: int


class RuledSentenceOut(Schema):
    text: Label
    citation: Label


class RuledPartOut(Schema):
    """What the rulebook said of one part of an offer, as it was kept on the day."""

    title: Label
    sentences: list[RuledSentenceOut]


class ExpertOfferOut(Schema):
    """What is offered; it never changes once drawn up. ``binding`` is false where a value of the law is unset or not in force."""

    id: int
    no: int
    need: int
    title: str
    candidacy: int
    name: Label
    origin: Bilingual
    state: State
    monthly_pay: int
    months: int
    from_on: date
    until_on: date
    results: list[OfferResultOut]
    extras: list[OfferExtraOut]
    total: int
    binding: bool
    rulings: list[RuledPartOut]
    drafted_by: str
    decided_by: str
    answer_by: date | None
    ground: str
    renews: int | None
    engagement: int | None


class OfferLawOut(Schema):
    """A figure of the law on offers; ``says`` tells where there is none, or where it is only a draft and binds nothing."""

    label: Bilingual
    says: Bilingual
    source: Bilingual


class EngagementLineOut(PublicEngagementOut):
    id: int


class ExpertDueOut(Schema):
    """A line of a contract: ``amount`` the most it pays, ``asked`` what was asked for, ``granted`` what was accepted."""

    id: int
    no: int
    kind: str
    kind_words: Bilingual
    title: str
    criteria: str
    due_on: date
    amount: int
    asked: int
    granted: int
    state: State
    note: str
    papers: list[FileOut]
    checked_by: str
    checked_on: date | None
    check_note: str
    order: int | None
    paid_on: date | None


class ExpertEvaluationOut(Schema):
    """How a year went. ``contest_until`` is empty where no law says how long an expert may contest."""

    id: int
    no: int
    from_on: date
    until_on: date
    council: int
    state: State
    report: str
    verdict_words: str
    outcome: Bilingual | None
    outcome_code: str
    ground: str
    bonus: int
    concluded_by: str
    concluded_on: date | None
    contest_until: date | None
    answer: str
    settled_by: str
    settled_ground: str


class EngagementVersionOut(Schema):
    id: int
    version: int
    from_on: date
    until_on: date
    state: State


class EngagementOut(Schema):
    """Everything of one contract. ``missing``: who has yet to sign; ``edition`` is what its ETag stands for."""

    id: int
    number: str
    version: int
    title: str
    need: int
    task: str
    unit: Bilingual
    person: str
    name: str
    origin: Bilingual
    candidacy: int
    from_on: date
    until_on: date
    public_name: bool
    state: State
    monthly_pay: int
    months: int
    total: int
    budget_line: str
    committed: int
    granted: int
    paid: int
    released: int
    contract_number: str
    paper_code: str
    contract: FileOut | None
    signed: bool
    missing: list[Bilingual]
    offer: int
    ended_on: date | None
    ended_cause: Bilingual | None
    ended_ground: str
    dues: list[ExpertDueOut]
    evaluations: list[ExpertEvaluationOut]
    versions: list[EngagementVersionOut]
    next_evaluation_on: date
    bonus_left: int
    renewal: int | None
    edition: int
