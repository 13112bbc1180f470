"""Tasks by the dozen, cheaply: copies of one task of one dossier, each a part of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from khue.core.actor import Actor
from khue.features.desk import usecases
from khue.features.desk.domain.bulk import BulkOrder
from khue.features.desk.models import BulkRow
from khue.features.dossiers.models import Task
from khue.kernel import clock
from khue.kernel.clock import job_actor
from tests.cast import persona
from tests.dossiers.cases import accepted, the_task


def now(key: str) -> Actor:
    """The persona at this very moment: the worker asks for rights of today."""
    return replace(persona(key, at=clock.now()))


def parts(count: int) -> list[int]:
    """Ids of so many free appraisal tasks."""
    task = the_task(accepted())
    Task.objects.filter(pk=task.pk).update(due_on=now("appraiser").today + timedelta(days=9))
    task.refresh_from_db()
    ids = [task.pk]
    for number in range(1, count):
        task.pk, task.subject = None, f"part:{number}"
        task.save()
        ids.append(task.pk)
    return ids


def run(bulk: int) -> int:
    return usecases.run_bulk(bulk, actor=job_actor("desk.run_bulk"))


def order(kind: str, tasks: list[int], who: str = "appraiser", **also: object) -> int:
    return usecases.order_bulk(BulkOrder(kind, tuple(tasks), **also), actor=now(who))  # type: ignore[arg-type]  # the test changes fields by name


def states(bulk: int) -> list[str]:
    return list(BulkRow.objects.filter(bulk=bulk).order_by("pk").values_list("state", flat=True))
