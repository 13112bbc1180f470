"""What the worker does for calls. Safe to repeat."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from khue.features.calls import queries, usecases
from khue.features.calls.domain.proposing import REMIND_DAYS
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.periodic(cron="25 * * * *")
@app.task(name="calls.remind_writers", queueing_lock="calls.remind_writers", retry=STEADY)
def remind_writers(timestamp: int) -> None:
    """Every hour: authors of drafts are told that the closing comes near. A late run tells them then."""
    actor = clock.job_actor("calls.remind_writers")
    for call in queries.closing_soon(actor.moment, actor.moment + timedelta(days=max(REMIND_DAYS))):
        usecases.remind_writers(call, actor=actor)


@app.task(name="calls.follow_council", retry=STEADY)
def follow_council(event: dict[str, Any]) -> None:
    """Follows ``councils.item_decided``: the proposal that the item is about gets its outcome."""
    usecases.follow_council(int(event["item"]), actor=clock.job_actor("calls.follow_council"))


@app.task(name="calls.run_study", retry=STEADY)
def run_study(event: dict[str, Any]) -> None:
    """Follows ``calls.study_ordered``: solved piece by piece; another worker goes on where one was killed."""
    usecases.run_study(int(event["study"]), int(event["attempt"]), actor=clock.job_actor("calls.run_study"))
