"""Reading auctions. Frozen values only; what lies sealed leaves only to its own side, or after the opening."""

from khue.features.auctions.queries.cards import (
    AuctionCard,
    BidderRow,
    BidRow,
    OwnSide,
    RankRow,
    auction_card,
    number_of,
)
from khue.features.auctions.queries.figures import auctions_awarded
from khue.features.auctions.queries.holding import holds_of_persons, live_with, matters
from khue.features.auctions.queries.lists import VIEWS, AuctionRow, auctions, awarded_price, may_bid_as
from khue.features.auctions.queries.reading import due_auctions

__all__ = [
    "VIEWS",
    "AuctionCard",
    "AuctionRow",
    "BidRow",
    "BidderRow",
    "OwnSide",
    "RankRow",
    "auction_card",
    "auctions",
    "auctions_awarded",
    "awarded_price",
    "due_auctions",
    "holds_of_persons",
    "live_with",
    "matters",
    "may_bid_as",
    "number_of",
]
