"""What the worker does for personal data. Every job is safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.privacy import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.periodic(cron="*/10 * * * *")
@app.task(name="privacy.watch_requests", queueing_lock="privacy.watch_requests")
def watch_requests(timestamp: int) -> None:
    """Every ten minutes: requests whose answer or carrying out is due soon, once for each due day."""
    actor = clock.job_actor("privacy.watch_requests")
    for request_id in queries.requests_to_watch(actor.today):
        usecases.watch_request(request_id, actor=actor)


@app.periodic(cron="*/10 * * * *")
@app.task(name="privacy.watch_breaches", queueing_lock="privacy.watch_breaches")
def watch_breaches(timestamp: int) -> None:
    """Every ten minutes, also at night and on days off: breaches that the authority was not told of."""
    actor = clock.job_actor("privacy.watch_breaches")
    for breach_id in queries.breaches_to_watch():
        usecases.watch_breach(breach_id, actor=actor)


@app.task(name="privacy.render_notice", retry=STEADY)
def render_notice(event: dict[str, Any]) -> None:
    """Follows ``privacy.authority_notified``."""
    usecases.render_notice(int(event["notice"]), actor=clock.job_actor("privacy.render_notice"))
