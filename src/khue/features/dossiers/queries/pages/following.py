"""A dossier as its applicant follows it, and as an officer sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.urls import reverse

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.features.documents.domain import COPY, COPY_TONES, PAPER, PAPER_TONES, SIGNING, SIGNING_TONES
from khue.features.documents.queries import PaperCard, papers_about
from khue.features.dossiers import access
from khue.features.dossiers.domain.answers import files_in
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.models import (
    Apology,
    Document,
    Dossier,
    Task,
)
from khue.features.dossiers.queries.decisions import DecisionFacts, decisions_on
from khue.features.dossiers.queries.facts import definition, facts_of, terms_on
from khue.features.dossiers.queries.pages.finding import find, has_mark
from khue.features.dossiers.queries.pages.shapes import (
    ApologyLine,
    CasePage,
    DecisionLine,
    IssuedView,
    TimelineLine,
)
from khue.features.dossiers.queries.pages.writing import former_answers, names_in, supplement_requests
from khue.features.dossiers.queries.progress import deadline, state_view, steps_of
from khue.features.dossiers.queries.summary import summaries
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Ruling
from khue.kernel import files
from khue.kernel.files import FileCard
from khue.kernel.models import TimelineRow
from khue.kernel.ui import FileView, StateView

TIMELINE = 30


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
    requests = supplement_requests(dossier)
    cards = {card.id: card for card in files.cards(f"dossier:{dossier.pk}")}
    people_of_case = people.parties({access.party_key(dossier), *_keys(dossier.submitted_by)})
    submitter = people_of_case.get(dossier.submitted_by)
    applicant = people_of_case[access.party_key(dossier)]
    documents = tuple(Document.objects.filter(dossier=dossier).order_by("pk")) if has_mark(dossier, "documents") else ()
    papers = papers_about(f"dossier:{dossier.pk}") if documents else {}
    apologies = tuple(Apology.objects.filter(dossier=dossier).order_by("pk")) if has_mark(dossier, "apologies") else ()
    if decided is None:
        decided = decisions_on(dossier) if has_mark(dossier, "decisions") else ()
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
        sections=summaries(procedure, dossier.answers, cards, names_in(procedure, dossier.answers)),
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
        former=former_answers(dossier, cards),
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


def _document(row: Document, cards: Mapping[str, FileCard], paper: PaperCard | None) -> IssuedView:
    """An issued document with its newest file; its number stands in the name; without a file yet it leads nowhere."""
    newest = paper.newest if paper else None
    card = cards.get(str(newest.file if newest else row.file))
    standing = _standing(paper)
    title = Text(row.title_vi, row.title_en)
    note = Text(
        f"{title.vi}, ngày {row.issued_on:%d/%m/%Y}",
        f"{title.into('en')}, {format_day(row.issued_on, 'en')}",
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
