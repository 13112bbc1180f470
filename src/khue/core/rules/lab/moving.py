"""One thing a little lower or higher, everything else as it was."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from khue.core.rules.reform import Change, Reform


def moved(unit: str, value: Any, factor: Fraction) -> Any:
    """A legal value raised or lowered, kept within what its unit allows."""
    if unit == "fraction":
        return min(Fraction(1), Fraction(value) * factor).limit_denominator(1000)
    found: int = round(value * factor)
    if found == value:
        found = value + (1 if factor > 1 else -1)
    return max(0, min(found, 100) if unit == "percent" else found)


def figure_moved(value: Fraction, factor: Fraction) -> Fraction:
    """A figure raised or lowered; a share of something stays one."""
    found = value * factor
    return min(found, Fraction(1)) if value <= 1 else found


def with_change(reform: Reform | None, change: Change) -> Reform:
    """A reform with one more change, which prevails over its own for that value."""
    base = reform or Reform()
    others = tuple(each for each in base.changes if each.parameter != change.parameter)
    return replace(base, changes=(*others, change))
