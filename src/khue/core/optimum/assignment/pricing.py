"""Every pair looked at in blocks: which are worth adding, and what all of them together prove.

Ten thousand proposals and five thousand reviewers are 57 million pairs; at no time are more than a block of rows in
memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from khue.core.optimum.program import Floats, Integers

Points = Callable[[Integers], Integers]
"""Given the places of some proposals, their points with every reviewer: whole numbers, one row per proposal."""

Candidates = tuple[Integers, Integers]
"""(keys of pairs, their points)"""

ROWS = 256


@dataclass(frozen=True, slots=True)
class Prices:
    """What a place with each proposal, a place with each reviewer and a point of each proposal's floor are worth."""

    place: Floats
    load: Floats
    floor: Floats


@dataclass(frozen=True, slots=True)
class Field:
    """All pairs of ``size`` proposals and ``wide`` reviewers, the forbidden ones (``of``, ``by``) among them."""

    points: Points
    size: int
    wide: int
    of: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    by: Integers = field(default_factory=lambda: np.zeros(0, np.int64))

    def blocks(self) -> Iterator[tuple[Integers, Integers, tuple[Integers, Integers]]]:
        """(places of proposals, their points, the forbidden pairs among them as indices of the block)."""
        order = np.argsort(self.of, kind="stable")
        of, by = self.of[order], self.by[order]
        for start in range(0, self.size, ROWS):
            rows = np.arange(start, min(start + ROWS, self.size))
            first, last = np.searchsorted(of, [rows[0], rows[-1] + 1])
            yield rows, self.points(rows), (of[first:last] - start, by[first:last])

    def keys(self, of: Integers, by: Integers) -> Integers:
        """One number for each pair."""
        return of * self.wide + by

    def best(self, each: int, every: int) -> Candidates:
        """The ``each`` best pairs of every proposal and the ``every`` best of every reviewer."""
        found: list[Candidates] = []
        tops = _Tops(self.wide, every)
        for rows, points, (of, by) in self.blocks():
            points[of, by] = -1
            found.append(self._of_rows(rows, points, each))
            tops.see(rows, points)
        of, by, value = tops.best()
        found.append((self.keys(of, by), value))
        keys, first = np.unique(np.concatenate([keys for keys, _ in found]), return_index=True)
        return keys, np.concatenate([values for _, values in found])[first]

    def _of_rows(self, rows: Integers, points: Integers, each: int) -> Candidates:
        each = min(each, self.wide)
        top = np.argpartition(-points, each - 1, axis=1)[:, :each]
        values = np.take_along_axis(points, top, 1).ravel()
        return self.keys(np.repeat(rows, each), top.ravel())[values >= 0], values[values >= 0]

    def favourable(self, prices: Prices, beyond: float, *, gain: int = 1, each: int = 0) -> Candidates:
        """All pairs whose points (times ``gain``) exceed what they use by more than ``beyond``.

        With ``each``, no more than so many of each proposal, those that exceed it most.
        """
        keys, values = [], []
        # Single precision finds them, with a margin; double precision decides.
        keep, place, load = (part.astype(np.float32) for part in (gain - prices.floor, prices.place, prices.load))
        margin = 1e-5 * (1 + float(np.abs(prices.place).max()) + float(np.abs(prices.load).max()))
        for rows, points, (of, by) in self.blocks():
            rest = points.astype(np.float32)
            rest *= keep[rows][:, None]
            rest -= place[rows][:, None]
            rest -= load
            rest[of, by] = -np.inf
            at, who = np.nonzero(rest > beyond - margin)
            if each and len(at):
                at, who = _foremost(at, who, rest[at, who].astype(float), each)
            own, value = rows[at], points[at, who]
            exact = value * (gain - prices.floor[own]) - prices.place[own] - prices.load[who]
            keys.append(self.keys(own, who)[exact > beyond])
            values.append(value[exact > beyond])
        return np.concatenate(keys), np.concatenate(values)

    def excess(self, whole: tuple[Integers, Integers, Integers], unit: int) -> int:
        """The sum over *all* pairs of what their points exceed the whole-number prices by, in parts of ``unit``."""
        place, load, floor = whole
        found = 0
        for rows, points, (of, by) in self.blocks():
            rest = points * (unit - floor[rows])[:, None]
            rest -= place[rows][:, None]
            rest -= load
            rest[of, by] = 0
            np.maximum(rest, 0, out=rest)
            found += int(rest.sum())
        return found


def _foremost(at: Integers, who: Integers, rest: Floats, each: int) -> tuple[Integers, Integers]:
    """Of the entries of every row the ``each`` largest."""
    order = np.lexsort((who, -rest, at))
    at, who = at[order], who[order]
    kept = np.arange(len(at)) - np.searchsorted(at, at) < each
    return at[kept], who[kept]


class _Tops:
    """The best ``count`` of every column of a table that comes in blocks of rows.

    Only what lies above a column's last known ``count``-th best is kept, so little is, after the first block.
    """

    def __init__(self, wide: int, count: int) -> None:
        self.count = count
        self.least = np.full(wide, -1, np.int64)
        self.of = np.zeros(0, np.int64)
        self.by = np.zeros(0, np.int64)
        self.value = np.zeros(0, np.int64)

    def see(self, rows: Integers, points: Integers) -> None:
        at, by = np.nonzero(points > self.least)
        self.of, self.by = np.concatenate([self.of, rows[at]]), np.concatenate([self.by, by])
        self.value = np.concatenate([self.value, points[at, by]])
        if len(self.of) > 4 * self.count * len(self.least):
            self._prune()

    def best(self) -> tuple[Integers, Integers, Integers]:
        self._prune()
        return self.of, self.by, self.value

    def _prune(self) -> None:
        order = np.lexsort((self.of, -self.value, self.by))
        by = self.by[order]
        rank = np.arange(len(by)) - np.searchsorted(by, by)
        kept, last = order[rank < self.count], order[rank == self.count - 1]
        self.least[self.by[last]] = self.value[last]
        self.of, self.by, self.value = self.of[kept], self.by[kept], self.value[kept]
