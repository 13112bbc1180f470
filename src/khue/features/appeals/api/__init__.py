"""Doors of the room: the applicant's writing, where an appeal stands, the officers' deeds."""

from khue.features.appeals.api import following, handling, writing
from khue.features.appeals.api.shapes import door

__all__ = ["door", "following", "handling", "writing"]
