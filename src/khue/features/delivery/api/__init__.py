"""Doors of the room: the public register, the file of a mission, the lead's deeds and the city's."""

from khue.features.delivery.api import file, missions, own, steps, watching
from khue.features.delivery.api.shapes import door

__all__ = ["door", "file", "missions", "own", "steps", "watching"]
