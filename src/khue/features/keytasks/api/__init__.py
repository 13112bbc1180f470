"""Doors of the room: the register for everybody, the own file for the lead, the steps for the officers."""

from khue.features.keytasks.api import own, register, steps
from khue.features.keytasks.api.shapes import door

__all__ = ["door", "own", "register", "steps"]
