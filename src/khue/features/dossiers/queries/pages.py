"""What the pages of a dossier show: one frozen value per page, with the same number of queries however large the case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, F, IntegerField, Model, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Missing
from khue.features.documents.domain import COPY, COPY_TONES, PAPER, PAPER_TONES, SIGNING, SIGNING_TONES
from khue.features.documents.queries import PaperCard, papers_about
from khue.features.dossiers import access
from khue.features.dossiers.domain.answers import files_in
from khue.features.dossiers.domain.definition import Procedure, Section
from khue.features.dossiers.models import (
    Apology,
    DecisionRecord,
    Document,
    Dossier,
    Editor,
    FormerAnswer,
    ProcedureVersion,
    SupplementRequest,
    Task,
)
from khue.features.dossiers.queries.decisions import DecisionFacts, decisions_on
from khue.features.dossiers.queries.facts import DossierFacts, definition, facts_of, newest_version, terms_on
from khue.features.dossiers.queries.progress import deadline, small_deadline, state_view, steps_of
from khue.features.dossiers.queries.summary import Origins, SectionSummary, party_keys, section_summary, summaries
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Ruling
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.models import TimelineRow
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import DeadlineView, FileView, StateView, StepView

TIMELINE = 30
MARKS: Mapping[str, type[Model]] = {
    "requests": SupplementRequest,
    "documents": Document,
    "apologies": Apology,
    "decisions": DecisionRecord,
    "former": FormerAnswer,
}
FORMER = Text("Câu trả lời cho các câu hỏi không còn dùng", "Answers to questions that are no longer asked")


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


# -- finding ---------------------------------------------------------------------------------------------------------


def find(number: str, actor: Actor) -> Dossier:
    """The dossier of a number (or id), for this reader. Raises Missing."""
    named = Q(number=number)
    if number.isascii() and number.isdecimal() and len(number) < 18:
        named |= Q(pk=int(number))
    found = with_marks(Dossier.objects.filter(named)).first()
    if found is None:
        raise access.no_such_dossier()
    access.require_read(actor, found)
    return found


def with_marks(found: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Each dossier with what it has (``has_apologies`` …), so that a page asks for no rows that are not there."""
    editors = Editor.objects.filter(dossier=OuterRef("pk"), removed_at=None).order_by("pk").values("person")
    marks = {
        f"has_{name}": Exists(model._default_manager.filter(dossier=OuterRef("pk"))) for name, model in MARKS.items()
    }
    return found.annotate(editor_ids=ArraySubquery(editors), **marks)


def _has(dossier: Dossier, name: str) -> bool:
    return bool(getattr(dossier, f"has_{name}", True))


def may_read_subject(actor: Actor, subject: str) -> bool:
    """Whether the actor may read what belongs to ``dossier:12``: asked for its private files."""
    kind, _, number = subject.partition(":")
    if kind != "dossier" or not (number.isascii() and number.isdecimal() and len(number) < 18):
        return False
    found = Dossier.objects.filter(pk=int(number)).first()
    return found is not None and access.may_read(actor, found)


# -- writing ---------------------------------------------------------------------------------------------------------


def draft(number: str, actor: Actor) -> DraftPage:
    """What the writing pages show. Raises Missing for a reader to whom the dossier is nothing."""
    dossier = find(number, actor)
    procedure = definition(dossier.version_id)
    newest = newest_version(dossier.procedure_key, actor.today) if dossier.state == "draft" else dossier.version_id
    key = access.party_key(dossier)
    applicant = people.party(key)
    cards = {card.id: card for card in files.cards(f"dossier:{dossier.pk}")}
    return DraftPage(
        facts=facts_of(dossier),
        procedure=procedure,
        applicant=applicant,
        seen=dossier.section_versions,
        changes=tuple(Text.from_json(change) for change in dossier.changes_to_show),
        newer=newest != dossier.version_id,
        editors=_editors(dossier),
        cards=cards,
        names=_names(procedure, dossier.answers),
        origins=_origins(applicant),
        request=next((line for line in _requests(dossier) if line.answered_on is None), None),
        writable=access.may_write(actor, dossier),
        is_side=access.is_side_of_applicant(actor, dossier),
        may_submit=access.may_stand_for(actor, dossier),
        notes=people.notes_of(key, actor.today),
        edition=dossier.version_id,
        former=_former(dossier, cards),
    )


