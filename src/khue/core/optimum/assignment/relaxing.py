"""When not everything can hold: the cheapest set of demands that would have to give, proven to be the cheapest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from khue.core.optimum.assignment.checking import check
from khue.core.optimum.assignment.problem import Kind, Override, Pair, Problem, Proposal, Quota, Reviewer
from khue.core.optimum.draw import draw

if TYPE_CHECKING:
    from khue.core.optimum.program import Floats, Program


@dataclass(frozen=True, slots=True)
class Weights:
    """What it costs that a demand gives by one: one place, one proposal of load, one point of a floor, one member of a
    quota, one pair. Whole numbers from 1; None: this never gives.

    Interests never give unless the caller asks to see what they cost: a person with an interest stays out.
    """

    needs: int | None = 100
    most: int | None = 10
    least: int | None = 10
    floor: int | None = 1
    quota: int | None = 50
    interest: int | None = None
    forced: int | None = 500
    taken_out: int | None = 500

    def of(self, kind: Kind) -> int | None:
        weight = self.quota if kind in (Kind.QUOTA_LEAST, Kind.QUOTA_MOST) else getattr(self, kind.value)
        if weight is not None and weight < 1:
            raise ValueError(f"the weight of {kind} is a whole number from 1, or None")
        return None if weight is None else int(weight)


@dataclass(frozen=True, slots=True)
class Give:
    """One demand gives by ``by``. ``name``: the reviewer, or the label of a quota, or empty.

    ``reason``: the id of the interest, or the ground of the override.
    """

    kind: Kind
    proposal: str
    name: str
    by: int
    cost: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """``gives`` sorted, together worth ``cost``: nothing cheaper makes the problem solvable. Empty: it already is.

    ``problem`` is the problem with these demands eased; proposals left without a reviewer are not in it (``dropped``).
    ``places`` are needed in all, ``capacity`` offered; ``short``: proposals that fewer may review than they need.
    """

    gives: tuple[Give, ...]
    cost: int
    problem: Problem
    dropped: tuple[str, ...]
    places: int
    capacity: int
    short: tuple[str, ...] = field(default=())


def relax(problem: Problem, weights: Weights | None = None) -> Relaxation | None:
    """The cheapest relaxation, or None when what may give is not enough. Raises Refused as ``solve`` does.

    Of two equally cheap ones the draw takes one, so that the same problem always gets the same answer.
    """
    check(problem)
    elastic = _Elastic(problem, weights or Weights())
    amounts = elastic.solve()
    if amounts is None:
        return None
    gives = tuple(sorted(elastic.gives(amounts), key=lambda give: (give.kind, give.proposal, give.name)))
    eased, dropped = _eased(problem, gives)
    out = problem.forbidden.keys() | {override.pair for override in problem.overrides if not override.force}
    return Relaxation(
        gives=gives,
        cost=sum(give.cost for give in gives),
        problem=eased,
        dropped=dropped,
        places=sum(proposal.needs for proposal in problem.proposals),
        capacity=sum(reviewer.most for reviewer in problem.reviewers),
        short=tuple(
            sorted(
                p.id
                for p in problem.proposals
                if sum((p.id, reviewer.id) not in out for reviewer in problem.reviewers) < p.needs
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class _Slack:
    """One way to give: column of the elastic program, at most ``most`` units, entering ``row`` by ``sign``."""

    kind: Kind
    proposal: str
    name: str
    most: int
    reason: str = ""


class _Elastic:
    """All pairs, and one column for everything that may give."""

    def __init__(self, problem: Problem, weights: Weights) -> None:
        self.problem, self.weights = problem, weights
        self.proposals = sorted(problem.proposals, key=lambda proposal: proposal.id)
        self.reviewers = sorted(problem.reviewers, key=lambda reviewer: reviewer.id)
        self.pairs: list[Pair] = [(p.id, r.id) for p in self.proposals for r in self.reviewers]
        self.at = {pair: index for index, pair in enumerate(self.pairs)}
        self.slacks: list[_Slack] = []
        self.bounds: list[tuple[float, float]] = []
        self.entries: list[tuple[int, int, int]] = []
        self._proposals()
        self._reviewers()
        self._pairs()

    def solve(self) -> list[int] | None:
        """How much each slack gives: cheapest first, then by the draw."""
        import numpy as np

        from khue.core.optimum.program import maximise

        program = self._program()
        whole = np.ones(len(program.cost), bool)
        first = maximise(program, whole, gap=0.5)
        if first.x is None:
            return None
        kept = program.with_row(program.cost, round(float(program.cost @ np.rint(first.x))))
        second = maximise(kept.with_cost(self._drawn()), whole, gap=0.5)
        return [round(float(amount)) for amount in second.found()[len(self.pairs) :]]

    def gives(self, amounts: list[int]) -> list[Give]:
        return [
            Give(slack.kind, slack.proposal, slack.name, amount, amount * (self.weights.of(slack.kind) or 0), slack.reason)
            for slack, amount in zip(self.slacks, amounts, strict=True)
            if amount
        ]  # fmt: skip

    def _row(self, members: Mapping[Pair, int], least: float, most: float, *slacks: tuple[_Slack, int]) -> None:
        row = len(self.bounds)
        self.bounds.append((least, most))
        self.entries += [(row, self.at[pair], value) for pair, value in members.items() if value]
        for slack, sign in slacks:
            if self.weights.of(slack.kind) is not None and slack.most:
                self.entries.append((row, len(self.pairs) + len(self.slacks), sign))
                self.slacks.append(slack)

    def _proposals(self) -> None:
        for proposal in self.proposals:
            at, own = proposal.id, {(proposal.id, reviewer.id): 1 for reviewer in self.reviewers}
            self._row(own, proposal.needs, proposal.needs, (_Slack(Kind.NEEDS, at, "", proposal.needs), 1))
            points = {pair: self.problem.expertise.get(pair, 0) for pair in own}
            if proposal.floor:
                self._row(points, proposal.floor, float("inf"), (_Slack(Kind.FLOOR, at, "", proposal.floor), 1))
            for quota in sorted(proposal.quotas, key=lambda quota: quota.label):
                self._quota(proposal, quota)

    def _quota(self, proposal: Proposal, quota: Quota) -> None:
        at, label = proposal.id, quota.label
        bearers = {(at, reviewer.id): 1 for reviewer in self.reviewers if label in reviewer.labels}
        most = float("inf") if quota.most is None else quota.most
        under = _Slack(Kind.QUOTA_LEAST, at, label, quota.least)
        over = _Slack(Kind.QUOTA_MOST, at, label, 0 if quota.most is None else max(0, proposal.needs - quota.most))
        self._row(bearers, quota.least, most, (under, 1), (over, -1))

    def _reviewers(self) -> None:
        for reviewer in self.reviewers:
            own = {(proposal.id, reviewer.id): 1 for proposal in self.proposals}
            over = _Slack(Kind.MOST, "", reviewer.id, max(0, len(self.proposals) - reviewer.most))
            under = _Slack(Kind.LEAST, "", reviewer.id, reviewer.least)
            self._row(own, reviewer.least, reviewer.most, (under, 1), (over, -1))

    def _pairs(self) -> None:
        for pair, reason in sorted(self.problem.forbidden.items()):
            self._row({pair: 1}, 0, 0, (_Slack(Kind.INTEREST, *pair, 1, reason), -1))
        for override in sorted(self.problem.overrides, key=lambda override: override.pair):
            if override.force:
                self._row({override.pair: 1}, 1, 1, (_Slack(Kind.FORCED, *override.pair, 1, override.ground), 1))
            else:
                self._row({override.pair: 1}, 0, 0, (_Slack(Kind.TAKEN_OUT, *override.pair, 1, override.ground), -1))

    def _program(self) -> Program:
        import numpy as np

        from khue.core.optimum.program import Program

        row, column, value = (np.array(part, np.int64) for part in zip(*self.entries, strict=True))
        costs = [-float(self.weights.of(slack.kind) or 0) for slack in self.slacks]
        count = len(self.pairs)
        return Program(
            cost=np.concatenate([np.zeros(count), np.array(costs)]),
            lower=np.zeros(count + len(costs)),
            upper=np.concatenate([np.ones(count), np.array([float(slack.most) for slack in self.slacks])]),
            row_lower=np.array([float(least) for least, _ in self.bounds]),
            row_upper=np.array([float(most) for _, most in self.bounds]),
            row=row,
            column=column,
            value=value.astype(float),
        )

    def _drawn(self) -> Floats:
        import numpy as np

        salt = self.problem.salt
        numbers = [-float(draw(salt, slack.kind, slack.proposal, slack.name)) for slack in self.slacks]
        return np.concatenate([np.zeros(len(self.pairs)), np.array(numbers)])


def _eased(problem: Problem, gives: tuple[Give, ...]) -> tuple[Problem, tuple[str, ...]]:
    """The problem with the gives applied, and the proposals that have no reviewer left."""
    by = {(give.kind, give.proposal, give.name): give.by for give in gives}
    proposals = [_proposal(proposal, by) for proposal in problem.proposals]
    dropped = tuple(sorted(proposal.id for proposal in proposals if not proposal.needs))
    reviewers = [_reviewer(reviewer, by) for reviewer in problem.reviewers]

    def kept(points: Mapping[Pair, int]) -> dict[Pair, int]:
        return {pair: value for pair, value in points.items() if pair[0] not in dropped}

    def stands(override: Override) -> bool:
        kind = Kind.FORCED if override.force else Kind.TAKEN_OUT
        return override.proposal not in dropped and (kind, *override.pair) not in by

    return (
        replace(
            problem,
            proposals=tuple(proposal for proposal in proposals if proposal.needs),
            reviewers=tuple(reviewers),
            expertise=kept(problem.expertise),
            wishes=kept(problem.wishes),
            forbidden={
                pair: reason
                for pair, reason in problem.forbidden.items()
                if pair[0] not in dropped and (Kind.INTEREST, *pair) not in by
            },
            overrides=tuple(override for override in problem.overrides if stands(override)),
        ),
        dropped,
    )


def _proposal(proposal: Proposal, by: Mapping[tuple[Kind, str, str], int]) -> Proposal:
    at = proposal.id
    needs = proposal.needs - by.get((Kind.NEEDS, at, ""), 0)
    return Proposal(
        id=at,
        needs=needs,
        floor=proposal.floor - by.get((Kind.FLOOR, at, ""), 0),
        quotas=tuple(
            Quota(
                quota.label,
                quota.least - by.get((Kind.QUOTA_LEAST, at, quota.label), 0),
                None if quota.most is None else quota.most + by.get((Kind.QUOTA_MOST, at, quota.label), 0),
            )
            for quota in proposal.quotas
        ),
    )


def _reviewer(reviewer: Reviewer, by: Mapping[tuple[Kind, str, str], int]) -> Reviewer:
    return replace(
        reviewer,
        most=reviewer.most + by.get((Kind.MOST, "", reviewer.id), 0),
        least=reviewer.least - by.get((Kind.LEAST, "", reviewer.id), 0),
    )
