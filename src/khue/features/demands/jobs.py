"""What the worker does for the market of problems. Safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.demands import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="demands.end_with_party", retry=STEADY)
def end_with_party(event: dict[str, Any]) -> None:
    """Follows ``people.party_dissolved``: open demands of a party that is no more end, its solutions go."""
    actor = clock.job_actor("demands.end_with_party")
    demands, solutions = queries.live_of(event["parties"])
    for demand in demands:
        usecases.end_demand(demand, actor=actor)
    for of_demand, no in solutions:
        usecases.end_solution(of_demand, no, actor=actor)
