"""What the worker does for the desk. Safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.core.actor import CITY_ZONE
from khue.features.desk import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app

MORNING = 7
"""The hour from which mails of what waits go out."""


@app.task(name="desk.run_bulk", retry=STEADY)
def run_bulk(event: dict[str, Any]) -> None:
    """Follows ``desk.bulk_deed_ordered``."""
    usecases.run_bulk(int(event["bulk"]), actor=clock.job_actor("desk.run_bulk"))


@app.periodic(cron="10 * * * *")
@app.task(name="desk.prepare_digests", queueing_lock="desk.prepare_digests")
def prepare_digests(timestamp: int) -> None:
    """Every hour from seven in the morning on: whose mail of today is due and not prepared yet. Late is better than never."""
    actor = clock.job_actor("desk.prepare_digests")
    if actor.moment.astimezone(CITY_ZONE).hour < MORNING:
        return
    for person, often in queries.digests_due(actor.today):
        usecases.prepare_digest(person, often, actor=actor)


@app.task(name="desk.mail_digest", retry=STEADY)
def mail_digest(event: dict[str, Any]) -> None:
    """Follows ``desk.digest_prepared``."""
    usecases.mail_digest(int(event["digest"]))
