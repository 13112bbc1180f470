"""Proposals to reviewers: proven best, with a reason for every pair, and what would have to give when nothing fits.

    problem = Problem(
        proposals=(Proposal("P1", needs=3, quotas=(Quota("senior", least=1), Quota("employer:7", most=2))), …),
        reviewers=(Reviewer("R1", most=6, least=2, labels=frozenset({"senior", "employer:7"})), …),
        expertise={("P1", "R1"): 80, …},                  # whole points from 0; not named: 0, allowed
        forbidden={("P1", "R4"): "interest:93"},          # the reason's id comes back in the why-not
        wishes={("P1", "R2"): 5},                         # whole points, also negative
        overrides=(Override("P1", "R9", force=True, ground="…"),),
        salt="call-2026-03",
    )
    solution = solve(problem)                             # Solution, or None: then relax(problem)
    solution.pairs, solution.reviewers_of["P1"], solution.lowest, solution.total, solution.proven
    standing(solution, "P1", "R2")                        # why or why not: a Standing, at once
    price(solution, "P1", "R2")                           # what turning it round costs, exactly: solves again
    override_prices(solution)                             # what each override costs: solves once for each
    relax(problem, Weights(most=10, interest=None))       # Relaxation: what has to give, at the least cost

Ids are text of the caller's choosing. Nothing here loads NumPy or HiGHS before ``solve`` is called. How it works and
what is published: ``docs/algorithms/assignment.md``.
"""

from khue.core.optimum.assignment.problem import Kind, Override, Pair, Problem, Proposal, Quota, Reviewer
from khue.core.optimum.assignment.reasons import (
    Obstacle,
    Price,
    Standing,
    Swap,
    Why,
    override_prices,
    overrides_price,
    price,
    standing,
)
from khue.core.optimum.assignment.relaxing import Give, Relaxation, Weights, relax
from khue.core.optimum.assignment.solving import Proof, Solution, solve, violations

__all__ = [
    "Give",
    "Kind",
    "Obstacle",
    "Override",
    "Pair",
    "Price",
    "Problem",
    "Proof",
    "Proposal",
    "Quota",
    "Relaxation",
    "Reviewer",
    "Solution",
    "Standing",
    "Swap",
    "Weights",
    "Why",
    "override_prices",
    "overrides_price",
    "price",
    "relax",
    "solve",
    "standing",
    "violations",
]
