"""What a study computes, piece by piece. Apart from the deeds, because it loads the solver; pure values between the pieces.

Each piece follows from the study's rules, offers and inputs alone: whoever goes on after a killed worker finds the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from khue.core.optimum.portfolio import Portfolio, Problem, conflict, entry, frontier, leave_one_out, solve, stability
from khue.features.calls.domain.portfolio import OfferFacts, StudyInputs, problem_of, why_outside
from khue.features.calls.domain.rounds import Rules

Piece = tuple[str, Callable[[], Any]]
STEPS_OF_BUDGET: Final = range(4, 13)
"""The frontier is solved at these eighths of the budget: from half of it to one and a half."""
RUNS: Final = 100
SEED: Final = 1
MOST_ENTRIES: Final = 200
"""For so many of the best that were not chosen it is computed what they would need."""
MILLION: Final = 10**6


def pieces(problem: Problem, found: Portfolio | None) -> Iterator[Piece]:
    """Keys and what computes each, in order; none of them depends on another."""
    if found is None:
        yield "conflict", partial(_conflict, problem)
        return
    for eighths in STEPS_OF_BUDGET:
        budget = problem.budget * eighths // 8
        if eighths != 8:
            budget -= budget % MILLION
        yield f"frontier:{budget}", partial(_point, problem, budget)
    values = {offer.id: offer.value for offer in problem.offers}
    out = sorted(found.unfunded, key=lambda number: (-values[number], number))
    for number in out[:MOST_ENTRIES]:
        yield f"entry:{number}", partial(_entry, found, number)
    yield "without", partial(_without, found)
    yield "stability", partial(_stability, found)


def _conflict(problem: Problem) -> dict[str, Any]:
    said = conflict(problem)
    return {
        "drop": [{"kind": one.kind.value, "name": one.name, "limit": one.limit} for one in said.drop],
        "budget": said.budget,
    }


def _point(problem: Problem, budget: int) -> dict[str, Any]:
    [point] = frontier(problem, [budget])
    return {"budget": budget, "value": point.value, "cost": point.cost, "funded": len(point.funded)}


def _entry(found: Portfolio, number: str) -> dict[str, Any]:
    said = entry(found, number)
    return {"behind": said.behind, "cost": said.cost}


def _without(found: Portfolio) -> list[dict[str, Any]]:
    """Reviewers are told apart by a number only."""
    return [
        {"reviewer": place, "leave": list(one.leave), "enter": list(one.enter)}
        for place, one in enumerate(leave_one_out(found), 1)
    ]


def _stability(found: Portfolio) -> dict[str, int]:
    """Per proposal in how many of ``RUNS`` drawings of the scores it is chosen."""
    return {number: int(share * RUNS) for number, share in stability(found, runs=RUNS, seed=SEED).items()}


def computed(
    rules: Rules,
    offers: tuple[OfferFacts, ...],
    inputs: StudyInputs,
    salt: str,
    kept: Mapping[str, Any],
    keep: Callable[[str, Any, int, int], None],
) -> dict[str, Any]:
    """The result whole. ``kept`` are pieces of an earlier try; ``keep(key, value, done, steps)`` stores one, and may raise to stop.

    Raises Refused for a problem that makes no sense.
    """
    problem = problem_of(rules, offers, inputs, salt)
    found = solve(problem)
    known = dict(kept)
    listed = list(pieces(problem, found))
    steps = len(listed) + 1
    for done, (key, compute) in enumerate(listed, 1):
        if key not in known:
            known[key] = compute()
            keep(key, known[key], done, steps)
    outside = {offer.number: why for offer in offers if (why := why_outside(offer, rules))}
    values = {offer.id: offer.value for offer in problem.offers}
    told: dict[str, Any] = {"feasible": found is not None, "outside": outside, "values": values}
    if found is None:
        return {**told, **known["conflict"]}
    points = [value for key, value in known.items() if key.startswith("frontier:")]
    entries = {key.partition(":")[2]: value for key, value in known.items() if key.startswith("entry:")}
    return {
        **told,
        "value": found.value,
        "cost": found.cost,
        "bound": found.bound,
        "proven": found.proven,
        "drawn": found.drawn,
        "funded": sorted(found.funded),
        "frontier": sorted(points, key=lambda point: point["budget"]),
        "entries": entries,
        "without": known["without"],
        "stability": known["stability"],
        "runs": RUNS,
    }
