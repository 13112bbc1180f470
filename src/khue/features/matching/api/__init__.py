"""Doors of the room: one's own matches and introductions, and the answers to them."""

from khue.features.matching.api import own
from khue.features.matching.api.shapes import door

__all__ = ["door", "own"]
