"""Take a task, hand it to a colleague, put it back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Conflict, require
from khue.features.dossiers import access
from khue.features.dossiers.domain.commands import HandOver, PutBack, TakeTask
from khue.features.dossiers.domain.steps import may_receive, needs_ground
from khue.features.dossiers.models import Dossier, Task
from khue.features.dossiers.usecases.parts import open_task, require_not_own_case
from khue.features.people import queries as people
from khue.kernel.deeds import Deed, command

PARTY = re.compile(r"party:[0-9]{1,18}")


def take_task(asked: TakeTask, *, actor: Actor) -> None:
    """Take a free task. Taking one's own again does nothing; somebody else's is a Conflict that names them."""
    with command("dossiers.take_task", actor, subject=f"task:{asked.task_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        task, dossier = open_task(asked.task_id, actor, reading=False)
        require_not_own_case(dossier, actor)
        if task.assignee == actor.desk:
            deed.nothing_done()
            return
        people.require_unrestricted(actor, access.party_key(dossier))
        if task.assignee:
            raise Conflict(
                Text(f"{task.assignee_name} đã nhận việc này.", f"{task.assignee_name} has taken this task."),
                Text(
                    "Chọn việc khác, hoặc đề nghị chuyển việc.", "Choose another task, or ask for it to be handed over."
                ),
            )
        # A deputy takes it onto the absent colleague's desk, where it stays after the return.
        task.assignee, task.assignee_name = actor.desk, actor.name
        task.save(update_fields=["assignee", "assignee_name"])
        deed.after(task=task.pk, step=task.step, dossier=dossier.number, assignee=actor.desk)


def hand_over_task(asked: HandOver, *, actor: Actor) -> None:
    """Hand a task to a colleague who holds its right, with the ground."""
    actor.require(access.HAND_OVER)
    with command("dossiers.hand_over_task", actor, subject=f"task:{asked.task_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        task, dossier = open_task(asked.task_id, actor, reading=False)
        require(
            Decision.refuse_if_any([*needs_ground(asked.ground), *_receiver_reasons(task, dossier, asked.to, deed)])
        )
        deed.before(assignee=task.assignee)
        task.assignee, task.assignee_name = asked.to, people.party(asked.to).name
        task.save(update_fields=["assignee", "assignee_name"])
        deed.after(task=task.pk, dossier=dossier.number, assignee=asked.to, ground=asked.ground)
        if asked.to != actor.key:
            deed.notify(
                asked.to,
                "task",
                Text(
                    f"Ông/bà được giao việc: {task.name_vi}, {dossier.number}",
                    f"You were handed: {task.name_en or task.name_vi}, {dossier.number}",
                ),
                Text(asked.ground, asked.ground),
                f"/desk/tasks/{task.pk}/",
            )


def _receiver_reasons(task: Task, dossier: Dossier, to: str, deed: Deed) -> Iterator[Reason]:
    """Why this colleague can't get the task: no right for it, or on the applicant's side."""
    rights = people.rights_of_each([to], deed.today).get(to, frozenset()) if PARTY.fullmatch(to) else frozenset()
    if task.right not in rights:
        yield Reason(
            "no_right",
            Text("Người này không có quyền làm việc đó.", "This person does not hold the right for the task."),
            Text("Chọn người trong danh sách.", "Choose somebody from the list."),
            "to",
        )
        return
    applicant = access.party_key(dossier)
    reason = may_receive(True, applicant == to or applicant in people.near_parties(to, deed.today))
    if reason is not None:
        yield replace(reason, field="to")


def put_back_task(asked: PutBack, *, actor: Actor) -> None:
    """Back to the queue of the unit, with the ground. What lies there already stays there without a record.

    The own task, or with the right to hand over a colleague's, who then hears of it.
    """
    with command("dossiers.put_back_task", actor, subject=f"task:{asked.task_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        deed.result(True)
        task, dossier = open_task(asked.task_id, actor, reading=False)
        if not task.assignee:
            deed.nothing_done()
            return
        if task.assignee != actor.desk:
            actor.require(access.HAND_OVER)
        require(Decision.refuse_if_any(needs_ground(asked.ground)))
        holder = task.assignee
        task.assignee, task.assignee_name = "", ""
        task.save(update_fields=["assignee", "assignee_name"])
        deed.before(assignee=holder)
        deed.after(task=task.pk, dossier=dossier.number, assignee=None, ground=asked.ground)
        if holder != actor.key:
            deed.notify(
                holder,
                "task",
                Text(
                    f"Việc của ông/bà đã về hàng chờ: {task.name_vi}, {dossier.number}",
                    f"A task of yours is back in the queue: {task.name_en or task.name_vi}, {dossier.number}",
                ),
                Text(asked.ground, asked.ground),
                f"/desk/tasks/{task.pk}/",
            )
