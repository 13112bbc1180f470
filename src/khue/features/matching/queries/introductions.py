"""Introductions, as the two sides, the broker and staff read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.demands import queries as demands
from khue.features.exchange import queries as exchange
from khue.features.matching import access
from khue.features.matching.domain.words import STATES
from khue.features.matching.models import Introduction
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {"proposed": "wait", "agreed": "good", "declined": "bad", "withdrawn": "plain", "lapsed": "plain"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IntroductionRow:
    """``side`` is the reader's (``need``, ``offer`` or empty), ``is_broker`` whether it is the reader's own. ``need`` and ``offer`` are the
    answers so far, None where there is none or where the reader may not know it yet; grounds are the broker's and staff's to read."""

    id: int
    demand: int
    offer: int
    need_title: Text
    need_number: str
    offer_title: Text
    offer_number: str
    broker: str
    words: str
    state: StateView
    until: date
    proposed_at: datetime
    need: bool | None
    offer_says: bool | None
    grounds: tuple[str, ...]
    ground: str
    side: str
    is_broker: bool
    waits_for_me: bool


def introductions(actor: Actor, after: str | None, size: int = 25) -> Page[IntroductionRow]:
    """Those in which the reader is a side or the broker; all for staff. The newest first."""
    page = keyset(_mine(actor), ["-id"], after, size)
    return Page(_rows(page.rows, actor), page.next, page.previous)


def introductions_of_pair(demand_id: int, offer_id: int, actor: Actor) -> tuple[IntroductionRow, ...]:
    rows = _mine(actor).filter(demand=demand_id, offer=offer_id).order_by("-id")
    return _rows(tuple(rows[:50]), actor)


def introduction(introduction_id: int, actor: Actor) -> IntroductionRow:
    """Raises Missing for one that is not there or in which the reader has no part."""
    row = _mine(actor).filter(pk=introduction_id).first()
    rows = _rows((row,), actor) if row is not None else ()
    if not rows:
        raise access.no_such_introduction()
    return rows[0]


def state_words(code: str) -> Text:
    return STATES[code]


def _mine(actor: Actor) -> QuerySet[Introduction]:
    rows = Introduction.objects.all()
    if actor.may(access.READ):
        hidden = access.barred(actor)
        return rows.exclude(Q(broker__in=hidden) | Q(demander__in=hidden) | Q(supplier__in=hidden))
    mine = people.ids_i_stand_for(actor) if actor.is_signed_in else frozenset()
    return rows.filter(Q(demander__in=mine) | Q(supplier__in=mine) | Q(broker__in=mine))


def _rows(rows: tuple[Introduction, ...], actor: Actor) -> tuple[IntroductionRow, ...]:
    """Titles are public; where a demand or an offer is shown no longer, its number alone stays with those who took part."""
    wanted = {one.id: one for one in demands.texts_of({row.demand_id for row in rows})}
    had = {one.id: one for one in exchange.texts_of({row.offer_id for row in rows}, actor.today)}
    return tuple(_row(row, wanted, had, actor) for row in rows)


def _row(
    row: Introduction, wanted: dict[int, demands.DemandText], had: dict[int, exchange.OfferText], actor: Actor
) -> IntroductionRow:
    gone = Text("Không còn công khai", "No longer public")
    need, offer = wanted.get(row.demand_id), had.get(row.offer_id)
    side = access.side_of(actor, row.demander_id, row.supplier_id)
    own = actor.stands_for(f"party:{row.broker_id}")
    told = own or actor.may(access.READ) or row.state != "proposed"
    mine = {"need": row.need_agrees, "offer": row.offer_agrees}.get(side)
    waits = row.state == "proposed" and bool(side) and mine is None and actor.today <= row.until
    return IntroductionRow(
        row.pk, row.demand_id, row.offer_id, Text(need.title_vi, need.title_en) if need else gone, need.number if need else "",
        Text(offer.title_vi, offer.title_en) if offer else gone, offer.number if offer else "", row.broker_name, row.words,
        StateView(row.state, STATES[row.state].capitalised(), TONES[row.state]), row.until, row.proposed_at,
        row.need_agrees if told or side == "need" else None, row.offer_agrees if told or side == "offer" else None,
        tuple(filter(None, (row.need_ground, row.offer_ground))) if own or actor.may(access.READ) else (), row.ground, side, own, waits,
    )  # fmt: skip
