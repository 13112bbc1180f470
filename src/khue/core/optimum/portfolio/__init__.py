"""The funded set of the highest declared value under a budget: proven best, exact to the đồng, questionable afterwards.

    problem = Problem(
        offers=(Offer("P1", cost=4_200_000_000, scores={"R1": 82, "R2": 77}, weight=120,
                      groups=frozenset({"field:ai", "team:7"}), levels=(Level(3_000_000_000, 60),)), …),
        budget=50_000_000_000,
        limits=(Limit("field:ai", least_count=2, most_money=20_000_000_000), …),
        bonuses=(Bonus("team:7", count=2, value=5_000), …),
        needs=(("P5", "P1"),), exclusions=(frozenset({"P2", "P3"}),), must=frozenset({"P9"}),
        salt="call-2026-03",
    )
    portfolio = solve(problem)                   # Portfolio, or None: then conflict(problem)
    portfolio.funded, portfolio.value, portfolio.cost, portfolio.proven
    frontier(problem, range(…)); entry(portfolio, "P4"); leave_one_out(portfolio)
    stability(portfolio, runs=200, seed=1); compare(problem, portfolio.funded, chosen_by_people)

Money is in whole đồng. Nothing here loads NumPy or HiGHS before it solves. How it works: ``docs/algorithms/portfolio.md``.
"""

from khue.core.optimum.portfolio.asking import (
    Comparison,
    Entry,
    Point,
    Without,
    compare,
    entry,
    frontier,
    leave_one_out,
    stability,
)
from khue.core.optimum.portfolio.conflict import Conflict, conflict, least_budget
from khue.core.optimum.portfolio.problem import Bonus, Demand, Kind, Level, Limit, Offer, Problem
from khue.core.optimum.portfolio.solving import Portfolio, cost_of, solve, value_of, violations

__all__ = [
    "Bonus",
    "Comparison",
    "Conflict",
    "Demand",
    "Entry",
    "Kind",
    "Level",
    "Limit",
    "Offer",
    "Point",
    "Portfolio",
    "Problem",
    "Without",
    "compare",
    "conflict",
    "cost_of",
    "entry",
    "frontier",
    "least_budget",
    "leave_one_out",
    "solve",
    "stability",
    "value_of",
    "violations",
]
