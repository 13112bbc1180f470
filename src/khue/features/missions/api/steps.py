"""The officers' steps of a support. The ETag of the task is what a deed rests on (If-Match)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused
from khue.features.missions import access, queries, usecases
from khue.features.missions.api.shapes import (
    AcceptanceIn,
    AgreementIn,
    AppraisalIn,
    DecisionIn,
    LaterAuditIn,
    OpinionIn,
    PaymentIn,
    door,
)
from khue.features.missions.domain.commands import (
    AnswerCosts,
    AnswerDelivery,
    AppraiseCosts,
    DecideSupport,
    OrderPayment,
    RecordAudit,
    SignAgreement,
)
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Id


def _require_step(request: HttpRequest, task_id: int, step: str, right: str = "") -> None:
    """Raises Missing for another step's task, NotAllowed without its right."""
    if queries.task_page(task_id, acting(request), right).step != step:
        raise Missing(
            Text("Việc này thuộc bước khác.", "This task is one of another step."),
            Text("Mở lại việc từ bàn làm việc.", "Open the task again from the desk."),
        )


@door.post(
    "/tasks/{task_id}/appraisal",
    Done,
    Text("Thẩm định kinh phí", "Appraise the costs"),
    edits=True,
    right="missions.appraise",
)
def appraise_costs(request: HttpRequest, task_id: Id, asked: AppraisalIn) -> Any:
    """An amount for every cost line, and why where it is cut."""
    _require_step(request, task_id, "appraisal", access.APPRAISE)
    lines = tuple(line.plain() for line in asked.lines)
    command = AppraiseCosts(task_id, lines, asked.note, seen_version(request), once_of(request))
    with unchanged():
        usecases.appraise_costs(command, actor=acting(request))
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post(
    "/tasks/{task_id}/finance-opinion",
    Done,
    Text("Ý kiến của cơ quan tài chính", "Finance opinion"),
    edits=True,
    right=access.ANSWER_COSTS,
)
def answer_costs(request: HttpRequest, task_id: Id, asked: OpinionIn) -> Any:
    """The Department of Finance agrees to what the appraiser found, or has it appraised again and says why."""
    _require_step(request, task_id, "appraisal", access.ANSWER_COSTS)
    command = AnswerCosts(task_id, asked.agrees, asked.ground, seen_version(request), once_of(request))
    with unchanged():
        usecases.answer_costs(command, actor=acting(request))
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post(
    "/tasks/{task_id}/decision",
    Done,
    Text("Quyết định hỗ trợ", "Decide on the support"),
    edits=True,
    right="missions.decide",
)
def decide_support(request: HttpRequest, task_id: Id, asked: DecisionIn) -> Any:
    """Grant, send back or refuse. A grant commits its amount on the budget line at once; it can only be superseded."""
    _require_step(request, task_id, "decision")
    if asked.outcome == "grant" and not asked.budget_line:
        raise Refused.because(
            Reason(
                "required",
                Text("Chưa chọn dòng ngân sách chi trả.", "No budget line that pays was chosen."),
                Text("Mời ông/bà chọn dòng ngân sách.", "Choose the budget line."),
                "budget_line",
            )
        )
    line = asked.budget_line if asked.outcome == "grant" else ""
    command = DecideSupport(task_id, asked.outcome, asked.ground, line, seen_version(request), once_of(request))
    with unchanged():
        usecases.decide_support(command, actor=acting(request))
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post(
    "/tasks/{task_id}/agreement",
    Done,
    Text("Ký thỏa thuận", "Sign the agreement"),
    edits=True,
    right="missions.agree",
)
def sign_agreement(request: HttpRequest, task_id: Id, asked: AgreementIn) -> Any:
    """Fixes the tranches, each tied to a deliverable; from then on the lead can deliver."""
    _require_step(request, task_id, "agreement")
    planned = tuple(tranche.plain(no) for no, tranche in enumerate(asked.tranches, start=1))
    command = SignAgreement(task_id, planned, seen_version(request), once_of(request))
    with unchanged():
        usecases.sign_agreement(command, actor=acting(request))
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/acceptance", Done, Text("Nghiệm thu", "Accept or return"), right="missions.accept")
def answer_delivery(request: HttpRequest, task_id: Id, asked: AcceptanceIn) -> Any:
    """With the acceptance the city owes the amount."""
    _require_step(request, task_id, "acceptance")
    command = AnswerDelivery(task_id, asked.accepted, asked.ground, once_of(request))
    usecases.answer_delivery(command, actor=acting(request))
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/payment", Done, Text("Lập lệnh chi", "Order the payment"), right="missions.pay")
def order_payment(request: HttpRequest, task_id: Id, asked: PaymentIn) -> Any:
    """Prepares the order for what was accepted; a second person approves it, and paid is what the bank's statement shows."""
    _require_step(request, task_id, "payment")
    payee, codes = Payee(**asked.payee.dict()), BudgetCodes(**asked.codes.dict())
    command = OrderPayment(task_id, payee, asked.content, codes, asked.account_id, asked.same_holder, once_of(request))
    usecases.order_payment(command, actor=acting(request))
    return {"href": f"/api/v1/tasks/{task_id}"}


@door.post("/tasks/{task_id}/audit", Done, Text("Ghi hậu kiểm", "Record a later audit"), right="missions.audit")
def record_audit(request: HttpRequest, task_id: Id, asked: LaterAuditIn) -> Any:
    """What a later look found, and what follows from it."""
    _require_step(request, task_id, "audit")
    command = RecordAudit(task_id, asked.in_order, asked.finding.strip(), once_of(request))
    usecases.record_audit(command, actor=acting(request))
    return {"href": f"/api/v1/tasks/{task_id}"}
