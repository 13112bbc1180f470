"""What every deed on a task begins and ends with."""

from __future__ import annotations

from collections.abc import Iterator

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.dossiers.domain.commands import AskSupplement, CompleteStep
from khue.features.dossiers.domain.definition import Step
from khue.features.dossiers.models import Dossier, Task
from khue.features.dossiers.queries import definition
from khue.features.dossiers.usecases.parts import open_task, require_not_own_case
from khue.kernel.deeds import Deed
from khue.kernel.forms import require_seen


def worked_on(asked: CompleteStep | AskSupplement, deed: Deed) -> tuple[Task, Dossier, Step]:
    """Task, dossier and step, locked and checked: right, own case, what the page had seen."""
    task, dossier = open_task(asked.task_id, deed.actor)
    deed.subject = f"dossier:{dossier.pk}"
    if asked.seen is not None:
        require_seen(asked.seen, dossier.stamp)
    require_not_own_case(dossier, deed.actor)
    deed.before(state=dossier.state, step=task.step)
    return task, dossier, definition(dossier.version_id).step(task.step)


def require_kind(step: Step, kind: str) -> None:
    if step.kind != kind:
        raise no_such_outcome(step)


def no_such_outcome(step: Step) -> Refused:
    return Refused.because(
        Reason(
            "outcome",
            Text(
                f"Bước “{step.name.vi}” không kết thúc theo cách này.",
                f"The step “{step.name.into('en')}” does not end this way.",
            ),
            Text("Mở lại việc này từ bàn làm việc.", "Open the task again from the desk."),
        )
    )


def finish_task(task: Task, outcome: str, note: str, *, deed: Deed) -> None:
    task.closed_at, task.closed_by, task.closed_by_name = deed.moment, deed.actor.key, deed.actor.name
    task.outcome, task.note = outcome, note
    task.save(update_fields=["closed_at", "closed_by", "closed_by_name", "outcome", "note"])


def sealed_once(dossier: Dossier) -> Iterator[Reason]:
    """What was opened in public stays as it was handed in: all who answered the call are equal."""
    if dossier.envelope:
        yield Reason(
            "in_envelope",
            Text(
                "Đề xuất đã mở không được bổ sung, để mọi đơn vị tham gia bình đẳng.",
                "A proposal that was opened is not supplemented: all who take part are equal.",
            ),
            Text("Mời ông/bà kết luận hợp lệ hoặc không hợp lệ.", "Find it in order, or not in order."),
        )
