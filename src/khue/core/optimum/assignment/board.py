"""The problem as arrays, in an order of its own (ids sorted), so that the order in which it was given cannot matter."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np

from khue.core.optimum.assignment.problem import Kind, Pair, Problem
from khue.core.optimum.draw import draw
from khue.core.optimum.program import Floats, Integers, Program

RowKey = tuple[Kind, str, str]
"""(what the row demands, proposal or "", reviewer, label or "")"""


@dataclass(frozen=True, slots=True)
class Board:
    """Columns are the pairs that may meet. ``scale[p]`` makes expertise per reviewer a whole number for every proposal.

    Rows stand in the order of ``keys``: needs, loads, quotas; floors are added by ``program``.
    """

    problem: Problem
    proposals: tuple[str, ...]
    reviewers: tuple[str, ...]
    pairs: tuple[Pair, ...]
    of: Integers  # of each column: which proposal
    by: Integers  # of each column: which reviewer
    expertise: Integers
    worth: Integers
    forced: Floats  # lower bound of each column: 1 where a person put the pair in
    needs: Integers
    floors: Integers
    keys: tuple[RowKey, ...]
    row_lower: Floats
    row_upper: Floats
    row: Integers
    column: Integers

    @property
    def scale(self) -> Integers:
        return self.common // self.needs

    @property
    def common(self) -> int:
        return lcm(*(int(need) for need in self.needs))

    def program(self, cost: Integers, floors: Integers) -> Program:
        """Maximise ``cost`` with each proposal's expertise at least ``floors``, where that is above 0."""
        at = np.flatnonzero(floors > 0)
        place = np.full(len(self.proposals), -1)
        place[at] = len(self.keys) + np.arange(len(at))
        used = np.flatnonzero((place[self.of] >= 0) & (self.expertise > 0))
        return Program(
            cost=cost.astype(float),
            lower=self.forced,
            upper=np.ones(len(self.pairs)),
            row_lower=np.concatenate([self.row_lower, floors[at].astype(float)]),
            row_upper=np.concatenate([self.row_upper, np.full(len(at), np.inf)]),
            row=np.concatenate([self.row, place[self.of[used]]]),
            column=np.concatenate([self.column, used]),
            value=np.concatenate([np.ones(len(self.row)), self.expertise[used].astype(float)]),
        )

    def row_keys(self, floors: Integers) -> tuple[RowKey, ...]:
        """What each row of ``program`` demands."""
        return (*self.keys, *((Kind.FLOOR, self.proposals[p], "") for p in np.flatnonzero(floors > 0)))

    def draws(self, round: int = 0) -> Integers:
        """Each pair's number in the draw."""
        salt = self.problem.salt
        return np.array([draw(salt, p, r, round=round) for p, r in self.pairs], np.int64)


def board(problem: Problem) -> Board:
    """The arrays of a problem that ``check`` has passed."""
    proposals = sorted(problem.proposals, key=lambda proposal: proposal.id)
    reviewers = sorted(problem.reviewers, key=lambda reviewer: reviewer.id)
    out = {override.pair for override in problem.overrides if not override.force} | problem.forbidden.keys()
    forced = {override.pair for override in problem.overrides if override.force}
    pairs = [(p.id, r.id) for p in proposals for r in reviewers if (p.id, r.id) not in out]
    index = {proposal.id: at for at, proposal in enumerate(proposals)}
    seat = {reviewer.id: at for at, reviewer in enumerate(reviewers)}
    of = np.array([index[p] for p, _ in pairs], np.int64)
    by = np.array([seat[r] for _, r in pairs], np.int64)
    rows = _Rows(len(proposals), of, by)
    for proposal in proposals:
        rows.add((Kind.NEEDS, proposal.id, ""), proposal.needs, proposal.needs)
    for reviewer in reviewers:
        rows.add((Kind.MOST, "", reviewer.id), reviewer.least, reviewer.most)
    for at, proposal in enumerate(proposals):
        for quota in sorted(proposal.quotas, key=lambda quota: quota.label):
            most = proposal.needs if quota.most is None else quota.most
            labelled = np.array([quota.label in reviewer.labels for reviewer in reviewers])
            columns = np.flatnonzero((of == at) & labelled[by]) if len(by) else by
            rows.add((Kind.QUOTA_MOST, proposal.id, quota.label), quota.least, most, columns)
    return Board(
        problem=problem,
        proposals=tuple(index),
        reviewers=tuple(seat),
        pairs=tuple(pairs),
        of=of,
        by=by,
        expertise=np.array([problem.expertise.get(pair, 0) for pair in pairs], np.int64),
        worth=np.array([problem.worth(pair) for pair in pairs], np.int64),
        forced=np.array([float(pair in forced) for pair in pairs]),
        needs=np.array([proposal.needs for proposal in proposals], np.int64),
        floors=np.array([proposal.floor for proposal in proposals], np.int64),
        keys=tuple(rows.keys),
        row_lower=np.array(rows.lower),
        row_upper=np.array(rows.upper),
        row=np.concatenate(rows.row),
        column=np.concatenate(rows.column),
    )


class _Rows:
    """The rows while they are gathered: needs and loads hold every column once, quotas some of them."""

    def __init__(self, proposals: int, of: Integers, by: Integers) -> None:
        self.keys: list[RowKey] = []
        self.lower: list[float] = []
        self.upper: list[float] = []
        every = np.arange(len(of))
        self.row: list[Integers] = [of, by + proposals]
        self.column: list[Integers] = [every, every]

    def add(self, key: RowKey, least: int, most: int, columns: Integers | None = None) -> None:
        if columns is not None:
            self.row.append(np.full(len(columns), len(self.keys)))
            self.column.append(columns)
        self.keys.append(key)
        self.lower.append(float(least))
        self.upper.append(float(most))
