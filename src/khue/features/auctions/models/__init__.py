"""Tables of auctions. What is said lies sealed in the list of bids; the list only grows."""

from khue.features.auctions.models.auctions import Auction, AuctionResult, AuctionYear
from khue.features.auctions.models.bids import Bid, Bidder, BidScore

APPEND_ONLY_TABLES = ("auctions_auctionresult", "auctions_bidscore")

__all__ = ["APPEND_ONLY_TABLES", "Auction", "AuctionResult", "AuctionYear", "Bid", "BidScore", "Bidder"]