def _former(dossier: Dossier, cards: Mapping[str, FileCard]) -> SectionSummary | None:
    """The newest answer to each question that the dossier's version does not use, as it was asked then."""
    if not _has(dossier, "former"):
        return None
    rows = {row.question: row for row in FormerAnswer.objects.filter(dossier=dossier).order_by("pk")}
    kept = [(row, definition(row.version_id).field(key)) for key, row in rows.items()]
    fields = tuple(replace(field, show_when=None) for _row, field in kept if field is not None)
    if not fields:
        return None
    section = Section("former", FORMER, fields)
    answers = {key: row.value for key, row in rows.items()}
    return section_summary(section, answers, cards)


def as_read_under(draft: DraftPage, edition: str) -> DraftPage:
    """The same draft with the questions of the version that an open page showed; unknown ones count as the present."""
    number = int(edition) if edition.isascii() and edition.isdecimal() and len(edition) < 10 else draft.edition
    known = ProcedureVersion.objects.filter(pk=number, key=draft.facts.procedure_key, withdrawal=None).exists()
    if number == draft.edition or not known:
        return draft
    return replace(draft, procedure=definition(number), edition=number)


def _editors(dossier: Dossier) -> tuple[EditorLine, ...]:
    rows = Editor.objects.filter(dossier=dossier, removed_at=None).select_related("person").order_by("pk")
    return tuple(EditorLine(row.person_id, row.person.name) for row in rows)


def _names(procedure: Procedure, answers: Mapping[str, Any]) -> dict[str, str]:
    keys = set(party_keys(procedure, answers))
    return {key: card.name for key, card in people.parties(keys).items()} if keys else {}


def _origins(applicant: PartyCard) -> Origins:
    """What the record holds, with source and day, under the names that a definition's ``prefill`` uses."""
    lines = {line.field: line for line in people.record(applicant.key)}
    values = {name: str(getattr(applicant, name)) for name in lines if getattr(applicant, name, "")}
    return Origins(values, {name: _origin(line) for name, line in lines.items()})


def _origin(line: people.RecordLine) -> Text:
    day = f", {line.on:%d/%m/%Y}" if line.on else ""
    source = line.source or Text("Thông tin của người nộp hồ sơ", "The applicant's record")
    return Text(f"Nguồn: {source.vi}{day}", f"From: {source.into('en')}{day}")


def _requests(dossier: Dossier) -> tuple[SupplementLine, ...]:
    if not _has(dossier, "requests"):
        return ()
    rows = SupplementRequest.objects.filter(dossier=dossier).order_by("pk")
    return tuple(SupplementLine(r.ground, tuple(r.items), r.asked_on, r.answered_on, r.answer) for r in rows)


# -- following -------------------------------------------------------------------------------------------------------


def case(number: str, actor: Actor, decided: Sequence[DecisionFacts] | None = None) -> CasePage:
    """What the page of a dossier shows. Raises Missing for a reader to whom the dossier is nothing."""
    return case_of(find(number, actor), actor, decided=decided)


