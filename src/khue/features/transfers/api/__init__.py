"""Doors of the room: transfers that were decided, for everybody."""

from khue.features.transfers.api import public
from khue.features.transfers.api.shapes import door

__all__ = ["door", "public"]
