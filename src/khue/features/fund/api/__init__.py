"""Doors of the room: what the fund gave, its cases, its portfolio."""

from khue.features.fund.api import public
from khue.features.fund.api.shapes import door

__all__ = ["door", "public"]
