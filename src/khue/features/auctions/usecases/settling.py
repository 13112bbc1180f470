"""The result is computed from the whole list, once, and written with the sentences that say why."""

from __future__ import annotations

from datetime import datetime

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.auctions.domain.terms import AUCTION, GRACE, SEALED, dong
from khue.features.auctions.events import AuctionSettled
from khue.features.auctions.models import Auction, AuctionResult, Bidder
from khue.features.auctions.queries.reading import computed, list_of
from khue.features.auctions.usecases.parts import about, all_parties, locked_auction, tell_sides, write
from khue.kernel.deeds import Deed, command

JOB = "job.auctions.settle"


def settle_auction(auction_id: int, *, actor: Actor) -> bool:
    """By the job, when the time of an English or Dutch auction is over; True when it was settled now. Safe to repeat."""
    actor.require(JOB)
    with command("auctions.settle_auction", actor) as deed:
        auction = locked_auction(auction_id, deed)
        if not is_due(auction, deed.moment):
            deed.nothing_done()
            return False
        settle(auction, deed, deed.moment)
        return True


def is_due(auction: Auction, now: datetime) -> bool:
    """Whether the clock alone may settle it now."""
    return auction.state == "announced" and auction.kind not in SEALED and now >= auction.ends_at + GRACE


def settle(auction: Auction, deed: Deed, at: datetime) -> None:
    """One result, from every line of the list. Joins the deed; the auction is held."""
    rows = list_of(auction)
    found = computed(auction, rows)
    winner = Bidder.objects.get(auction=auction, no=found.winner) if found.winner else None
    AuctionResult.objects.create(
        auction=auction,
        winner=winner,
        price=found.price,
        why=[sentence.to_json() for sentence in found.why],
        bids=len(rows),
        at=at,
    )
    write(auction, state=AUCTION.after(auction.state, "settle"))
    deed.after(state=auction.state, winner=found.winner, price=found.price, bids=len(rows))
    deed.emit(AuctionSettled(**about(auction, *all_parties(auction)), winner=found.winner, price=found.price))
    title = Text(f"Phiên {auction.number} đã có kết quả", f"Auction {auction.number} has its result")
    body = Text("Không có người trúng.", "Nobody has won.")
    if found.price is not None:
        said = dong(found.price)
        body = Text(f"Người tham gia số {found.winner} trúng, giá {said.vi}.", f"Bidder {found.winner} wins at {said.en}.")  # fmt: skip
    tell_sides(all_parties(auction), title, body, auction, deed)
