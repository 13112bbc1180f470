"""The funded set is the best there is, to the đồng, and does not depend on how the problem was written down."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.errors import Refused
from khue.core.optimum.portfolio import Bonus, Level, Limit, Offer, Problem, cost_of, solve, value_of, violations
from tests.core.optimum.portfolios import best_by_trying, problems, worth


@given(st.one_of(problems(), problems(unit=10**9, odd=True), problems(unit=10**12, odd=True)))
def test_nothing_is_better_and_the_draw_settles_the_rest(problem: Problem) -> None:
    portfolio, best = solve(problem), best_by_trying(problem)
    assert (portfolio is None) == (best is None)
    if portfolio and best is not None:
        assert portfolio.funded == best
        assert portfolio.value == worth(problem, best) == value_of(problem, best) == portfolio.bound
        assert portfolio.cost == cost_of(problem, best) <= problem.budget
        assert portfolio.proven
        assert portfolio.drawn
        assert violations(problem, portfolio.funded) == ()


@given(problems(), st.integers(0, 99))
def test_the_order_in_which_things_are_given_makes_no_difference(problem: Problem, seed: int) -> None:
    shuffle = random.Random(seed)

    def turned(things: tuple) -> tuple:  # type: ignore[type-arg]  # a tuple of anything
        return tuple(shuffle.sample(things, len(things)))

    other = replace(
        problem, offers=turned(problem.offers), limits=turned(problem.limits), bonuses=turned(problem.bonuses),
        needs=turned(problem.needs), exclusions=turned(problem.exclusions),
    )  # fmt: skip
    first, second = solve(problem), solve(other)
    assert (first and first.funded) == (second and second.funded)


def test_one_dong_too_much_is_too_much_however_large_the_amounts() -> None:
    huge = 10**13
    offers = (Offer("A", huge + 1, extra=5), Offer("B", huge + 2, extra=5), Offer("C", 3, extra=1))
    for budget, funded in (
        (2 * huge + 6, {"A", "B", "C"}),
        (2 * huge + 5, {"A", "B"}),
        (2 * huge + 3, {"A", "B"}),
        (huge + 5, None),
        (huge + 4, {"A", "C"}),
        (huge + 3, {"A"}),
        (2, set()),
    ):
        portfolio = solve(Problem(offers, budget))
        assert portfolio
        assert portfolio.cost <= budget
        if funded is None:
            assert portfolio.value == 6
            continue
        if budget == huge + 3:
            assert portfolio.value == 5
            continue
        assert set(portfolio.funded) == funded


def test_a_floor_of_money_is_kept_to_the_dong() -> None:
    huge = 10**13
    offers = (
        Offer("A", huge + 7, groups=frozenset({"g"})),
        Offer("B", huge + 5, extra=1, groups=frozenset({"g"})),
        Offer("C", 1, extra=9),
    )
    reached = solve(Problem(offers, 2 * huge, (Limit("g", least_money=huge + 6),)))
    assert reached
    assert set(reached.funded) == {"A", "C"}
    assert solve(Problem(offers, 3 * huge, (Limit("g", least_money=2 * huge + 13),))) is None


def test_the_value_is_the_declared_one() -> None:
    assert Offer("P", 1, scores={"a": 70, "b": 81}, weight=110, extra=25).value == 83_050 + 25
    assert Offer("P", 1, scores={"a": 70, "b": 70, "c": 71}).value == 70_333
    assert Offer("P", 1, extra=7).value == 7


def test_concentration_pays_where_it_was_declared() -> None:
    team = frozenset({"team:7"})
    offers = (Offer("A", 1, extra=5, groups=team), Offer("B", 1, extra=3, groups=team), Offer("C", 1, extra=4))
    plain, team_first = solve(Problem(offers, 2)), solve(Problem(offers, 2, bonuses=(Bonus("team:7", 2, 2),)))
    assert plain
    assert team_first
    assert set(plain.funded) == {"A", "C"}
    assert set(team_first.funded) == {"A", "B"}
    assert team_first.value == 10


def test_a_smaller_grant_is_chosen_where_it_makes_room() -> None:
    offers = (Offer("A", 10, extra=100, levels=(Level(6, 80),)), Offer("B", 4, extra=30))
    portfolio = solve(Problem(offers, 10))
    assert portfolio
    assert portfolio.funded == {"A": 1, "B": 0}
    assert (portfolio.value, portfolio.cost) == (110, 10)


def sample(**changes: object) -> Problem:
    return replace(Problem((Offer("A", 5, extra=1), Offer("B", 5, extra=2)), 5), **changes)  # type: ignore[arg-type]  # the test changes fields by name


FAULTY = {
    "no_offers": sample(offers=()),
    "budget": sample(budget=-1),
    "twice": sample(offers=(Offer("A", 1), Offer("A", 2))),
    "cost": sample(offers=(Offer("A", -1),)),
    "value": sample(offers=(Offer("A", 1, extra=-1),)),
    "levels": sample(offers=(Offer("A", 5, levels=(Level(5, 50),)),)),
    "bonus": sample(bonuses=(Bonus("g", 0, 5),)),
    "limit": sample(limits=(Limit("g", 3, 2),)),
    "unknown": sample(needs=(("A", "Z"),)),
    "self": sample(needs=(("A", "A"),)),
    "both": sample(must=frozenset("A"), must_not=frozenset("A")),
    "excluded": sample(must=frozenset("AB"), exclusions=(frozenset("AB"),)),
    "needed": sample(must=frozenset("A"), must_not=frozenset("B"), needs=(("A", "B"),)),
}


@pytest.mark.parametrize("code", FAULTY)
def test_what_makes_no_sense_is_refused_by_name(code: str) -> None:
    with pytest.raises(Refused) as refused:
        solve(FAULTY[code])
    reasons = {reason.code: reason for reason in refused.value.decision.reasons}
    assert code in reasons
    assert reasons[code].field
    assert "{" not in reasons[code].text.vi + reasons[code].text.en


def test_a_budget_of_nothing_funds_nothing() -> None:
    portfolio = solve(sample(budget=0))
    assert portfolio
    assert portfolio.funded == {}
    assert portfolio.proven
