"""Doors of the room: one's own record, parties and what happens to them, mandates, roles, keys, sanctions."""

from khue.features.people.api import changes, keys, lists, mandates, own, parties
from khue.features.people.api.shapes import door

__all__ = ["changes", "door", "keys", "lists", "mandates", "own", "parties"]
