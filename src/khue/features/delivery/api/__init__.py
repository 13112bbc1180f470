"""Doors of the room: the public register of missions, and for staff the missions under way."""

from khue.features.delivery.api import missions
from khue.features.delivery.api.shapes import door

__all__ = ["door", "missions"]
