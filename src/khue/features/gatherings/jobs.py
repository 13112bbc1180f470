"""What the worker does for events of the exchange. Safe to repeat."""

from __future__ import annotations

from khue.features.gatherings import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import app


@app.periodic(cron="7 7 * * *")
@app.task(name="gatherings.remind", queueing_lock="gatherings.remind")
def remind(timestamp: int) -> None:
    """Every morning: who has a seat at an event of tomorrow is reminded."""
    actor = clock.job_actor("gatherings.remind")
    for gathering in queries.events_of_tomorrow(actor):
        usecases.remind_gathering(gathering, actor=actor)
