"""Doors of the room: what everybody reads and searches, the supplier's own, drafts and sheets, the desk of two persons, lists."""

from khue.features.exchange.api import drafts, material, members, own, public, searching, steps
from khue.features.exchange.api.shapes import door

__all__ = ["door", "drafts", "material", "members", "own", "public", "searching", "steps"]
