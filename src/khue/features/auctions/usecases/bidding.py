"""A side registers, bids, takes the clock's price, leaves. Each bid is one deed under the auction's lock: that is its order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.auctions import access
from khue.features.auctions.domain.bidding import may_bid, may_leave, may_register, may_take
from khue.features.auctions.domain.commands import LeaveAuction, PlaceBid, RegisterBidder, TakePrice
from khue.features.auctions.domain.english import Standing, after_bid, price_of, standing_of
from khue.features.auctions.domain.terms import ENGLISH, MOVES, TENDER, Terms, clock_price, extended
from khue.features.auctions.events import BidderGone, BidderRegistered, BidPlaced
from khue.features.auctions.models import Auction, Bid, Bidder
from khue.features.auctions.queries.reading import (
    deposit_of,
    kept_standing,
    list_of,
    moves_of,
    seal,
    seal_standing,
)
from khue.features.auctions.usecases.parts import (
    about,
    append,
    has_left,
    hour_of,
    last_bid,
    locked_auction,
    other_side,
    own_bidder,
    side_of,
    some_auction,
    tell_right,
    tell_sides,
)
from khue.features.auctions.usecases.settling import settle
from khue.features.people.usecases import standing_party
from khue.kernel.deeds import Deed, command


def register_bidder(asked: RegisterBidder, *, actor: Actor) -> int:
    """The party takes part; its number. Raises NotAllowed, Missing, Refused (seller's side, sanction, two sides)."""
    access.require_side(actor, asked.party)
    with command("auctions.register_bidder", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        party = standing_party(asked.party)
        auction = locked_auction(asked.auction_id, deed)
        known = own_bidder(auction, party.key) is not None
        side = side_of(auction, party.id, actor, known=known)
        side = replace(side, other_side=other_side(auction, party.id, actor.hands))
        require(may_register(side, hour_of(auction, last_bid(auction), deed)))
        bidder = Bidder.objects.create(
            auction=auction,
            no=Bidder.objects.filter(auction=auction).count() + 1,
            party_id=party.id,
            party_name=party.name,
            registered_by=actor.key,
            registered_by_name=actor.name,
            registered_at=deed.moment,
        )
        deed.after(bidder=bidder.no)
        deed.emit(BidderRegistered(**about(auction, party.id), bidder=bidder.no))
        if deposit_of(auction.start, deed.today):
            title = Text(f"Phiên {auction.number}: chờ ghi nhận tiền đặt trước", f"Auction {auction.number}: a deposit is to be noted")  # fmt: skip
            tell_right(access.HOLD, title, Text(f"Người tham gia số {bidder.no}.", f"Bidder {bidder.no}."), auction, deed)  # fmt: skip
        deed.result(bidder.no)
        return int(bidder.no)


def place_bid(asked: PlaceBid, *, actor: Actor) -> int:
    """The bid's place in the list. Who is asked and barred is looked up first; the auction is held only for its turn.

    Raises NotAllowed, Missing (not registered), Refused with every reason.
    """
    access.require_side(actor, asked.party)
    with command("auctions.place_bid", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        bidder, side = _bidder(asked.auction_id, asked.party, actor)
        auction = locked_auction(asked.auction_id, deed)
        last = last_bid(auction)
        hour = hour_of(auction, last, deed)
        standing = kept_standing(last, auction)
        require(
            may_bid(
                asked,
                hour,
                bidder=bidder.no,
                standing=standing,
                gone=has_left(bidder),
                needs_deposit=_needs_deposit(auction, bidder, deed),
                side=replace(side, other_side=other_side(auction, bidder.party_id, actor.hands)),
            )
        )
        said: dict[str, Any] = {"amount": asked.amount}
        if auction.kind == TENDER:
            said["plan"] = asked.plan.strip()
        values: dict[str, Any] = {"said": seal(**said)}
        ends_at = auction.ends_at
        if auction.kind == ENGLISH:
            after = after_bid(standing, bidder.no, asked.amount)
            values |= _shown(after, hour.terms)
            ends_at = extended(hour.terms, auction.ends_at, hour.at)
            _tell_outbid(auction, standing.leader, after.leader, deed)
        bid = append(auction, bidder, last, deed, hour.at, ends_at, **values)
        # What was bid is in the sealed list alone, never in the record.
        deed.after(bid=bid.no, bidder=bidder.no, price=bid.price, ends_at=ends_at.isoformat())
        deed.emit(BidPlaced(**about(auction, bidder.party_id), bidder=bidder.no, bid=bid.no))
        deed.result(bid.no)
        return int(bid.no)


def take_price(asked: TakePrice, *, actor: Actor) -> int:
    """The first taker gets it at the clock's price of that moment; the auction is settled in the same deed. The price in đồng."""
    access.require_side(actor, asked.party)
    with command("auctions.take_price", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        bidder, side = _bidder(asked.auction_id, asked.party, actor)
        auction = locked_auction(asked.auction_id, deed)
        last = last_bid(auction)
        hour = hour_of(auction, last, deed)
        price = clock_price(hour.terms, hour.at) if hour.terms.every else 0
        side = replace(side, other_side=other_side(auction, bidder.party_id, actor.hands))
        needs = _needs_deposit(auction, bidder, deed)
        require(may_take(asked, hour, price=price, gone=has_left(bidder), needs_deposit=needs, side=side))
        bid = append(auction, bidder, last, deed, hour.at, auction.ends_at, amount=price, price=price, leader=bidder.no)
        deed.emit(BidPlaced(**about(auction, bidder.party_id), bidder=bidder.no, bid=bid.no))
        settle(auction, deed, hour.at)
        deed.result(price)
        return price


def leave_auction(asked: LeaveAuction, *, actor: Actor) -> None:
    """What the side said counts for nothing from now on; it may not come back into this auction. Raises Refused."""
    access.require_side(actor, asked.party)
    with command("auctions.leave_auction", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        bidder, _side = _bidder(asked.auction_id, asked.party, actor)
        auction = locked_auction(asked.auction_id, deed)
        last = last_bid(auction)
        hour = hour_of(auction, last, deed)
        require(may_leave(asked, hour, gone=has_left(bidder)))
        gone(auction, bidder, "withdraw", asked.ground, deed)
        deed.result(True)


def gone(auction: Auction, bidder: Bidder, kind: str, ground: str, deed: Deed) -> None:
    """A bidder leaves or is excluded: the standing is computed anew from what the others said, and they get time to answer."""
    rows = list_of(auction)
    last = rows[-1] if rows else None
    hour = hour_of(auction, last, deed)
    values: dict[str, Any] = {"kind": kind, "ground": ground.strip()}
    ends_at = auction.ends_at
    if auction.kind == ENGLISH and auction.state == "announced":
        before = kept_standing(last, auction)
        others = [row for row in rows if row.bidder_id != bidder.pk]
        after = standing_of(moves_of(auction, [*others, *_left(rows, bidder)]))
        values |= _shown(after, hour.terms)
        if hour.phase == "running" and before.leader == bidder.no:
            ends_at = extended(hour.terms, auction.ends_at, hour.at)
            deed.after(leader_left=True)
    append(auction, bidder, last, deed, hour.at, ends_at, **values)
    deed.after(bidder=bidder.no, kind=kind, ground=ground.strip(), ends_at=ends_at.isoformat())
    word = MOVES[kind]
    deed.emit(BidderGone(**about(auction, bidder.party_id), bidder=bidder.no, vi=word.vi, en=word.en))
    title = Text(f"Phiên {auction.number}: số {bidder.no} {word.vi}", f"Auction {auction.number}, bidder {bidder.no}: {word.en}")  # fmt: skip
    said = Text(ground.strip(), ground.strip())
    tell_sides([bidder.party_id], title, said, auction, deed)
    tell_right(access.HOLD, title, said, auction, deed)


def _left(rows: Iterable[Bid], bidder: Bidder) -> list[Bid]:
    return [row for row in rows if row.bidder_id == bidder.pk and row.kind != "bid"]


def _bidder(auction_id: int, party: str, actor: Actor) -> tuple[Bidder, Any]:
    """The registered side with what bars it. Raises Missing for a party that isn't registered here."""
    auction = some_auction(auction_id)
    bidder = own_bidder(auction, party)
    if bidder is None:
        raise access.no_such_bidder()
    return bidder, side_of(auction, bidder.party_id, actor, known=True)


def _needs_deposit(auction: Auction, bidder: Bidder, deed: Deed) -> bool:
    return not bidder.deposit_paper and bool(deposit_of(auction.start, deed.today))


def _shown(after: Standing, terms: Terms) -> dict[str, Any]:
    """What everybody reads after this line, and the sealed standing behind it."""
    return {"standing": seal_standing(after), "price": price_of(after, terms), "leader": after.leader}


def _tell_outbid(auction: Auction, before: int, after: int, deed: Deed) -> None:
    if before and before != after:
        party = Bidder.objects.values_list("party", flat=True).get(auction=auction, no=before)
        title = Text(f"Phiên {auction.number}: ông/bà không còn dẫn đầu", f"Auction {auction.number}: you no longer lead")  # fmt: skip
        body = Text("Có người đặt mức cao hơn. Ông/bà có thể nâng mức của mình.", "Somebody bid more. You can raise your limit.")  # fmt: skip
        tell_sides([party], title, body, auction, deed)
