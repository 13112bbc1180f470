"""A linear or mixed-integer program as arrays, solved by HiGHS, with a bound that does not rest on the solver's word.

Everything maximises. ``Program.bound`` turns any row prices into an upper bound of the optimum by weak duality: whoever
doubts the solver recomputes it by hand from the published prices.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

PRICE_UNIT = 2**20
"""Row prices are rounded to this part of one before they prove anything, so that the proof is in whole numbers."""
FEW = 200
"""Columns up to which a program is small."""


@dataclass(frozen=True, slots=True)
class Program:
    """Maximise ``cost · x`` with ``lower ≤ x ≤ upper`` and ``row_lower ≤ A x ≤ row_upper``.

    ``A`` is given by its entries: ``value[i]`` stands in row ``row[i]``, column ``column[i]``; no entry twice.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    row_lower: Floats
    row_upper: Floats
    row: Integers
    column: Integers
    value: Floats

    def with_bounds(self, lower: Floats, upper: Floats) -> Program:
        return replace(self, lower=lower, upper=upper)

    def with_cost(self, cost: Floats) -> Program:
        return replace(self, cost=cost)

    def with_row(self, values: Floats, least: float) -> Program:
        """One row more: ``values · x ≥ least``."""
        at = np.flatnonzero(values)
        return replace(
            self,
            row_lower=np.append(self.row_lower, least),
            row_upper=np.append(self.row_upper, np.inf),
            row=np.concatenate([self.row, np.full(len(at), len(self.row_lower))]),
            column=np.concatenate([self.column, at]),
            value=np.concatenate([self.value, values[at]]),
        )

    def reduced(self, prices: Floats) -> Floats:
        """What each column is worth beyond the rows that it uses, at these prices."""
        used = np.bincount(self.column, self.value * prices[self.row], minlength=len(self.cost))
        return self.cost - used

    def bound(self, prices: Floats) -> int:
        """The largest whole number that the optimum can be, for *any* prices; costs, entries, limits must be whole.

        Prices are rounded to 1/``PRICE_UNIT`` and cleared where their sign proves nothing (a row without that side);
        from there on everything is exact.
        """
        whole = np.rint(prices * PRICE_UNIT).astype(np.int64)
        side = np.where(whole > 0, self.row_upper, self.row_lower)
        whole[np.isinf(side)] = 0
        side = np.where(whole == 0, 0, side).astype(np.int64)
        spent = np.zeros(len(self.cost), np.int64)
        np.add.at(spent, self.column, self.value.astype(np.int64) * whole[self.row])
        rest = self.cost.astype(np.int64) * PRICE_UNIT - spent
        best = np.where(rest > 0, self.upper, self.lower).astype(np.int64) * rest
        return (sum(int(part) for part in (whole * side)) + int(best.sum())) // PRICE_UNIT


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS found. ``x`` is None when the program has no solution; ``bound`` is the solver's own upper bound.

    ``proven``: whether the search ended, rather than at ``nodes``. Prices are empty after a search over integers.
    """

    x: Floats | None
    value: float = 0.0
    bound: float = 0.0
    proven: bool = True
    prices: Floats = field(default_factory=lambda: np.zeros(0))

    def found(self) -> Floats:
        if self.x is None:
            raise ValueError("there is no solution to read")
        return self.x


def maximise(program: Program, whole: Flags | None = None, *, nodes: int = 0, gap: float = 0.0) -> Answer:
    """The optimum of the program; columns marked in ``whole`` take whole values only.

    ``nodes`` ends the search over integers after so many nodes (0: never), which the machine's load cannot change;
    ``gap`` ends it when no better solution can be better by more than this, in units of the objective.
    """
    import highspy

    solver = _solver(nodes, gap)
    if len(program.cost) <= FEW:
        # A search for a first solution that takes five times as long as a small program itself; the optimum is proven either way.
        solver.setOptionValue("mip_heuristic_run_feasibility_jump", False)
    solver.passModel(_model(program, whole))
    solver.run()
    status, states = solver.getModelStatus(), highspy.HighsModelStatus
    if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
        return Answer(None)
    if status not in (states.kOptimal, states.kSolutionLimit, states.kIterationLimit, states.kModelEmpty):
        raise ArithmeticError(f"HiGHS ended with {solver.modelStatusToString(status)}")
    told, found = solver.getInfo(), solver.getSolution()
    if not found.value_valid:
        return Answer(None, proven=False)
    searched = whole is not None and bool(whole.any())
    value = float(told.objective_function_value)
    return Answer(
        x=np.array(found.col_value),
        value=value,
        bound=float(told.mip_dual_bound) if searched else value,
        proven=status in (states.kOptimal, states.kModelEmpty),
        prices=np.zeros(0) if searched else np.array(found.row_dual),
    )


def load(program: Program) -> Any:
    """A solver that holds the program, for whoever adds to it between runs."""
    solver = _solver(0, 0.0)
    solver.passModel(_model(program, None))
    return solver


def _solver(nodes: int, gap: float) -> Any:
    import highspy

    make: Any = highspy.Highs
    solver = make()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", 0)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", gap or 1e-6)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-7)
    solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
    if nodes:
        solver.setOptionValue("mip_max_nodes", nodes)
    return solver


def _model(program: Program, whole: Flags | None) -> Any:
    import highspy

    order = np.lexsort((program.row, program.column))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.cost), len(program.row_lower)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, program.lower, program.upper
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    counts = np.bincount(program.column, minlength=len(program.cost))
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    model.a_matrix_.index_ = program.row[order].astype(np.int32)
    model.a_matrix_.value_ = program.value[order]
    if whole is not None and whole.any():
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[int(flag)] for flag in whole]
    return model
