"""Why and why not: each reason is true of the solution, and each price is what solving again gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from khue.core.optimum.assignment import (
    Kind,
    Override,
    Problem,
    Proposal,
    Quota,
    Reviewer,
    Why,
    override_prices,
    overrides_price,
    price,
    solve,
    standing,
)
from tests.core.optimum.assignments import best_by_trying, lowest, problems, total


@given(problems())
def test_every_pair_has_a_reason_and_no_better_swap_stands_open(problem: Problem) -> None:
    solution = solve(problem)
    if not solution:
        return
    for proposal in problem.proposals:
        for reviewer in problem.reviewers:
            told = standing(solution, proposal.id, reviewer.id)
            assert told.chosen == ((proposal.id, reviewer.id) in solution.pairs)
            assert told.why is not Why.OPEN
            assert all(swap.gain <= 0 or swap.obstacles for swap in told.swaps)
            assert told.load == len(told.holds) <= told.most


@given(problems(overrides=False, most=3))
def test_a_price_is_exact_and_no_promised_loss_is_too_large(problem: Problem) -> None:
    solution = solve(problem)
    if not solution:
        return
    for pair in [(p.id, r.id) for p in problem.proposals[:2] for r in problem.reviewers[:2]]:
        told, cost = standing(solution, *pair), price(solution, *pair)
        turned = replace(problem, overrides=(Override(*pair, force=not told.chosen, ground="x"),))
        best = None if told.why is Why.INTEREST else best_by_trying(turned)
        assert (cost is None) == (best is None)
        if cost and best:
            assert cost.total == solution.total - total(problem, best)
            assert cost.lowest == ((solution.lowest - lowest(problem, best)) if problem.lowest_first else 0)
            # The promise keeps the floors; a re-solve may trade the lowest for the total.
            assert told.loss <= cost.total or cost.lowest > 0
            assert (cost.lowest, cost.total) >= (0, 0)


@given(problems(most=3))
def test_overrides_never_bring_anything(problem: Problem) -> None:
    solution = solve(problem)
    if solution:
        prices = override_prices(solution)
        assert [override for override, _ in prices] == list(problem.overrides)
        assert all((found.lowest, found.total) >= (0, 0) for _, found in prices)
        together = overrides_price(solution)
        assert all((together.lowest, together.total) >= (found.lowest, found.total) for _, found in prices)


def sample(**changes: object) -> Problem:
    problem = Problem(
        proposals=(Proposal("P1", 1), Proposal("P2", 1)),
        reviewers=(
            Reviewer("R1", 1, labels=frozenset({"hust"})),
            Reviewer("R2", 1),
            Reviewer("R3", 1, labels=frozenset({"hust"})),
        ),
        expertise={("P1", "R1"): 9, ("P1", "R2"): 6, ("P2", "R1"): 8, ("P2", "R2"): 3, ("P2", "R3"): 1},
        lowest_first=False,
    )
    return replace(problem, **changes)  # type: ignore[arg-type]  # the test changes fields by name


def why(problem: Problem, proposal: str, reviewer: str) -> Why:
    solution = solve(problem)
    assert solution
    return standing(solution, proposal, reviewer).why


def test_each_reason_is_told_where_it_is_true() -> None:
    assert why(sample(), "P2", "R1") is Why.CHOSEN
    assert why(sample(), "P1", "R1") is Why.FULL
    assert why(sample(), "P2", "R3") is Why.LOWER
    assert why(sample(forbidden={("P2", "R1"): "interest:4"}), "P2", "R1") is Why.INTEREST
    assert why(sample(overrides=(Override("P2", "R1", False, "abroad"),)), "P2", "R1") is Why.TAKEN_OUT
    assert why(sample(overrides=(Override("P2", "R3", True, "knows it"),)), "P2", "R3") is Why.FORCED
    assert why(sample(overrides=(Override("P2", "R3", True, "knows it"),)), "P2", "R2") is Why.HELD
    outside = (Proposal("P1", 1, quotas=(Quota("hust", most=0),)), Proposal("P2", 1, quotas=(Quota("hust", most=0),)))
    two = (Reviewer("R1", 2, labels=frozenset({"hust"})), Reviewer("R2", 2), Reviewer("R3", 1))
    assert why(sample(proposals=outside, reviewers=two), "P1", "R1") is Why.BALANCE
    busy = (Reviewer("R1", 2), Reviewer("R2", 1, least=1), Reviewer("R3", 1))
    assert why(sample(reviewers=busy), "P1", "R1") is Why.LEAST
    same = {("P1", "R1"): 5, ("P1", "R2"): 5, ("P1", "R3"): 5}
    one = sample(proposals=(Proposal("P1", 1),), expertise=same)
    assert sorted(why(one, "P1", name) for name in ("R1", "R2", "R3")) == [Why.CHOSEN, Why.DRAW, Why.DRAW]
    wished = sample(
        proposals=(Proposal("P1", 1, floor=6),), expertise={("P1", "R1"): 6}, wishes={("P1", "R2"): 9}
    )  # fmt: skip
    assert why(wished, "P1", "R2") is Why.FLOOR


def test_a_full_reviewer_shows_what_he_does_instead() -> None:
    solution = solve(sample())
    assert solution
    told = standing(solution, "P1", "R1")
    assert told.holds == (("P2", 8),)
    assert [(swap.other, swap.gain) for swap in told.swaps] == [("R2", 3)]
    assert told.swaps[0].obstacles[0].kind is Kind.MOST
    assert (told.rank, told.among) == (1, 3)
    found = price(solution, "P1", "R1")
    assert found
    assert found.total == (6 + 8) - (9 + 3)
    assert 0 <= told.loss <= found.total


def test_prices_promise_a_loss_where_one_is_certain() -> None:
    alone = Problem((Proposal("P1", 1),), (Reviewer("R1", 1), Reviewer("R2", 1)), {("P1", "R1"): 9, ("P1", "R2"): 2})
    solution = solve(alone)
    assert solution
    assert [standing(solution, "P1", name).loss for name in ("R1", "R2")].count(7) == 1


def test_the_ground_and_the_interest_come_back_as_given() -> None:
    solution = solve(sample(forbidden={("P2", "R1"): "interest:4"}))
    assert solution
    assert standing(solution, "P2", "R1").reason == "interest:4"
    assert price(solution, "P2", "R1") is None
    with pytest.raises(KeyError):
        standing(solution, "P2", "R9")
