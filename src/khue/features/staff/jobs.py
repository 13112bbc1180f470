"""What the worker does for staff. Every job is safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.staff import usecases
from khue.features.staff.queries import joining
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="staff.mail_invitation", retry=STEADY)
def mail_invitation(event: dict[str, Any]) -> None:
    """Follows ``staff.colleague_invited``."""
    usecases.mail_invitation(int(event["invitation"]))


@app.periodic(cron="*/5 * * * *")
@app.task(name="staff.reset_keys", queueing_lock="staff.reset_keys")
def reset_keys(timestamp: int) -> None:
    """Every five minutes: resets whose waiting time is over."""
    actor = clock.job_actor("staff.reset_keys")
    for reset in joining.resets_due(actor.moment):
        usecases.reset_keys(reset, actor=actor)


@app.periodic(cron="7 * * * *")
@app.task(name="staff.close_departures", queueing_lock="staff.close_departures")
def close_departures(timestamp: int) -> None:
    """Every hour: whoever left yesterday or earlier is signed out, and the keys are revoked."""
    actor = clock.job_actor("staff.close_departures")
    for departure in joining.departures_to_close(actor.today):
        usecases.close_departure(departure, actor=actor)
