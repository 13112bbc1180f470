"""Small assignments and their answers by trying everything: the yardstick of the solver's tests."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from hypothesis import strategies as st

from khue.core.optimum.assignment import Override, Pair, Problem, Proposal, Quota, Reviewer
from khue.core.optimum.draw import draw

LABELS = ("north", "senior")


@st.composite
def problems(draw_: st.DrawFn, *, overrides: bool = True, most: int = 4) -> Problem:
    """Up to four proposals and reviewers, with everything that a problem can demand; often unsolvable."""
    names = [f"P{n}" for n in range(draw_(st.integers(1, most)))]
    people = [f"R{n}" for n in range(draw_(st.integers(1, 4)))]
    pairs = [(p, r) for p in names for r in people]
    points = st.sampled_from([0, 1, 2, 3, 5, 7])
    forbidden = draw_(st.lists(st.sampled_from(pairs), unique=True, max_size=3))
    free = [pair for pair in pairs if pair not in forbidden]
    turned = draw_(st.lists(st.sampled_from(free), unique=True, max_size=2)) if free and overrides else []
    return Problem(
        proposals=tuple(draw_(_proposals(name)) for name in names),
        reviewers=tuple(draw_(_reviewers(name)) for name in people),
        expertise={pair: draw_(points) for pair in pairs},
        forbidden={pair: f"interest:{pair[0]}{pair[1]}" for pair in forbidden},
        wishes=draw_(st.dictionaries(st.sampled_from(pairs), st.integers(-2, 2), max_size=3)),
        overrides=tuple(Override(*pair, force=draw_(st.booleans()), ground="as asked") for pair in turned),
        lowest_first=draw_(st.booleans()),
        salt="call",
    )


@st.composite
def _proposals(draw_: st.DrawFn, name: str) -> Proposal:
    needs = draw_(st.integers(1, 3))
    quotas = []
    for label in draw_(st.lists(st.sampled_from(LABELS), unique=True, max_size=2)):
        least = draw_(st.integers(0, min(needs, 1)))
        quotas.append(Quota(label, least, draw_(st.sampled_from([None, max(least, 1), needs]))))
    return Proposal(name, needs, draw_(st.sampled_from([0, 0, 0, 2, 4])), tuple(quotas))


@st.composite
def _reviewers(draw_: st.DrawFn, name: str) -> Reviewer:
    most = draw_(st.integers(1, 4))
    least = draw_(st.sampled_from([0, 0, 1]))
    return Reviewer(name, most, least, draw_(st.frozensets(st.sampled_from(LABELS))))


def every_assignment(problem: Problem) -> Iterator[frozenset[Pair]]:
    """All that keep every demand."""
    choices = [
        [[(proposal.id, r.id) for r in team] for team in combinations(problem.reviewers, proposal.needs)]
        for proposal in problem.proposals
    ]
    for teams in product(*choices):
        pairs = frozenset(pair for team in teams for pair in team)
        if keeps(problem, pairs):
            yield pairs


def keeps(problem: Problem, pairs: frozenset[Pair]) -> bool:
    labels = {reviewer.id: reviewer.labels for reviewer in problem.reviewers}
    for proposal in problem.proposals:
        team = [r for p, r in pairs if p == proposal.id]
        if sum(problem.expertise.get((proposal.id, r), 0) for r in team) < proposal.floor:
            return False
        for quota in proposal.quotas:
            count = sum(quota.label in labels[r] for r in team)
            if count < quota.least or (quota.most is not None and count > quota.most):
                return False
    loads = {reviewer.id: sum(r == reviewer.id for _, r in pairs) for reviewer in problem.reviewers}
    if any(not reviewer.least <= loads[reviewer.id] <= reviewer.most for reviewer in problem.reviewers):
        return False
    if pairs & problem.forbidden.keys():
        return False
    return all(override.force is (override.pair in pairs) for override in problem.overrides)


def lowest(problem: Problem, pairs: frozenset[Pair]) -> Fraction:
    return min(
        Fraction(sum(problem.expertise.get(pair, 0) for pair in pairs if pair[0] == proposal.id), proposal.needs)
        for proposal in problem.proposals
    )


def total(problem: Problem, pairs: frozenset[Pair]) -> int:
    return sum(problem.worth(pair) for pair in pairs)


def value(problem: Problem, pairs: frozenset[Pair]) -> tuple[Fraction, int, int]:
    """What is maximised, in its order: the lowest (where it comes first), the total, the draw."""
    first = lowest(problem, pairs) if problem.lowest_first else Fraction(0)
    return first, total(problem, pairs), -sum(draw(problem.salt, *pair) for pair in pairs)


def best_by_trying(problem: Problem) -> frozenset[Pair] | None:
    return max(every_assignment(problem), key=lambda pairs: value(problem, pairs), default=None)
