"""A party that is no more: what it bid counts for nothing from then on, and what it sells is annulled; each with the reason."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.features.auctions import access
from khue.features.auctions.domain.terms import AUCTION
from khue.features.auctions.models import Bidder
from khue.features.auctions.usecases.bidding import gone
from khue.features.auctions.usecases.holding import annul
from khue.features.auctions.usecases.parts import has_left, locked_auction, seller_key
from khue.features.people import queries as people
from khue.kernel.deeds import command

JOB = "job.auctions.end_with_party"
BIDS_COUNT = ("announced", "opened")
"""States in which a bidder can still leave the list. Once it is settled the price was computed with it: the award is refused then."""


def end_with_party(auction_id: int, *, actor: Actor) -> bool:
    """By the job, once a side of the auction is no more; whether something ended now. Safe to repeat.

    Without its seller the auction is annulled; bidders that are no more are excluded in the order of their numbers.
    """
    actor.require(JOB)
    with command("auctions.end_with_party", actor) as deed:
        auction = locked_auction(auction_id, deed)
        why = people.why_no_more(seller_key(auction))
        if why is not None and "annul" in AUCTION.possible(auction.state):
            annul(auction, f"{why.vi} / {why.into('en')}", deed)
            return True
        done = False
        if auction.state in BIDS_COUNT:
            for bidder in Bidder.objects.filter(auction=auction, party__in=people.dissolved_ids()).order_by("no"):
                said = people.why_no_more(access.key_of(bidder.party_id))
                if said is not None and not has_left(bidder):
                    gone(auction, bidder, "exclude", f"{said.vi} / {said.into('en')}", deed)
                    done = True
        if not done:
            deed.nothing_done()
        return done
