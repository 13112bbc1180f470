"""The funded set of the highest declared value, proven; kept to the đồng; equals settled by the draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from khue.core.optimum.portfolio.checking import check
from khue.core.optimum.portfolio.problem import Demand, Kind, Offer, Problem

if TYPE_CHECKING:
    from khue.core.optimum.portfolio.board import Board
    from khue.core.optimum.program import Answer, Floats, Program

NODES = 500
"""How long the draw is searched; an equal set with a smaller sum may exist beyond."""
CUTS = 100
"""Sets that the solver's arithmetic let through, ruled out one by one; it has never needed more than a few."""


@dataclass(frozen=True)
class Portfolio:
    """``funded``: per offer its level (0 in full, 1 the first partial grant …), by id. ``cost`` in đồng.

    No set that keeps every demand is worth more than ``bound``. ``drawn``: whether the draw between sets of equal value
    was searched to its end; the value is proven in any case when ``proven``.
    """

    problem: Problem
    funded: Mapping[str, int]
    value: int
    cost: int
    bound: int
    drawn: bool

    @property
    def proven(self) -> bool:
        return self.value == self.bound

    @cached_property
    def unfunded(self) -> tuple[str, ...]:
        return tuple(sorted(offer.id for offer in self.problem.offers if offer.id not in self.funded))


def solve(problem: Problem, *, nodes: int = 0, settle: bool = True) -> Portfolio | None:
    """The best funded set, or None when none keeps all demands: ``conflict`` then names what contradicts what.

    ``nodes`` cuts the search short (0: until it is proven). ``settle=False`` leaves equals to the order of ids, for
    questions that only ask for the value. Raises Refused for a problem that makes no sense, naming every faulty item.
    """
    check(problem)
    return best(problem, nodes=nodes, settle=settle)


def best(problem: Problem, *, nodes: int = 0, settle: bool = True) -> Portfolio | None:
    """``solve`` for a problem that was checked."""
    from khue.core.optimum.portfolio.board import board

    made = board(problem)
    found = exact(made, made.program(), nodes)
    if found is None:
        return None
    program, answer = found
    value = _value(made, answer.found())
    bound = value if answer.proven else max(value, int(answer.bound + 1e-6))
    drawn = False
    if settle and bound == value:
        answer, drawn = _settle(made, program, answer, value)
    funded = funded_by(made, answer.found())
    return Portfolio(problem, funded, value, cost_of(problem, funded), bound, drawn)


def value_of(problem: Problem, funded: Mapping[str, int]) -> int:
    """The declared value of a set, bonuses included, in whole numbers."""
    offers = {offer.id: offer for offer in problem.offers}
    total = sum(level_value(offers[name], level) for name, level in funded.items())
    for bonus in problem.bonuses:
        count = sum(bonus.group in offers[name].groups for name in funded)
        total += bonus.value if count >= bonus.count else 0
    return total


def cost_of(problem: Problem, funded: Mapping[str, int]) -> int:
    """The đồng that a set costs."""
    offers = {offer.id: offer for offer in problem.offers}
    return sum(level_cost(offers[name], level) for name, level in funded.items())


def level_cost(offer: Offer, level: int) -> int:
    return offer.levels[level - 1].cost if level else offer.cost


def level_value(offer: Offer, level: int) -> int:
    return offer.value * offer.levels[level - 1].percent // 100 if level else offer.value


def violations(problem: Problem, funded: Mapping[str, int]) -> tuple[Demand, ...]:
    """Demands that a set breaks, counted without any solver: for sets that people choose, and for our own."""
    offers = {offer.id: offer for offer in problem.offers}
    broken = []
    if cost_of(problem, funded) > problem.budget:
        broken.append(Demand(Kind.BUDGET, "", problem.budget))
    for limit in problem.limits:
        members = [name for name in funded if limit.group in offers[name].groups]
        money = sum(level_cost(offers[name], funded[name]) for name in members)
        for kind, least, most, figure in (
            (Kind.LEAST_COUNT, limit.least_count, None, len(members)),
            (Kind.MOST_COUNT, 0, limit.most_count, len(members)),
            (Kind.LEAST_MONEY, limit.least_money, None, money),
            (Kind.MOST_MONEY, 0, limit.most_money, money),
        ):
            if figure < least or (most is not None and figure > most):
                broken.append(Demand(kind, limit.group, least or most or 0))
    broken += [Demand(Kind.NEEDS, one) for one, other in problem.needs if one in funded and other not in funded]
    for group in problem.exclusions:
        if len(both := sorted(group & funded.keys())) > 1:
            broken.append(Demand(Kind.EXCLUSION, both[0]))
    broken += [Demand(Kind.MUST, name) for name in problem.must - funded.keys()]
    broken += [Demand(Kind.MUST_NOT, name) for name in problem.must_not & funded.keys()]
    return tuple(sorted(broken))


def exact(made: Board, program: Program, nodes: int) -> tuple[Program, Answer] | None:
    """The optimum whose set keeps every demand in whole numbers, with the program that gave it.

    HiGHS works with floating point and takes a row for kept within a millionth. Its set is counted again; one that
    breaks a demand is ruled out for good, and the search begins again: what is proven is proven exactly.
    """
    import numpy as np

    from khue.core.optimum.program import maximise

    whole = np.ones(len(program.cost), bool)
    for _ in range(CUTS):
        answer = maximise(program, whole, nodes=nodes, gap=0.5)
        if answer.x is None:
            return None
        if not violations(made.problem, funded_by(made, answer.x)):
            return program, answer
        program = program.with_row(*_other_than(made, answer.x))
    raise ArithmeticError(f"{CUTS} sets in a row broke a demand by less than the solver sees")


def _other_than(made: Board, x: Floats) -> tuple[Floats, float]:
    """A row that only this one set breaks."""
    import numpy as np

    taken = x[: len(made.options)] > 0.5
    signs = np.zeros(len(x))
    signs[: len(taken)] = np.where(taken, -1.0, 1.0)
    return signs, 1.0 - float(taken.sum())


def _settle(made: Board, program: Program, answer: Answer, value: int) -> tuple[Answer, bool]:
    """Of the sets worth ``value`` the one with the smallest sum of drawn numbers; whether the search ended."""
    import numpy as np

    from khue.core.optimum.program import maximise

    relaxed, x = maximise(program), np.rint(answer.found())
    gap = relaxed.value - value + 1e-3
    reduced = program.reduced(relaxed.prices)
    program = program.with_row(program.cost, float(value)).with_cost(-made.draws())
    # Columns that would cost more than the gap when turned round are the same in every optimum.
    lower = np.where(reduced > gap, program.upper, program.lower)
    upper = np.where(reduced < -gap, program.lower, program.upper)
    drawn = maximise(program.with_bounds(lower, upper), np.ones(len(x), bool), nodes=NODES, gap=0.5)
    if drawn.x is None:
        return answer, False
    funded = funded_by(made, drawn.x)
    if violations(made.problem, funded) or value_of(made.problem, funded) != value:
        return answer, False
    return drawn, drawn.proven


def funded_by(made: Board, x: Floats) -> dict[str, int]:
    """Per offer the level that a solution of the program funds."""
    return {option.id: option.level for option, taken in zip(made.options, x, strict=False) if taken > 0.5}


def _value(made: Board, x: Floats) -> int:
    return value_of(made.problem, funded_by(made, x))
