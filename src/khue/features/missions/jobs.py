"""What the worker does for supports. Every job is safe to repeat."""

from __future__ import annotations

from khue.features.missions import usecases
from khue.kernel.jobs import app


@app.periodic(cron="17 * * * *")
@app.task(name="missions.gather_totals", queueing_lock="missions.gather_totals")
def gather_totals(timestamp: int) -> None:
    """Every hour: the changes of the register's sums become one row."""
    usecases.gather_totals()