def case_of(
    dossier: Dossier,
    actor: Actor,
    tasks: Sequence[Task] | None = None,
    decided: Sequence[DecisionFacts] | None = None,
) -> CasePage:
    """``tasks`` and ``decided``: all of the dossier, the oldest first, when they were read already."""
    procedure = definition(dossier.version_id)
    terms = terms_on(procedure, dossier.law_day or actor.today)
    tasks = tuple(Task.objects.filter(dossier=dossier).order_by("pk") if tasks is None else tasks)
    requests = _requests(dossier)
    cards = {card.id: card for card in files.cards(f"dossier:{dossier.pk}")}
    people_of_case = people.parties({access.party_key(dossier), *_keys(dossier.submitted_by)})
    submitter = people_of_case.get(dossier.submitted_by)
    applicant = people_of_case[access.party_key(dossier)]
    documents = tuple(Document.objects.filter(dossier=dossier).order_by("pk")) if _has(dossier, "documents") else ()
    papers = papers_about(f"dossier:{dossier.pk}") if documents else {}
    apologies = tuple(Apology.objects.filter(dossier=dossier).order_by("pk")) if _has(dossier, "apologies") else ()
    if decided is None:
        decided = decisions_on(dossier) if _has(dossier, "decisions") else ()
    past = people.past_of(applicant.key, access.subject_key(dossier))
    apology = next((row for row in reversed(apologies) if row.sent_on is not None), None)
    is_side = access.is_side_of_applicant(actor, dossier)
    here = next((t for t in tasks if t.closed_at is None and not t.subject), None)
    stands = any(task.paused and task.closed_at is None for task in tasks) or dossier.state == "awaiting_supplement"
    pause = dossier.pauses.filter(ended_on=None).first() if stands else None
    return CasePage(
        facts=facts_of(dossier),
        procedure=procedure,
        applicant=applicant,
        state=state_view(dossier.state, Text(here.name_vi, here.name_en) if here else None),
        submitted_at=dossier.submitted_at,
        submitted_by=submitter.name if submitter else "",
        clock=deadline(dossier, tasks, pause, terms, actor.today),
        steps=steps_of(procedure, dossier, tasks, terms, submitter.name if submitter else ""),
        sections=summaries(procedure, dossier.answers, cards, _names(procedure, dossier.answers)),
        papers=tuple(_papers(procedure, dossier.answers, cards)),
        documents=tuple(_document(row, cards, papers.get(f"document:{row.pk}")) for row in documents),
        decisions=tuple(_decisions(decided)),
        request=next((line for line in requests if line.answered_on is None), None),
        answered=tuple(line for line in requests if line.answered_on is not None),
        sorry=apology.ground if apology else "",
        sorry_on=apology.new_due_on if apology else None,
        timeline=_timeline(dossier),
        is_side=is_side,
        may_write=access.may_write(actor, dossier),
        may_withdraw=is_side and dossier.state in ("draft", "submitted", "in_progress", "awaiting_supplement"),
        notes=people.notes_about(past, access.subject_key(dossier), actor.today),
        receipt_href=next((_href(row, cards) for row in documents if row.kind == "form-01"), ""),
        former=_former(dossier, cards),
        prepared=next(
            (
                ApologyLine(row.old_due_on, row.prepared_on)
                for row in apologies
                if row.sent_on is None and row.old_due_on == dossier.due_on
            ),
            None,
        ),
        cards=cards,
        decided=tuple(decided),
        edits=access.is_editor(actor, dossier),
        may_act=access.may_stand_for(actor, dossier, taken_over=past.taken_over),
    )


def _keys(*keys: str) -> Iterator[str]:
    yield from (key for key in keys if key.startswith("party:"))


def _papers(procedure: Procedure, answers: Mapping[str, Any], cards: Mapping[str, FileCard]) -> Iterator[FileView]:
    for question, identity in files_in(procedure, answers):
        card = cards.get(identity)
        if card is not None:
            yield FileView(
                card.id, card.name, card.size, card.media_type, card.url, card.sha256, _label(procedure, question)
            )


def _label(procedure: Procedure, question: str) -> Text:
    key, *rest = question.split(".")
    field = procedure.field(key)
    if field is None:
        return Text(question, question)
    if len(rest) != 2:
        return field.label
    column = next((column for column in field.columns if column.key == rest[1]), field)
    return Text(f"{column.label.vi}, dòng {rest[0]}", f"{column.label.into('en')}, row {rest[0]}")


@dataclass(frozen=True, slots=True)
class IssuedView(FileView):
    """An issued document with what its signing says: ``signing`` and ``ended`` are states, ``paper_href`` leads to all of it."""

    signing: StateView | None = None
    ended: StateView | None = None
    paper_href: str = ""


def _document(row: Document, cards: Mapping[str, FileCard], paper: PaperCard | None) -> IssuedView:
    """An issued document with its newest file; its number stands in the name; without a file yet it leads nowhere."""
    newest = paper.newest if paper else None
    card = cards.get(str(newest.file if newest else row.file))
    standing = _standing(paper)
    title = Text(row.title_vi, row.title_en)
    note = Text(
        f"{title.vi}, ngày {row.issued_on:%d/%m/%Y}",
        f"{title.into('en')}, {row.issued_on.day} {row.issued_on:%b %Y}",
    )
    if card is None:
        return IssuedView(str(row.pk), row.number, 0, "", "", note=note, **standing)
    return IssuedView(card.id, row.number, card.size, card.media_type, card.url, card.sha256, note, **standing)


