"""Who may see and handle key tasks."""

from __future__ import annotations

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed
from khue.features.keytasks.models import KeyTask
from khue.features.people import queries as people

READ, EXAMINE, DECIDE = "keytasks.read", "keytasks.examine", "keytasks.decide"
PROCEDURE = "key-task-recognition"
REMIND_JOB, EXPIRE_JOB = "job.keytasks.remind_of_reports", "job.keytasks.follow_terms"


def no_such_key_task() -> Missing:
    return Missing(
        Text("Không tìm thấy nhiệm vụ trọng điểm này.", "There is no such key task."),
        Text("Mời ông/bà mở lại danh mục nhiệm vụ trọng điểm.", "Open the register of key tasks again."),
    )


def party_key(task: KeyTask) -> str:
    return f"party:{task.party_id}"


def subjects(task: KeyTask) -> tuple[str, ...]:
    """The key task and its dossier, as the subjects that a party may take over when another one is divided."""
    return f"key_task:{task.pk}", f"dossier:{task.dossier_id}"


def is_side(actor: Actor, task: KeyTask) -> bool:
    return actor.stands_for(party_key(task)) or any(actor.holds_subject(each, "") for each in subjects(task))


def may_read(actor: Actor, task: KeyTask) -> bool:
    """The lead's side always; staff with the right, unless the processing of the lead's data is restricted."""
    return is_side(actor, task) or (actor.may(READ) and task.party_id not in barred(actor))


def barred(actor: Actor) -> frozenset[int]:
    """Parties whose restriction keeps this reader out: nobody whom the reader stands for. One query per request at most."""
    return frozenset(party for party in people.barred_ids(actor) if not actor.stands_for(f"party:{party}"))


def require_read(actor: Actor, task: KeyTask) -> None:
    if may_read(actor, task):
        return
    if actor.may(READ):
        people.require_unrestricted(actor, party_key(task))
    raise no_such_key_task()


def may_act(actor: Actor, task: KeyTask) -> bool:
    if any(actor.holds_subject(each, "submit") for each in subjects(task)):
        return True
    return not people.holders(subjects(task)) and actor.may_act_for(party_key(task), "submit")


def require_side(actor: Actor, task: KeyTask) -> None:
    """Raises Missing for strangers, NotAllowed for those who may only look: staff, or a mandate to view."""
    require_read(actor, task)
    if not may_act(actor, task):
        raise NotAllowed(
            Text("Chỉ tổ chức chủ trì nhiệm vụ được làm việc này.", "Only the lead of the task can do this."),
            Text(
                "Mời ông/bà đề nghị người được tổ chức ủy quyền thực hiện.", "Ask a person with its mandate to submit."
            ),
        )
