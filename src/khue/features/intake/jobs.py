"""What the worker does for other systems. Every job is safe to repeat."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from khue.features.intake import queries, usecases
from khue.features.intake.domain.reconciling import CompareAgain
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="intake.deliver", retry=STEADY)
def deliver(source_id: int) -> None:
    """Send what is due to a source, as long as its receiver answers."""
    done = usecases.deliver(source_id, actor=clock.job_actor("intake.deliver"), wall=timezone.now())
    if done.more:
        _soon(source_id)


@app.periodic(cron="* * * * *")
@app.task(name="intake.deliver_due", queueing_lock="intake.deliver_due")
def deliver_due(timestamp: int) -> None:
    """Every minute: each source with something due gets its job, so that a retry needs no memory but the database's."""
    for source_id in queries.sources_with_due(clock.now()):
        _soon(source_id)


def _soon(source_id: int) -> None:
    with suppress(AlreadyEnqueued):
        app.configure_task("intake.deliver", queueing_lock=f"intake.deliver:{source_id}").defer(source_id=source_id)


@app.task(name="intake.follow_payment", retry=STEADY)
def follow_payment(event: dict[str, Any]) -> None:
    """Follows ``missions.tranche_paid``: money that the city paid on a case of another system."""
    usecases.note_support_paid(
        str(event["number"]),
        f"{event['subject']}:{event['no']}",
        int(event["amount"]),
        actor=clock.job_actor("intake.note_payment"),
    )


@app.periodic(cron="20 0 * * *")
@app.task(name="intake.reconcile", queueing_lock="intake.reconcile")
def reconcile(timestamp: int) -> None:
    """Every night: our side of the day before is written down for each source, and compared where its list has come."""
    actor = clock.job_actor("intake.reconcile")
    for source in queries.sources():
        usecases.reconcile_day(CompareAgain(source.id, actor.today - timedelta(days=1)), actor=actor)
