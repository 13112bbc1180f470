"""Doors of the room: the public register; for members their seats, items, sheets, meetings and interests. No ballot has a door."""

from khue.features.councils.api import panels, register, sheets
from khue.features.councils.api.shapes import door

__all__ = ["door", "panels", "register", "sheets"]
