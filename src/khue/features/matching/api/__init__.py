"""Doors of the room: one's own matches, experts and investors, introductions, and the answers to them."""

from khue.features.matching.api import beside, own
from khue.features.matching.api.shapes import door

__all__ = ["beside", "door", "own"]
