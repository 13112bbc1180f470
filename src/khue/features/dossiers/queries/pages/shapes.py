"""The frozen values that the pages of a dossier show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.queries.decisions import DecisionFacts
from khue.features.dossiers.queries.facts import DossierFacts
from khue.features.dossiers.queries.summary import Origins, SectionSummary, summaries
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard
from khue.features.rulebook.domain import Ruling
from khue.kernel.files import FileCard
from khue.kernel.ui import DeadlineView, FileView, StateView, StepView


@dataclass(frozen=True, slots=True)
class EditorLine:
    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class SupplementLine:
    """What was asked for, and the answer. ``items`` are papers or points, one each."""

    ground: str
    items: tuple[str, ...]
    asked_on: date
    answered_on: date | None
    answer: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A dossier that is being written. ``seen`` gives the version of each section, ``writable`` whether it is open.

    ``edition`` is the version whose questions ``procedure`` asks; ``former`` what was answered to questions that are gone.
    """

    facts: DossierFacts
    procedure: Procedure
    applicant: PartyCard
    seen: Mapping[str, int]
    changes: tuple[Text, ...]
    newer: bool
    editors: tuple[EditorLine, ...]
    cards: Mapping[str, FileCard]
    names: Mapping[str, str]
    origins: Origins
    request: SupplementLine | None
    writable: bool
    is_side: bool
    may_submit: bool
    edition: int
    former: SectionSummary | None
    notes: tuple[people.PartyNote, ...] = ()

    def prefilled(self) -> dict[str, str]:
        """Answers that the record of the applicant gives to sections that nobody has saved yet."""
        return {
            field.key: self.origins.values[field.prefill]
            for section in self.procedure.sections
            if not self.seen.get(section.key)
            for field in section.fields
            if field.prefill in self.origins.values and field.key not in self.facts.answers
        }

    def summary(self) -> tuple[SectionSummary, ...]:
        return summaries(self.procedure, self.facts.answers, self.cards, self.names, self.origins, gaps=True)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with its reasons as they were given. ``superseded``: a later one took its place."""

    state: StateView
    text: Text
    amount: int | None
    decider: str
    decided_on: date
    why: Decision
    superseded: bool
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineLine:
    text: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class ApologyLine:
    """A prepared apology that is not sent yet."""

    old_due_on: date
    prepared_on: date


@dataclass(frozen=True, slots=True)
class CasePage:
    """A dossier as its applicant follows it, and as an officer sees it at a glance.

    ``cards`` (by id), ``decided`` (oldest first) and ``may_act`` (in the applicant's name) are for panels of other rooms;
    ``edits``: the reader was let in to write.
    """

    facts: DossierFacts
    procedure: Procedure
    applicant: PartyCard
    state: StateView
    submitted_at: datetime | None
    submitted_by: str
    clock: DeadlineView | None
    steps: tuple[StepView, ...]
    sections: tuple[SectionSummary, ...]
    papers: tuple[FileView, ...]
    documents: tuple[IssuedView, ...]
    decisions: tuple[DecisionLine, ...]
    request: SupplementLine | None
    answered: tuple[SupplementLine, ...]
    sorry: str
    sorry_on: date | None
    timeline: tuple[TimelineLine, ...]
    is_side: bool
    may_write: bool
    may_withdraw: bool
    receipt_href: str
    former: SectionSummary | None
    notes: tuple[people.PartyNote, ...] = ()
    prepared: ApologyLine | None = None
    cards: Mapping[str, FileCard] = field(default_factory=dict)
    decided: tuple[DecisionFacts, ...] = ()
    may_act: bool = False
    edits: bool = False


@dataclass(frozen=True, slots=True)
class MyRow:
    """A line of "my dossiers". ``next`` names what the applicant does: write, supplement or follow."""

    number: str
    title: str
    procedure_key: str
    applicant: str
    state: StateView
    clock: DeadlineView | None
    next: str
    created_at: datetime
    due_on: date | None


@dataclass(frozen=True, slots=True)
class IssuedView(FileView):
    """An issued document with what its signing says: ``signing`` and ``ended`` are states, ``paper_href`` leads to all of it."""

    signing: StateView | None = None
    ended: StateView | None = None
    paper_href: str = ""
