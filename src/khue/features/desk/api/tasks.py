"""What waits, one task, and the deeds on it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import NotAllowed
from khue.features.desk import access
from khue.features.desk.api.shapes import (
    ApologyIn,
    CountsOut,
    GroundIn,
    HandOverIn,
    NoteIn,
    OutcomeIn,
    SupplementAskedIn,
    TaskOut,
    TaskRowOut,
    door,
)
from khue.features.dossiers import queries, usecases
from khue.features.dossiers.domain.commands import AskSupplement, CompleteStep, HandOver, PutBack, SendApology, TakeTask
from khue.features.dossiers.queries import DeskFilter, TaskPage
from khue.kernel import viewing
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Size, listing

View = Annotated[Literal["all", "mine", "free", "overdue"], Query(description="Which tasks")]
Procedure = Annotated[str, Query(max_length=60, description="Key of a procedure; empty for all")]
STEP = "of the step"


def _officer(request: HttpRequest) -> Actor:
    actor = acting(request)
    access.require_desk(actor)
    return actor


def _found(request: HttpRequest, task_id: int) -> tuple[Actor, TaskPage]:
    """The task for an officer; a look at a private person's case is written down."""
    actor = _officer(request)
    found = queries.task(task_id, actor)
    if found.case.applicant.is_private_person and not found.case.is_side:
        viewing.note_view(actor, found.case.facts.applicant_key, "dossier", f"dossier:{found.case.facts.id}")
    return actor, found


@door.get("/tasks", Listing[TaskRowOut], Text("Bàn làm việc", "The desk"), right="any right of a role")
def list_tasks(
    request: HttpRequest, view: View = "all", procedure: Procedure = "", after: After = None, size: Size = 30
) -> Any:
    """Open tasks that the caller's rights cover, by the day on which they are due."""
    return listing(request, queries.desk(_officer(request), DeskFilter(view, procedure), after, size))


@door.get("/tasks/counts", CountsOut, Text("Đếm việc", "How much waits"), right="any right of a role")
def count_tasks(request: HttpRequest) -> Any:
    """Mine, free and overdue."""
    return queries.desk_counts(_officer(request))


@door.get("/tasks/{task_id}", TaskOut, Text("Một việc", "A task"), right=f"dossiers.read, or that {STEP}")
def read_task(request: HttpRequest, task_id: Id) -> Any:
    """With its outcomes, and whom it may be handed to. The case: `/dossiers/{dossier}`."""
    _actor, found = _found(request, task_id)
    note_version(request, found.case.facts.stamp)
    return {
        "id": found.id,
        "dossier": found.case.facts.number,
        "dossier_id": found.case.facts.id,
        "step": found.step.key,
        "name": found.name,
        "kind": found.step.kind,
        "room": found.page.partition(":")[0],
        "right": found.step.right,
        "subject": found.subject,
        "clock": found.clock,
        "assignee": found.assignee,
        "assignee_name": found.assignee_name,
        "closed_at": found.closed_at,
        "closed_by": found.closed_by,
        "outcome": found.outcome,
        "note": found.note,
        "may_act": found.may_act,
        "may_hand_over": found.may_hand_over,
        "mine": found.mine,
        "outcomes": found.step.outcomes,
        "colleagues": found.colleagues,
        "apology": found.apology,
        "stamp": found.case.facts.stamp,
    }


# -- deeds -----------------------------------------------------------------------------------------------------------


@door.post("/tasks/{task_id}/take", Done, Text("Nhận việc", "Take a task"), takes="nothing", right=STEP)
def take_task(request: HttpRequest, task_id: Id) -> Any:
    """A free task becomes the caller's."""
    actor, found = _found(request, task_id)
    usecases.take_task(TakeTask(found.id), actor=actor)
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/accept", Done, Text("Tiếp nhận", "Accept for processing"), edits=True, right=STEP)
def accept_for_processing(request: HttpRequest, task_id: Id, asked: NoteIn) -> Any:
    """The dossier is complete: version, law day and promised day are fixed, and form 01 is issued."""
    actor, _task = _found(request, task_id)
    command = CompleteStep(task_id, "accept", asked.ground, seen=seen_version(request), once=once_of(request))
    with unchanged():
        usecases.accept_for_processing(command, actor=actor)
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/refuse-receipt", Done, Text("Từ chối tiếp nhận", "Refuse receipt"), edits=True, right=STEP)
def refuse_receipt(request: HttpRequest, task_id: Id, asked: GroundIn) -> Any:
    """Form 03 with the ground; this ends the dossier. Missing papers are no ground: ask for supplements."""
    actor, _task = _found(request, task_id)
    command = CompleteStep(task_id, "refuse", asked.ground, seen=seen_version(request), once=once_of(request))
    with unchanged():
        usecases.refuse_receipt(command, actor=actor)
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/supplements", Done, Text("Yêu cầu bổ sung", "Ask for supplements"), edits=True, right=STEP)
def request_supplement(request: HttpRequest, task_id: Id, asked: SupplementAskedIn) -> Any:
    """Form 02; the clock stands still until the answer."""
    actor, _task = _found(request, task_id)
    items = tuple(item.strip() for item in asked.items if item.strip())
    command = AskSupplement(task_id, asked.ground, items, seen=seen_version(request), once=once_of(request))
    with unchanged():
        usecases.request_supplement(command, actor=actor)
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/complete", Done, Text("Hoàn thành bước", "Complete a step"), edits=True, right=STEP)
def complete_step(request: HttpRequest, task_id: Id, asked: OutcomeIn) -> Any:
    """For steps without operations of a room of their own; `outcomes` of the task say how it can end."""
    actor, _task = _found(request, task_id)
    command = CompleteStep(task_id, asked.outcome, asked.ground, seen=seen_version(request), once=once_of(request))
    with unchanged():
        usecases.complete_step(command, actor=actor)
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/hand-over", Done, Text("Chuyển việc", "Hand a task over"), right="dossiers.hand_over")
def hand_over_task(request: HttpRequest, task_id: Id, asked: HandOverIn) -> Any:
    """To a colleague who holds the right of the step, with the reason."""
    actor, _task = _found(request, task_id)
    usecases.hand_over_task(HandOver(task_id, asked.to, asked.ground, once_of(request)), actor=actor)
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/apology", Done, Text("Xin lỗi, hẹn lại ngày", "Apologise"), right=STEP)
def send_apology(request: HttpRequest, task_id: Id, asked: ApologyIn) -> Any:
    """Form 04, before the clock runs out: the promised day moves to the new one."""
    actor, found = _found(request, task_id)
    if not actor.may(found.step.right):
        raise NotAllowed(
            Text("Ông/bà không phụ trách bước này.", "You do not handle this step."),
            Text("Chuyển cho người phụ trách.", "Leave it to the one who does."),
        )
    command = SendApology(found.case.facts.id, asked.new_due_on, asked.ground, once_of(request))
    usecases.send_apology(command, actor=actor)
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/put-back", Done, Text("Trả việc về hàng chờ", "Give a task back to the unit"), right=STEP)
def put_back_task(request: HttpRequest, task_id: Id, asked: GroundIn) -> Any:
    """The own task, or a colleague's with the right to hand over; whoever held it hears of it."""
    actor, _task = _found(request, task_id)
    usecases.put_back_task(PutBack(task_id, asked.ground, once_of(request)), actor=actor)
    return {"href": f"/api/v1/tasks/{task_id}"}
