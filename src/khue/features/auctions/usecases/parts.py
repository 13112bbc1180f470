"""Parts that several use-cases share. Each joins the deed that is under way; whoever changes an auction holds its row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.auctions import access
from khue.features.auctions.domain.bidding import Hour, Side
from khue.features.auctions.domain.terms import Terms
from khue.features.auctions.models import Auction, Bid, Bidder
from khue.features.auctions.queries.reading import terms_of
from khue.features.people import queries as people
from khue.kernel.deeds import Deed


def locked_auction(auction_id: int, deed: Deed) -> Auction:
    """The auction, held until the deed ends: what follows is decided in the order in which it was held. Raises Missing."""
    auction = Auction.objects.select_for_update(of=("self",)).filter(pk=auction_id).first()
    if auction is None:
        raise access.no_such_auction()
    deed.subject = f"auction:{auction.pk}"
    return auction


def some_auction(auction_id: int) -> Auction:
    """Without holding it: for what is asked before. Raises Missing."""
    auction = Auction.objects.filter(pk=auction_id).first()
    if auction is None:
        raise access.no_such_auction()
    return auction


def bidder_no(auction: Auction, number: int) -> Bidder:
    """Raises Missing."""
    bidder = Bidder.objects.select_for_update().filter(auction=auction, no=number).first()
    if bidder is None:
        raise access.no_such_bidder()
    return bidder


def last_bid(auction: Auction) -> Bid | None:
    return Bid.objects.filter(auction=auction).order_by("-no").first()


def has_left(bidder: Bidder) -> bool:
    return Bid.objects.filter(bidder=bidder).exclude(kind="bid").exists()


def hour_of(auction: Auction, last: Bid | None, deed: Deed, terms: Terms | None = None) -> Hour:
    """The moment that counts is that at which the deed began, never before the bid that stands before it."""
    at = deed.moment if last is None else max(deed.moment, last.at)
    return Hour(auction.state, terms or terms_of(auction), auction.ends_at, at)


def write(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def next_number(year: int) -> str:
    """``DG-2026-0001``: the year's row stays locked until the deed ends, so that no number is given twice or left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO auctions_auctionyear AS n (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last",
            [year],
        )
        return f"DG-{year}-{int(cursor.fetchone()[0]):04d}"


def side_of(auction: Auction, party_id: int, actor: Actor, *, known: bool) -> Side:
    """Asked before the auction is held: sanctions and mandates are not what bidders compete for."""
    party, seller = access.key_of(party_id), seller_key(auction)
    lines = people.same_parties([party, seller])
    stands = {*_acting(lines[party], actor), *lines[party]}
    sellers = {*_acting(lines[seller], actor), *lines[seller]}
    near = bool(stands & sellers) or is_near_seller(auction, actor)
    sanctions = tuple(people.sanctions_of([party], actor.today).get(party, ()))
    return Side(known, party in lines[seller], near, 0, sanctions)


def _acting(keys: Iterable[str], actor: Actor) -> tuple[str, ...]:
    return people.representatives([people.party_id(key) for key in keys], actor.today)


def seller_key(auction: Auction) -> str:
    """The party that sells today: who took the auction over when the seller was divided, or the seller itself."""
    return next(iter(people.holders([f"auction:{auction.pk}"]).values()), access.key_of(auction.seller_id))


def is_near_seller(auction: Auction, actor: Actor) -> bool:
    return actor.is_near(access.key_of(auction.seller_id)) or actor.holds_subject(f"auction:{auction.pk}", "")


def own_bidder(auction: Auction, party: str) -> Bidder | None:
    """The side of the party, under whatever of its records it registered; the one that registered first where two became one."""
    mine = [people.party_id(key) for key in people.same_party(party)]
    return Bidder.objects.filter(auction=auction, party__in=mine).order_by("no").first()


def other_side(auction: Auction, party_id: int, hands: Iterable[str]) -> int:
    """The number of another bidder for whom one of these hands registered or bid here; 0: none. Under the auction's lock. Two
    records of one party are no two sides.
    """
    own, mine = list(hands), people.lineages([party_id])[party_id].ids
    bid = Bid.objects.filter(auction=auction, by__in=own, kind="bid").exclude(bidder__party__in=mine)
    found = bid.values_list("bidder__no", flat=True).first()
    if found is None:
        registered = Bidder.objects.filter(auction=auction, registered_by__in=own).exclude(party__in=mine)
        found = registered.values_list("no", flat=True).first()
    return found or 0


def near_any(auction: Auction, actor: Actor) -> bool:
    """Whether the actor belongs to the seller or to any bidder."""
    if is_near_seller(auction, actor):
        return True
    bidders = Bidder.objects.filter(auction=auction).values_list("party", flat=True)
    return any(actor.is_near(access.key_of(number)) for number in bidders)


def append(
    auction: Auction, bidder: Bidder, last: Bid | None, deed: Deed, at: datetime, ends_at: datetime, **said: Any
) -> Bid:
    """The next line of the list."""
    row = Bid(
        auction=auction,
        no=(last.no if last else 0) + 1,
        bidder=bidder,
        by=deed.actor.key,
        by_name=deed.actor.name,
        at=at,
        ends_at=ends_at,
        **said,
    )
    row.save(force_insert=True)
    if ends_at != auction.ends_at:
        write(auction, ends_at=ends_at)
    return row


def about(auction: Auction, *parties: int) -> dict[str, Any]:
    """What every event of an auction carries; ``parties`` hear it on their timeline."""
    return {
        "subject": f"auction:{auction.pk}",
        "parties": tuple(access.key_of(number) for number in dict.fromkeys(parties)),
        "auction": auction.pk,
        "number": auction.number,
        "reference": auction.reference,
    }


def path_of(auction: Auction) -> str:
    return f"/auctions/no/{auction.number}/"


def tell(keys: Iterable[str], title: Text, body: Text, auction: Auction, deed: Deed) -> None:
    for key in dict.fromkeys(keys):
        if key != deed.actor.key:
            deed.notify(key, "auctions", title, body, path_of(auction))


def tell_right(right: str, title: Text, body: Text, auction: Auction, deed: Deed) -> None:
    tell((card.key for card in people.people_with_right(right, deed.today)), title, body, auction, deed)


def tell_sides(parties: Iterable[int], title: Text, body: Text, auction: Auction, deed: Deed) -> None:
    """Persons in person, organisations by those who act for them, or for the party that goes on for them."""
    ids = list(dict.fromkeys(parties))
    subject = deed.subject if ids == [auction.seller_id] else ""
    tell(people.audience(ids, deed.today, subject), title, body, auction, deed)


def all_parties(auction: Auction) -> tuple[int, ...]:
    return (auction.seller_id, *Bidder.objects.filter(auction=auction).order_by("no").values_list("party", flat=True))
