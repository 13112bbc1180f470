"""Whose saved views there are, which of them still mean something, and what a person chose for the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.desk import access
from khue.features.desk.domain.saved_views import Wanted, faults_of
from khue.features.desk.models import DeskChoice, SavedView
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.definition import Procedure
from khue.features.people import queries as people


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A saved view. ``unit`` is the code of the unit that shares it, or empty; ``faults`` say why it means nothing now."""

    id: int
    name: str
    wanted: Wanted
    unit: str
    unit_name: Text | None
    faults: tuple[Text, ...]
    saved_by: str
    saved_by_name: str
    saved_at: datetime
    default: bool
    may_change: bool

    @property
    def works(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose. ``digest`` is off, daily or weekly."""

    default_view: int | None = None
    shortcuts: bool = True
    digest: str = "daily"


def choice(person: str) -> Choice:
    """One query."""
    row = DeskChoice.objects.filter(person=person).first()
    return Choice(row.default_view_id, row.shortcuts, row.digest) if row else Choice()


def owners_of(actor: Actor) -> tuple[str, ...]:
    """Whose views an actor sees: the own ones and those of the units in which the actor works."""
    return (*actor.keys, *(f"unit:{code}" for code in actor.units))


def standing_views(owners: Iterable[str]) -> QuerySet[SavedView]:
    return SavedView.objects.filter(owner__in=list(owners), removed_at=None)


def saved_views(actor: Actor, chosen: Choice, known: Sequence[Procedure] | None = None) -> tuple[ViewLine, ...]:
    """The actor's own views, then those of the units, by name. One query, and the procedures unless they are ``known``."""
    rows = sorted(standing_views(owners_of(actor)), key=lambda row: (row.owner.startswith("unit:"), row.folded))
    if not rows:
        return ()
    procedures, steps = _keys(dossiers.procedures(actor.today) if known is None else known)
    units = people.staff_units()
    return tuple(_line(row, actor, chosen, procedures, steps, units.get(row.owner.partition(":")[2])) for row in rows)


def view_line(view_id: int, actor: Actor) -> ViewLine:
    """One view that the actor sees. Raises Missing."""
    found = next((line for line in saved_views(actor, choice(actor.key)) if line.id == view_id), None)
    if found is None:
        raise no_such_view()
    return found


def no_such_view() -> Missing:
    return Missing(
        Text("Không có bộ lọc này, hoặc bộ lọc đã được thay, đã bỏ.", "There is no such view, or it was replaced or removed."),
        Text("Mời ông/bà mở lại danh sách bộ lọc.", "Open the list of saved views again."),
    )  # fmt: skip


def known_keys(on: date) -> tuple[frozenset[str], frozenset[str]]:
    """Keys of the procedures in force and of their steps; definitions are kept in memory."""
    return _keys(dossiers.procedures(on))


def _keys(found: Sequence[Procedure]) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(each.key for each in found), frozenset(step.key for each in found for step in each.steps)


def _line(
    row: SavedView,
    actor: Actor,
    chosen: Choice,
    procedures: Collection[str],
    steps: Collection[str],
    unit_name: Text | None,
) -> ViewLine:
    kind, _, code = row.owner.partition(":")
    wanted = Wanted.of(row.wanted)
    return ViewLine(
        id=row.pk,
        name=row.name,
        wanted=wanted,
        unit=code if kind == "unit" else "",
        unit_name=unit_name if kind == "unit" else None,
        faults=faults_of(wanted, procedures, steps),
        saved_by=row.saved_by,
        saved_by_name=row.saved_by_name,
        saved_at=row.saved_at,
        default=row.pk == chosen.default_view,
        may_change=access.may_change_view(actor, row.owner, row.saved_by),
    )
