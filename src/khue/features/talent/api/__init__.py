"""Doors of the room: posts and engagements for everybody, the expert's own, the search and the contract for staff."""

from khue.features.talent.api import contracts, evaluations, own, public, searching
from khue.features.talent.api.shapes import door

__all__ = ["contracts", "door", "evaluations", "own", "public", "searching"]
