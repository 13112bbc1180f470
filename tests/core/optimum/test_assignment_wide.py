"""The wide way gives what the narrow way gives, whatever it left out at first, and proves it over all pairs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khue.core.optimum.assignment import Pair, Problem, Proof, Proposal, Reviewer, solve
from khue.core.optimum.assignment.wide import Unmet, Wide, WideSolution, solve_wide


def wide(problem: Problem) -> Wide:
    proposals, reviewers = [p.id for p in problem.proposals], [r.id for r in problem.reviewers]
    table = np.array([[problem.expertise.get((p, r), 0) for r in reviewers] for p in proposals])
    places = [(proposals.index(p), reviewers.index(r)) for p, r in problem.forbidden]
    of, by = (np.array(part, np.int64) for part in (zip(*places, strict=True) if places else ((), ())))
    return Wide(
        proposals=proposals,
        reviewers=reviewers,
        needs=np.array([proposal.needs for proposal in problem.proposals]),
        most=np.array([reviewer.most for reviewer in problem.reviewers]),
        least=np.array([reviewer.least for reviewer in problem.reviewers]),
        floors=np.array([proposal.floor for proposal in problem.proposals]),
        points=lambda places: table[places],
        forbidden=(of, by),
        salt=problem.salt,
    )


def pairs(problem: Wide, solution: WideSolution) -> tuple[Pair, ...]:
    return tuple((problem.proposals[p], problem.reviewers[r]) for p, r in zip(solution.of, solution.by, strict=True))


def random_problem(seed: int, *, floor: float, size: int = 30, people: int = 12, order: int = 0) -> Problem:
    rng = np.random.default_rng(seed)
    names, seats = [f"P{n:02}" for n in range(size)], [f"R{n:02}" for n in range(people)]
    # Some reviewers fit everybody better: everybody wants the same ones, and a floor comes to bind.
    table = rng.integers(0, 30, (size, people)) + rng.integers(0, 40, people)
    floors = (np.sort(table, axis=1)[:, -3:].sum(axis=1) * floor).astype(int)
    points: Mapping[Pair, int] = {(p, r): int(table[i, j]) for i, p in enumerate(names) for j, r in enumerate(seats)}
    places = rng.integers(0, [size, people], (9, 2))
    closed = {(names[i], seats[j]): "interest" for i, j in places}
    shuffle = np.random.default_rng(order)
    return Problem(
        proposals=tuple(Proposal(names[i], 3, int(floors[i])) for i in shuffle.permutation(size)),
        reviewers=tuple(Reviewer(seats[j], 9, 5) for j in shuffle.permutation(people)),
        expertise=points,
        forbidden=closed,
        lowest_first=False,
        salt="wide",
    )


@given(st.integers(0, 10_000), st.sampled_from([0.0, 0.65, 0.75, 0.8, 0.85]), st.integers(1, 4))
@example(5084, 0.75, 1)
@example(9646, 0.8, 1)  # the prices prove a part of a point more than whole points tell
def test_it_agrees_with_the_narrow_way_to_the_pair(seed: int, floor: float, candidates: int) -> None:
    problem = random_problem(seed, floor=floor)
    narrow, given_ = solve(problem), wide(problem)
    found = solve_wide(given_, candidates=candidates)
    if narrow is None:
        assert isinstance(found, Unmet)
    else:
        assert isinstance(found, WideSolution)
        assert (found.total, found.total_bound) == (narrow.total, narrow.total)
        assert found.drawn
        assert pairs(given_, found) == narrow.pairs


@pytest.mark.parametrize("floor", [0.0, 0.8])
def test_the_order_makes_no_difference(floor: float) -> None:
    one, other = (wide(random_problem(4, floor=floor, order=order)) for order in (0, 1))
    first, second = solve_wide(one), solve_wide(other)
    assert isinstance(first, WideSolution)
    assert isinstance(second, WideSolution)
    assert pairs(one, first) == pairs(other, second)


def test_what_was_pruned_at_first_comes_in_by_its_price_and_the_certificate_covers_the_rest() -> None:
    problem = wide(random_problem(7, floor=0.0, size=300, people=40))
    problem = Wide(**{**{name: getattr(problem, name) for name in Wide.__slots__}, "most": np.full(40, 24)})
    found = solve_wide(problem, candidates=3)
    assert isinstance(found, WideSolution)
    assert found.added > 0
    assert found.candidates < found.pairs / 2
    assert found.proof is Proof.PRICES
    assert found.relaxed == found.total == found.total_bound


@pytest.mark.parametrize("floor", [0.0, 0.75])
def test_the_published_prices_prove_the_bound_to_whoever_adds_them_up(floor: float) -> None:
    problem = wide(random_problem(11, floor=floor, order=3))
    found = solve_wide(problem, candidates=2)
    assert isinstance(found, WideSolution)
    points = problem.points(np.arange(len(problem.proposals)))
    prices = found.prices
    assert (prices.floor <= 1e-9).all()
    excess = points * (1 - prices.floor)[:, None] - prices.place[:, None] - prices.load
    excess[problem.forbidden] = 0
    loads = np.where(prices.load > 0, problem.most, problem.least)
    spent = prices.place @ problem.needs + prices.load @ loads + prices.floor @ problem.floors
    assert found.relaxed == int(spent + np.maximum(excess, 0).sum() + 1e-6)
    assert found.total <= found.relaxed


def test_a_floor_that_splits_the_corner_is_closed_by_the_search() -> None:
    found = [solve_wide(wide(random_problem(seed, floor=0.8))) for seed in range(6)]
    searched = [one for one in found if isinstance(one, WideSolution) and one.proof is Proof.SEARCH]
    assert searched
    assert all(one.total == one.total_bound < one.relaxed for one in searched)


def test_too_few_places_are_told_with_how_many_are_missing() -> None:
    problem = wide(random_problem(1, floor=0.0))
    short = Wide(**{**{name: getattr(problem, name) for name in Wide.__slots__}, "most": np.full(12, 7)})
    found = solve_wide(short)
    assert isinstance(found, Unmet)
    assert found.proven
    assert found.shortfall == pytest.approx(6)


def test_arrays_that_do_not_fit_are_refused_by_name() -> None:
    problem = wide(random_problem(1, floor=0.0))
    fields = {name: getattr(problem, name) for name in Wide.__slots__}
    with pytest.raises(ValueError, match="needs is one whole number"):
        solve_wide(Wide(**{**fields, "needs": np.array([3])}))
    with pytest.raises(ValueError, match=r"reviewer R\d\d has a least load above"):
        solve_wide(Wide(**{**fields, "least": np.full(12, 99)}))
    with pytest.raises(ValueError, match="an id twice"):
        solve_wide(Wide(**{**fields, "reviewers": ["R"] * 12}))
    with pytest.raises(ValueError, match="no proposal"):
        solve_wide(Wide(**{**fields, "proposals": []}))
