"""The linear program over the candidate pairs only, which grows by the pairs that its own prices ask for."""

from __future__ import annotations

from typing import Any

import numpy as np

from khue.core.optimum.assignment.pricing import Candidates, Field, Prices
from khue.core.optimum.program import Flags, Floats, Integers, Program

CALM = 1e-6
"""A pair that exceeds its prices by less is not added: HiGHS works to this."""

FEW = 16
"""Pairs of one proposal that are added at once: where places are missing every pair would pay."""


class Master:
    """Columns: first one shortfall for every demand (places, loads from below, floors), then the candidate pairs.

    Rows: a proposal's places, a reviewer's load, the floors that are above 0.
    """

    def __init__(
        self, field: Field, needs: Integers, loads: tuple[Integers, Integers], floors: Integers, fine: int
    ) -> None:
        self.field, self.needs, self.least, self.most, self.floors = field, needs, loads[0], loads[1], floors
        self.fine = float(fine)
        self.floored = np.flatnonzero(floors > 0)
        self.place = np.full(field.size, -1)
        self.place[self.floored] = field.size + field.wide + np.arange(len(self.floored))
        self.row_lower = np.concatenate([needs, loads[0], floors[self.floored]]).astype(float)
        tail = np.full(len(self.floored), np.inf)
        self.row_upper = np.concatenate([needs.astype(float), loads[1].astype(float), tail])
        self.short = np.flatnonzero(self.row_lower > 0)
        self.of = np.zeros(0, np.int64)
        self.by = np.zeros(0, np.int64)
        self.points = np.zeros(0, np.int64)
        self.x = np.zeros(0)
        self.prices = Prices(np.zeros(field.size), np.zeros(field.wide), np.zeros(field.size))
        self.shortfall = 0.0
        self.solver: Any = None

    def grow(self, candidates: Candidates, gain: int = 1) -> None:
        """Candidate pairs more, those that are new."""
        new = ~np.isin(candidates[0], self.field.keys(self.of, self.by))
        keys, points = candidates[0][new], candidates[1][new]
        of, by = keys // self.field.wide, keys % self.field.wide
        self.of, self.by = np.concatenate([self.of, of]), np.concatenate([self.by, by])
        self.points = np.concatenate([self.points, points])
        self.x = np.concatenate([self.x, np.zeros(len(of))])
        if self.solver is not None:
            start, index, value = _columns(self._entries(of, by, points), len(of))
            self.solver.addCols(
                len(of),
                points.astype(float) * gain,
                np.zeros(len(of)),
                np.ones(len(of)),
                len(index),
                start,
                index,
                value,
            )

    def _entries(self, of: Integers, by: Integers, points: Integers) -> tuple[Integers, Integers, Floats]:
        every, floored = np.arange(len(of)), np.flatnonzero(self.place[of] >= 0)
        row = np.concatenate([of, by + self.field.size, self.place[of[floored]]])
        value = np.concatenate([np.ones(2 * len(of)), points[floored].astype(float)])
        return row, np.concatenate([every, every, floored]), value

    def program(self) -> Program:
        """Of the pairs alone, without shortfalls."""
        row, column, value = self._entries(self.of, self.by, self.points)
        count = len(self.of)
        ends = self.row_lower, self.row_upper
        return Program(self.points.astype(float), np.zeros(count), np.ones(count), *ends, row, column, value)

    def settle(self) -> bool:
        """Solve, price every pair, add those that pay, until none does: ``prices`` then hold for all pairs.

        False when the demands cannot all be met, not even by halves; then ``shortfall`` says by how much.
        """
        self._settle(1)
        if self.shortfall < CALM:
            return True
        # The fine may have been too small. First nothing but the shortfall counts; without one, none is allowed.
        short, pairs = np.arange(len(self.short)), len(self.of)
        self._charge(short, np.full(len(short), -1.0))
        self._charge(len(short) + np.arange(pairs), np.zeros(pairs))
        self._settle(0)
        if self.shortfall > CALM:
            return False
        self._charge(len(short) + np.arange(len(self.of)), self.points.astype(float))
        self.solver.changeColsBounds(len(short), short.astype(np.int32), np.zeros(len(short)), np.zeros(len(short)))
        self._settle(1)
        return True

    def _settle(self, gain: int) -> None:
        self.solve()
        # The pairs of the solution pay as well: at most as many as are needed, so that new ones always come along.
        each = FEW + int(self.needs.max())
        while True:
            before = len(self.of)
            self.grow(self.field.favourable(self.prices, CALM, gain=gain, each=each), gain)
            if len(self.of) == before:
                return
            self.solve()

    def _charge(self, columns: Integers, costs: Floats) -> None:
        self.solver.changeColsCost(len(columns), columns.astype(np.int32), costs)

    def solve(self) -> None:
        if self.solver is None:
            self._start()
        self.solver.run()
        found = self.solver.getSolution()
        x, y = np.array(found.col_value), np.array(found.row_dual)
        short = len(self.short)
        self.x, self.shortfall = x[short:], float(x[:short].sum())
        size, floor = self.field.size, np.zeros(self.field.size)
        floor[self.floored] = y[size + self.field.wide :]
        self.prices = Prices(y[:size], y[size : size + self.field.wide], floor)
        self.solver.setOptionValue("solver", "simplex")
        self.solver.setOptionValue("simplex_strategy", 4)

    def _start(self) -> None:
        """The first solution by interior points, brought to a corner; later ones from there by the primal simplex."""
        from khue.core.optimum.program import load

        pairs, short = self.program(), len(self.short)
        elastic = Program(
            cost=np.concatenate([np.full(short, -self.fine), pairs.cost]),
            lower=np.zeros(short + len(self.of)),
            upper=np.concatenate([self.row_lower[self.short], pairs.upper]),
            row_lower=pairs.row_lower,
            row_upper=pairs.row_upper,
            row=np.concatenate([self.short, pairs.row]),
            column=np.concatenate([np.arange(short), pairs.column + short]),
            value=np.concatenate([np.ones(short), pairs.value]),
        )
        self.solver = load(elastic)
        self.solver.setOptionValue("solver", "ipm" if len(self.of) > 100_000 else "simplex")

    def reduced(self) -> Floats:
        """What each candidate pair is worth beyond the prices."""
        prices = self.prices
        return self.points * (1 - prices.floor[self.of]) - prices.place[self.of] - prices.load[self.by]

    def priced_rows(self) -> Flags:
        """Rows of ``program`` that have a price."""
        floor = self.prices.floor[self.floored]
        priced: Flags = np.abs(np.concatenate([self.prices.place, self.prices.load, floor])) > CALM
        return priced

    def certified(self) -> int:
        """The largest whole number that any assignment can be worth, over all pairs, in exact integers."""
        prices = self.prices
        unit = 1 << self._bits()
        place, load, floor = (
            np.rint(part * unit).astype(np.int64) for part in (prices.place, prices.load, prices.floor)
        )
        floor[(floor > 0) | (self.floors <= 0)] = 0
        spent = sum(int(price) * int(need) for price, need in zip(place, self.needs, strict=True))
        loads = np.where(load > 0, self.most, self.least)
        spent += sum(int(price) * int(limit) for price, limit in zip(load, loads, strict=True))
        spent += sum(int(price) * int(limit) for price, limit in zip(floor, self.floors, strict=True))
        return (spent + self.field.excess((place, load, floor), unit)) // unit

    def _bits(self) -> int:
        """So many that no sum over a block leaves 62 bits."""
        largest = max(1.0, *(float(np.abs(part).max(initial=0)) for part in self._parts()))
        points = float(self.points.max(initial=1))
        block = 256 * self.field.wide * 4 * max(points * (1 + largest), largest)
        return max(0, min(30, 62 - int(np.ceil(np.log2(block)))))

    def _parts(self) -> tuple[Floats, Floats, Floats]:
        return self.prices.place, self.prices.load, self.prices.floor


def _columns(entries: tuple[Integers, Integers, Floats], count: int) -> tuple[Integers, Integers, Floats]:
    """Entries column by column, as HiGHS takes them."""
    row, column, value = entries
    order = np.lexsort((row, column))
    start = np.concatenate([[0], np.cumsum(np.bincount(column, minlength=count))])[:-1]
    return start.astype(np.int32), row[order].astype(np.int32), value[order]
