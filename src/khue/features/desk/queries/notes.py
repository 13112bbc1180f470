"""Internal notes of a dossier, newest first, for those who handle it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from khue.core.actor import Actor
from khue.features.desk.domain.notes import Colleague
from khue.features.desk.models import InternalNote, Mention
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import CasePage, InsideView
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard

READ_DOSSIERS = "dossiers.read"
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note. A struck one keeps its text for those who need to know what was said."""

    id: int
    text: str
    by: str
    by_name: str
    at: datetime
    mentions: tuple[str, ...]
    struck_at: datetime | None
    struck_by_name: str
    struck_ground: str
    instead_of: int | None
    mine: bool


@dataclass(frozen=True, slots=True)
class NotesPage:
    """``more`` notes are older than those shown."""

    dossier: InsideView
    notes: tuple[NoteLine, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class LatestNotes:
    notes: tuple[NoteLine, ...]
    more: bool


def notes_of(number: str, actor: Actor, most: int = MOST_SHOWN) -> NotesPage:
    """Raises Missing, or NotAllowed for somebody on the applicant's side. One query beside those for the dossier."""
    dossier = dossiers.inside(number, actor)
    rows = _newest(dossier.id, most + 1)
    return NotesPage(dossier, tuple(_line(row, actor) for row in rows[:most]), len(rows) > most)


def latest_notes(case: CasePage, actor: Actor, most: int) -> LatestNotes | None:
    """The newest notes beside a task that the actor reads; None for somebody on the applicant's side. Two queries at most."""
    if dossiers.is_closed_to(case, actor):
        return None
    rows = _newest(case.facts.id, most + 1)
    return LatestNotes(tuple(_line(row, actor) for row in rows[:most]), len(rows) > most)


def _newest(dossier_id: int, most: int) -> list[Any]:
    named = ArraySubquery(Mention.objects.filter(note=OuterRef("pk")).order_by("pk").values("name"))
    return list(InternalNote.objects.filter(dossier=dossier_id).annotate(named=named).order_by("-pk")[:most])


def _line(row: Any, actor: Actor) -> NoteLine:
    return NoteLine(
        id=row.pk,
        text=row.text,
        by=row.by,
        by_name=row.by_name,
        at=row.at,
        mentions=tuple(row.named),
        struck_at=row.struck_at,
        struck_by_name=row.struck_by_name,
        struck_ground=row.struck_ground,
        instead_of=row.supersedes_id,
        mine=row.by in actor.hands,
    )


def mentionable(dossier: InsideView, actor: Actor) -> tuple[PartyCard, ...]:
    """Colleagues who may be called to a note of this dossier, by name, without the writer."""
    cards = [card for card in people.people_with_right(READ_DOSSIERS, actor.today) if card.key not in actor.hands]
    near = people.near_parties_of_each((card.key for card in cards), actor.today)
    return tuple(
        card
        for card in cards
        if card.key != dossier.applicant_key and dossier.applicant_key not in near.get(card.key, ())
    )


def colleagues(keys: Iterable[str], applicant: str, on: date) -> Mapping[str, Colleague]:
    """What decides for each of these people whether they may be mentioned; unknown keys are left out."""
    wanted = [key for key in keys if people.is_party_key(key)]
    cards = people.parties(wanted)
    rights = people.rights_of_each(cards, on)
    near = people.near_parties_of_each(cards, on)
    return {
        key: Colleague(
            name=card.name,
            works_here=key in rights,
            may_read=READ_DOSSIERS in rights.get(key, ()),
            stands_near=key == applicant or applicant in near.get(key, ()),
        )
        for key, card in cards.items()
    }
