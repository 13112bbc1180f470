"""The organiser notes deposits, excludes a bidder, awards, annuls."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.auctions import access
from khue.features.auctions.domain.commands import AnnulAuction, AwardAuction, ExcludeBidder, NoteDeposit
from khue.features.auctions.domain.holding import may_annul, may_award, may_exclude, may_note_deposit
from khue.features.auctions.domain.terms import AUCTION, dong
from khue.features.auctions.events import AuctionAnnulled, AuctionAwarded
from khue.features.auctions.models import Auction, AuctionResult, Bidder
from khue.features.auctions.usecases.bidding import gone
from khue.features.auctions.usecases.parts import (
    about,
    all_parties,
    bidder_no,
    has_left,
    locked_auction,
    near_any,
    seller_key,
    tell_sides,
    write,
)
from khue.features.auctions.usecases.settling import is_due, settle
from khue.features.people import queries as people
from khue.features.people.usecases import share_party as hold_party
from khue.kernel.deeds import Deed, command


def note_deposit(asked: NoteDeposit, *, actor: Actor) -> None:
    """The deposit of a bidder is known to have arrived; once. Raises Refused, Missing."""
    actor.require(access.HOLD)
    with command("auctions.note_deposit", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        auction = locked_auction(asked.auction_id, deed)
        bidder = bidder_no(auction, asked.bidder)
        near = near_any(auction, actor)
        require(may_note_deposit(asked, state=auction.state, noted=bool(bidder.deposit_paper), near=near))
        write(bidder, deposit_paper=asked.paper.strip(), deposit_by=actor.key, deposit_at=deed.moment)
        deed.after(bidder=bidder.no, paper=asked.paper.strip())
        title = Text(f"Phiên {auction.number}: đã ghi nhận tiền đặt trước", f"Auction {auction.number}: your deposit is noted")  # fmt: skip
        body = Text("Ông/bà có thể trả giá khi phiên mở.", "You can bid while the auction runs.")
        tell_sides([bidder.party_id], title, body, auction, deed)
        deed.result(True)


def exclude_bidder(asked: ExcludeBidder, *, actor: Actor) -> None:
    """What the bidder said counts for nothing; the ground stands in the list. Raises Refused, Missing."""
    actor.require(access.HOLD)
    with command("auctions.exclude_bidder", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        auction = locked_auction(asked.auction_id, deed)
        bidder = bidder_no(auction, asked.bidder)
        near = near_any(auction, actor)
        require(may_exclude(asked, state=auction.state, gone=has_left(bidder), near=near))
        gone(auction, bidder, "exclude", asked.ground, deed)
        deed.result(True)


def award_auction(asked: AwardAuction, *, actor: Actor) -> None:
    """The result is relied on from now on: the winner is told and named, deals may follow. Raises Refused."""
    actor.require(access.AWARD)
    with command("auctions.award_auction", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        auction = locked_auction(asked.auction_id, deed)
        if is_due(auction, deed.moment):  # nothing waits for the job
            settle(auction, deed, deed.moment)
        result = AuctionResult.objects.select_related("winner").filter(auction=auction).first()
        winner = result.winner if result is not None else None
        seller, buyer = _sides_now(auction, winner)
        decision = may_award(
            asked,
            state=auction.state,
            sold=winner is not None,
            settled_by=auction.concluded_by or auction.announced_by,
            hands=actor.hands,
            near=near_any(auction, actor),
            ended=people.why_no_more(seller) or (people.why_no_more(buyer) if buyer else None),
            one_party=seller == buyer,
        )
        require(decision)
        if result is None or winner is None or result.price is None:
            raise AssertionError("what is sold has a winner and a price")
        write(
            auction,
            state=AUCTION.after(auction.state, "award"),
            ended_by_name=actor.name,
            ended_at=deed.moment,
            ground=asked.ground.strip(),
        )
        party = access.key_of(winner.party_id)
        deed.after(state=auction.state, winner=winner.no, price=result.price, ground=asked.ground.strip())
        sides = about(auction, *all_parties(auction))
        deed.emit(AuctionAwarded(**sides, winner_party=party, price=result.price))
        said = dong(result.price)
        title = Text(f"Phiên {auction.number}: kết quả được công nhận", f"Auction {auction.number}: the result is awarded")  # fmt: skip
        body = Text(f"Người tham gia số {winner.no} trúng, giá {said.vi}.", f"Bidder {winner.no} wins at {said.en}.")
        tell_sides(all_parties(auction), title, body, auction, deed)
        deed.result(True)


def _sides_now(auction: Auction, winner: Bidder | None) -> tuple[str, str]:
    """Keys of seller and winner as they stand today, held against mergers until the deed ends; the second empty where nobody won."""
    for number in sorted({auction.seller_id, *([winner.party_id] if winner is not None else [])}):
        hold_party(access.key_of(number))
    seller = people.same_party(seller_key(auction))[0]
    return seller, people.same_party(access.key_of(winner.party_id))[0] if winner is not None else ""


def annul_auction(asked: AnnulAuction, *, actor: Actor) -> None:
    """Ended with its ground before the award; every side is told. The list stays. Raises Refused."""
    actor.require(access.AWARD)
    with command("auctions.annul_auction", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        auction = locked_auction(asked.auction_id, deed)
        require(may_annul(asked, state=auction.state, near=near_any(auction, actor)))
        annul(auction, asked.ground.strip(), deed)
        deed.result(True)


def annul(auction: Auction, ground: str, deed: Deed) -> None:
    """Joins the deed; the auction is held."""
    deed.before(state=auction.state)
    write(
        auction,
        state=AUCTION.after(auction.state, "annul"),
        ended_by_name=deed.actor.name,
        ended_at=deed.moment,
        ground=ground,
    )
    deed.after(state=auction.state, ground=ground)
    deed.emit(AuctionAnnulled(**about(auction, *all_parties(auction))))
    title = Text(f"Phiên {auction.number} đã bị hủy", f"Auction {auction.number} is annulled")
    tell_sides(all_parties(auction), title, Text(ground, ground), auction, deed)
