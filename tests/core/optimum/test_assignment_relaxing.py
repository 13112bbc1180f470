"""What would have to give is the cheapest there is, and easing just that makes the problem solvable."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given

from khue.core.errors import Refused
from khue.core.optimum.assignment import (
    Kind,
    Override,
    Pair,
    Problem,
    Proposal,
    Quota,
    Reviewer,
    Weights,
    relax,
    solve,
)
from tests.core.optimum.assignments import problems

WEIGHTS = Weights(needs=9, most=4, least=3, floor=2, quota=5, interest=7, forced=6, taken_out=6)


def cost(problem: Problem, pairs: frozenset[Pair]) -> int:
    """What this set of pairs asks of the demands, at WEIGHTS; more reviewers than needed are not to be had."""
    found, labels = 0, {reviewer.id: reviewer.labels for reviewer in problem.reviewers}
    for proposal in problem.proposals:
        team = [r for p, r in pairs if p == proposal.id]
        found += 9 * (proposal.needs - len(team))
        found += 2 * max(0, proposal.floor - sum(problem.expertise.get((proposal.id, r), 0) for r in team))
        for quota in proposal.quotas:
            count = sum(quota.label in labels[r] for r in team)
            found += 5 * max(0, quota.least - count, count - (proposal.needs if quota.most is None else quota.most))
    for reviewer in problem.reviewers:
        load = sum(r == reviewer.id for _, r in pairs)
        found += 4 * max(0, load - reviewer.most) + 3 * max(0, reviewer.least - load)
    found += 7 * len(pairs & problem.forbidden.keys())
    return found + 6 * sum(override.force is not (override.pair in pairs) for override in problem.overrides)


def cheapest(problem: Problem) -> int:
    pairs = [(p.id, r.id) for p in problem.proposals for r in problem.reviewers]
    needs = {proposal.id: proposal.needs for proposal in problem.proposals}
    sets = chain.from_iterable(combinations(pairs, size) for size in range(len(pairs) + 1))
    fitting = (s for s in sets if all(sum(p == name for p, _ in s) <= need for name, need in needs.items()))
    return min(cost(problem, frozenset(s)) for s in fitting)


@given(problems(most=2))
def test_nothing_cheaper_gives_and_the_eased_problem_has_an_answer(problem: Problem) -> None:
    found = relax(problem, WEIGHTS)
    assert found
    assert found.cost == sum(give.cost for give in found.gives) == cheapest(problem)
    assert (found.cost == 0) == (solve(problem) is not None)
    if len(found.dropped) < len(problem.proposals):
        assert solve(found.problem)


def sample(**changes: object) -> Problem:
    problem = Problem(
        proposals=(Proposal("P1", 2), Proposal("P2", 2)),
        reviewers=(Reviewer("R1", 1), Reviewer("R2", 2)),
        expertise={},
    )
    return replace(problem, **changes)  # type: ignore[arg-type]  # the test changes fields by name


def test_one_place_too_few_is_told_with_the_reviewer_who_would_take_one_more() -> None:
    found = relax(sample())
    assert found
    assert [(give.kind, give.name, give.by) for give in found.gives] == [(Kind.MOST, "R1", 1)]
    assert (found.places, found.capacity) == (4, 3)
    assert solve(found.problem)


def test_interests_never_give_unless_asked_and_come_with_their_reason() -> None:
    closed = sample(forbidden={("P1", "R1"): "interest:8", ("P1", "R2"): "interest:9"})
    found = relax(closed)
    assert found
    assert {give.kind for give in found.gives} == {Kind.NEEDS}
    assert found.dropped == ("P1",)
    assert found.short == ("P1",)
    asked = relax(closed, Weights(needs=None, interest=1))
    assert asked
    assert [give.reason for give in asked.gives if give.kind is Kind.INTEREST] == ["interest:8", "interest:9"]
    assert relax(closed, Weights(needs=None)) is None


def test_a_floor_gives_by_points_and_a_quota_by_members() -> None:
    stiff = sample(
        proposals=(Proposal("P1", 1, floor=10, quotas=(Quota("senior", 1),)),),
        expertise={("P1", "R1"): 7, ("P1", "R2"): 4},
    )
    found = relax(stiff)
    assert found
    assert [(give.kind, give.name, give.by) for give in found.gives] == [
        (Kind.FLOOR, "", 3),
        (Kind.QUOTA_LEAST, "senior", 1),
    ]
    assert solve(found.problem)


def test_an_override_that_cannot_hold_is_named_with_its_ground() -> None:
    forced = (Override("P1", "R1", True, "wrote the norm"), Override("P2", "R1", True, "wrote the norm"))
    found = relax(sample(proposals=(Proposal("P1", 1), Proposal("P2", 1)), overrides=forced), Weights(most=None))
    assert found
    assert [(give.kind, give.name, give.reason) for give in found.gives] == [(Kind.FORCED, "R1", "wrote the norm")]


def test_the_same_problem_always_gets_the_same_answer() -> None:
    turned = sample(proposals=(Proposal("P2", 2), Proposal("P1", 2)), reviewers=(Reviewer("R2", 2), Reviewer("R1", 1)))
    assert relax(sample()) == replace(relax(turned), problem=relax(sample()).problem)  # type: ignore[type-var, union-attr]  # of either kind


def test_a_weight_below_one_and_a_senseless_problem_are_refused() -> None:
    with pytest.raises(ValueError, match="whole number from 1"):
        relax(sample(), Weights(most=0))
    with pytest.raises(Refused):
        relax(sample(proposals=()))
