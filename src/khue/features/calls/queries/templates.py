"""Reading template papers of calls: for everybody who reads the call, and beside the question that they are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.calls import access
from khue.features.calls.domain.proposing import PROCEDURES
from khue.features.calls.models import Call, Proposal, TemplatePaper
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import PaperToFill
from khue.kernel import files
from khue.kernel.files import FileCard


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template paper as it stands; ``question`` is the label of the upload question that it is for, or None."""

    id: int
    title: str
    question: Text | None
    no: int
    ground: str
    file: FileCard
    added_at: datetime
    earlier: tuple[FileCard, ...]


def question_labels(call: Call, on: date) -> Mapping[str, Text]:
    """Label by key of every upload question that the form of the call asks on a day."""
    procedure = dossiers.definition(dossiers.newest_version(PROCEDURES[call.stage], on))
    return {field.key: field.label for field in procedure.fields() if field.kind == "file"}


def templates_of(call: Call, on: date) -> tuple[TemplateLine, ...]:
    """The newest version of each, oldest first, with the files of those before. Two queries and the form."""
    rows = list(TemplatePaper.objects.filter(call=call).order_by("pk"))
    if not rows:
        return ()
    cards = {card.id: card for card in files.cards_by_id([str(row.file) for row in rows])}
    labels, by_id = question_labels(call, on), {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in rows}

    def before(row: TemplatePaper) -> tuple[FileCard, ...]:
        found = []
        while row.replaces_id is not None:
            row = by_id[row.replaces_id]
            found.append(cards[str(row.file)])
        return tuple(found)

    return tuple(
        TemplateLine(
            row.pk,
            row.title,
            labels.get(row.question),
            row.no,
            row.ground,
            cards[str(row.file)],
            row.added_at,
            before(row),
        )
        for row in rows
        if row.pk not in replaced
    )


def template_choices(call_id: int, actor: Actor) -> tuple[tuple[str, Text], ...]:
    """Upload questions that a template may be for: key and label. Raises Missing."""
    row = Call.objects.filter(pk=call_id).first()
    if row is None or not access.may_read_call(actor, row):
        raise access.no_such_call()
    return tuple(question_labels(row, actor.today).items())


def papers_to_fill(envelope: str) -> tuple[PaperToFill, ...]:
    """For the room of dossiers: the templates beside the questions of the proposal in this envelope. Its caller has the right."""
    kind, _, number = envelope.partition(":")
    call = (
        Proposal.objects.filter(pk=int(number)).values_list("call", flat=True).first() if kind == "proposal" else None
    )
    if call is None:
        return ()
    rows = list(TemplatePaper.objects.filter(call=call, replaced_by=None).order_by("pk"))
    cards = {card.id: card for card in files.cards_by_id([str(row.file) for row in rows])} if rows else {}
    return tuple(PaperToFill(row.question, row.title, cards[str(row.file)]) for row in rows)


def may_read_template(actor: Actor, subject: str) -> bool:
    """Whoever reads the call reads its templates: everybody once it is published."""
    number = subject.partition(":")[2]
    row = Call.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 18 else None
    return row is not None and access.may_read_call(actor, row)
