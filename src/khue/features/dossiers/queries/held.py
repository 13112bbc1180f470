"""Tasks that one person holds, and why one of them could not go to a colleague."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.dossiers.domain.steps import may_receive
from khue.features.dossiers.models import Task
from khue.features.dossiers.queries.restricting import hidden_dossiers
from khue.features.people import queries as people


@dataclass(frozen=True, slots=True)
class HeldTask:
    """An open task on somebody's desk."""

    id: int
    dossier_id: int
    number: str
    name: Text
    title: str
    applicant_key: str
    applicant: str
    right: str
    due_on: date | None


def held_tasks(key: str, most: int = 500, *, reader: Actor | None = None) -> tuple[HeldTask, ...]:
    """The open tasks of a person, by due day; at most ``most``. Of persons whose data are restricted a ``reader`` sees the number."""
    found = Task.objects.filter(assignee=key, closed_at=None).select_related("dossier").order_by("sort_on", "id")
    hidden = hidden_dossiers(reader) if reader is not None else frozenset()
    held = map(_held, found[:most])
    return tuple(
        replace(task, title=people.restricted_words(), applicant="") if task.dossier_id in hidden else task
        for task in held
    )


@dataclass(frozen=True, slots=True)
class HeldLine:
    """An open task by number and step: nobody's name."""

    id: int
    number: str
    name: Text
    opened_on: date
    due_on: date | None
    paused: bool


def held_lines(key: str, most: int = 500) -> tuple[HeldLine, ...]:
    """The open tasks of a person, by due day; one query that joins nothing."""
    found = Task.objects.filter(assignee=key, closed_at=None).order_by("sort_on", "id")
    columns = ("id", "dossier_number", "name_vi", "name_en", "opened_on", "due_on", "paused")
    return tuple(
        HeldLine(number, dossier, Text(vi, en), *rest)
        for number, dossier, vi, en, *rest in found.values_list(*columns)[:most]
    )


def holders() -> tuple[str, ...]:
    """Everybody with open tasks on the desk."""
    found = Task.objects.filter(closed_at=None).exclude(assignee="").order_by("assignee")
    return tuple(found.values_list("assignee", flat=True).distinct())


def held_count(key: str) -> int:
    return Task.objects.filter(assignee=key, closed_at=None).count()


def held_counts(keys: Iterable[str]) -> Mapping[str, int]:
    """How many open tasks each person holds; one query."""
    held = Task.objects.filter(assignee__in=set(keys), closed_at=None).values("assignee").annotate(held=Count("id"))
    return {row["assignee"]: row["held"] for row in held}


def why_they_stay(tasks: Iterable[HeldTask], to: str, on: date) -> Mapping[int, Reason]:
    """Task → the reason why this colleague can't get it; tasks that can go are left out. Two queries."""
    rights, near = people.rights_on(to, on), {to, *people.near_parties(to, on)}
    found = {task.id: may_receive(task.right in rights, task.applicant_key in near) for task in tasks}
    return {number: reason for number, reason in found.items() if reason is not None}


def _held(task: Task) -> HeldTask:
    return HeldTask(
        task.pk,
        task.dossier_id,
        task.dossier_number,
        Text(task.name_vi, task.name_en),
        task.title,
        f"party:{task.dossier.applicant_id}",
        task.applicant_name,
        task.right,
        task.due_on,
    )
