"""Restricting the processing of a person's data, and ending it: parts of the deeds of ``privacy``."""

from __future__ import annotations

from khue.core.errors import Refused
from khue.features.people import access
from khue.features.people.domain.restricting import not_restricted
from khue.features.people.models import Restriction
from khue.features.people.queries.cards import party_id
from khue.kernel.deeds import Deed


def restrict(party: str, request: str, *, deed: Deed) -> None:
    """From now on only the handling officers read, and nothing new begins. One that holds already stays as it is."""
    _row, made = Restriction.objects.get_or_create(
        party_id=party_id(party),
        ended_at=None,
        defaults={"request": request, "handler": deed.actor.key, "begun_at": deed.moment},
    )
    deed.about(party)
    deed.after(restricted=made)


def end_restriction(party: str, ground: str, *, deed: Deed) -> None:
    """The data are processed as before. Raises Refused when nothing is restricted."""
    found = access.restriction_of(party)
    if found is None:
        raise Refused(not_restricted())
    found.ended_at, found.ended_by, found.end_ground = deed.moment, deed.actor.key, ground.strip()[:500]
    found.save(update_fields=["ended_at", "ended_by", "end_ground"])
    deed.about(party)
    deed.after(restricted=False)
