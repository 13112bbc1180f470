"""Auctions in lists: all of them for everybody, one's own, what waits for staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.auctions import access
from khue.features.auctions.domain.terms import KINDS, SEALED, phase
from khue.features.auctions.models import Auction, AuctionResult
from khue.features.auctions.queries.cards import state_view
from khue.features.auctions.queries.reading import terms_of
from khue.features.people import queries as people
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView

VIEWS = ("running", "coming", "over", "all")


@dataclass(frozen=True, slots=True)
class AuctionRow:
    """``price`` once there is a result; ``bids`` counts lines of the list."""

    number: str
    title: Text
    kind: Text
    seller: str
    state: StateView
    opens_at: datetime
    ends_at: datetime
    start: int
    price: int | None
    bids: int
    reference: str


def auctions(actor: Actor, view: str, after: str | None, size: int = 25) -> Page[AuctionRow]:
    """Newest first. ``mine``: those in which a side of the reader takes part or sells; ``waiting``: to be opened, concluded or awarded."""
    found = Auction.objects.exclude(seller__in=access.barred(actor)).annotate(
        lines=Count("bids"), result_price=F("result__price")
    )
    return keyset(_viewed(found, view, actor), ["-opens_at", "-id"], after, size).of(lambda row: _row(row, actor))


def _viewed(found: QuerySet[Auction], view: str, actor: Actor) -> QuerySet[Auction]:
    now = actor.moment
    if view == "running":
        return found.filter(state="announced", opens_at__lte=now, ends_at__gt=now)
    if view == "coming":
        return found.filter(state="announced", opens_at__gt=now)
    if view == "over":
        return found.exclude(Q(state="announced", ends_at__gt=now))
    if view == "mine":
        ids = people.ids_i_stand_for(actor)
        held = [people.subject_id(key) for key, _scope in actor.holds if key.startswith("auction:")]
        return found.filter(
            Q(seller__in=ids) | Q(pk__in=held) | Q(pk__in=Auction.objects.filter(bidders__party__in=ids).values("pk"))
        )
    if view == "waiting":
        actor.require(access.READ)
        sealed = Q(state="announced", ends_at__lte=now, kind__in=SEALED)
        return found.filter(sealed | Q(state__in=["opened", "settled"]))
    return found


def _row(row: Any, actor: Actor) -> AuctionRow:
    here = phase(row.state, terms_of(row, whole=False), row.ends_at, actor.moment)
    return AuctionRow(
        row.number, Text(row.title_vi, row.title_en), KINDS[row.kind], row.seller_name, state_view(here), row.opens_at, row.ends_at, row.start,
        row.result_price, row.lines, row.reference,
    )  # fmt: skip


def awarded_price(number: str, seller: int, winner: int) -> int | None:
    """What the award of the auction ``number`` gives, in đồng, when this party sold and that one won, under whatever of their records; None
    otherwise. Ids of parties."""
    lines = people.lineages([seller, winner])
    found = AuctionResult.objects.filter(
        auction__number=number, auction__state="awarded", auction__seller__in=lines[seller].ids
    )
    price = found.filter(winner__party__in=lines[winner].ids).values_list("price", flat=True).first()
    return None if price is None else int(price)


def may_bid_as(actor: Actor) -> tuple[people.PartyCard, ...]:
    """Parties that the actor may register."""
    return people.parties_i_act_for(actor, "submit")
