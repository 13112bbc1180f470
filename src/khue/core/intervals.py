"""Periods of days: from a day, until (not including) a day or without end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open period of days ``[start, end)``; ``end`` None means until further notice.

    ``start == end`` is an empty period: it holds no day and overlaps nothing.
    Raises ValueError when ``end`` lies before ``start``, TypeError for moments (a moment is not a day).
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            raise TypeError("a period is made of days, not of moments")
        if self.end is not None and self.end < self.start:
            raise ValueError(f"the period ends on {self.end}, before it starts on {self.start}")

    @property
    def is_empty(self) -> bool:
        return self.start == self.end

    @property
    def is_open(self) -> bool:
        return self.end is None

    @property
    def days(self) -> int | None:
        """Number of calendar days; None for a period without end."""
        return None if self.end is None else (self.end - self.start).days

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: Period) -> bool:
        """Whether at least one day lies in both."""
        return self.intersection(other) is not None

    def touches(self, other: Period) -> bool:
        """Whether the two overlap or follow each other without a gap."""
        return (self.end is None or other.start <= self.end) and (other.end is None or self.start <= other.end)

    def intersection(self, other: Period) -> Period | None:
        """The days that lie in both; None when there is none."""
        start = max(self.start, other.start)
        end = _earlier(self.end, other.end)
        return Period(start, end) if end is None or start < end else None

    def minus(self, other: Period) -> tuple[Period, ...]:
        """The days of this period that are not in ``other``: none, one or two periods, in order."""
        shared = self.intersection(other)
        if shared is None:
            return () if self.is_empty else (self,)
        before = (Period(self.start, shared.start),) if self.start < shared.start else ()
        if shared.end is None or shared.end == self.end:
            return before
        return (*before, Period(shared.end, self.end))


def merged(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same days as disjoint periods with gaps between them, in order; empty periods fall away."""
    result: list[Period] = []
    for period in sorted((p for p in periods if not p.is_empty), key=lambda p: p.start):
        if result and result[-1].touches(period):
            last = result.pop()
            period = Period(last.start, _later(last.end, period.end))
        result.append(period)
    return tuple(result)


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)
