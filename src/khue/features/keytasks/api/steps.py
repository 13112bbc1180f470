"""The officers' steps on a key task. Each rests on its task as it was read at ``/tasks/{task_id}``."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.keytasks import access, usecases
from khue.features.keytasks.api.shapes import (
    KeyTaskDecisionIn,
    KeyTaskExaminationIn,
    KeyTaskOpinionIn,
    KeyTaskReportCheckIn,
    KeyTaskSettlementIn,
    door,
)
from khue.features.keytasks.domain.commands import (
    CheckReport,
    DecideRecognition,
    ExamineTask,
    PutBeforeCouncil,
    RecordOpinion,
    SettleWithdrawal,
)
from khue.features.keytasks.domain.recognition import CONDITIONS
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id


def _href(task_id: int) -> str:
    return f"/api/v1/tasks/{task_id}"


@door.post(
    "/tasks/{task_id}/key-task-examination",
    Done,
    Text("Kiểm tra điều kiện công nhận", "Check the conditions of a recognition"),
    right=access.EXAMINE,
    edits=True,
)
def examine_key_task(request: HttpRequest, task_id: Id, asked: KeyTaskExaminationIn) -> Any:
    """Of each condition whether it is met; then it goes before the decider, or before a council first."""
    given = {code: getattr(asked, code) for code in CONDITIONS}
    found = {code: one.plain() for code, one in given.items() if one is not None}
    with unchanged():
        command = ExamineTask(task_id, found, asked.ask_council, asked.note, seen_version(request), once_of(request))
        usecases.examine_task(command, actor=acting(request))
    return {"href": _href(task_id)}


@door.post(
    "/tasks/{task_id}/key-task-opinion",
    Done,
    Text("Ghi ý kiến hội đồng", "Record a council's opinion on a key task"),
    right=access.EXAMINE,
    edits=True,
)
def record_key_task_opinion(request: HttpRequest, task_id: Id, asked: KeyTaskOpinionIn) -> Any:
    """What the council said, from its minutes; the decision comes next. Or the task is put before a council of the system."""
    with unchanged():
        seen, once = seen_version(request), once_of(request)
        if asked.council_id is not None:
            usecases.put_before_council(PutBeforeCouncil(task_id, asked.council_id, seen, once), actor=acting(request))
        else:
            said = asked.dict(exclude={"council_id"})
            usecases.record_opinion(RecordOpinion(task_id, **said, seen=seen, once=once), actor=acting(request))
    return {"href": _href(task_id)}


@door.post(
    "/tasks/{task_id}/key-task-decision",
    Done,
    Text("Quyết định công nhận nhiệm vụ trọng điểm", "Decide on a key task"),
    right=access.DECIDE,
    edits=True,
)
def decide_key_task(request: HttpRequest, task_id: Id, asked: KeyTaskDecisionIn) -> Any:
    """Recognise, refuse or send back; a recognition gives its benefits at once. Who examined it does not decide."""
    with unchanged():
        command = DecideRecognition(
            task_id, asked.outcome, asked.ground, asked.last_day, seen_version(request), once_of(request)
        )
        usecases.decide_recognition(command, actor=acting(request))
    return {"href": _href(task_id)}


@door.post(
    "/tasks/{task_id}/key-task-report",
    Done,
    Text("Xem xét báo cáo nhiệm vụ trọng điểm", "Check a report on a key task"),
    right=access.EXAMINE,
    edits=True,
)
def check_key_task_report(request: HttpRequest, task_id: Id, asked: KeyTaskReportCheckIn) -> Any:
    """In order, which opens the next period or completes the task, or returned with what is to be completed."""
    with unchanged():
        command = CheckReport(task_id, asked.accepted, asked.note, seen_version(request), once_of(request))
        usecases.check_report(command, actor=acting(request))
    return {"href": _href(task_id)}


@door.post(
    "/tasks/{task_id}/key-task-withdrawal",
    Done,
    Text("Giải quyết đề xuất thu hồi", "Settle the withdrawal of a recognition"),
    right=access.DECIDE,
    edits=True,
)
def settle_key_task_withdrawal(request: HttpRequest, task_id: Id, asked: KeyTaskSettlementIn) -> Any:
    """Withdraw it, which ends its benefits today, or let it stand; not before the lead was heard or its time is over."""
    with unchanged():
        command = SettleWithdrawal(task_id, asked.withdraws, asked.ground, seen_version(request), once_of(request))
        usecases.settle_withdrawal(command, actor=acting(request))
    return {"href": _href(task_id)}
