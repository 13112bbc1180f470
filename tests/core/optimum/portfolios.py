"""Small portfolios and their answers by trying every set: the yardstick of the solver's tests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import strategies as st

from khue.core.optimum.draw import draw
from khue.core.optimum.portfolio import Bonus, Level, Limit, Offer, Problem

GROUPS = ("field:ai", "field:bio", "team:7")


@st.composite
def problems(draw_: st.DrawFn, *, unit: int = 1, odd: bool = False) -> Problem:
    """Up to six offers with everything that a problem can demand. ``unit``: đồng of one step; ``odd``: and a few over."""
    names = [f"P{n}" for n in range(draw_(st.integers(1, 6)))]
    offers = tuple(draw_(_offers(name, unit, odd)) for name in names)
    pairs = [(a, b) for a in names for b in names if a != b]
    some = st.sampled_from(names)
    must = draw_(st.frozensets(some, max_size=1)) if draw_(st.booleans()) else frozenset[str]()
    return Problem(
        offers=offers,
        budget=draw_(st.integers(0, sum(offer.cost for offer in offers))),
        limits=tuple(draw_(_limits(group, unit)) for group in draw_(st.sets(st.sampled_from(GROUPS), max_size=2))),
        bonuses=tuple(draw_(st.lists(st.builds(Bonus, st.sampled_from(GROUPS), st.integers(1, 3), st.integers(0, 9)), max_size=2))),
        needs=tuple(draw_(st.lists(st.sampled_from(pairs), max_size=2))) if pairs else (),
        exclusions=tuple(draw_(st.lists(st.frozensets(some, min_size=2, max_size=3), max_size=1))) if pairs else (),
        must=must,
        must_not=draw_(st.frozensets(some, max_size=1)) if not must else frozenset(),
        salt="call",
    )  # fmt: skip


@st.composite
def _offers(draw_: st.DrawFn, name: str, unit: int, odd: bool) -> Offer:
    cost = draw_(st.integers(1, 9)) * unit + (draw_(st.integers(0, 9)) if odd else 0)
    level = Level(cost // 2, draw_(st.integers(20, 80)))
    return Offer(
        name, cost, extra=draw_(st.integers(0, 9)), groups=draw_(st.frozensets(st.sampled_from(GROUPS))),
        levels=(level,) if draw_(st.booleans()) else (),
    )  # fmt: skip


@st.composite
def _limits(draw_: st.DrawFn, group: str, unit: int) -> Limit:
    least, money = draw_(st.sampled_from([0, 0, 1, 2])), draw_(st.sampled_from([0, 0, 2 * unit, 5 * unit + 3]))
    most = draw_(st.sampled_from([None, least, least + 2]))
    return Limit(group, least, most, money, draw_(st.sampled_from([None, money + unit, money + 6 * unit])))


def every_set(problem: Problem) -> Iterator[dict[str, int]]:
    """All that keep every demand: per offer the level funded."""
    choices = [[None, *range(len(offer.levels) + 1)] for offer in problem.offers]
    for levels in product(*choices):
        funded = {o.id: level for o, level in zip(problem.offers, levels, strict=True) if level is not None}
        if keeps(problem, funded):
            yield funded


def option(offer: Offer, level: int) -> tuple[int, int]:
    """(cost, value)"""
    if not level:
        return offer.cost, offer.value
    return offer.levels[level - 1].cost, offer.value * offer.levels[level - 1].percent // 100


def keeps(problem: Problem, funded: dict[str, int]) -> bool:
    offers = {offer.id: offer for offer in problem.offers}
    cost = {name: option(offers[name], level)[0] for name, level in funded.items()}
    if sum(cost.values()) > problem.budget:
        return False
    for limit in problem.limits:
        own = [cost[name] for name in funded if limit.group in offers[name].groups]
        if len(own) < limit.least_count or (limit.most_count is not None and len(own) > limit.most_count):
            return False
        if sum(own) < limit.least_money or (limit.most_money is not None and sum(own) > limit.most_money):
            return False
    if any(one in funded and other not in funded for one, other in problem.needs):
        return False
    if any(len(group & funded.keys()) > 1 for group in problem.exclusions):
        return False
    return problem.must <= funded.keys() and not problem.must_not & funded.keys()


def worth(problem: Problem, funded: dict[str, int]) -> int:
    offers = {offer.id: offer for offer in problem.offers}
    total = sum(option(offers[name], level)[1] for name, level in funded.items())
    for bonus in problem.bonuses:
        if sum(bonus.group in offers[name].groups for name in funded) >= bonus.count:
            total += bonus.value
    return total


def best_by_trying(problem: Problem) -> dict[str, int] | None:
    """The highest value, then the smallest sum of the draw."""

    def value(funded: dict[str, int]) -> tuple[int, int]:
        return worth(problem, funded), -sum(draw(problem.salt, name, str(level)) for name, level in funded.items())

    return max(every_set(problem), key=value, default=None)
