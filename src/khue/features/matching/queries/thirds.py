"""Experts and investors of an offer, as its supplier, they themselves, brokers and staff read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.demands import queries as demands
from khue.features.exchange import queries as exchange
from khue.features.exchange.queries import OfferText
from khue.features.matching import access
from khue.features.matching.domain.thirds import Third
from khue.features.matching.domain.words import CRITERIA, THIRD_WHYS, THIRDS
from khue.features.matching.models import Pair, ThirdAnswer, ThirdPair
from khue.features.matching.queries.pairs import AnswerRow, PairPart
from khue.features.matching.queries.wired import shown_entries, thirds
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset

THIRD_VIEWS = ("offers", "mine", "all")


@dataclass(frozen=True, slots=True)
class ThirdRow:
    """``entry`` is the number in the catalogue; ``side`` the reader's: ``offer``, ``third`` or empty; ``said`` what it answered (None:
    nothing). Points from 0 to 1000."""

    offer: int
    entry: int
    offer_title: Text
    offer_number: str
    supplier: str
    sort: Text
    sort_code: str
    name: str
    title: Text
    points: int
    side: str
    said: bool | None
    found_at: datetime


@dataclass(frozen=True, slots=True)
class ThirdCard:
    row: ThirdRow
    parts: tuple[PairPart, ...]
    words: tuple[tuple[str, int], ...]
    edition: int
    weighed_on: date
    answers: tuple[AnswerRow, ...]
    brokers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency whose open demand the offer may fit."""

    demand: int
    number: str
    title: Text
    name: str
    party: int
    points: int


@dataclass(frozen=True, slots=True)
class OfferSides:
    """An offer with everybody who may come together about it, the best first; ``brokers`` are the reader's own parties that may propose."""

    offer: int
    number: str
    title: Text
    supplier: str
    supplier_id: int
    is_own: bool
    agencies: tuple[AgencyRow, ...]
    investors: tuple[ThirdRow, ...]
    experts: tuple[ThirdRow, ...]
    brokers: tuple[str, ...]


def third_rows(actor: Actor, view: str, after: str | None, size: int = 25, *, offer: int = 0) -> Page[ThirdRow]:
    """The best first: for my offers, offers for me, or all for brokers and staff. What is shown no longer is left out before pages
    are cut. Raises NotAllowed."""
    mine = people.ids_i_stand_for(actor) if actor.is_signed_in else frozenset()
    if view == "all":
        access.require_desk(actor)
        found = ThirdPair.objects.all()
    else:
        found = ThirdPair.objects.filter(**{"supplier__in" if view == "offers" else "party__in": mine})
    if offer:
        found = found.filter(offer=offer)
    page = keyset(_shown(actor).filter(pk__in=found.values("pk")), ["-points", "-id"], after, size)
    return Page(_rows(page.rows, actor), page.next, page.previous)


def _shown(actor: Actor):  # type: ignore[no-untyped-def]  # rows of ThirdPair
    return ThirdPair.objects.filter(entry__in=shown_entries(actor.today), offer__in=exchange.listed_ids(actor.today))


def _rows(rows: tuple[ThirdPair, ...], actor: Actor) -> tuple[ThirdRow, ...]:
    had = {one.id: one for one in exchange.texts_of({row.offer_id for row in rows}, actor.today)}
    known = {one.entry: one for one in thirds(actor.today, {row.entry for row in rows})}
    said = _said(rows, actor)
    return tuple(
        _row(row, had[row.offer_id], known[row.entry], actor, said)
        for row in rows
        if row.offer_id in had and row.entry in known
    )


def _said(rows: tuple[ThirdPair, ...], actor: Actor) -> dict[tuple[int, int, str], bool]:
    """What the reader's sides answered."""
    mine = people.ids_i_stand_for(actor) if actor.is_signed_in else frozenset()
    found = ThirdAnswer.objects.filter(stands=True, party__in=mine, offer__in=[row.offer_id for row in rows])
    return {(offer, entry, side): useful for offer, entry, side, useful in found.values_list("offer", "entry", "side", "useful")}  # fmt: skip


