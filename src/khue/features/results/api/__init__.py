"""Doors of the room: the public register, results on offer, the own file, what a result earns."""

from khue.features.results.api import claims, money, own, register, rights
from khue.features.results.api.shapes import door

__all__ = ["claims", "door", "money", "own", "register", "rights"]
