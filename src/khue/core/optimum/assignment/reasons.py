"""Why a reviewer has a proposal, and why not: read off the solution, each reason checkable by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import ceil

from khue.core.optimum.assignment.problem import Kind, Override, Pair, Problem, Proposal, Reviewer
from khue.core.optimum.assignment.solving import NEAR, Solution, solve


class Why(StrEnum):
    """The first reason. Chosen: FORCED (a person put it in) or CHOSEN. Not chosen: INTEREST, TAKEN_OUT (a person did);
    LOWER (each chosen one brings more); FULL (at his or her most); BALANCE (a quota would break); LEAST (the other
    would fall below his or her least); FLOOR (the proposal's expertise would); HELD (the others were put in);
    DRAW (as good as one chosen); OPEN (the search was cut short)."""

    FORCED = "forced"
    CHOSEN = "chosen"
    INTEREST = "interest"
    TAKEN_OUT = "taken_out"
    LOWER = "lower"
    FULL = "full"
    BALANCE = "balance"
    LEAST = "least"
    FLOOR = "floor"
    HELD = "held"
    DRAW = "draw"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A demand that would break: ``name`` is the reviewer, or the label of a quota; ``limit`` its figure."""

    kind: Kind
    name: str
    limit: int


@dataclass(frozen=True, slots=True)
class Swap:
    """The reviewer asked about in the place of ``other``: ``gain`` in points, and what forbids it."""

    other: str
    gain: int
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """All about one pair. ``reason``: the interest's id or the override's ground. ``rank`` counts from 1 among the
    ``among`` reviewers who may meet the proposal, by worth (equals share a rank; 0 for one who may not).

    ``holds``: what the reviewer does instead, with its worth. ``swaps``: against each chosen reviewer, the best gain
    first; empty for chosen pairs. ``loss``: turning the pair round costs the total at least this, floors kept (0: by
    these prices perhaps nothing); ``price`` tells it exactly.
    """

    proposal: str
    reviewer: str
    why: Why
    reason: str
    expertise: int
    wish: int
    rank: int
    among: int
    load: int
    most: int
    holds: tuple[tuple[str, int], ...]
    swaps: tuple[Swap, ...]
    loss: int

    @property
    def chosen(self) -> bool:
        return self.why in (Why.FORCED, Why.CHOSEN)


@dataclass(frozen=True, slots=True)
class Price:
    """What something costs: the lowest mean expertise falls by ``lowest``, the total by ``total`` points.

    The total may even rise (negative) where the lowest, which comes first, falls.
    """

    lowest: Fraction
    total: int

    @property
    def nothing(self) -> bool:
        return not self.lowest and not self.total


def standing(solution: Solution, proposal: str, reviewer: str) -> Standing:
    """Why, or why not. Raises KeyError for a name that the problem does not have."""
    problem, pair = solution.problem, (proposal, reviewer)
    person = next(iter(found for found in problem.reviewers if found.id == reviewer), None)
    matter = next(iter(found for found in problem.proposals if found.id == proposal), None)
    if person is None or matter is None:
        raise KeyError(pair)
    chosen = reviewer in solution.reviewers_of[proposal]
    why, reason = _by_hand(problem, pair)
    swaps = () if chosen or why else tuple(_swaps(solution, matter, person))
    rank, among = _rank(problem, pair)
    return Standing(
        proposal=proposal,
        reviewer=reviewer,
        why=why or (Why.CHOSEN if chosen else _first(swaps)),
        reason=reason,
        expertise=problem.expertise.get(pair, 0),
        wish=problem.wishes.get(pair, 0),
        rank=0 if why in (Why.INTEREST, Why.TAKEN_OUT) else rank,
        among=among,
        load=len(solution.proposals_of[reviewer]),
        most=person.most,
        holds=tuple((held, problem.worth((held, reviewer))) for held in solution.proposals_of[reviewer]),
        swaps=swaps,
        loss=0 if why else _loss(solution, pair, person, matter, chosen),
    )


def price(solution: Solution, proposal: str, reviewer: str) -> Price | None:
    """What turning this pair round costs exactly, by solving again: a chosen one taken out, another put in.

    None where that can't be done at all; pairs under an override or an interest cannot be turned round.
    """
    problem, pair = solution.problem, (proposal, reviewer)
    if _by_hand(problem, pair)[0]:
        return None
    turned = Override(proposal, reviewer, force=reviewer not in solution.reviewers_of[proposal], ground="price")
    return _difference(solution, solve(replace(problem, overrides=(*problem.overrides, turned))))


def override_prices(solution: Solution) -> tuple[tuple[Override, Price], ...]:
    """What each override costs, all others kept, by solving without it; in the order of the problem."""
    problem, found = solution.problem, []
    for override in problem.overrides:
        others = tuple(other for other in problem.overrides if other is not override)
        found.append((override, _gain(solution, replace(problem, overrides=others))))
    return tuple(found)


def overrides_price(solution: Solution) -> Price:
    """What all overrides cost together."""
    return _gain(solution, replace(solution.problem, overrides=()))


def _gain(solution: Solution, freed: Problem) -> Price:
    found = _difference(solution, solve(freed))
    if found is None:
        raise ArithmeticError("an assignment that stood with an override is gone without it")
    return Price(-found.lowest, -found.total)


def _difference(solution: Solution, other: Solution | None) -> Price | None:
    if other is None:
        return None
    lowest = solution.lowest - other.lowest if solution.problem.lowest_first else Fraction(0)
    return Price(lowest, solution.total - other.total)


def _by_hand(problem: Problem, pair: Pair) -> tuple[Why | None, str]:
    """What was settled before anything was solved."""
    if pair in problem.forbidden:
        return Why.INTEREST, problem.forbidden[pair]
    for override in problem.overrides:
        if override.pair == pair:
            return (Why.FORCED if override.force else Why.TAKEN_OUT), override.ground
    return None, ""


def _rank(problem: Problem, pair: Pair) -> tuple[int, int]:
    out = {override.pair for override in problem.overrides if not override.force}
    others = [(pair[0], reviewer.id) for reviewer in problem.reviewers]
    allowed = [other for other in others if other not in problem.forbidden and other not in out]
    own = problem.worth(pair)
    return 1 + sum(problem.worth(other) > own for other in allowed), len(allowed)


def _swaps(solution: Solution, proposal: Proposal, person: Reviewer) -> Iterator[Swap]:
    problem = solution.problem
    own = problem.worth((proposal.id, person.id))
    worths = {other: problem.worth((proposal.id, other)) for other in solution.reviewers_of[proposal.id]}
    people = {reviewer.id: reviewer for reviewer in problem.reviewers}
    for other in sorted(worths, key=lambda name: (worths[name], name)):
        obstacles = tuple(_obstacles(solution, proposal, person, people[other]))
        yield Swap(other, own - worths[other], obstacles)


def _obstacles(solution: Solution, proposal: Proposal, person: Reviewer, other: Reviewer) -> Iterator[Obstacle]:
    problem, at = solution.problem, proposal.id
    if any(override.force and override.pair == (at, other.id) for override in problem.overrides):
        yield Obstacle(Kind.FORCED, other.id, 1)
    if len(solution.proposals_of[person.id]) >= person.most:
        yield Obstacle(Kind.MOST, person.id, person.most)
    labels = {reviewer.id: reviewer.labels for reviewer in problem.reviewers}
    kept = [name for name in solution.reviewers_of[at] if name != other.id]
    for quota in proposal.quotas:
        count = sum(quota.label in labels[name] for name in (*kept, person.id))
        if count < quota.least:
            yield Obstacle(Kind.QUOTA_LEAST, quota.label, quota.least)
        if quota.most is not None and count > quota.most:
            yield Obstacle(Kind.QUOTA_MOST, quota.label, quota.most)
    if len(solution.proposals_of[other.id]) <= other.least:
        yield Obstacle(Kind.LEAST, other.id, other.least)
    floor = solution.floors[at]
    if sum(problem.expertise.get((at, name), 0) for name in (*kept, person.id)) < floor:
        yield Obstacle(Kind.FLOOR, at, floor)


FIRST = {
    Kind.MOST: Why.FULL, Kind.QUOTA_LEAST: Why.BALANCE, Kind.QUOTA_MOST: Why.BALANCE, Kind.LEAST: Why.LEAST,
    Kind.FLOOR: Why.FLOOR, Kind.FORCED: Why.HELD,
}  # fmt: skip


def _first(swaps: tuple[Swap, ...]) -> Why:
    """The first reason, from the swap with the best gain that a person has not closed."""
    held = [swap for swap in swaps if any(found.kind is Kind.FORCED for found in swap.obstacles)]
    free = [swap for swap in swaps if swap not in held]
    if not free:
        return Why.HELD
    best = free[0]
    if best.gain < 0:
        return Why.LOWER
    if best.obstacles:
        return FIRST[best.obstacles[0].kind]
    return Why.DRAW if best.gain == 0 else Why.OPEN


def _loss(solution: Solution, pair: Pair, person: Reviewer, proposal: Proposal, chosen: bool) -> int:
    """By weak duality: reduced worth of the pair, less what the prices leave unproven."""
    prices = solution.prices
    used = prices[Kind.NEEDS, proposal.id, ""] + prices[Kind.MOST, "", person.id]
    used += sum(prices[Kind.QUOTA_MOST, proposal.id, q.label] for q in proposal.quotas if q.label in person.labels)
    used += prices.get((Kind.FLOOR, proposal.id, ""), 0.0) * solution.problem.expertise.get(pair, 0)
    reduced = solution.problem.worth(pair) - used
    return max(0, ceil((reduced if chosen else -reduced) - solution.slack - NEAR))
