"""How far deals of the exchange come: stage by stage, with what is lost on the way and how long each stage takes. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from khue.features.publicity.domain.lead_time import rank

LEAST = 3
"""So many contracts must stand behind a sum of money before it is shown: with fewer, a sum would tell the price of one."""


@dataclass(frozen=True, slots=True)
class Stage:
    """``came``: ways that reached the point, or a later one. ``of_before`` and ``of_all`` in per cent; ``median`` days from the
    point before, over the ``timed`` ways that have both days. None where there is nothing to divide by."""

    point: str
    came: int
    of_before: int | None
    of_all: int | None
    median: int | None
    timed: int


def funnel(ways: Sequence[Mapping[str, date]], points: Sequence[str]) -> tuple[Stage, ...]:
    """A way that has a later point has passed the earlier ones, also where their day is not on record."""
    last = [max((points.index(point) for point in way if point in points), default=-1) for way in ways]
    came = [sum(1 for reached in last if reached >= place) for place in range(len(points))]
    found = [Stage(points[0], came[0], None, 100 if came[0] else None, None, 0)]
    for place, (before, point) in enumerate(pairwise(points), 1):
        days = [max(0, (way[point] - way[before]).days) for way in ways if point in way and before in way]
        found.append(
            Stage(
                point,
                came[place],
                percent(came[place], came[place - 1]),
                percent(came[place], came[0]),
                rank(days, 50),
                len(days),
            )
        )
    return tuple(found)


def percent(part: int, whole: int) -> int | None:
    """Whole per cent, half up."""
    return None if not whole else (part * 200 + whole) // (whole * 2)


@dataclass(frozen=True, slots=True)
class Group:
    """Ways of one kind: how many came to each point, and the median of days from the first to the signed contract."""

    code: str
    came: Mapping[str, int]
    median: int | None


def grouped(
    ways: Iterable[tuple[Sequence[str], Mapping[str, date]]], points: Sequence[str], until: str
) -> tuple[Group, ...]:
    """Each way counts for every code that it has. Largest group first, then by code."""
    by: dict[str, list[Mapping[str, date]]] = {}
    for codes, way in ways:
        for code in codes or ("",):
            by.setdefault(code, []).append(way)
    found = []
    for code, group in by.items():
        came = {stage.point: stage.came for stage in funnel(group, points)}
        days = [max(0, (way[until] - way[points[0]]).days) for way in group if until in way and points[0] in way]
        found.append(Group(code, came, rank(days, 50)))
    return tuple(sorted(found, key=lambda one: (-one.came[points[0]], one.code)))


def shown_sum(values: Sequence[int]) -> int | None:
    """The sum in đồng, where at least ``LEAST`` contracts stand behind it."""
    return sum(values) if len(values) >= LEAST else None


def halves(first: date, today: date) -> tuple[tuple[str, date, date], ...]:
    """Half-years from that of ``first`` to that of ``today``, newest first: ``2026-1``, its first day, the first day after it."""
    found = []
    year, half = first.year, 1 if first.month <= 6 else 2
    while (year, half) <= (today.year, 1 if today.month <= 6 else 2):
        since = date(year, 1 if half == 1 else 7, 1)
        until = date(year, 7, 1) if half == 1 else date(year + 1, 1, 1)
        found.append((f"{year}-{half}", since, until))
        year, half = (year, 2) if half == 1 else (year + 1, 1)
    return tuple(reversed(found))
