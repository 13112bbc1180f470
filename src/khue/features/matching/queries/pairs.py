"""Pairs as their sides, brokers and staff read them. What is not shown to everybody any more is not shown here either."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.demands import queries as demands
from khue.features.demands.queries import DemandText
from khue.features.exchange import queries as exchange
from khue.features.exchange.queries import OfferText
from khue.features.matching import access
from khue.features.matching.domain.words import CRITERIA, WHYS
from khue.features.matching.models import Pair, PairAnswer, ThirdPair
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset

VIEWS = ("needs", "offers", "all")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What a side said. ``note`` is empty for readers who are neither of the side nor staff."""

    side: str
    useful: bool
    why: Text | None
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PairRow:
    """``side`` is the reader's: ``need``, ``offer`` or empty; ``said`` what it answered (None: nothing). Points from 0 to 1000."""

    demand: int
    offer: int
    need_title: Text
    need_number: str
    demander: str
    offer_title: Text
    offer_number: str
    supplier: str
    points: int
    side: str
    said: bool | None
    found_at: datetime


@dataclass(frozen=True, slots=True)
class PairPart:
    """A criterion with its weight, its points, and whether the offer says anything of it."""

    label: Text
    weight: int
    points: int
    said: bool


@dataclass(frozen=True, slots=True)
class PairCard:
    row: PairRow
    parts: tuple[PairPart, ...]
    words: tuple[tuple[str, int], ...]
    codes: tuple[str, ...]
    edition: int
    weighed_on: date
    answers: tuple[AnswerRow, ...]
    brokers: tuple[str, ...]


def pairs(
    actor: Actor, view: str, after: str | None, size: int = 25, *, demand: int = 0, offer: int = 0
) -> Page[PairRow]:
    """The best first: of my demands, of my offers, or all for brokers and staff; of one demand or offer alone. Pages are full:
    what is shown no longer is left out before they are cut. Raises NotAllowed."""
    mine = people.ids_i_stand_for(actor) if actor.is_signed_in else frozenset()
    if view == "all":
        access.require_desk(actor)
        found = Pair.objects.all()
    else:
        found = Pair.objects.filter(**{"demander__in" if view == "needs" else "supplier__in": mine})
    if demand:
        found = found.filter(demand=demand)
    if offer:
        found = found.filter(offer=offer)
    found = found.filter(demand__in=demands.open_ids(actor.moment), offer__in=exchange.listed_ids(actor.today))
    page = keyset(found, ["-points", "-id"], after, size)
    return Page(_rows(page.rows, actor), page.next, page.previous)


def matched_offer(actor: Actor, number: str) -> int:
    """The id of the reader's own offer of this number when it has matches, otherwise 0. At most two queries."""
    mine = people.ids_i_stand_for(actor) if actor.is_signed_in else frozenset()
    return _first(Pair, mine, number)


def accompanied_offer(actor: Actor, number: str) -> int:
    """The same where experts or investors fit it."""
    mine = people.ids_i_stand_for(actor) if actor.is_signed_in else frozenset()
    return _first(ThirdPair, mine, number)


def _first(rows: type[Pair | ThirdPair], mine: Collection[int], number: str) -> int:
    found = rows.objects.filter(supplier__in=mine, offer__number=number).values_list("offer", flat=True)
    return (found.first() or 0) if mine else 0


def _rows(rows: tuple[Any, ...], actor: Actor) -> tuple[PairRow, ...]:
    """Those of them of which both sides are still shown. Three queries."""
    wanted = {one.id: one for one in demands.texts_of({row.demand_id for row in rows})}
    had = {one.id: one for one in exchange.texts_of({row.offer_id for row in rows}, actor.today)}
    said = _said(rows, actor)
    return tuple(
        _row(row, wanted[row.demand_id], had[row.offer_id], actor, said)
        for row in rows
        if row.offer_id in had and row.demand_id in wanted and _open(wanted[row.demand_id], actor)
    )


def stands(demand_id: int, offer_id: int, actor: Actor) -> bool:
    """Whether solutions are still taken for the demand and everybody still sees the offer. Two queries."""
    asked = demands.texts_of([demand_id])
    return bool(asked) and _open(asked[0], actor) and bool(exchange.texts_of([offer_id], actor.today))


def _open(demand: DemandText, actor: Actor) -> bool:
    return demand.open and demand.deadline > actor.moment


def _said(rows: tuple[Any, ...], actor: Actor) -> dict[tuple[int, int, str], bool]:
    """What the reader's sides answered."""
    mine = people.ids_i_stand_for(actor) if actor.is_signed_in else frozenset()
    found = PairAnswer.objects.filter(stands=True, party__in=mine, demand__in=[row.demand_id for row in rows])
    return {(demand, offer, side): useful for demand, offer, side, useful in found.values_list("demand", "offer", "side", "useful")}  # fmt: skip


def _row(
    row: Pair, demand: DemandText, offer: OfferText, actor: Actor, said: dict[tuple[int, int, str], bool]
) -> PairRow:
    side = access.side_of(actor, row.demander_id, row.supplier_id)
    return PairRow(
        row.demand_id, row.offer_id, Text(demand.title_vi, demand.title_en), demand.number, demand.demander, Text(offer.title_vi, offer.title_en),
        offer.number, offer.supplier, row.points, side, said.get((row.demand_id, row.offer_id, side)), row.found_at,
    )  # fmt: skip


def pair_card(demand_id: int, offer_id: int, actor: Actor) -> PairCard:
    """Raises Missing for a pair that is none, that is shown no longer, or that the reader has nothing to do with."""
    row = Pair.objects.filter(demand=demand_id, offer=offer_id).first() if actor.is_signed_in else None
    rows = _rows((row,), actor) if row is not None else ()
    if row is None or not rows:
        raise access.no_such_pair()
    brokers = access.broker_parties(actor)
    if not rows[0].side and not brokers and not actor.may(access.READ):
        raise access.no_such_pair()
    answers = PairAnswer.objects.filter(demand=demand_id, offer=offer_id, stands=True).order_by("side")
    shown = [one for one in answers if one.side == rows[0].side or actor.may(access.READ)]
    return PairCard(
        rows[0], tuple(PairPart(CRITERIA[name], weight, points, said) for name, weight, points, said in row.parts),
        tuple((word, points) for word, points in row.words), tuple(row.codes), row.edition, row.weighed_on,
        tuple(AnswerRow(one.side, one.useful, WHYS.get(one.why), one.note, one.at) for one in shown), brokers,
    )  # fmt: skip
