"""The officers' deeds on an appeal."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.appeals import access, queries, usecases
from khue.features.appeals.api.shapes import (
    AdmissionIn,
    AppealDecisionIn,
    AssignIn,
    BecauseIn,
    CandidatesOut,
    DialogueIn,
    ForeseenOut,
    MoneyMatterOut,
    door,
)
from khue.features.appeals.domain.commands import (
    AssignDecider,
    DecideAppeal,
    DeclineAppeal,
    ExtendAnswer,
    RecordDialogue,
    ResumeExecution,
    SuspendExecution,
)
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id

EITHER = f"{access.RECEIVE} / {access.DECIDE}"


def _open(request: HttpRequest, appeal_id: int, *rights: str) -> dict[str, str]:
    """Where to read the appeal. Raises NotAllowed without any of the rights, Missing for a draft."""
    actor = acting(request)
    if not any(actor.may(right) for right in rights):
        actor.require(rights[0])
    if queries.appeal_page(appeal_id, actor).code == "draft":
        raise access.no_such_appeal()
    return {"href": f"/api/v1/appeals/{appeal_id}"}


@door.post(
    "/appeals/{appeal_id}/admission",
    Done,
    Text("Thụ lý khiếu nại", "Admit or decline"),
    edits=True,
    right=access.RECEIVE,
)
def answer_appeal(request: HttpRequest, appeal_id: Id, asked: AdmissionIn) -> Any:
    """Is it the right party, a decision that stands, and in time? The content is for the second decider."""
    done = _open(request, appeal_id, access.RECEIVE)
    command = asked.command(appeal_id, seen_version(request), once_of(request))
    with unchanged():
        if isinstance(command, DeclineAppeal):
            usecases.decline_appeal(command, actor=acting(request))
        else:
            usecases.admit_appeal(command, actor=acting(request))
    return done


@door.get(
    "/appeals/{appeal_id}/candidates",
    CandidatesOut,
    Text("Ai được giải quyết khiếu nại", "Who may decide an appeal"),
    right=access.RECEIVE,
)
def list_appeal_deciders(request: HttpRequest, appeal_id: Id) -> Any:
    """Nobody who took the decision or handled the dossier decides its appeal."""
    _open(request, appeal_id, access.RECEIVE)
    able, others = usecases.candidates(appeal_id, actor=acting(request))
    return {"able": able, "others": [{"name": card.name, "why": why} for card, why in others]}


@door.post(
    "/appeals/{appeal_id}/assign",
    Done,
    Text("Giao người giải quyết", "Give it to a second decider"),
    right=access.RECEIVE,
)
def assign_decider(request: HttpRequest, appeal_id: Id, asked: AssignIn) -> Any:
    """To somebody who may decide and stands apart."""
    done = _open(request, appeal_id, access.RECEIVE)
    usecases.assign_decider(AssignDecider(appeal_id, asked.to, once_of(request)), actor=acting(request))
    return done


@door.post("/appeals/{appeal_id}/extend", Done, Text("Gia hạn giải quyết", "Extend: a complex case"), right=EITHER)
def extend_answer(request: HttpRequest, appeal_id: Id, asked: BecauseIn) -> Any:
    """The longer term counts from the admission, once."""
    done = _open(request, appeal_id, access.RECEIVE, access.DECIDE)
    usecases.extend_answer(ExtendAnswer(appeal_id, asked.ground.strip(), once_of(request)), actor=acting(request))
    return done


@door.post("/appeals/{appeal_id}/dialogues", Done, Text("Ghi buổi đối thoại", "Record a dialogue"), right=EITHER)
def record_dialogue(request: HttpRequest, appeal_id: Id, asked: DialogueIn) -> Any:
    """Who met, what each side said, what was agreed. The record is never changed; the applicant reads it."""
    done = _open(request, appeal_id, access.RECEIVE, access.DECIDE)
    command = RecordDialogue(appeal_id, asked.held_on, asked.place, asked.present, asked.summary, once_of(request))
    usecases.record_dialogue(command, actor=acting(request))
    return done


@door.post(
    "/appeals/{appeal_id}/suspend", Done, Text("Tạm đình chỉ thi hành", "Suspend the execution"), right=access.DECIDE
)
def suspend_execution(request: HttpRequest, appeal_id: Id, asked: BecauseIn) -> Any:
    """Nothing is agreed, accepted or paid meanwhile."""
    done = _open(request, appeal_id, access.DECIDE)
    command = SuspendExecution(appeal_id, asked.ground.strip(), once_of(request))
    usecases.suspend_execution(command, actor=acting(request))
    return done


@door.post(
    "/appeals/{appeal_id}/resume", Done, Text("Tiếp tục thi hành", "Let the execution go on"), right=access.DECIDE
)
def resume_execution(request: HttpRequest, appeal_id: Id, asked: BecauseIn) -> Any:
    """Agreement, acceptance and payment are possible again."""
    done = _open(request, appeal_id, access.DECIDE)
    command = ResumeExecution(appeal_id, asked.ground.strip(), once_of(request))
    usecases.resume_execution(command, actor=acting(request))
    return done


@door.get(
    "/appeals/{appeal_id}/matter",
    MoneyMatterOut,
    Text("Khoản tiền của vụ việc", "The matter's money"),
    right=access.DECIDE,
)
def read_appeal_matter(request: HttpRequest, appeal_id: Id) -> Any:
    """What was asked for, granted and paid, and from which budget lines a new grant can come."""
    _open(request, appeal_id, access.DECIDE)
    return {"matter": usecases.matter_of(appeal_id, actor=acting(request))}


def _decision(request: HttpRequest, appeal_id: int, asked: AppealDecisionIn, seen: int | None) -> DecideAppeal:
    return DecideAppeal(
        appeal_id,
        asked.outcome,
        asked.ground.strip(),
        asked.amount,
        asked.budget_line,
        asked.repay_by,
        seen,
        once_of(request),
    )


@door.post(
    "/appeals/{appeal_id}/foresee",
    ForeseenOut,
    Text("Xem trước hệ quả", "What a decision would bring about"),
    keeps=False,
    right=access.DECIDE,
)
def foresee_appeal_decision(request: HttpRequest, appeal_id: Id, asked: AppealDecisionIn) -> Any:
    """What it would do to the money, or why it would be refused. Nothing is written."""
    _open(request, appeal_id, access.DECIDE)
    command = _decision(request, appeal_id, asked, None)
    return {"consequences": list(usecases.foresee_decision(command, actor=acting(request)))}


@door.post(
    "/appeals/{appeal_id}/decision",
    Done,
    Text("Giải quyết khiếu nại", "Decide an appeal"),
    edits=True,
    right=access.DECIDE,
)
def decide_appeal(request: HttpRequest, appeal_id: Id, asked: AppealDecisionIn) -> Any:
    """By its second decider. What follows for the money happens in the same deed; it can only be superseded."""
    done = _open(request, appeal_id, access.DECIDE)
    command = _decision(request, appeal_id, asked, seen_version(request))
    with unchanged():
        usecases.decide_appeal(command, actor=acting(request))
    return done
