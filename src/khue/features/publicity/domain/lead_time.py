"""How long it takes from the first word to the money: medians of days, with how many cases stand behind each.

Median: the middle value, of an even number of cases the lower middle one, so that it is always a case that there was. 90th percentile
by nearest rank. An award counts for a stretch when it has both of its ends; one that has not come so far does not shorten it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from khue.features.publicity.domain.awards import POINTS

DAYS_OF_MONTH = 365.2425 / 12


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one point to a later one. ``cases`` have both ends, of ``begun`` that have the first; days are None without a case."""

    since: str
    until: str
    cases: int
    begun: int
    median: int | None
    ninetieth: int | None

    @property
    def months(self) -> float | None:
        """The median in months of 30.4 days."""
        return None if self.median is None else self.median / DAYS_OF_MONTH


def rank(values: Sequence[int], share: int) -> int | None:
    """The value at ``share`` per cent by nearest rank; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, -(-share * len(ordered) // 100) - 1)]


def stretch(ways: Sequence[Mapping[str, date]], since: str, until: str) -> Stretch:
    """Over ways that are given by the day of each point. A way whose days stand the wrong way round counts as zero days."""
    begun = [way for way in ways if since in way]
    days = [max(0, (way[until] - way[since]).days) for way in begun if until in way]
    return Stretch(since, until, len(days), len(begun), rank(days, 50), rank(days, 90))


def stretches(ways: Iterable[Mapping[str, date]]) -> tuple[Stretch, ...]:
    """Every stretch between neighbouring points that any way has, in order."""
    all_ways = tuple(ways)
    present = [point for point in POINTS if any(point in way for way in all_ways)]
    return tuple(stretch(all_ways, *pair) for pair in pairwise(present))


def whole(ways: Iterable[Mapping[str, date]]) -> Stretch | None:
    """From the first point that any way has to the money; None while there is no way at all."""
    all_ways = tuple(ways)
    present = [point for point in POINTS if any(point in way for way in all_ways)]
    return stretch(all_ways, present[0], "paid") if present else None