def _row(
    row: ThirdPair, offer: OfferText, third: Third, actor: Actor, said: dict[tuple[int, int, str], bool]
) -> ThirdRow:
    side = "offer" if actor.stands_for(offer.party) else "third" if actor.stands_for(third.party) else ""
    return ThirdRow(
        row.offer_id, row.entry, Text(offer.title_vi, offer.title_en), offer.number, offer.supplier, THIRDS[third.sort], third.sort, third.name,
        third.title, row.points, side, said.get((row.offer_id, row.entry, side)), row.found_at,
    )  # fmt: skip


def third_card(offer_id: int, entry: int, actor: Actor) -> ThirdCard:
    """Why they may fit. Raises Missing for what is none, is shown no longer, or is not the reader's to see."""
    row = ThirdPair.objects.filter(offer=offer_id, entry=entry).first() if actor.is_signed_in else None
    rows = _rows((row,), actor) if row is not None else ()
    if row is None or not rows:
        raise access.no_such_pair()
    brokers = access.broker_parties(actor)
    if not rows[0].side and not brokers and not actor.may(access.READ):
        raise access.no_such_pair()
    parts = tuple(PairPart(CRITERIA[name], weight, points, said) for name, weight, points, said in row.parts)
    words = tuple((word, points) for word, points in row.words)
    given = ThirdAnswer.objects.filter(offer=offer_id, entry=entry, stands=True).order_by("side")
    answers = tuple(
        AnswerRow(one.side, one.useful, THIRD_WHYS.get(one.why), one.note, one.at)
        for one in given
        if one.side == rows[0].side or actor.may(access.READ)
    )
    return ThirdCard(rows[0], parts, words, row.edition, row.weighed_on, answers, brokers)


def offer_sides(offer_id: int, actor: Actor) -> OfferSides:
    """Who may come together about an offer: for its supplier, brokers and staff. Raises Missing."""
    found = exchange.texts_of([offer_id], actor.today) if actor.is_signed_in else ()
    brokers = access.broker_parties(actor) if found else ()
    own = bool(found) and actor.stands_for(found[0].party)
    if not found or not (own or brokers or actor.may(access.READ)):
        raise access.no_such_pair()
    text = found[0]
    rows = tuple(_shown(actor).filter(offer=offer_id).order_by("-points", "-id")[:50])
    beside = _rows(rows, actor)
    return OfferSides(
        text.id, text.number, Text(text.title_vi, text.title_en), text.supplier, people.party_id(text.party), own, agencies_of(offer_id, actor),
        tuple(one for one in beside if one.sort_code == "investor"), tuple(one for one in beside if one.sort_code == "expert"), brokers,
    )  # fmt: skip


def agencies_of(offer_id: int, actor: Actor) -> tuple[AgencyRow, ...]:
    """Agencies who are members of the exchange and whose open demands fit the offer, the best first; at most 20."""
    found = Pair.objects.filter(Q(demander__in=exchange.active_members("agency")), offer=offer_id)
    found = found.filter(demand__in=demands.open_ids(actor.moment)).order_by("-points", "-id")[:20]
    rows = tuple(found)
    wanted = {one.id: one for one in demands.texts_of({row.demand_id for row in rows})}
    return tuple(
        AgencyRow(
            row.demand_id, one.number, Text(one.title_vi, one.title_en), one.demander, row.demander_id, row.points
        )
        for row in rows
        if (one := wanted.get(row.demand_id)) is not None
    )


def third_party(offer_id: int, entry: int, sort: str, actor: Actor) -> Third | None:
    """The expert or investor of this entry when it fits the offer and is shown today."""
    row = _shown(actor).filter(offer=offer_id, entry=entry, sort=sort).first()
    return next(iter(thirds(actor.today, [entry])), None) if row is not None else None
