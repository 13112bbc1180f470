"""Doors of the room: the public register, results on offer, one's own results."""

from khue.features.results.api import register
from khue.features.results.api.shapes import door

__all__ = ["door", "register"]
