"""Sealed bids: opened by two persons in one deed, evaluated where it is a tender."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.auctions import access
from khue.features.auctions.domain.commands import ConcludeTender, OpenBids, ScoreBid
from khue.features.auctions.domain.holding import may_conclude, may_open, may_score
from khue.features.auctions.domain.sealed import ranking
from khue.features.auctions.domain.terms import AUCTION, TENDER
from khue.features.auctions.events import BidsOpened
from khue.features.auctions.models import Auction, BidScore
from khue.features.auctions.queries.reading import amount_of, list_of, moves_of, points_of, terms_of
from khue.features.auctions.usecases.parts import (
    about,
    all_parties,
    bidder_no,
    has_left,
    locked_auction,
    near_any,
    tell_right,
    write,
)
from khue.features.auctions.usecases.settling import settle
from khue.kernel.deeds import Deed, command


def open_bids(asked: OpenBids, *, actor: Actor) -> bool:
    """The first person signs; the second, another one, opens all in one deed. True when they are open now.

    Sealed first and second price have their result in the same deed; a tender goes on to its evaluation.
    """
    actor.require(access.OPEN)
    with command("auctions.open_bids", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return bool(done)
        auction = locked_auction(asked.auction_id, deed)
        require(
            may_open(
                kind=auction.kind,
                state=auction.state,
                ends_at=auction.ends_at,
                now=deed.moment,
                first=auction.first_opener,
                hands=actor.hands,
                near=near_any(auction, actor),
            )
        )
        if not auction.first_opener:
            write(auction, first_opener=actor.key, first_opener_name=actor.name)
            deed.after(first=actor.key)
            title = Text(f"Phiên {auction.number}: chờ người thứ hai mở giá", f"Auction {auction.number} awaits the second person to open it")  # fmt: skip
            body = Text(f"{actor.name} đã ký mở.", f"{actor.name} has signed.")
            tell_right(access.OPEN, title, body, auction, deed)
            deed.result(False)
            return False
        _open(auction, deed)
        if auction.kind != TENDER:
            write(auction, concluded_by=actor.key)
            settle(auction, deed, deed.moment)
        deed.result(True)
        return True


def _open(auction: Auction, deed: Deed) -> None:
    write(
        auction,
        state=AUCTION.after(auction.state, "open"),
        second_opener=deed.actor.key,
        second_opener_name=deed.actor.name,
        opened_at=deed.moment,
    )
    opened = 0
    for row in list_of(auction):
        if row.kind == "bid":
            write(row, amount=amount_of(row, auction))
            opened += 1
    deed.after(state=auction.state, first=auction.first_opener, second=deed.actor.key, opened=opened)
    deed.emit(BidsOpened(**about(auction, *all_parties(auction))))


def score_bid(asked: ScoreBid, *, actor: Actor) -> None:
    """Points of one bid for every criterion, with the ground. Given again, the newer ones count; the older stay on record."""
    actor.require(access.OPEN)
    with command("auctions.score_bid", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        auction = locked_auction(asked.auction_id, deed)
        bidder = bidder_no(auction, asked.bidder)
        codes = [code for code, _vi, _en, _weight in auction.criteria]
        stays = not has_left(bidder) and bidder.bids.filter(kind="bid").exists()
        near = near_any(auction, actor)
        require(may_score(asked, state=auction.state, known=codes, stays=stays, near=near))
        BidScore.objects.bulk_create(
            BidScore(
                bidder=bidder,
                criterion=code,
                points=asked.points[code],
                ground=asked.ground.strip(),
                by=actor.key,
                by_name=actor.name,
                at=deed.moment,
            )
            for code in codes
        )
        deed.after(bidder=bidder.no, points={code: asked.points[code] for code in codes}, ground=asked.ground.strip())
        deed.result(True)


def conclude_tender(asked: ConcludeTender, *, actor: Actor) -> None:
    """The best evaluated bid, once every bid that counts is scored. Raises Refused."""
    actor.require(access.OPEN)
    with command("auctions.conclude_tender", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        auction = locked_auction(asked.auction_id, deed)
        points = points_of(auction)
        stand = ranking(moves_of(auction, list_of(auction)), points, terms_of(auction))
        codes = [code for code, _vi, _en, _weight in auction.criteria]
        unscored = {one.bidder for one in stand if any((one.bidder, code) not in points for code in codes)}
        near = near_any(auction, actor)
        require(may_conclude(kind=auction.kind, state=auction.state, unscored=unscored, near=near))
        write(auction, concluded_by=actor.key)
        settle(auction, deed, deed.moment)
        deed.result(True)
