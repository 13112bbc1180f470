"""Doors of the room: the public register, results on offer, the own file, what a result earns."""

from khue.features.results.api import money, own, register
from khue.features.results.api.shapes import door

__all__ = ["door", "money", "own", "register"]
