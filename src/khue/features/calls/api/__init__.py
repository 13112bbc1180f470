"""Doors of the room: calls and questions for everybody, needs and proposals for their authors, orders and deeds for the office."""

from khue.features.calls.api import calls, needs, orders, proposals, rounds
from khue.features.calls.api.shapes import door

__all__ = ["calls", "door", "needs", "orders", "proposals", "rounds"]
