"""What of the catalogue everybody reads on a day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from khue.features.councils import queries as councils
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people
from khue.features.services.domain.catalogue import MEMBERS_OF
from khue.features.services.models import CatalogueEntry


def shown(on: date) -> QuerySet[CatalogueEntry]:
    """Published, its last day not past, of a member whose standing holds and whose record is not restricted."""
    standing = Q(sort__in=["equipment", "capital"], party__in=exchange.active_members())
    standing |= Q(sort="investor", party__in=exchange.active_members("investor"))
    standing |= Q(sort="expert", party__in=councils.active_expert_ids())
    for kind, members in MEMBERS_OF.items():
        standing |= Q(kind=kind, party__in=exchange.active_members(*members))
    found = CatalogueEntry.objects.filter(standing, state="shown", until_on__gte=on)
    return found.exclude(party__in=people.restricted_ids())


def is_shown(entry: CatalogueEntry, on: date) -> bool:
    return shown(on).filter(pk=entry.pk).exists()
