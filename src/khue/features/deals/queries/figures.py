"""How far deals came, and when: for figures. Days and kinds; nobody's name, no price of a single deal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import Min
from django.db.models.functions import Greatest

from khue.core.actor import CITY_ZONE
from khue.features.deals.models import Contract, Deal, DealShare, DealTerms, Nda
from khue.features.exchange import queries as exchange
from khue.features.people import queries as people

POINTS = ("asked", "talking", "closed_circle", "agreed", "signed", "effective", "paid")
"""The ways' points in order: interest said, answered, non-disclosure in force, terms, contract, effect, shares paid."""


@dataclass(frozen=True, slots=True)
class DealWay:
    """A deal as figures see it: key field, seller's legal form, kinds of rights, mode of the terms (empty without any), the
    day of each point that it reached, the value of its signed contract in đồng."""

    field: str
    seller: str
    rights: tuple[str, ...]
    mode: str
    points: Mapping[str, date]
    value: int | None


def deal_ways(since: date, until: date) -> tuple[DealWay, ...]:
    """Deals that began in ``[since, until)``. A constant number of queries."""
    begins, ends = (datetime(day.year, day.month, day.day, tzinfo=CITY_ZONE) for day in (since, until))
    deals = list(Deal.objects.filter(asked_at__gte=begins, asked_at__lt=ends).order_by("pk"))
    ids = [row.pk for row in deals]
    ndas = _first(Nda.objects.filter(deal__in=ids, seller_at__isnull=False, buyer_at__isnull=False))
    contracts = {row.deal_id: row for row in Contract.objects.filter(deal__in=ids)}
    terms = dict(DealTerms.objects.filter(deal__in=ids).order_by("state", "no").values_list("deal_id", "mode"))
    accepted = DealTerms.objects.filter(deal__in=ids, state="accepted").values_list("deal_id", "mode")
    modes = {**terms, **dict(accepted)}
    paid = dict(
        DealShare.objects.filter(due__deal__in=ids, paid_on__isnull=False)
        .values_list("due__deal")
        .annotate(day=Min("paid_on"))
        .order_by()
    )
    kinds = exchange.offer_kinds({row.offer_id for row in deals})
    sellers = people.parties({f"party:{row.seller_id}" for row in deals})
    found = []
    for row in deals:
        contract = contracts.get(row.pk)
        points = {
            "asked": _day(row.asked_at),
            "talking": _day(row.answered_at) if row.state != "declined" else None,
            "closed_circle": ndas.get(row.pk),
            "agreed": _day(row.agreed_at),
            "signed": contract.signed_on if contract else None,
            "effective": contract.effect_on if contract else None,
            "paid": paid.get(row.pk),
        }
        kind = kinds[row.offer_id]
        card = sellers.get(f"party:{row.seller_id}")
        found.append(
            DealWay(
                kind.field,
                (card.legal_form or card.kind) if card else "",
                kind.rights,
                modes.get(row.pk, ""),
                MappingProxyType({point: day for point, day in points.items() if day is not None}),
                contract.value if contract and contract.signed_on else None,
            )
        )
    return tuple(found)


def _first(ndas: object) -> dict[int, date]:
    """The day on which the first non-disclosure of each deal was signed by both."""
    rows = ndas.values_list("deal_id").annotate(at=Min(Greatest("seller_at", "buyer_at"))).order_by()  # type: ignore[attr-defined]  # a queryset
    return {deal: at.astimezone(CITY_ZONE).date() for deal, at in rows}


def _day(at: datetime | None) -> date | None:
    return None if at is None else at.astimezone(CITY_ZONE).date()
