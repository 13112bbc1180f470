"""What people ask of a portfolio is answered by what trying everything answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings

from khue.core.optimum.portfolio import (
    Bonus,
    Demand,
    Kind,
    Limit,
    Offer,
    Problem,
    compare,
    conflict,
    entry,
    frontier,
    leave_one_out,
    solve,
    stability,
    violations,
)
from tests.core.optimum.portfolios import best_by_trying, every_set, problems, worth


def called(**changes: object) -> Problem:
    """Four scored proposals for ten billions."""
    problem = Problem(
        offers=(
            Offer("A", 6 * 10**9, {"R1": 90, "R2": 88}),
            Offer("B", 4 * 10**9, {"R1": 70, "R3": 74}),
            Offer("C", 5 * 10**9, {"R2": 80, "R3": 60}),
            Offer("D", 4 * 10**9, {"R1": 40, "R2": 90}),
        ),
        budget=10 * 10**9,
    )
    return replace(problem, **changes)  # type: ignore[arg-type]  # the test changes fields by name


def test_the_frontier_is_exact_at_each_budget_and_never_falls() -> None:
    points = frontier(called(), range(0, 20 * 10**9, 10**9))
    assert [point.value for point in points] == sorted(point.value or 0 for point in points)
    for point in points:
        best = best_by_trying(called(budget=point.budget))
        assert best is not None
        assert set(point.funded) == set(best)
    floor = called(limits=(Limit("x", least_count=1),))
    assert frontier(floor, [10**9])[0].value is None


@settings(max_examples=12)
@given(problems(unit=10))
def test_what_an_offer_needs_to_get_in_is_just_enough(problem: Problem) -> None:
    portfolio = solve(problem)
    if portfolio is None:
        return
    for name in portfolio.unfunded[:2]:
        told = entry(portfolio, name, step=1)
        asked = next(offer for offer in problem.offers if offer.id == name)

        def best_with(offer: Offer) -> int | None:
            others = tuple(offer if other.id == offer.id else other for other in problem.offers)
            changed = replace(problem, offers=others)
            values = [worth(changed, funded) for funded in every_set(changed) if funded.get(offer.id) == 0]
            return max(values, default=None)

        alone = replace(asked, levels=())
        held = best_with(alone)
        assert told.behind == (None if held is None else portfolio.value - held)
        reached = {cost: best_with(replace(alone, cost=cost)) for cost in range(asked.cost + 1)}
        enough = [cost for cost, value in reached.items() if value is not None and value >= portfolio.value]
        # A floor of money can make a lower cost useless; the answer is then still one that does.
        assert (told.cost in enough) if told.cost is not None else (0 not in enough)
        if not any(limit.least_money for limit in problem.limits):
            assert told.cost == max(enough, default=None)


def test_only_an_unfunded_offer_of_the_problem_can_be_asked_about() -> None:
    portfolio = solve(called())
    assert portfolio
    with pytest.raises(KeyError):
        entry(portfolio, "Z")
    with pytest.raises(ValueError, match="A is funded"):
        entry(portfolio, "A")


def test_leaving_one_reviewer_out_shows_whose_scores_carry_the_set() -> None:
    portfolio = solve(called())
    assert portfolio
    assert set(portfolio.funded) == {"A", "B"}
    changes = {found.reviewer: (found.leave, found.enter) for found in leave_one_out(portfolio)}
    assert changes == {"R1": (("B",), ("D",)), "R2": ((), ()), "R3": ((), ())}


def test_the_stability_check_repeats_itself_and_sees_a_close_call() -> None:
    portfolio = solve(called())
    assert portfolio
    shares, again = stability(portfolio, runs=40, seed=3), stability(portfolio, runs=40, seed=3)
    assert shares == again
    assert shares["A"] > shares["B"] > 0
    assert 0 < shares["D"] < 1
    sure = replace(called(), offers=tuple(replace(o, scores=dict.fromkeys(o.scores, 9)) for o in called().offers))
    firm = solve(sure)
    assert firm
    assert set(stability(firm, runs=5, seed=3).values()) <= {0, 1}


def test_two_sets_are_compared_and_a_set_of_people_shows_what_it_breaks() -> None:
    problem = called(bonuses=(Bonus("x", 1, 3),))
    found = compare(problem, {"A": 0, "B": 0}, {"A": 0, "C": 0})
    assert (found.only_first, found.only_second) == (("B",), ("C",))
    assert (found.value, found.cost) == (-2_000, 10**9)
    assert found.broken_first == ()
    assert found.broken_second == (Demand(Kind.BUDGET, "", 10**10),)


def dropped(problem: Problem, gone: tuple[Demand, ...]) -> Problem:
    keys = {(demand.kind, demand.name) for demand in gone}
    limits = tuple(
        Limit(
            limit.group,
            0 if (Kind.LEAST_COUNT, limit.group) in keys else limit.least_count,
            None if (Kind.MOST_COUNT, limit.group) in keys else limit.most_count,
            0 if (Kind.LEAST_MONEY, limit.group) in keys else limit.least_money,
            None if (Kind.MOST_MONEY, limit.group) in keys else limit.most_money,
        )
        for limit in problem.limits
    )
    must = frozenset(name for name in problem.must if (Kind.MUST, name) not in keys)
    return replace(problem, limits=limits, must=must)


@given(problems())
def test_a_conflict_names_the_fewest_demands_and_the_least_budget(problem: Problem) -> None:
    told = conflict(problem)
    assert next(every_set(dropped(problem, told.drop)), None) is not None
    assert (told.drop == ()) == (solve(problem) is not None)
    every = [Demand(Kind.MUST, name) for name in problem.must]
    for limit in problem.limits:
        every += [
            Demand(kind, limit.group) for kind in (Kind.LEAST_COUNT, Kind.MOST_COUNT, Kind.LEAST_MONEY, Kind.MOST_MONEY)
        ]
    fewer = combinations(every, max(0, len(told.drop) - 1))
    assert not told.drop or all(next(every_set(dropped(problem, gone)), None) is None for gone in fewer)
    rich = replace(problem, budget=sum(offer.cost for offer in problem.offers))
    costs = {name.id: name for name in rich.offers}
    spent = [
        sum(costs[n].levels[lv - 1].cost if lv else costs[n].cost for n, lv in funded.items())
        for funded in every_set(rich)
    ]
    assert told.budget == min(spent, default=None)


def test_a_set_that_keeps_everything_breaks_nothing() -> None:
    assert violations(called(), {"A": 0, "B": 0}) == ()
    assert [demand.kind for demand in violations(called(must=frozenset("D")), {})] == [Kind.MUST]
