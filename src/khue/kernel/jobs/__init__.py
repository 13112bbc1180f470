"""Jobs run by the worker, queued in PostgreSQL by procrastinate inside the deed's own transaction.

A worker that is killed leaves its job in ``doing``: ``retry_stalled`` puts it back. Every job is safe to repeat.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

__all__ = ["STEADY", "app", "defer", "defer_all", "retry_stalled"]

# A job that fails is tried again after 5, 25, 125 … seconds, six times in all.
STEADY = RetryStrategy(max_attempts=6, exponential_wait=5)


def defer(task_name: str, **arguments: Any) -> None:
    """Queue a job in the current transaction: it exists only if the deed is committed."""
    app.configure_task(task_name).defer(**arguments)


def defer_all(task_name: str, arguments: Sequence[Mapping[str, Any]]) -> None:
    """The same for several jobs of one kind at once."""
    if arguments:
        app.configure_task(task_name).batch_defer(*map(dict, arguments))


@app.periodic(cron="* * * * *")
@app.task(name="kernel.retry_stalled", queueing_lock="kernel.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Put the jobs of dead workers back into the queue (their heartbeat stopped)."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        # One that cannot be put back (its twin waits already) must not keep the others from it.
        with suppress(ConnectorException):
            await manager.retry_job(job)


KEPT_DAYS = 14
"""So long a job that is done stays to be seen; failed ones stay until somebody decides, given-up ones as long as the audit."""


@app.periodic(cron="41 2 * * *")
@app.task(name="kernel.sweep_jobs", queueing_lock="kernel.sweep_jobs")
def sweep_jobs(timestamp: int) -> int:
    """Nightly: jobs that were done long ago, and the reasons of their failed attempts. Gives how many."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH gone AS (
                DELETE FROM procrastinate_jobs j WHERE status = 'succeeded' AND NOT EXISTS (
                    SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > now() - %s * interval '1 day')
                RETURNING id)
            SELECT count(*) FROM gone""",
            [KEPT_DAYS],
        )
        row = cursor.fetchone()
        cursor.execute(
            "DELETE FROM kernel_jobfailure f WHERE NOT EXISTS (SELECT FROM procrastinate_jobs j WHERE j.id = f.job_id)"
        )
        return int(row[0]) if row else 0
