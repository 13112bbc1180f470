"""Doors of the room: auctions as everybody reads them, and what a bidder does."""

from khue.features.auctions.api import bidding, public
from khue.features.auctions.api.shapes import door

__all__ = ["bidding", "door", "public"]
