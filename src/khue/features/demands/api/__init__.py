"""Doors of the room: public problems, one's own, asking and proposing."""

from khue.features.demands.api import own, public
from khue.features.demands.api.shapes import door

__all__ = ["door", "own", "public"]
