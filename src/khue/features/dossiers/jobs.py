"""What the worker does for dossiers. Every job is safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.core.bilingual import Text
from khue.features.dossiers import usecases
from khue.features.dossiers.queries.clocks import tasks_to_watch
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="dossiers.render_document", retry=STEADY)
def render_document(event: dict[str, Any]) -> None:
    """Follows ``dossiers.document_issued``."""
    usecases.render_document(int(event["document"]), actor=clock.job_actor("dossiers.render_document"))


@app.periodic(cron="*/5 * * * *")
@app.task(name="dossiers.watch_deadlines", queueing_lock="dossiers.watch_deadlines")
def watch_deadlines(timestamp: int) -> None:
    """Every five minutes: each task that is due within the lead, or overdue, is looked at once per due day."""
    actor = clock.job_actor("dossiers.watch_deadlines")
    for task_id in tasks_to_watch(actor.today):
        usecases.watch_task(task_id, actor=actor)


@app.task(name="dossiers.tell_officers_of_party", retry=STEADY)
def tell_officers_of_party(event: dict[str, Any]) -> None:
    """Follows what ``people`` says happened to a party: those who have its dossiers on their desk hear of it."""
    usecases.tell_officers_of_party(
        event["parties"],
        Text(event["told_vi"], event["told_en"]),
        mark=event["mark"],
        actor=clock.job_actor("dossiers.tell_officers_of_party"),
    )
