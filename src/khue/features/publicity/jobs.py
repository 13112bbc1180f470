"""What the worker does for the national exchange. Safe to repeat."""

from __future__ import annotations

from khue.features.publicity import usecases
from khue.kernel import clock
from khue.kernel.jobs import app


@app.periodic(cron="41 2 * * *")
@app.task(name="publicity.national", queueing_lock="publicity.national")
def national(timestamp: int) -> None:
    """Every night, where the schedule is on: a file of what the national exchange does not know yet."""
    usecases.export_nightly(actor=clock.job_actor("publicity.national"))
