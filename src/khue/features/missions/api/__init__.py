"""Doors of the room: supports, the officers' steps, the equipment register."""

from khue.features.missions.api import steps, supports
from khue.features.missions.api.shapes import door

__all__ = ["door", "steps", "supports"]
