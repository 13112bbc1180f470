"""A dossier that is being written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.errors import Missing
from khue.features.dossiers import access
from khue.features.dossiers.domain.definition import Procedure, Section
from khue.features.dossiers.models import (
    Dossier,
    Editor,
    FormerAnswer,
    ProcedureVersion,
    SupplementRequest,
)
from khue.features.dossiers.queries.facts import definition, facts_of, newest_version
from khue.features.dossiers.queries.pages.finding import find, has_mark
from khue.features.dossiers.queries.pages.shapes import DraftPage, EditorLine, SupplementLine
from khue.features.dossiers.queries.summary import Origins, SectionSummary, party_keys, section_summary
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard
from khue.kernel import files
from khue.kernel.files import FileCard

FORMER = Text("Câu trả lời cho các câu hỏi không còn dùng", "Answers to questions that are no longer asked")


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
        names=names_in(procedure, dossier.answers),
        origins=_origins(applicant),
        request=next((line for line in supplement_requests(dossier) if line.answered_on is None), None),
        writable=access.may_write(actor, dossier),
        is_side=access.is_side_of_applicant(actor, dossier),
        may_submit=access.may_stand_for(actor, dossier),
        notes=people.notes_of(key, actor.today),
        edition=dossier.version_id,
        former=former_answers(dossier, cards),
    )


def draft_after_move(before: DraftPage, actor: Actor) -> DraftPage:
    """The same draft under the version to which it has just moved; what a move does not touch is not read again."""
    dossier = find(before.facts.number, actor)
    procedure = definition(dossier.version_id)
    return replace(
        before,
        facts=facts_of(dossier),
        procedure=procedure,
        seen=dossier.section_versions,
        changes=tuple(Text.from_json(change) for change in dossier.changes_to_show),
        newer=False,
        names=names_in(procedure, dossier.answers),
        edition=dossier.version_id,
        former=former_answers(dossier, before.cards),
    )


def former_answers(dossier: Dossier, cards: Mapping[str, FileCard]) -> SectionSummary | None:
    """The newest answer to each question that the dossier's version does not use, as it was asked then."""
    if not has_mark(dossier, "former"):
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


def names_in(procedure: Procedure, answers: Mapping[str, Any]) -> dict[str, str]:
    keys = set(party_keys(procedure, answers))
    return {key: card.name for key, card in people.parties(keys).items()} if keys else {}


def _origins(applicant: PartyCard) -> Origins:
    """What the record holds, with source and day, under the names that a definition's ``prefill`` uses."""
    lines = {line.field: line for line in people.record(applicant.key)}
    values = {name: str(getattr(applicant, name)) for name in lines if getattr(applicant, name, "")}
    return Origins(values, {name: _origin(line) for name, line in lines.items()})


def _origin(line: people.RecordLine) -> Text:
    vi, en = (f", {format_day(line.on, words)}" if line.on else "" for words in ("vi", "en"))
    source = line.source or Text("Thông tin của người nộp hồ sơ", "The applicant's record")
    return Text(f"Nguồn: {source.vi}{vi}", f"From: {source.into('en')}{en}")


def supplement_requests(dossier: Dossier) -> tuple[SupplementLine, ...]:
    if not has_mark(dossier, "requests"):
        return ()
    rows = SupplementRequest.objects.filter(dossier=dossier).order_by("pk")
    return tuple(SupplementLine(r.ground, tuple(r.items), r.asked_on, r.answered_on, r.answer) for r in rows)


def no_such_section() -> Missing:
    return Missing(
        Text("Hồ sơ này không có mục đó.", "This dossier has no such section."),
        Text("Mời ông/bà mở lại danh sách các mục.", "Go back to the list of sections."),
    )
