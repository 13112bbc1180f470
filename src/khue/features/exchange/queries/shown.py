"""Which offers everybody sees on a day. The one place that says so: every public list, page, search and figure asks here."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from khue.features.exchange.models import Judgement, Member, Offer
from khue.features.people import queries as people


def in_force(on: date) -> Q:
    """Judgements whose entry is in force on the day."""
    return Q(entry__from_on__lte=on) & (Q(entry__until_on__isnull=True) | Q(entry__until_on__gt=on))


def _of_shown(on: date) -> QuerySet[Judgement]:
    return Judgement.objects.filter(in_force(on), version=OuterRef("shown"))


def held(on: date) -> Exists:
    """A binding entry in force touches it and nobody has ruled, or it is prohibited."""
    found = _of_shown(on)
    unruled = Q(entry__which__in=["restricted", "prohibited"], ruling="")
    return Exists(found.filter(unruled | Q(entry__which="prohibited", ruling="applies")))


def restricted(on: date) -> Exists:
    return Exists(_of_shown(on).filter(entry__which="restricted", ruling="applies"))


def encouraged(on: date) -> Exists:
    return Exists(_of_shown(on).filter(entry__which="encouraged", ruling="applies"))


def listed(on: date, *, cleared: bool = False) -> QuerySet[Offer]:
    """Offers on the list on the day: valid, of a supplier who is active, touched by no entry that shuts them.

    A supplier that was merged goes on under its successor; that of one that is no more is off the list at once.
    Restricted technology is left out unless the reader is ``cleared``; so is what a restricted party offers.
    """
    rows = Offer.objects.filter(~held(on), state="listed", valid_until__gt=on).exclude(
        Q(party__in=people.restricted_ids()) | Q(party__in=people.dissolved_ids())
    )
    suppliers = Member.objects.filter(kind="supplier", state="active")
    rows = rows.filter(
        Exists(suppliers.filter(party=OuterRef("party"))) | Q(party__in=people.kin_of(suppliers.values("party")))
    )
    return rows if cleared else rows.filter(~restricted(on))
