"""Who is near a deal, for rooms above that must keep a valuer apart from it (fund:B-15). No word of the talks."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.deals.domain.words import TALKING
from khue.features.deals.models import Deal, DealBroker, Valuation


@dataclass(frozen=True, slots=True)
class OrderedReport:
    """What was ordered for a deal and accepted by its client. ``valuer`` is the key of who made it."""

    ticket: int
    title: Text
    valuer: str
    valuer_name: str


Valuers = Callable[[int], Collection[int]]
Reports = Callable[[int, Actor], tuple[OrderedReport, ...]]
_valuers: list[Valuers] = []
_reports: list[Reports] = []


@dataclass(frozen=True, slots=True)
class DealSides:
    """Parties by their record numbers; ``brokers`` are those whom a side has at present."""

    id: int
    number: str
    title: Text
    seller: int
    buyer: int
    brokers: frozenset[int]


def deal_sides(deal_id: int) -> DealSides | None:
    """None where there is no such deal."""
    row = Deal.objects.filter(pk=deal_id).first()
    if row is None:
        return None
    brokers = DealBroker.objects.filter(deal=row, ended_at=None).values_list("party", flat=True)
    title = Text(row.title_vi, row.title_en)
    return DealSides(row.pk, row.number, title, row.seller_id, row.buyer_id, frozenset(brokers))


def deals_under_way(party_ids: Collection[int]) -> tuple[DealSides, ...]:
    """Deals that these parties talk about as a side, newest first; without their brokers."""
    rows = Deal.objects.filter(Q(seller__in=party_ids) | Q(buyer__in=party_ids), state__in=TALKING).order_by("-id")[:50]
    return tuple(
        DealSides(row.pk, row.number, Text(row.title_vi, row.title_en), row.seller_id, row.buyer_id, frozenset())
        for row in rows
    )


def wire_valuers(answer: Valuers) -> None:
    """From now on ``answer(deal id)`` gives parties who were ordered to value for the deal: a room above knows."""
    _valuers[:] = [answer]


def wire_reports(answer: Reports) -> None:
    """From now on ``answer(deal id, reader)`` gives the accepted reports that a party of the reader ordered for the deal."""
    _reports[:] = [answer]


def reports_of(deal_id: int, actor: Actor) -> tuple[OrderedReport, ...]:
    return tuple(one for answer in _reports for one in answer(deal_id, actor))


def valuers_of(deal_id: int) -> frozenset[int]:
    """Who valued for the deal, or was ordered to."""
    given = Valuation.objects.filter(deal=deal_id).values_list("valuer", flat=True)
    return frozenset(given).union(*(answer(deal_id) for answer in _valuers))
