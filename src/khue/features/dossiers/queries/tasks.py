"""One task, as the room that works on it sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.dossiers.models import Task
from khue.features.dossiers.queries.restricting import hidden_tasks
from khue.features.people import queries as people


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """``stamp`` is the dossier's version, for pages left open."""

    id: int
    dossier_id: int
    dossier_number: str
    step: str
    name: Text
    right: str
    page: str
    subject: str
    assignee: str
    assignee_name: str
    due_on: date | None
    closed: bool
    closed_by_name: str
    outcome: str
    stamp: int


@dataclass(frozen=True, slots=True)
class TaskLine:
    """What a list shows of a task. Says nothing about rights."""

    id: int
    number: str
    name: Text
    title: str
    right: str
    assignee: str
    assignee_name: str
    due_on: date | None


def task_lines(ids: Iterable[int], actor: Actor) -> tuple[TaskLine, ...]:
    """The open tasks among these, by due day; one query. Of persons whose data are restricted the number only."""
    ids = tuple(ids)
    hidden = hidden_tasks(actor, ids)
    rows = Task.objects.filter(pk__in=ids, closed_at=None).order_by("sort_on", "pk")
    columns = ("pk", "dossier_number", "name_vi", "name_en", "title", "right", "assignee", "assignee_name", "due_on")
    return tuple(
        TaskLine(pk, number, Text(vi, en), people.restricted_words() if pk in hidden else title, *rest)
        for pk, number, vi, en, title, *rest in rows.values_list(*columns)
    )


def task_facts(task_id: int) -> TaskFacts:
    """Raises Missing for an unknown task. Says nothing about rights: the caller asks for ``right``."""
    return _facts(Task.objects.select_related("dossier").filter(pk=task_id).first())


def open_task_of(*, dossier_id: int = 0, number: str = "", step: str = "", subject: str = "") -> TaskFacts:
    """The open task of a dossier (by id or number), by step and subject when given. Raises Missing."""
    tasks = Task.objects.select_related("dossier").filter(closed_at=None)
    tasks = tasks.filter(dossier=dossier_id) if dossier_id else tasks.filter(dossier_number=number)
    if step:
        tasks = tasks.filter(step=step)
    if subject:
        tasks = tasks.filter(subject=subject)
    return _facts(tasks.order_by("pk").first())


def open_step(dossier_id: int, step: str) -> int | None:
    """The id of the open task of a step of a dossier, for a page that offers it; None when there is none."""
    found = Task.objects.filter(dossier=dossier_id, step=step, closed_at=None).order_by("pk")
    return found.values_list("pk", flat=True).first()


def _facts(task: Task | None) -> TaskFacts:
    if task is None:
        raise Missing(
            Text("Không tìm thấy việc này.", "There is no such task."),
            Text("Mời ông/bà mở lại bàn làm việc.", "Go back to the desk."),
        )
    return TaskFacts(
        id=task.pk,
        dossier_id=task.dossier_id,
        dossier_number=task.dossier_number,
        step=task.step,
        name=Text(task.name_vi, task.name_en),
        right=task.right,
        page=task.page,
        subject=task.subject,
        assignee=task.assignee,
        assignee_name=task.assignee_name,
        due_on=task.due_on,
        closed=task.closed_at is not None,
        closed_by_name=task.closed_by_name or task.closed_by,
        outcome=task.outcome,
        stamp=task.dossier.stamp,
    )


def dossiers_at_step(dossiers: Iterable[int], step: str) -> frozenset[int]:
    """Of these dossiers those that have an open task of the step; one query."""
    rows = Task.objects.filter(dossier__in=tuple(dossiers), step=step, closed_at=None)
    return frozenset(rows.values_list("dossier_id", flat=True))
