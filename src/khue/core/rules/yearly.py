"""How a year is told by the policy lab: which day's law counts, and at which parts of the cases amounts are named."""

from __future__ import annotations

from typing import Final

MIDYEAR: Final = (7, 1)
"""The law of a year is that of its first of July."""

QUANTILES: Final = (10, 25, 50, 75, 90)
