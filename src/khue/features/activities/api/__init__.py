"""Doors of the room: plans and their versions, lines with reports, spends, council fees."""

from khue.features.activities.api import fees, lines, plans, spends
from khue.features.activities.api.shapes import door

__all__ = ["door", "fees", "lines", "plans", "spends"]
