"""Doors of the room: transfers that were decided, for everybody; technology that the city buys and spreads."""

from khue.features.transfers.api import public, purchases
from khue.features.transfers.api.shapes import door

__all__ = ["door", "public", "purchases"]
