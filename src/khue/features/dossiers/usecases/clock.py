"""Tasks open with their due day; pauses move what is promised. Each joins the deed that is under way."""

from __future__ import annotations

from datetime import date

from khue.features.dossiers.domain.clocks import counted_in, moved, step_due
from khue.features.dossiers.domain.definition import Step
from khue.features.dossiers.models import Dossier, Pause, Task
from khue.features.dossiers.queries import definition, terms_on
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed

NO_CLOCK_LAST = date(9999, 12, 31)


def open_step(dossier: Dossier, step_key: str, *, subject: str = "", due: date | None = None, deed: Deed) -> int:
    """Put a step on the desks of those with its right; the task's id. A due day given wins over the step's clock.

    A step of the main way is due on the promised day at the latest, also when the steps before it took too long: so the
    desk shows the day that binds, and the watch over clocks sees the case's own day too.
    """
    procedure = definition(dossier.version_id)
    step = procedure.step(step_key)
    if due is None:
        terms = terms_on(procedure, dossier.law_day or deed.today)
        due = step_due(step, deed.today, terms, rulebook.calendar())
        if step.kind != "follow" and dossier.due_on is not None:
            due = min(due or dossier.due_on, dossier.due_on)
    return int(_new_task(dossier, step, subject, due, deed=deed).pk)


def _new_task(dossier: Dossier, step: Step, subject: str, due: date | None, *, deed: Deed) -> Task:
    return Task.objects.create(
        dossier=dossier,
        dossier_number=dossier.number,
        procedure_key=dossier.procedure_key,
        step=step.key,
        name_vi=step.name.vi,
        name_en=step.name.en,
        title=dossier.title[:200],
        applicant_name=dossier.applicant_name[:200],
        right=step.right,
        page=step.page,
        subject=subject,
        opened_on=deed.today,
        due_on=due,
        sort_on=due or NO_CLOCK_LAST,
    )


def begin_pause(dossier: Dossier, ground: str, *, deed: Deed) -> None:
    """The clock stands still from today on; tasks of the main way say so."""
    Pause.objects.create(dossier=dossier, started_on=deed.today, ground=ground)
    Task.objects.filter(dossier=dossier, closed_at=None, subject="").update(paused=True)


def end_pause(dossier: Dossier, *, deed: Deed) -> None:
    """The clock runs again: the promised day and open tasks move by what the pause took, in the unit of their clock.

    Whoever was warned of the old day is warned of the new one. The caller saves ``dossier.due_on``.
    """
    pause = Pause.objects.select_for_update().filter(dossier=dossier, ended_on=None).first()
    if pause is None:
        return
    pause.ended_on = deed.today
    pause.save(update_fields=["ended_on"])
    calendar = rulebook.calendar()
    procedure = definition(dossier.version_id)
    terms = terms_on(procedure, dossier.law_day or pause.started_on)
    stop = (pause.started_on, pause.ended_on, calendar)
    if dossier.due_on is not None:
        unit = counted_in(procedure, terms)
        dossier.due_on = moved(dossier.due_on, *stop, unit=unit, since=dossier.received_on)
    for task in Task.objects.select_for_update().filter(dossier=dossier, closed_at=None, paused=True):
        task.paused = False
        if task.due_on is not None:
            before, term = task.due_on, terms.get(task.step)
            unit = term.unit if term else counted_in(procedure, terms)
            task.due_on = task.sort_on = moved(before, *stop, unit=unit, since=task.opened_on)
            if task.due_on != before:
                task.warned_on = task.escalated_on = None
        task.save(update_fields=["paused", "due_on", "sort_on", "warned_on", "escalated_on"])
