"""What people ask before they decide: another budget, one proposal's distance, how firm the set stands, two sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from khue.core.optimum.portfolio.problem import Demand, Problem
from khue.core.optimum.portfolio.solving import Portfolio, best, cost_of, solve, value_of, violations


@dataclass(frozen=True, slots=True)
class Point:
    """One budget on the frontier, in đồng: the highest value, what it costs, who is funded. None: no set keeps all."""

    budget: int
    value: int | None
    cost: int | None
    funded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What an unfunded offer would need. ``behind``: the best set that holds it in full is worth so much less than the
    best of all, so this much more value (in the unit of ``Offer.value``) draws level and one more is certain to enter.

    ``cost``: the highest cost in đồng (in steps) at which a set that holds it draws level; None: not even for nothing.
    (Where a floor of money counts this offer, a lower cost may help less: the answer is then one that does help.)
    ``behind`` is None where no set that keeps all demands can hold it.
    """

    offer: str
    behind: int | None
    cost: int | None


@dataclass(frozen=True, slots=True)
class Without:
    """The set as it were had one reviewer not scored: who would leave and who would enter."""

    reviewer: str
    leave: tuple[str, ...]
    enter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sets: what only one of them funds (or funds at another level), and second less first."""

    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    otherwise: tuple[str, ...]
    value: int
    cost: int
    counts: Mapping[str, int]
    broken_first: tuple[Demand, ...]
    broken_second: tuple[Demand, ...]


def frontier(problem: Problem, budgets: Iterable[int]) -> tuple[Point, ...]:
    """Value against budget, exact at each budget asked for."""
    found = []
    for budget in sorted(set(budgets)):
        there = solve(replace(problem, budget=budget))
        if there is None:
            found.append(Point(budget, None, None, ()))
        else:
            found.append(Point(budget, there.value, there.cost, tuple(there.funded)))
    return tuple(found)


def entry(portfolio: Portfolio, offer: str, *, step: int = 1_000_000) -> Entry:
    """The distance of one unfunded offer, by solving again: once for the value, some times for the cost.

    ``step``: costs are tried in multiples of it. Raises KeyError for an offer that the problem does not have, ValueError
    for one that is funded.
    """
    problem = portfolio.problem
    asked = next(iter(found for found in problem.offers if found.id == offer), None)
    if asked is None:
        raise KeyError(offer)
    if offer in portfolio.funded:
        raise ValueError(f"{offer} is funded")
    if offer in problem.must_not:
        return Entry(offer, None, None)

    def at(cost: int) -> int | None:
        changed = replace(asked, cost=cost, levels=())
        others = tuple(changed if other.id == offer else other for other in problem.offers)
        held = best(replace(problem, offers=others, must=problem.must | {offer}), settle=False)
        return None if held is None else held.value

    full = at(asked.cost)
    return Entry(
        offer, None if full is None else portfolio.value - full, _highest(at, portfolio.value, asked.cost, step)
    )


def _highest(at: Callable[[int], int | None], value: int, cost: int, step: int) -> int | None:
    """The highest multiple of ``step`` up to ``cost`` at which ``at`` reaches ``value``, by halving."""
    low, high = 0, cost // step
    reached = at(0)
    if reached is None or reached < value:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        reached = at(middle * step)
        low, high = (middle, high) if reached is not None and reached >= value else (low, middle - 1)
    return low * step


def leave_one_out(portfolio: Portfolio) -> tuple[Without, ...]:
    """For each reviewer the set without that reviewer's scores, exactly; in the order of their ids."""
    problem = portfolio.problem
    names = sorted({name for offer in problem.offers for name in offer.scores})
    return tuple(_without(portfolio, name) for name in names)


def _without(portfolio: Portfolio, reviewer: str) -> Without:
    problem = portfolio.problem
    offers = tuple(
        replace(offer, scores={name: score for name, score in offer.scores.items() if name != reviewer})
        # Who was scored by nobody else keeps the score: no opinion at all is not the lowest opinion.
        if len(offer.scores) > 1
        else offer
        for offer in problem.offers
    )
    other = best(replace(problem, offers=offers))
    funded = set(other.funded) if other else set()
    before = set(portfolio.funded)
    return Without(reviewer, tuple(sorted(before - funded)), tuple(sorted(funded - before)))


def stability(portfolio: Portfolio, *, runs: int, seed: int) -> dict[str, Fraction]:
    """Per offer the share of ``runs`` in which it is funded when the scores are drawn anew.

    Each mean moves by a normal error of its reviewers' own spread (standard deviation over the root of their number);
    where an offer has a single score, the mean spread of the others stands in. Scores are rounded, and stay from 0.
    """
    import numpy as np

    problem = portfolio.problem
    offers = sorted(problem.offers, key=lambda offer: offer.id)
    spreads = {
        offer.id: float(np.std(list(offer.scores.values()), ddof=1)) for offer in offers if len(offer.scores) > 1
    }
    usual = sum(spreads.values()) / len(spreads) if spreads else 0.0
    random, counts = np.random.default_rng(seed), {offer.id: 0 for offer in offers}
    for _ in range(runs):
        moved = []
        for offer in offers:
            error = float(random.normal()) * spreads.get(offer.id, usual) / max(1, len(offer.scores)) ** 0.5
            # In hundredths, so that whole scores can move by less than one.
            scores = {name: max(0, round(100 * (score + error))) for name, score in offer.scores.items()}
            moved.append(replace(offer, scores=scores, extra=100 * offer.extra))
        bonuses = tuple(replace(bonus, value=100 * bonus.value) for bonus in problem.bonuses)
        found = best(replace(problem, offers=tuple(moved), bonuses=bonuses), settle=False)
        for name in found.funded if found else ():
            counts[name] += 1
    return {name: Fraction(count, runs) for name, count in counts.items()}


def compare(problem: Problem, first: Mapping[str, int], second: Mapping[str, int]) -> Comparison:
    """Two sets side by side; also one that people chose, whatever it breaks."""
    groups = {offer.id: offer.groups for offer in problem.offers}
    names = {group for members in groups.values() for group in members}
    counts = {
        group: sum(group in groups[name] for name in second) - sum(group in groups[name] for name in first)
        for group in sorted(names)
    }
    return Comparison(
        only_first=tuple(sorted(first.keys() - second.keys())),
        only_second=tuple(sorted(second.keys() - first.keys())),
        otherwise=tuple(sorted(name for name in first.keys() & second.keys() if first[name] != second[name])),
        value=value_of(problem, second) - value_of(problem, first),
        cost=cost_of(problem, second) - cost_of(problem, first),
        counts={group: count for group, count in counts.items() if count},
        broken_first=violations(problem, first),
        broken_second=violations(problem, second),
    )
