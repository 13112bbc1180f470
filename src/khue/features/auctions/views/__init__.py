"""Pages of auctions."""

from khue.features.auctions.views.bidding import bid, leave, register, take
from khue.features.auctions.views.holding import (
    announce,
    annul,
    award,
    conclude,
    deposit,
    exclude,
    open_bids,
    score,
)
from khue.features.auctions.views.public import auction, auctions

__all__ = [
    "announce",
    "annul",
    "auction",
    "auctions",
    "award",
    "bid",
    "conclude",
    "deposit",
    "exclude",
    "leave",
    "open_bids",
    "register",
    "score",
    "take",
]
