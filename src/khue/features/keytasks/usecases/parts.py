"""Parts that several use-cases share. Each joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, Refused, require
from khue.features.dossiers.queries.tasks import TaskFacts, task_facts
from khue.features.dossiers.usecases import locked_dossier
from khue.features.keytasks import access
from khue.features.keytasks.domain.reporting import next_period
from khue.features.keytasks.models import Benefit, KeyTask, YearlyReport
from khue.features.keytasks.queries.rules import REPORT_CLOCK, due, known_benefits, report_months
from khue.features.people import queries as people
from khue.kernel import files
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen


def locked_key_task(key_task_id: int, deed: Deed) -> KeyTask:
    """The key task, locked after its dossier: the order in which withdrawal and supplement come. Raises Missing."""
    dossier_id = KeyTask.objects.filter(pk=key_task_id).values_list("dossier_id", flat=True).first()
    if dossier_id is None:
        raise access.no_such_key_task()
    return locked_of(dossier_id, deed)


def locked_of(dossier_id: int, deed: Deed) -> KeyTask:
    locked_dossier(dossier_id)
    found = (
        KeyTask.objects.select_for_update(of=("self",)).select_related("party").filter(dossier_id=dossier_id).first()
    )
    if found is None:
        raise access.no_such_key_task()
    deed.subject = f"key_task:{found.pk}"
    return found


def worked_on(task_id: int, step: str, seen: int | None, deed: Deed) -> tuple[TaskFacts, KeyTask]:
    """The desk's task and its key task, dossier and key task locked. A closed task is a Conflict that names who closed it."""
    desk_task = task_facts(task_id)
    deed.actor.require(desk_task.right)
    if desk_task.step != step:
        raise access.no_such_key_task()
    found = locked_of(desk_task.dossier_id, deed)
    desk_task = task_facts(task_id)  # again under the lock: a colleague may have closed it while we waited
    if desk_task.closed:
        by = desk_task.closed_by_name
        raise Conflict(
            Text(f"Việc này đã được {by} hoàn thành.", f"This task was completed by {by}."),
            Text("Mời ông/bà mở lại hồ sơ để xem kết quả; không có gì được ghi thêm.", "Open the dossier to see the outcome; nothing more was written."),
        )  # fmt: skip
    if seen is not None:
        require_seen(seen, desk_task.stamp)
    return desk_task, found


def move(task: KeyTask, **columns: Any) -> None:
    """Write the named columns and a new stamp."""
    for name, value in columns.items():
        setattr(task, name, value)
    task.version += 1
    task.save(update_fields=[*columns, "version"])


def about(task: KeyTask) -> dict[str, Any]:
    """What every event of a key task carries."""
    return {
        "subject": f"key_task:{task.pk}",
        "parties": tuple(dict.fromkeys((access.party_key(task), task.submitted_by))),
        "key_task": task.pk,
        "number": task.dossier_number,
        "title": task.title,
    }


def path_of(task: KeyTask) -> str:
    return f"/key-tasks/{task.pk}/"


def tell_lead(task: KeyTask, title: Text, body: Text, *, deed: Deed) -> None:
    """Who handed the application in, and those who act for the lead or for a party that goes on for it."""
    wrote = [task.submitted_by] if task.submitted_by else []
    for reader in people.readers(wrote, access.subjects(task), access.party_key(task), deed.today):
        if reader != deed.actor.key:
            deed.notify(reader, "keytask", title, body, path_of(task))


def tell_desk(right: str, task: KeyTask, title: Text, body: Text, *, deed: Deed) -> None:
    for card in people.people_with_right(right, deed.today):
        if card.key != deed.actor.key:
            deed.notify(card.key, "task", title, body, path_of(task))


def hands_of(pairs: Sequence[tuple[str, str]], actor: Actor) -> tuple[str, ...]:
    """Keys of those who did something, and of the colleagues in whose place; merged records are one person."""
    return tuple(actor.key if key in actor.former_keys else key for pair in pairs for key in pair if key)


def is_near(task: KeyTask, actor: Actor) -> bool:
    return actor.is_near(access.party_key(task)) or access.is_side(actor, task) or task.submitted_by in actor.hands


def store_papers(uploads: Sequence[Any], task: KeyTask, kind: str, deed: Deed) -> list[str]:
    """All files or none; every refusal at once. Readers of the key task read them."""
    stored: list[str] = []
    reasons: list[Reason] = []
    for upload in uploads:
        try:
            kept = files.store(
                upload,
                deed=deed,
                owner=access.party_key(task),
                kind=kind,
                subject=f"key_task:{task.pk}",
                field="papers",
            )
            stored.append(str(kept.pk))
        except Refused as refused:
            reasons += refused.decision.reasons
    require(Decision.refuse_if_any(reasons))
    return stored


# -- benefits and periods ----------------------------------------------------------------------------------------------


def give_benefits(task: KeyTask, from_on: date, until_on: date, cause: str, *, deed: Deed) -> None:
    """Everything that the law names on the day of the deed; what is only offered is written too, and says so when read."""
    Benefit.objects.bulk_create(
        Benefit(
            key_task=task,
            key=one.key,
            text_vi=one.text.vi,
            text_en=one.text.en,
            provision=one.source.provision,
            provision_en=one.source.provision_en,
            certainty=one.source.certainty,
            cause=cause,
            from_on=from_on,
            until_on=until_on,
        )
        for one in known_benefits(deed.today)
    )
    deed.after(benefits_from=str(from_on), benefits_until=str(until_on))


def end_benefits(task: KeyTask, ground: str, *, deed: Deed) -> None:
    """Today is the first day without them. What was written of them stays as it was."""
    running = Benefit.objects.filter(key_task=task, ended_on=None)
    deed.after(benefits_ended=running.update(ended_on=deed.today, end_ground=ground))


def open_period(task: KeyTask, start: date, *, deed: Deed) -> None:
    """The next period to report on, where the law says how long one is; else the lead names its own."""
    months = report_months(deed.today)
    assert task.until_on is not None, "a recognised task has its days"
    span = next_period(start, months, task.until_on) if months else None
    if span is None or YearlyReport.objects.filter(key_task=task, from_on=span[0]).exists():
        return
    last = YearlyReport.objects.filter(key_task=task).order_by("-no").values_list("no", flat=True).first()
    YearlyReport.objects.create(
        key_task=task,
        no=(last or 0) + 1,
        from_on=span[0],
        until_on=span[1],
        due_on=due(REPORT_CLOCK, span[1], deed.today),
    )


def drop_reports(task: KeyTask) -> None:
    """The recognition has ended otherwise: what was not accepted is no longer asked for."""
    for report in YearlyReport.objects.select_for_update().filter(key_task=task).exclude(state="accepted"):
        report.filings.filter(outcome="").update(outcome="dropped")
        report.state = "dropped"
        report.save(update_fields=["state"])
