"""The problem as a program over whole numbers, exact to the đồng however large the amounts are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import gcd

import numpy as np

from khue.core.optimum.draw import draw
from khue.core.optimum.portfolio.problem import Bonus, Demand, Kind, Limit, Problem
from khue.core.optimum.program import Floats, Program

PLAIN = 2**31
"""Money up to this many units enters a row as it is."""
DIGIT = 10**7
"""Larger money is cut in two digits of this size: floating point holds each row exactly, one row would not."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to fund one offer; ``level`` 0 is in full, others count from 1 as given."""

    id: str
    level: int
    cost: int
    value: int


@dataclass(slots=True)
class Board:
    """Columns: the options in the order of ids, then one per bonus, then carries. All columns take whole numbers."""

    problem: Problem
    options: list[Option]
    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    entry: list[float] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    demands: list[tuple[Demand, list[int]]] = field(default_factory=list)
    """Each demand that may be dropped in an explanation, with its rows."""
    columns_of: dict[str, list[int]] = field(default_factory=dict)
    grouped: dict[str, list[int]] = field(default_factory=dict)

    def add(self, entries: Iterable[tuple[int, float]], least: float, most: float) -> int:
        """A row; its number."""
        at = len(self.row_lower)
        for column, value in entries:
            if value:
                self.row.append(at)
                self.column.append(column)
                self.entry.append(float(value))
        self.row_lower.append(float(least))
        self.row_upper.append(float(most))
        return at

    def new(self, cost: float, upper: float, lower: float = 0) -> int:
        """A column; its number."""
        self.cost.append(float(cost))
        self.lower.append(float(lower))
        self.upper.append(float(upper))
        return len(self.cost) - 1

    def money(self, columns: Iterable[int], most: int) -> list[int]:
        """``Σ cost ≤ most`` exactly; the rows."""
        return self._at_most([(at, self.options[at].cost) for at in columns], most)

    def _at_most(self, costs: list[tuple[int, int]], most: int) -> list[int]:
        unit = gcd(*(cost for _, cost in costs)) or 1
        most //= unit
        costs = [(at, cost // unit) for at, cost in costs]
        if most <= PLAIN and max((cost for _, cost in costs), default=0) <= PLAIN:
            return [self.add(costs, -np.inf, most)]
        # Σ high + carry ≤ most's high and Σ low ≤ most's low + carry · DIGIT: the same set, in numbers that a row holds.
        high, low = divmod(most, DIGIT)
        carry = self.new(0, min(high, len(costs)))
        return [
            self.add([*((at, cost // DIGIT) for at, cost in costs), (carry, 1)], -np.inf, high),
            self.add([*((at, cost % DIGIT) for at, cost in costs), (carry, -DIGIT)], -np.inf, low),
        ]

    def money_least(self, columns: list[int], least: int) -> list[int]:
        """``Σ cost ≥ least`` exactly; the rows."""
        costs = [(at, self.options[at].cost) for at in columns]
        unit = gcd(*(cost for _, cost in costs)) or 1
        least = -(-least // unit)
        costs = [(at, cost // unit) for at, cost in costs]
        if least <= PLAIN and max((cost for _, cost in costs), default=0) <= PLAIN:
            return [self.add(costs, least, np.inf)]
        # Σ high + borrow ≥ least's high and Σ low ≥ least's low + borrow · DIGIT; below zero the high digit pays the low.
        high, low = divmod(least, DIGIT)
        borrow = self.new(0, len(costs), -1)
        return [
            self.add([*((at, cost // DIGIT) for at, cost in costs), (borrow, 1)], high, np.inf),
            self.add([*((at, cost % DIGIT) for at, cost in costs), (borrow, -DIGIT)], low, np.inf),
        ]

    def program(self) -> Program:
        return Program(
            cost=np.array(self.cost),
            lower=np.array(self.lower),
            upper=np.array(self.upper),
            row_lower=np.array(self.row_lower),
            row_upper=np.array(self.row_upper),
            row=np.array(self.row, np.int64),
            column=np.array(self.column, np.int64),
            value=np.array(self.entry),
        )

    def draws(self) -> Floats:
        """Each option's number in the draw; 0 for the columns behind them."""
        numbers = [draw(self.problem.salt, option.id, str(option.level)) for option in self.options]
        return np.array(numbers + [0] * (len(self.cost) - len(numbers)), float)


def board(problem: Problem) -> Board:
    """The program of a problem that ``check`` has passed."""
    made = Board(problem, _options(problem))
    offers = {offer.id: offer for offer in problem.offers}
    for at, option in enumerate(made.options):
        made.new(option.value, 0 if option.id in problem.must_not else 1)
        made.columns_of.setdefault(option.id, []).append(at)
        for group in offers[option.id].groups:
            made.grouped.setdefault(group, []).append(at)
    for bonus in sorted(problem.bonuses, key=lambda bonus: (bonus.group, bonus.count, bonus.value)):
        _bonus(made, bonus)
    made.money(range(len(made.options)), problem.budget)
    for name in sorted(made.columns_of):
        if len(made.columns_of[name]) > 1:
            made.add(((at, 1) for at in made.columns_of[name]), 0, 1)
    for limit in sorted(problem.limits, key=lambda limit: limit.group):
        _limit(made, limit)
    for one, other in sorted(problem.needs):
        ends = [(at, 1.0) for at in made.columns_of[one]] + [(at, -1.0) for at in made.columns_of[other]]
        made.add(ends, -np.inf, 0)
    for members in sorted(problem.exclusions, key=sorted):
        made.add(((at, 1) for name in sorted(members) for at in made.columns_of[name]), 0, 1)
    for name in sorted(problem.must):
        row = made.add(((at, 1) for at in made.columns_of[name]), 1, np.inf)
        made.demands.append((Demand(Kind.MUST, name), [row]))
    return made


def _options(problem: Problem) -> list[Option]:
    found = []
    for offer in sorted(problem.offers, key=lambda offer: offer.id):
        found.append(Option(offer.id, 0, offer.cost, offer.value))
        for at, level in enumerate(offer.levels, 1):
            found.append(Option(offer.id, at, level.cost, offer.value * level.percent // 100))
    return found


def _bonus(made: Board, bonus: Bonus) -> None:
    reached = made.new(bonus.value, 1)
    made.add([*((at, 1.0) for at in made.grouped.get(bonus.group, [])), (reached, -bonus.count)], 0, np.inf)


def _limit(made: Board, limit: Limit) -> None:
    members = made.grouped.get(limit.group, [])
    every = [(at, 1.0) for at in members]
    if limit.least_count:
        row = made.add(every, limit.least_count, np.inf)
        made.demands.append((Demand(Kind.LEAST_COUNT, limit.group, limit.least_count), [row]))
    if limit.most_count is not None:
        row = made.add(every, -np.inf, limit.most_count)
        made.demands.append((Demand(Kind.MOST_COUNT, limit.group, limit.most_count), [row]))
    if limit.least_money:
        rows = made.money_least(members, limit.least_money)
        made.demands.append((Demand(Kind.LEAST_MONEY, limit.group, limit.least_money), rows))
    if limit.most_money is not None:
        rows = made.money(members, limit.most_money)
        made.demands.append((Demand(Kind.MOST_MONEY, limit.group, limit.most_money), rows))
