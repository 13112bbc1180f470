"""What is done with auctions, one function per verb."""

from khue.features.auctions.usecases.announcing import announce_auction
from khue.features.auctions.usecases.bidding import leave_auction, place_bid, register_bidder, take_price
from khue.features.auctions.usecases.ending import end_with_party
from khue.features.auctions.usecases.holding import (
    annul_auction,
    award_auction,
    exclude_bidder,
    note_deposit,
)
from khue.features.auctions.usecases.opening import conclude_tender, open_bids, score_bid
from khue.features.auctions.usecases.settling import settle_auction

__all__ = [
    "announce_auction",
    "annul_auction",
    "award_auction",
    "conclude_tender",
    "end_with_party",
    "exclude_bidder",
    "leave_auction",
    "note_deposit",
    "open_bids",
    "place_bid",
    "register_bidder",
    "score_bid",
    "settle_auction",
    "take_price",
]
