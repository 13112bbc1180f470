"""Offers whose time for claims is over, and the claims on them: for the room that decides who receives a result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from khue.core.bilingual import Text
from khue.features.results import access
from khue.features.results.models import TransferClaim, TransferOffer


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An offer with its result; ``owner`` is a party's id, ``public_money`` in đồng, ``claims`` counts those that stand."""

    offer: int
    result: int
    number: str
    title: Text
    owner: int
    owner_name: str
    public_money: int
    conditions: Text
    until_on: date
    withdrawn: bool
    registered: bool
    claims: int


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim on an offer; ``party`` is an id, ``live`` False once it was withdrawn."""

    claim: int
    party: int
    name: str
    purpose: str
    claimed_at: datetime
    live: bool


def offer_facts(offer_id: int) -> OfferFacts:
    """Raises Missing."""
    found = _facts(TransferOffer.objects.filter(pk=offer_id))
    if not found:
        raise access.no_such_result()
    return found[0]


def closed_offers(today: date, most: int = 200) -> tuple[OfferFacts, ...]:
    """Offers of registered results that take claims no longer and were not withdrawn, longest closed first."""
    rows = TransferOffer.objects.filter(until_on__lte=today, withdrawn_at=None, result__state="registered")
    return _facts(rows.order_by("until_on", "pk")[:most])


def claims_of_offer(offer_id: int) -> tuple[ClaimFacts, ...]:
    """Every claim on an offer in the order in which they came, also the withdrawn ones."""
    return tuple(
        ClaimFacts(row.pk, row.party_id, row.party_name, row.purpose, row.claimed_at, row.withdrawn_at is None)
        for row in TransferClaim.objects.filter(offer=offer_id).order_by("pk")
    )


def _facts(rows: object) -> tuple[OfferFacts, ...]:
    found = rows.select_related("result__party").annotate(  # type: ignore[attr-defined]  # a queryset
        live=Count("claims", filter=Q(claims__withdrawn_at__isnull=True))
    )
    return tuple(
        OfferFacts(
            row.pk,
            row.result_id,
            row.result.number,
            Text(row.result.title_vi, row.result.title_en),
            row.result.party_id,
            row.result.party_name,
            row.result.public_money,
            Text(row.conditions_vi, row.conditions_en),
            row.until_on,
            row.withdrawn_at is not None,
            row.result.state == "registered",
            row.live,
        )
        for row in found
    )