def _signing(paper: PaperCard) -> StateView | None:
    """How the paper is signed: by hand when a copy stands or awaits its second person, else electronically."""
    copy = paper.standing_copy or paper.open_copy
    if copy is not None:
        return StateView(copy.state, COPY.label(copy.state), COPY_TONES[copy.state])
    signing = paper.signing
    return StateView(signing.state, SIGNING.label(signing.state), SIGNING_TONES[signing.state]) if signing else None


def _standing(paper: PaperCard | None) -> dict[str, Any]:
    if paper is None:
        return {}
    ended = paper.state != "in_force"
    return {
        "signing": _signing(paper),
        "ended": StateView(paper.state, PAPER.label(paper.state), PAPER_TONES[paper.state]) if ended else None,
        "paper_href": reverse("documents:paper", args=[paper.code]),
    }


def _href(row: Document, cards: Mapping[str, FileCard]) -> str:
    card = cards.get(str(row.file)) if isinstance(row.file, UUID) else None
    return card.url if card else ""


def _decisions(decided: Sequence[DecisionFacts]) -> Iterator[DecisionLine]:
    """The newest first, each with the rulings of the rulebook that it rests on."""
    kept: dict[str, list[Ruling]] = {}
    for ruling in rulebook.rulings_of(*(f"decision:{found.id}" for found in decided)) if decided else ():
        kept.setdefault(ruling.subject, []).append(ruling)
    for found in reversed(decided):
        yield DecisionLine(
            state=state_view(found.outcome),
            text=found.text,
            amount=found.amount,
            decider=found.decider_name,
            decided_on=found.decided_on,
            why=found.why,
            superseded=found.superseded,
            rulings=tuple(kept.get(f"decision:{found.id}", ())),
        )


def _timeline(dossier: Dossier) -> tuple[TimelineLine, ...]:
    """What has happened, newest first. Each party has its own row of an event; the applicant's are told here."""
    rows = TimelineRow.objects.filter(subject=f"dossier:{dossier.pk}", party=access.party_key(dossier)).order_by("-pk")
    return tuple(TimelineLine(Text(row.text_vi, row.text_en), row.at) for row in rows[:TIMELINE])


# -- mine ------------------------------------------------------------------------------------------------------------


def _of_mine(actor: Actor) -> QuerySet[Dossier]:
    """Dossiers of the parties that the actor stands for, and those on which the actor writes; what waits first."""
    if actor.person_id is None:
        return Dossier.objects.none()
    ids = {people.party_id(key) for key, _scope in actor.acts_for}
    taken = [people.subject_id(held) for held, _scope in actor.holds if held.startswith("dossier:")]
    if actor.within:  # a key reads what is its organisation's, and nothing of its holder
        edited = Editor.objects.none().values("dossier")
    else:
        ids.add(actor.person_id)
        edited = Editor.objects.filter(person__in=access.person_ids(actor), removed_at=None).values("dossier")
    rank = Case(
        When(state="awaiting_supplement", then=Value(0)),
        When(state="draft", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return Dossier.objects.filter(Q(applicant__in=ids) | Q(pk__in=edited) | Q(pk__in=taken)).annotate(rank=rank)


def my_dossiers(actor: Actor, after: str | None = None, size: int = 20) -> Page[MyRow]:
    """My dossiers: first what waits for me, then the newest."""
    return keyset(_of_mine(actor), ["rank", "-id"], after, size).of(lambda row: _my_row(row, actor.today))


def all_my_dossiers(actor: Actor) -> Iterator[MyRow]:
    """The same without pages, for a download."""
    for row in _of_mine(actor).order_by(F("rank"), "-id").iterator(chunk_size=500):
        yield _my_row(row, actor.today)


def _my_row(row: Dossier, today: date) -> MyRow:
    paused = row.state == "awaiting_supplement"
    running = row.state in ("submitted", "in_progress", "awaiting_supplement")
    return MyRow(
        number=row.number,
        title=row.title,
        procedure_key=row.procedure_key,
        applicant=row.applicant_name,
        state=state_view(row.state),
        clock=small_deadline(row.due_on, paused, today) if running else None,
        next={"draft": "write", "awaiting_supplement": "supplement"}.get(row.state, "follow"),
        created_at=row.created_at,
        due_on=row.due_on,
    )


def no_such_section() -> Missing:
    return Missing(
        Text("Hồ sơ này không có mục đó.", "This dossier has no such section."),
        Text("Mời ông/bà mở lại danh sách các mục.", "Go back to the list of sections."),
    )
