"""What the worker does for people. Every job is safe to repeat."""

from __future__ import annotations

from khue.features.people import usecases
from khue.kernel import clock
from khue.kernel.jobs import app


@app.periodic(cron="40 19 * * *")
@app.task(name="people.find_duplicates", queueing_lock="people.find_duplicates")
def find_duplicates(timestamp: int) -> None:
    """At night in Hanoi: pairs of records that a person should look at."""
    usecases.find_duplicates(actor=clock.job_actor("people.find_duplicates"))
