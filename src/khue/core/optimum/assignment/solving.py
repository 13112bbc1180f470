"""The best assignment, proven: first the lowest, then the total, then the draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from khue.core.optimum.assignment.checking import check
from khue.core.optimum.assignment.problem import Kind, Pair, Problem

if TYPE_CHECKING:
    from khue.core.optimum.assignment.board import Board, RowKey
    from khue.core.optimum.program import Answer, Flags, Floats, Integers, Program

NEAR = 1e-6
"""What HiGHS may be off a whole number by; every figure that is handed over is counted again in whole numbers."""


class Proof(StrEnum):
    """How a figure is known to be the best. PRICES: by weak duality, recomputed in whole numbers from the published
    prices. SEARCH: HiGHS's search over integers ended. OPEN: the search was cut short, the bound is what is known."""

    PRICES = "prices"
    SEARCH = "search"
    OPEN = "open"


@dataclass(frozen=True)
class Solution:
    """``pairs`` sorted. ``total`` in points; no assignment that keeps ``floors`` is worth more than ``total_bound``.

    ``lowest``: the least mean expertise per reviewer of any proposal; ``lowest_bound`` what no assignment exceeds (with
    ``lowest_first``; otherwise the same as ``lowest``). ``floors``: the expertise that each proposal was guaranteed.
    ``prices``: what one unit more of each demand would change the total by, from the relaxation without whole numbers;
    ``slack``: how far the bound that these prices prove lies above the total (0 where they prove it).
    """

    problem: Problem
    pairs: tuple[Pair, ...]
    total: int
    total_bound: int
    total_proof: Proof
    lowest: Fraction
    lowest_bound: Fraction
    lowest_proof: Proof
    floors: dict[str, int]
    prices: dict[RowKey, float]
    slack: int

    @property
    def proven(self) -> bool:
        return Proof.OPEN not in (self.total_proof, self.lowest_proof)

    @cached_property
    def reviewers_of(self) -> dict[str, tuple[str, ...]]:
        """Per proposal its reviewers, sorted."""
        found: dict[str, list[str]] = {proposal.id: [] for proposal in self.problem.proposals}
        for proposal, reviewer in self.pairs:
            found[proposal].append(reviewer)
        return {proposal: tuple(names) for proposal, names in found.items()}

    @cached_property
    def proposals_of(self) -> dict[str, tuple[str, ...]]:
        """Per reviewer the proposals, sorted."""
        found: dict[str, list[str]] = {reviewer.id: [] for reviewer in self.problem.reviewers}
        for proposal, reviewer in self.pairs:
            found[reviewer].append(proposal)
        return {reviewer: tuple(names) for reviewer, names in found.items()}


def solve(problem: Problem, *, nodes: int = 0) -> Solution | None:
    """The best assignment, or None when none keeps all demands: ``relax`` then says what would have to give.

    ``nodes`` cuts each search over integers short (0: it ends when it is proven). Raises Refused for a problem that
    makes no sense, naming every faulty item.
    """
    from khue.core.optimum.assignment.board import board

    check(problem)
    return best(board(problem), nodes)


def best(board: Board, nodes: int = 0) -> Solution | None:
    """``solve`` for a problem that was checked and laid out."""
    if not board.pairs:
        return None
    low = _lowest(board, nodes)
    if low is None:
        return None
    floors, top, lowest_proof = low
    program = board.program(board.worth, floors)
    relaxed, answer = _whole(program, nodes)
    if answer.x is None:
        return None
    total = _count(board.worth, answer.x)
    bound = program.bound(relaxed.prices)
    slack = bound - total
    proof = Proof.PRICES if slack == 0 else Proof.SEARCH if answer.proven else Proof.OPEN
    # The bound is told in whole points: where the corner is not whole, a part of a point more keeps pairs open too.
    reach = slack if answer is relaxed else slack + 1
    answer = replace(answer, prices=relaxed.prices)
    if proof is Proof.OPEN:
        bound = min(bound, int(answer.bound + NEAR))
    else:
        answer = _settle(board, program, answer, total, reach)
        bound = total
    return _solution(board, answer, floors, (bound, proof, slack), (top, lowest_proof))


