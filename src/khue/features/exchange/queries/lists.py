"""Technology lists on a day, and who may see restricted technology."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.exchange import access
from khue.features.exchange.domain.words import LISTS
from khue.features.exchange.models import Clearance, ListEntry
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of a list; ``waiting`` counts offers that it touches and on which nobody has ruled (0 for the public)."""

    id: int
    which: Text
    title: Text
    source: str
    terms: str
    codes: str
    from_on: date
    until_on: date | None
    waiting: int


@dataclass(frozen=True, slots=True)
class ClearanceRow:
    id: int
    name: str
    from_on: date
    until_on: date
    ground: str
    granted_by: str
    live: bool


def entries(actor: Actor, which: str, after: str | None, size: int = 25) -> Page[EntryRow]:
    """The lists for everybody, those that have ended too, newest first."""
    found = ListEntry.objects.annotate(waiting=Count("judgements", filter=Q(judgements__ruling="")))
    if which in LISTS:
        found = found.filter(which=which)
    staff = actor.may(access.READ)
    return keyset(found, ["-from_on", "-id"], after, size).of(lambda row: _entry(row, row.waiting if staff else 0))


def _entry(row: ListEntry, waiting: int) -> EntryRow:
    return EntryRow(
        row.pk, LISTS[row.which], Text(row.title_vi, row.title_en), row.source, ", ".join(row.terms), ", ".join(row.codes), row.from_on,
        row.until_on, waiting,
    )  # fmt: skip


def entry(entry_id: int) -> EntryRow:
    """Raises Missing."""
    row = ListEntry.objects.filter(pk=entry_id).first()
    if row is None:
        raise access.no_such_entry()
    return _entry(row, 0)


def clearances(actor: Actor, after: str | None, size: int = 25) -> Page[ClearanceRow]:
    """For staff, newest first. Raises NotAllowed."""
    actor.require(access.READ)
    found = Clearance.objects.exclude(party__in=access.barred(actor))
    return keyset(found, ["-id"], after, size).of(lambda row: _clearance(row, actor.today))


def _clearance(row: Clearance, on: date) -> ClearanceRow:
    live = row.ended_at is None and row.from_on <= on < row.until_on
    return ClearanceRow(row.pk, row.party_name, row.from_on, row.until_on, row.ground, row.granted_by_name, live)


def clearance(clearance_id: int, actor: Actor) -> ClearanceRow:
    """For staff. Raises NotAllowed, Missing."""
    actor.require(access.READ)
    row = Clearance.objects.filter(pk=clearance_id).exclude(party__in=access.barred(actor)).first()
    if row is None:
        raise access.no_such_entry()
    return _clearance(row, actor.today)
