"""Doors of the room: supports, the officers' steps, the equipment register, claims."""

from khue.features.missions.api import claims, steps, supports
from khue.features.missions.api.shapes import door

__all__ = ["claims", "door", "steps", "supports"]
