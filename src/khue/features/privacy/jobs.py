"""What the worker does for personal data. Every job is safe to repeat."""

from __future__ import annotations

from khue.features.privacy import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import app


@app.periodic(cron="*/10 * * * *")
@app.task(name="privacy.watch_requests", queueing_lock="privacy.watch_requests")
def watch_requests(timestamp: int) -> None:
    """Every ten minutes: requests whose answer or carrying out is due soon, once for each due day."""
    actor = clock.job_actor("privacy.watch_requests")
    for request_id in queries.requests_to_watch(actor.today):
        usecases.watch_request(request_id, actor=actor)
