"""Assignments too wide to write down: points come in blocks from a function, most pairs are never looked at twice.

The linear program begins with the best few pairs of everybody. Its prices are then held against *every* pair: those that
would pay are added, until none is left. What the prices prove is summed over all pairs in whole numbers, so the bound
holds for the pairs left out as well: the certificate that leaving them out cost nothing, or how much at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from khue.core.optimum.assignment.master import CALM, Master
from khue.core.optimum.assignment.pricing import Field, Points, Prices
from khue.core.optimum.assignment.solving import Proof
from khue.core.optimum.draw import draw
from khue.core.optimum.program import Flags, Floats, Integers, Program, maximise

CANDIDATES = 10
"""Pairs per proposal to begin with; per reviewer as many times more as there are more proposals than reviewers."""
DRAWN = 40_000
"""Where floors make a search over integers, the draw is searched only among so many open pairs."""


@dataclass(frozen=True, slots=True)
class Wide:
    """``proposals`` and ``reviewers``: their ids. Arrays in the same order: ``needs`` and ``floors`` (0: none) per
    proposal, ``most`` and ``least`` per reviewer. ``forbidden``: places (proposal, reviewer) of pairs that may not meet.

    ``points(places)`` gives for some proposals one row each of whole points from 0 with every reviewer (any integer
    array of shape (len(places), reviewers), at most a million points); it must always give the same.
    """

    proposals: Sequence[str]
    reviewers: Sequence[str]
    needs: Integers
    most: Integers
    least: Integers
    floors: Integers
    points: Points
    forbidden: tuple[Integers, Integers] = field(default_factory=lambda: (np.zeros(0, np.int64), np.zeros(0, np.int64)))
    salt: str = ""


@dataclass(frozen=True, slots=True)
class WideSolution:
    """``of`` and ``by``: places of proposal and reviewer of every pair, by id. ``total`` in points.

    ``total_bound``: no assignment over *all* pairs is worth more; ``relaxed``: what the prices alone prove. ``drawn``:
    whether the draw settled equals (where a search over integers left too much open it does not, and the order of ids
    does). ``candidates`` pairs were in the program of ``pairs``; ``added`` of them by pricing. ``prices``, in the order in
    which proposals and reviewers were given: with them anybody can add up ``relaxed`` again.
    """

    of: Integers
    by: Integers
    total: int
    total_bound: int
    relaxed: int
    proof: Proof
    drawn: bool
    candidates: int
    added: int
    pairs: int
    prices: Prices


@dataclass(frozen=True, slots=True)
class Unmet:
    """No assignment. ``proven``: there is none, not even by halves, and ``shortfall`` (places, or points of floors) is
    the least that is missing; otherwise only the search over integers found none."""

    proven: bool
    shortfall: float


def solve_wide(problem: Wide, *, candidates: int = CANDIDATES, nodes: int = 5_000) -> WideSolution | Unmet:
    """The best assignment with proof. ``nodes`` limits each search over integers, entered only where floors ask for it.

    Raises ValueError where the arrays do not fit together.
    """
    _check(problem)
    sheet = _Sheet(problem)
    master, begun = sheet.master, sheet.begin(candidates)
    if not master.settle():
        return Unmet(True, master.shortfall)
    relaxed = master.certified()
    if np.abs(master.x - np.rint(master.x)).max(initial=0) < CALM:
        x, bound, closed, fraction = np.rint(master.x), relaxed, True, 0
    else:
        searched = _search(master, relaxed, nodes)
        if searched is None:
            return Unmet(False, 0.0)
        x, bound, closed = searched
        fraction = 1  # what the prices prove is told in whole points; the part of one below it keeps pairs open too
    total = int(master.points[x > 0.5].sum())
    drawn = False
    if closed:
        x, drawn = sheet.settle(x, total, relaxed - total + fraction)
        bound = total
    if broken := _broken(master, x > 0.5):
        raise ArithmeticError(f"the solver's answer breaks {broken}")
    of, by = sheet.given(x > 0.5)
    return WideSolution(
        of=of,
        by=by,
        total=total,
        total_bound=bound,
        relaxed=relaxed,
        proof=Proof.PRICES if relaxed == total else Proof.SEARCH if closed else Proof.OPEN,
        drawn=drawn,
        candidates=len(master.of),
        added=len(master.of) - begun,
        pairs=len(problem.proposals) * len(problem.reviewers) - len(problem.forbidden[0]),
        prices=sheet.prices(),
    )


def _check(problem: Wide) -> None:
    size, wide = len(problem.proposals), len(problem.reviewers)
    if not size or not wide:
        raise ValueError("there is no proposal or no reviewer")
    for name, array, length in (
        ("needs", problem.needs, size), ("floors", problem.floors, size),
        ("most", problem.most, wide), ("least", problem.least, wide),
    ):  # fmt: skip
        if array.shape != (length,) or array.min() < 0:
            raise ValueError(f"{name} is one whole number from 0 for each of {length}")
    for name, ids in (("proposals", problem.proposals), ("reviewers", problem.reviewers)):
        if len(set(ids)) < len(ids):
            raise ValueError(f"{name} holds an id twice")
    crossed = np.flatnonzero(problem.least > problem.most)
    if len(crossed):
        raise ValueError(f"reviewer {problem.reviewers[crossed[0]]} has a least load above the most")


class _Sheet:
    """The problem in the order of ids, whatever order it was given in."""

    def __init__(self, problem: Wide) -> None:
        self.problem = problem
        self.rows = np.array(sorted(range(len(problem.proposals)), key=problem.proposals.__getitem__))
        self.seats = np.array(sorted(range(len(problem.reviewers)), key=problem.reviewers.__getitem__))
        row, seat = np.argsort(self.rows), np.argsort(self.seats)

        def points(places: Integers) -> Integers:
            return problem.points(self.rows[places])[:, self.seats].astype(np.int64)

        of, by = row[problem.forbidden[0]], seat[problem.forbidden[1]]
        self.field = Field(points, len(self.rows), len(self.seats), of, by)
        loads = problem.least[self.seats], problem.most[self.seats]
        self.master = Master(self.field, problem.needs[self.rows], loads, problem.floors[self.rows], fine=10**6)

    def begin(self, candidates: int) -> int:
        """The first candidates; how many they are."""
        size, wide = self.field.size, self.field.wide
        self.master.grow(self.field.best(candidates, min(size, max(candidates, -(-candidates * size // wide)))))
        return len(self.master.of)

    def given(self, taken: Flags) -> tuple[Integers, Integers]:
        """Places as the caller counts them, in the order of ids."""
        of, by = self.master.of[taken], self.master.by[taken]
        order = np.lexsort((by, of))
        return self.rows[of[order]], self.seats[by[order]]

    def prices(self) -> Prices:
        """As the caller counts proposals and reviewers."""
        found, row, seat = self.master.prices, np.argsort(self.rows), np.argsort(self.seats)
        return Prices(found.place[row], found.load[seat], found.floor[row])

    def settle(self, x: Floats, total: int, gap: int) -> tuple[Floats, bool]:
        """Of all assignments worth ``total`` the one that the draw prefers; whether it was found."""
        master = self.master
        master.grow(master.field.favourable(master.prices, -gap - CALM))
        x = np.append(x, np.zeros(len(master.of) - len(x)))
        program = _window(master, x, gap)
        open_ = np.flatnonzero(program.lower < program.upper)
        if gap and len(open_) > DRAWN:
            return x, False
        ids = self.problem.proposals, self.problem.reviewers
        numbers = np.zeros(len(x))
        for at in open_:
            names = ids[0][self.rows[master.of[at]]], ids[1][self.seats[master.by[at]]]
            numbers[at] = -draw(self.problem.salt, *names)
        face = program.with_cost(numbers)
        if not gap:
            answer = maximise(_tight(master, face, x))
            if answer.x is not None and np.abs(answer.x - np.rint(answer.x)).max() < CALM:
                return np.rint(answer.x), int(master.points[answer.x > 0.5].sum()) == total
        kept = face.with_row(master.points.astype(float), float(total))
        answer = maximise(kept, np.ones(len(x), bool), gap=0.5, nodes=5_000)
        return (x if answer.x is None else np.rint(answer.x)), answer.proven


def _broken(master: Master, taken: Flags) -> str:
    """The first kind of demand that these pairs break, counted in whole numbers."""
    of, by = master.of[taken], master.by[taken]
    served = np.zeros(master.field.size, np.int64)
    np.add.at(served, of, master.points[taken])
    loads = np.bincount(by, minlength=master.field.wide)
    kept = {
        "needs": np.bincount(of, minlength=master.field.size) == master.needs,
        "loads": (master.least <= loads) & (loads <= master.most),
        "floors": served >= master.floors,
    }
    return next((name for name, flags in kept.items() if not flags.all()), "")


def _window(master: Master, x: Floats, gap: float) -> Program:
    """Pairs whose reduced points exceed ``gap`` stay as the prices have them; the others are open."""
    program, reduced = master.program(), master.reduced()
    lower = np.where(reduced > gap + CALM, 1.0, 0.0)
    upper = np.where(reduced < -gap - CALM, 0.0, 1.0)
    return program.with_bounds(lower, upper)


def _tight(master: Master, face: Program, x: Floats) -> Program:
    used = np.bincount(face.row, face.value * x[face.column], minlength=len(face.row_lower))
    priced = master.priced_rows()
    lower, upper = np.where(priced, used, face.row_lower), np.where(priced, used, face.row_upper)
    return replace(face, row_lower=lower, row_upper=upper)


def _search(master: Master, relaxed: int, nodes: int) -> tuple[Floats, int, bool] | None:
    """The optimum in whole numbers: (pairs taken, bound, whether proven), among the pairs within a window of the prices.

    An assignment that differs from the prices in a pair beyond the window is worth at most ``relaxed - window``: once
    the best found is worth that, the window has missed nothing. Pruned pairs within the window are brought in first.
    """
    best, found, window, bound = np.zeros(0), -1, 16, relaxed
    for _ in range(6):
        master.grow(master.field.favourable(master.prices, -window - 1.0))
        best = np.append(best, np.zeros(len(master.of) - len(best)))
        program = _window(master, best, window)
        if found >= 0:
            program = program.with_row(program.cost, float(found))
        answer = maximise(program, np.ones(len(program.cost), bool), nodes=nodes, gap=0.5)
        if answer.x is not None:
            best = np.rint(answer.x)
            found = int(master.points[best > 0.5].sum())
            bound = min(bound, max(found if answer.proven else int(answer.bound + CALM), relaxed - window))
            if bound == found or window >= relaxed - found:
                return best, bound, bound == found
        window = 4 * window if found < 0 else min(relaxed - found, 16 * window)
    return None if found < 0 else (best, bound, False)
