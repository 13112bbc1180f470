"""What the figures of the exchange ask of offers and members: counts and kinds, no word of any of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from khue.features.exchange.models import Member, Offer, OfferRight
from khue.features.exchange.queries.shown import listed


@dataclass(frozen=True, slots=True)
class OfferKinds:
    """The key field of an offer, and the kinds of its rights."""

    field: str
    rights: tuple[str, ...]


def offer_kinds(ids: Collection[int]) -> Mapping[int, OfferKinds]:
    """Kinds of each of these offers, by its id; two queries."""
    rights: dict[int, dict[str, None]] = {}
    rows = OfferRight.objects.filter(version__in=Offer.objects.filter(pk__in=ids).values("shown")).order_by("pk")
    for version, kind in rows.values_list("version_id", "kind"):
        rights.setdefault(version, {})[kind] = None
    offers = Offer.objects.filter(pk__in=ids).values_list("pk", "field", "shown_id")
    return {pk: OfferKinds(field, tuple(rights.get(shown, ()))) for pk, field, shown in offers}


def counts_of_exchange(since: date, until: date, today: date) -> Mapping[str, int]:
    """``members`` active and ``listed`` offers today, offers listed for the first time in ``[since, until)``."""
    return {
        "members": Member.objects.filter(state="active").values("party").distinct().count(),
        "listed": listed(today).count(),
        "listed_then": Offer.objects.filter(listed_on__gte=since, listed_on__lt=until).count(),
    }
