"""Experts and investors who chose to be found, as matching reads them: what everybody reads of them, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import QuerySet

from khue.core.bilingual import Text
from khue.features.councils import queries as councils
from khue.features.matching.queries import Third
from khue.features.services import access
from khue.features.services.domain.catalogue import EXPERT, INVESTOR
from khue.features.services.models import CatalogueEntry
from khue.features.services.queries.shown import shown


def third_ids(on: date) -> QuerySet[CatalogueEntry, int]:
    """Ids of the entries of experts and investors that everybody reads on the day."""
    return shown(on).filter(sort__in=[EXPERT, INVESTOR]).values_list("pk", flat=True)


def thirds(on: date, ids: Collection[int] | None = None) -> Iterator[Third]:
    """All of them, or those of ``ids`` that are shown, by id. Two queries."""
    found = shown(on).filter(sort__in=[EXPERT, INVESTOR]).select_related("search").order_by("pk")
    rows = list(found if ids is None else found.filter(pk__in=list(ids)))
    experts = councils.experts_of([access.key_of(row.party_id) for row in rows if row.sort == EXPERT])
    for row in rows:
        expert = experts.get(access.key_of(row.party_id))
        search = getattr(row, "search", None)
        profile = expert.profile if expert else None
        known = profile.specialities if profile else ()
        yield Third(
            row.pk,
            row.sort,
            access.key_of(row.party_id),
            row.party_name,
            Text(row.title_vi, row.title_en),
            (row.title_vi, row.summary_vi, row.title_en, row.summary_en, *known),
            tuple(search.fields) if search else profile.fields if profile else (),
            search.stage if search else 0,
            search.ticket_to if search else None,
            search.territory if search else "",
            search.ticket_from if search else None,
        )
