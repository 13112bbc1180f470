"""Doors of the room: one's own deals, what is said and offered in them, royalties."""

from khue.features.deals.api import own
from khue.features.deals.api.shapes import door

__all__ = ["door", "own"]
