"""Doors of the room: what the fund gave, its cases and money, its bodies, charter and capital."""

from khue.features.fund.api import deeds, founding, public, reading
from khue.features.fund.api.shapes import door

__all__ = ["deeds", "door", "founding", "public", "reading"]
