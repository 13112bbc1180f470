"""When no set keeps all demands: the smallest number of them that would have to go, and the budget that would do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from khue.core.optimum.draw import draw
from khue.core.optimum.portfolio.checking import check
from khue.core.optimum.portfolio.problem import Demand, Kind, Limit, Problem

if TYPE_CHECKING:
    from khue.core.optimum.portfolio.board import Board
    from khue.core.optimum.program import Floats, Program


@dataclass(frozen=True, slots=True)
class Conflict:
    """``drop``: without these demands the rest can be kept, and no fewer will do; empty: nothing contradicts.

    ``budget``: the least đồng with which every demand could be kept as it stands; None: no budget helps.
    """

    drop: tuple[Demand, ...]
    budget: int | None


def conflict(problem: Problem) -> Conflict:
    """What contradicts what. Budget, needs and exclusions stay: floors, ceilings and compulsory offers may go.

    Of several smallest sets the draw takes one. Raises Refused for a problem that makes no sense.
    """
    from khue.core.optimum.portfolio.board import board

    check(problem)
    made = board(problem)
    program, columns = _easing(made)
    while True:
        drop = _fewest(made, program, columns)
        if least_cost(_without(problem, drop)) is not None:
            return Conflict(drop, least_budget(problem))
        # Floating point thought that these were enough. They are not: at least one other has to go.
        others = [float(demand not in drop) for demand, _ in made.demands]
        program = program.with_row(_spread(program, columns, others), 1)


def least_budget(problem: Problem) -> int | None:
    """The least đồng that keeps every demand; None when no budget does."""
    return least_cost(replace(problem, budget=sum(offer.cost for offer in problem.offers)))


def least_cost(problem: Problem) -> int | None:
    """What the cheapest set that keeps every demand costs, in đồng; None when there is none."""
    from khue.core.optimum.portfolio.board import board
    from khue.core.optimum.portfolio.solving import cost_of, exact, funded_by

    made = board(problem)
    made.cost = [float(-option.cost) for option in made.options] + [0.0] * (len(made.cost) - len(made.options))
    found = exact(made, made.program(), 0)
    return None if found is None else cost_of(problem, funded_by(made, found[1].found()))


def _easing(made: Board) -> tuple[Program, list[int]]:
    """The program with one column more for every demand, which lifts its rows at the price of one; the columns."""
    import numpy as np

    program = made.program()
    held = np.maximum(program.upper[program.column], 1)
    size = np.bincount(program.row, np.abs(program.value) * held, minlength=len(program.row_lower))
    made.cost = [0.0] * len(made.cost)
    columns = [made.new(-1, 1) for _ in made.demands]
    for column, (_, rows) in zip(columns, made.demands, strict=True):
        for row in rows:
            least, most = made.row_lower[row], made.row_upper[row]
            made.row.append(row)
            made.column.append(column)
            made.entry.append(size[row] + least if least > -np.inf else -(size[row] + abs(most)))
    return made.program(), columns


def _fewest(made: Board, program: Program, columns: list[int]) -> tuple[Demand, ...]:
    """The smallest set of demands to drop, as far as floating point sees; of several the draw's."""
    import numpy as np

    from khue.core.optimum.program import maximise

    whole = np.ones(len(program.cost), bool)
    count = maximise(program, whole, gap=0.5).value
    salt = made.problem.salt
    numbers = [-float(draw(salt, demand.kind, demand.name)) for demand, _ in made.demands]
    drawn = program.with_row(program.cost, round(count)).with_cost(_spread(program, columns, numbers))
    x = maximise(drawn, whole, gap=0.5).found()
    chosen = (demand for (demand, _), column in zip(made.demands, columns, strict=True) if x[column] > 0.5)
    return tuple(sorted(chosen))


def _spread(program: Program, columns: list[int], values: list[float]) -> Floats:
    import numpy as np

    spread = np.zeros(len(program.cost))
    spread[columns] = values
    return spread


def _without(problem: Problem, drop: Collection[Demand]) -> Problem:
    gone = {(demand.kind, demand.name) for demand in drop}

    def eased(limit: Limit) -> Limit:
        at = limit.group
        return Limit(
            group=at,
            least_count=0 if (Kind.LEAST_COUNT, at) in gone else limit.least_count,
            most_count=None if (Kind.MOST_COUNT, at) in gone else limit.most_count,
            least_money=0 if (Kind.LEAST_MONEY, at) in gone else limit.least_money,
            most_money=None if (Kind.MOST_MONEY, at) in gone else limit.most_money,
        )

    return replace(
        problem,
        limits=tuple(eased(limit) for limit in problem.limits),
        must=frozenset(name for name in problem.must if (Kind.MUST, name) not in gone),
    )
