"""Doors of the room: one's own record, parties, mandates, roles, keys."""

from khue.features.people.api import keys, mandates, own, parties
from khue.features.people.api.shapes import door

__all__ = ["door", "keys", "mandates", "own", "parties"]
