"""A column: data with what is known of it.

Data that is not known holds zero, false or the first day, so that no operation trips over it. Days are ordinals, choices
are codes of the program's vocabulary, shares are pairs of whole numbers (parts, whole).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Final, NamedTuple

import numpy as np

from khue.core.rules.expressions import LIMIT
from khue.core.rules.kinds import FIRST_DAY, Kind

EPOCH: Final = date(1970, 1, 1).toordinal()
"""NumPy counts days from here, Python from the year 1."""


FIRST: Final = FIRST_DAY.toordinal()


class Column(NamedTuple):
    """``known`` is True (all), False (none) or an array of yes and no."""

    data: Any
    known: Any


class Lines(NamedTuple):
    """Lists of lines laid end to end: ``rows`` says to which case each line belongs, ``starts`` where each begins."""

    fields: dict[str, Column]
    rows: Any
    starts: Any


class Faults:
    """Which cases cannot be computed."""

    def __init__(self, size: int) -> None:
        self.at = np.zeros(size, dtype=bool)

    def mark(self, where: Any, known: Any) -> None:
        self.at |= np.asarray(where) & known


def both(a: Any, b: Any) -> Any:
    if a is True:
        return b
    if b is True:
        return a
    return False if a is False or b is False else a & b


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    if isinstance(then, tuple):
        return tuple(where(condition, a, b) for a, b in zip(then, otherwise, strict=True))
    if _is_whole(then) and _is_whole(otherwise):
        # np.where jumps wherever a row differs from the one before; whole numbers are chosen without a jump. Where the
        # difference wraps around 64 bits, adding it wraps back.
        return otherwise + condition * (then - otherwise)
    return np.where(condition, then, otherwise)


def _is_whole(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return bool(value.dtype == np.int64)
    return type(value) is int and -LIMIT <= value <= LIMIT // 2


def same(a: Any, b: Any) -> Any:
    return a[0] * b[1] == b[0] * a[1] if isinstance(a, tuple) else a == b


def blank(data: Any, known: Any) -> Any:
    """Zero where nothing is known, so that later steps stay within bounds."""
    if known is True:
        return data
    if isinstance(data, tuple):
        return np.where(known, data[0], 0), np.where(known, data[1], 1)
    return np.where(known, data, 0)


def as_data(value: Any, kind: Kind, code: Callable[[str], int]) -> Any:
    """A plain value as column data."""
    if kind is Kind.DAY:
        return value.toordinal()
    if kind is Kind.SHARE:
        return Fraction(value).numerator, Fraction(value).denominator
    if kind is Kind.CHOICE:
        return code(value)
    if kind is Kind.CODES:
        return frozenset(code(each) for each in value)
    return np.bool_(value) if kind is Kind.YESNO else value


def nothing(kind: Kind) -> Any:
    """Data that stands for what is not known."""
    return {Kind.SHARE: (0, 1), Kind.DAY: FIRST, Kind.YESNO: np.False_, Kind.CODES: frozenset()}.get(kind, 0)
