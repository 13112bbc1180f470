"""What the worker does for key tasks. Every job is safe to repeat."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from khue.features.keytasks import access, queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="keytasks.follow_verdict", retry=STEADY)
def follow_verdict(event: dict[str, Any]) -> None:
    """Follows ``councils.item_decided``."""
    if str(event["item_subject"]).startswith("key_task:"):
        job = clock.job_actor("keytasks.follow_verdict")
        usecases.follow_verdict(int(event["item"]), actor=replace(job, rights=job.rights | {access.EXAMINE}))


@app.periodic(cron="47 * * * *")
@app.task(name="keytasks.remind_of_reports", queueing_lock="keytasks.remind_of_reports")
def remind_of_reports(timestamp: int) -> None:
    """Every hour: periods that have ended without a report, and reports whose day has passed; once each."""
    actor = clock.job_actor("keytasks.remind_of_reports")
    for report in queries.reports_to_remind(actor.today):
        usecases.remind_of_report(report, actor=actor)


@app.periodic(cron="52 * * * *")
@app.task(name="keytasks.follow_terms", queueing_lock="keytasks.follow_terms")
def follow_terms(timestamp: int) -> None:
    """Every hour: recognitions that end soon, and those that have ended. A late run does it then."""
    actor = clock.job_actor("keytasks.follow_terms")
    for key_task in queries.terms_to_follow(actor.today):
        usecases.follow_term(key_task, actor=actor)
