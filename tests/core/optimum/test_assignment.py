"""The assignment is the best there is, says so truly, and does not depend on how the problem was written down."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.errors import Refused
from khue.core.optimum.assignment import Override, Problem, Proof, Proposal, Quota, Reviewer, solve, violations
from tests.core.optimum.assignments import best_by_trying, every_assignment, lowest, problems, total


@given(problems())
def test_nothing_is_better_and_the_draw_settles_the_rest(problem: Problem) -> None:
    solution, best = solve(problem), best_by_trying(problem)
    assert (solution is None) == (best is None)
    if solution and best:
        assert set(solution.pairs) == best
        assert solution.proven
        assert solution.total == total(problem, best) == solution.total_bound
        assert solution.lowest == lowest(problem, best) == solution.lowest_bound
        assert violations(solution) == []


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_given_makes_no_difference(problem: Problem, random: object) -> None:
    def shuffled(things):  # type: ignore[no-untyped-def]  # a fixture of a library without types
        listed = list(things)
        random.shuffle(listed)  # type: ignore[attr-defined]  # Hypothesis' random
        return listed

    other = replace(
        problem,
        proposals=tuple(replace(p, quotas=tuple(shuffled(p.quotas))) for p in shuffled(problem.proposals)),
        reviewers=tuple(shuffled(problem.reviewers)),
        expertise=dict(shuffled(problem.expertise.items())),
        wishes=dict(shuffled(problem.wishes.items())),
        forbidden=dict(shuffled(problem.forbidden.items())),
        overrides=tuple(shuffled(problem.overrides)),
    )
    first, second = solve(problem), solve(other)
    assert (first.pairs if first else None) == (second.pairs if second else None)


@given(problems(overrides=False))
def test_a_bound_by_prices_holds_for_every_assignment(problem: Problem) -> None:
    problem = replace(problem, lowest_first=False)
    solution = solve(problem)
    if solution:
        bound = solution.total + solution.slack
        assert all(total(problem, pairs) <= bound for pairs in every_assignment(problem))


def sample(**changes: object) -> Problem:
    """Three proposals, three reviewers with two places each; R1 is best for all."""
    names, people = ("P1", "P2", "P3"), ("R1", "R2", "R3")
    points = {"R1": (9, 9, 9), "R2": (5, 4, 1), "R3": (4, 1, 1)}
    problem = Problem(
        proposals=tuple(Proposal(name, 2) for name in names),
        reviewers=tuple(Reviewer(name, 2) for name in people),
        expertise={(p, r): points[r][at] for at, p in enumerate(names) for r in people},
        salt="2026-01",
    )
    return replace(problem, **changes)  # type: ignore[arg-type]  # the test changes fields by name


def test_the_worst_served_comes_first_and_the_total_after() -> None:
    fair, plain = solve(sample()), solve(sample(lowest_first=False))
    assert fair
    assert plain
    assert fair.lowest == Fraction(9, 2)
    assert fair.reviewers_of["P1"] == ("R2", "R3")
    assert plain.total >= fair.total


def test_without_floors_the_network_alone_proves_it() -> None:
    solution = solve(sample(lowest_first=False))
    assert solution
    assert solution.total_proof is Proof.PRICES
    assert solution.slack == 0


def test_proposals_of_different_need_are_compared_by_the_mean() -> None:
    problem = Problem(
        proposals=(Proposal("big", 3), Proposal("small", 1)),
        reviewers=tuple(Reviewer(f"R{n}", 1) for n in range(4)),
        expertise={("small", "R0"): 6, ("big", "R0"): 6, **{("big", f"R{n}"): 3 for n in (1, 2, 3)}},
    )
    solution = solve(problem)
    assert solution
    assert solution.reviewers_of["small"] == ("R0",)
    assert solution.lowest == 3


def test_everybody_equal_is_settled_by_the_salt_alone() -> None:
    names, people = [f"P{n}" for n in range(6)], [f"R{n}" for n in range(6)]
    problem = Problem(
        proposals=tuple(Proposal(name, 1) for name in names),
        reviewers=tuple(Reviewer(name, 1) for name in people),
        expertise={},
        salt="a",
    )
    first, again, other = solve(problem), solve(problem), solve(replace(problem, salt="b"))
    assert first
    assert again
    assert other
    assert first.pairs == again.pairs
    assert first.pairs != other.pairs


FAULTY = {
    "no_proposals": sample(proposals=(), expertise={}),
    "no_reviewers": sample(reviewers=(), expertise={}),
    "twice": sample(proposals=(Proposal("P1", 1), Proposal("P1", 2), Proposal("P2", 1), Proposal("P3", 1))),
    "needs": sample(proposals=(Proposal("P1", 0), Proposal("P2", 1), Proposal("P3", 1))),
    "floor": sample(proposals=(Proposal("P1", 1, -1), Proposal("P2", 1), Proposal("P3", 1))),
    "quota": sample(proposals=(Proposal("P1", 1, 0, (Quota("x", 2),)), Proposal("P2", 1), Proposal("P3", 1))),
    "load": sample(reviewers=(Reviewer("R1", 1, 2), Reviewer("R2", 2), Reviewer("R3", 2))),
    "points": sample(expertise={("P1", "R1"): -1}),
    "unknown_proposal": sample(wishes={("P9", "R1"): 1}),
    "unknown_reviewer": sample(forbidden={("P1", "R9"): "interest:1"}),
    "overridden_twice": sample(overrides=(Override("P1", "R1", True, "a"), Override("P1", "R1", False, "b"))),
    "no_ground": sample(overrides=(Override("P1", "R1", True, " "),)),
    "forced_interest": sample(
        forbidden={("P1", "R1"): "interest:1"}, overrides=(Override("P1", "R1", True, "the only expert"),)
    ),
}


@pytest.mark.parametrize("code", FAULTY)
def test_what_makes_no_sense_is_refused_by_name(code: str) -> None:
    with pytest.raises(Refused) as refused:
        solve(FAULTY[code])
    reasons = {reason.code: reason for reason in refused.value.decision.reasons}
    assert code in reasons
    assert reasons[code].field
    assert reasons[code].next_step


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        solve(sample(wishes={("P9", "R8"): 10**7}, reviewers=()))
    codes = {reason.code for reason in refused.value.decision.reasons}
    assert codes >= {"no_reviewers", "unknown_proposal", "unknown_reviewer", "points"}


def test_nobody_is_left_when_every_pair_is_closed() -> None:
    pairs = {(p, r): "interest" for p in ("P1", "P2", "P3") for r in ("R1", "R2", "R3")}
    assert solve(sample(forbidden=pairs)) is None