def _lowest(board: Board, nodes: int) -> tuple[Integers, Fraction | None, Proof] | None:
    """The floors that every proposal is guaranteed, the bound of the lowest mean, and how that is proven."""
    import numpy as np

    if not board.problem.lowest_first:
        return board.floors, None, Proof.PRICES
    program = _levelled(board)
    whole = np.ones(len(program.cost), bool)
    relaxed, answer = _whole(program, nodes, whole)
    if answer.x is None:
        return None
    level = int(np.min(_levels(board, answer.x)))
    bound = program.bound(relaxed.prices)
    proof = Proof.PRICES if bound == level else Proof.SEARCH if answer.proven else Proof.OPEN
    bound = min(bound, int(answer.bound + NEAR)) if proof is Proof.OPEN else level
    floors = np.maximum(board.floors, -(-level // board.scale))
    return floors, Fraction(bound, board.common), proof


def _levelled(board: Board) -> Program:
    """Maximise one more column, the level, which no proposal's scaled expertise may lie below."""
    import numpy as np

    count, size = len(board.pairs), len(board.proposals)
    base = board.program(np.zeros(count, np.int64), board.floors)
    used = np.flatnonzero(board.expertise > 0)
    first = len(base.row_lower)
    top = int((board.expertise.max(initial=0)) * board.common)
    rows = [base.row, first + board.of[used], first + np.arange(size)]
    columns = [base.column, used, np.full(size, count)]
    values = [base.value, (board.expertise * board.scale[board.of])[used], np.full(size, -1)]
    return replace(
        base,
        cost=np.append(np.zeros(count), 1.0),
        lower=np.append(base.lower, 0.0),
        upper=np.append(base.upper, float(top)),
        row_lower=np.append(base.row_lower, np.zeros(size)),
        row_upper=np.append(base.row_upper, np.full(size, np.inf)),
        row=np.concatenate(rows),
        column=np.concatenate(columns),
        value=np.concatenate(values).astype(float),
    )


def _whole(program: Program, nodes: int, whole: Flags | None = None) -> tuple[Answer, Answer]:
    """(the relaxation, the optimum in whole numbers): the same when the relaxation's corner is whole already.

    Without floors, and with quotas nested in each proposal, every corner is whole (the rows are a network's), so the
    search over integers is only entered where floors or crossing quotas ask for it.
    """
    import numpy as np

    from khue.core.optimum.program import maximise

    relaxed = maximise(program)
    if relaxed.x is None or np.abs(relaxed.x - np.rint(relaxed.x)).max(initial=0) < NEAR:
        return relaxed, relaxed
    flags = np.ones(len(program.cost), bool) if whole is None else whole
    return relaxed, maximise(program, flags, nodes=nodes, gap=0.5)


def _settle(board: Board, program: Program, answer: Answer, total: int, gap: int) -> Answer:
    """Among all assignments worth ``total``, the one with the smallest sum of drawn numbers.

    ``gap``: bound by prices less total. A pair whose reduced worth exceeds it cannot change in any optimum.
    """
    import numpy as np

    from khue.core.optimum.program import maximise

    x = np.rint(answer.found())
    reduced = program.reduced(answer.prices)
    lower = np.where(reduced > gap + NEAR, x, program.lower)
    upper = np.where(reduced < -gap - NEAR, x, program.upper)
    if bool((lower == upper).all()):
        return replace(answer, x=x)
    face = program.with_bounds(lower, upper).with_cost(-board.draws().astype(float))
    if gap == 0:
        drawn = maximise(_tight(face, answer.prices, x))
        if _is_whole(drawn) and _count(board.worth, drawn.found()) == total:
            return replace(answer, x=np.rint(drawn.found()))
    kept = face.with_row(board.worth.astype(float), float(total))
    drawn = maximise(kept, np.ones(len(x), bool), gap=0.5)
    return replace(answer, x=np.rint(drawn.found()))


def _tight(face: Program, prices: Floats, x: Floats) -> Program:
    """Rows that have a price stay where they are: with the fixed pairs this is the whole set of optima, no more."""
    import numpy as np

    used = np.bincount(face.row, face.value * x[face.column], minlength=len(face.row_lower))
    priced = np.abs(prices) > NEAR
    return replace(
        face,
        row_lower=np.where(priced, used, face.row_lower),
        row_upper=np.where(priced, used, face.row_upper),
    )


def _is_whole(answer: Answer) -> bool:
    import numpy as np

    return answer.x is not None and bool(np.abs(answer.x - np.rint(answer.x)).max(initial=0) < NEAR)


def _count(points: Integers, x: Floats) -> int:
    return int(points[x > 0.5].sum())


def _levels(board: Board, x: Floats) -> Integers:
    """Each proposal's expertise, scaled."""
    import numpy as np

    taken = x[: len(board.pairs)] > 0.5
    sums = np.zeros(len(board.proposals), np.int64)
    np.add.at(sums, board.of[taken], board.expertise[taken])
    return sums * board.scale


def _solution(
    board: Board, answer: Answer, floors: Integers, total: tuple[int, Proof, int], lowest: tuple[Fraction | None, Proof]
) -> Solution:
    import numpy as np

    x = answer.found()
    level = Fraction(int(np.min(_levels(board, x))), board.common)
    keys = board.row_keys(floors)
    found = Solution(
        problem=board.problem,
        pairs=tuple(pair for pair, taken in zip(board.pairs, x > 0.5, strict=True) if taken),
        total=_count(board.worth, x),
        total_bound=total[0],
        total_proof=total[1],
        lowest=level,
        lowest_bound=level if lowest[0] is None else lowest[0],
        lowest_proof=lowest[1],
        floors=dict(zip(board.proposals, (int(floor) for floor in floors), strict=True)),
        prices=dict(zip(keys, (float(price) for price in answer.prices), strict=True)),
        slack=total[2],
    )
    if broken := violations(found):
        raise ArithmeticError(f"the solver's answer breaks {broken[:3]}")
    return found


def violations(solution: Solution) -> list[tuple[Kind, str, str]]:
    """Demands that the pairs break, counted without any solver: (kind, proposal or "", reviewer, label or "")."""
    problem, found = solution.problem, list[tuple[Kind, str, str]]()
    labels = {reviewer.id: reviewer.labels for reviewer in problem.reviewers}
    for proposal in problem.proposals:
        names = solution.reviewers_of[proposal.id]
        if len(names) != proposal.needs:
            found.append((Kind.NEEDS, proposal.id, ""))
        if sum(problem.expertise.get((proposal.id, name), 0) for name in names) < solution.floors[proposal.id]:
            found.append((Kind.FLOOR, proposal.id, ""))
        for quota in proposal.quotas:
            count = sum(quota.label in labels[name] for name in names)
            if count < quota.least or (quota.most is not None and count > quota.most):
                found.append((Kind.QUOTA_MOST, proposal.id, quota.label))
    for reviewer in problem.reviewers:
        if not reviewer.least <= len(solution.proposals_of[reviewer.id]) <= reviewer.most:
            found.append((Kind.MOST, "", reviewer.id))
    found += [(Kind.INTEREST, *pair) for pair in solution.pairs if pair in problem.forbidden]
    chosen = set(solution.pairs)
    wrong = (override for override in problem.overrides if override.force is not (override.pair in chosen))
    return found + [(Kind.FORCED if override.force else Kind.TAKEN_OUT, *override.pair) for override in wrong]
