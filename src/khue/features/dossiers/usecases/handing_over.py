"""Many tasks leave one desk at once. Joins the deed that is under way."""

from __future__ import annotations

from collections.abc import Iterable

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.dossiers.events import TaskMoved
from khue.features.dossiers.models import Dossier, Task
from khue.features.dossiers.queries.held import held_tasks, why_they_stay
from khue.features.people import queries as people
from khue.kernel.deeds import Deed

GONE = Reason(
    "gone",
    Text("Việc đã xong hoặc đã chuyển trong lúc này.", "It was finished or moved in the meantime."),
    Text("Không cần làm gì thêm.", "Nothing more is needed."),
)


def move_tasks(
    holder: str, task_ids: Iterable[int], to: str, *, deed: Deed
) -> tuple[tuple[int, ...], tuple[tuple[int, Reason], ...]]:
    """Move open tasks of ``holder`` to the colleague ``to``, or back to the queue when ``to`` is empty.

    Gives the tasks that went, and those that stay with the reason. Dossiers are locked first and in their order, as
    every deed on a task does. The task itself never loses its due day.
    """
    wanted = set(task_ids)
    ids = set(Task.objects.filter(pk__in=wanted, assignee=holder).values_list("dossier_id", flat=True))
    list(Dossier.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    rows = {
        task.pk: task
        for task in Task.objects.select_for_update()
        .filter(pk__in=wanted, assignee=holder, closed_at=None)
        .order_by("pk")
    }
    staying = dict.fromkeys(wanted - rows.keys(), GONE)
    if to:
        held = [task for task in held_tasks(holder, len(rows) + MANY) if task.id in rows]
        staying |= why_they_stay(held, to, deed.today)
    name = people.party(to).name if to else ""
    moved = [task for number, task in rows.items() if number not in staying]
    for task in moved:
        task.assignee, task.assignee_name = to, name
        deed.emit(TaskMoved(subject=f"dossier:{task.dossier_id}", number=task.dossier_number, task=task.pk, to=to))
    Task.objects.bulk_update(moved, ["assignee", "assignee_name"])
    return tuple(task.pk for task in moved), tuple(sorted(staying.items(), key=lambda pair: pair[0]))


MANY = 10_000
