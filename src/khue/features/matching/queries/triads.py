"""Three-way introductions, as their sides, the broker and staff read them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.demands import queries as demands
from khue.features.exchange import queries as exchange
from khue.features.matching import access
from khue.features.matching.domain.triads import ROLES, STATES
from khue.features.matching.models import Triad, TriadSide
from khue.features.matching.queries.introductions import TONES
from khue.features.matching.queries.wired import thirds
from khue.features.people import queries as people
from khue.features.people.queries import Matter, Matters
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView

ORDER = tuple(ROLES)


@dataclass(frozen=True, slots=True)
class TriadSideRow:
    """``about``: the demand or the entry of the catalogue that the side stands for, the offer for its supplier. ``agrees``: None where there
    is no answer, or the reader may not know it yet."""

    role: Text
    code: str
    name: str
    about: int
    agrees: bool | None
    is_mine: bool


@dataclass(frozen=True, slots=True)
class TriadRow:
    """``role`` is the reader's own, or empty; grounds of a no are the broker's and staff's to read."""

    id: int
    offer: int
    offer_title: Text
    offer_number: str
    broker: str
    words: str
    state: StateView
    until: date
    proposed_at: datetime
    sides: tuple[TriadSideRow, ...]
    grounds: tuple[str, ...]
    ground: str
    role: str
    is_broker: bool
    waits_for_me: bool

    @property
    def names(self) -> str:
        return " · ".join(side.name for side in self.sides)


def triads(actor: Actor, after: str | None, size: int = 25) -> Page[TriadRow]:
    """Those in which the reader is a side or the broker; all for staff. The newest first."""
    page = keyset(_mine(actor), ["-id"], after, size)
    return Page(_rows(page.rows, actor), page.next, page.previous)


def triads_of_offer(offer_id: int, actor: Actor) -> tuple[TriadRow, ...]:
    return _rows(tuple(_mine(actor).filter(offer=offer_id).order_by("-id")[:50]), actor)


def triad(triad_id: int, actor: Actor) -> TriadRow:
    """Raises Missing for one that is not there or in which the reader has no part."""
    rows = _rows(tuple(_mine(actor).filter(pk=triad_id)), actor)
    if not rows:
        raise access.no_such_introduction()
    return rows[0]


def triad_stands(triad_id: int, actor: Actor) -> bool:
    """Whether the offer is listed, the agency's demand is open and each entry is shown today."""
    row = Triad.objects.get(pk=triad_id)
    about = dict(row.sides.values_list("role", "about"))
    if not exchange.texts_of([row.offer_id], actor.today):
        return False
    if "agency" in about and not demands.open_ids(actor.moment).filter(pk=about["agency"]).exists():
        return False
    entries = {about[role] for role in ("investor", "expert") if role in about}
    return {one.entry for one in thirds(actor.today, entries)} == entries if entries else True


def _mine(actor: Actor) -> QuerySet[Triad]:
    rows = Triad.objects.prefetch_related("sides")
    sides = TriadSide.objects.filter(triad=OuterRef("pk"))
    if actor.may(access.READ):
        hidden = access.barred(actor)
        return rows.exclude(broker__in=hidden).filter(~Exists(sides.filter(party__in=hidden)))
    mine = people.ids_i_stand_for(actor) if actor.is_signed_in else frozenset()
    return rows.filter(Q(broker__in=mine) | Exists(sides.filter(party__in=mine)))


def _rows(rows: tuple[Triad, ...], actor: Actor) -> tuple[TriadRow, ...]:
    had = {one.id: one for one in exchange.texts_of({row.offer_id for row in rows}, actor.today)}
    return tuple(_row(row, had.get(row.offer_id), actor) for row in rows)


def _row(row: Triad, offer: exchange.OfferText | None, actor: Actor) -> TriadRow:
    own = actor.stands_for(f"party:{row.broker_id}")
    told = own or actor.may(access.READ) or row.state != "proposed"
    found = sorted(row.sides.all(), key=lambda side: ORDER.index(side.role))
    mine = [side for side in found if actor.stands_for(f"party:{side.party_id}")]
    sides = tuple(
        TriadSideRow(ROLES[one.role], one.role, one.party_name, one.about, one.agrees if told or one in mine else None, one in mine)
        for one in found
    )  # fmt: skip
    inside = own or actor.may(access.READ)
    waits = row.state == "proposed" and actor.today <= row.until and any(one.agrees is None for one in mine)
    return TriadRow(
        row.pk, row.offer_id, Text(offer.title_vi, offer.title_en) if offer else Text("Không còn công khai", "No longer public"),
        offer.number if offer else "", row.broker_name, row.words, StateView(row.state, STATES[row.state].capitalised(), TONES[row.state]),
        row.until, row.proposed_at, sides, tuple(one.ground for one in found if one.ground) if inside else (), row.ground,
        mine[0].role if mine else "", own, waits,
    )  # fmt: skip


def matters(party_ids: Collection[int]) -> Matters:
    """Introductions of several sides in which these parties are a side or the broker, newest first. Three queries."""
    sides = TriadSide.objects.filter(triad=OuterRef("pk"), party__in=party_ids)
    found = Triad.objects.filter(Q(broker__in=party_ids) | Exists(sides)).select_related("offer")
    rows = list(people.with_total(found).order_by("-id")[: people.MOST])
    waits = set(
        TriadSide.objects.filter(triad__in=[row.pk for row in rows], party__in=party_ids, agrees=None).values_list("triad", flat=True)
    )  # fmt: skip
    lines = tuple(
        Matter(
            subject=f"triad:{row.pk}",
            label=f"{row.offer.number} {row.offer.title_vi}",
            party=row.broker_name,
            state=STATES[row.state].capitalised(),
            is_open=row.state == "proposed" and (row.pk in waits or row.broker_id in party_ids),
            href=reverse("matching:triad", args=[row.pk]),
        )
        for row in rows
    )
    return Matters(Text("Lời giới thiệu nhiều bên", "Introductions of several sides"), rows[0].total if rows else 0, lines)  # fmt: skip
