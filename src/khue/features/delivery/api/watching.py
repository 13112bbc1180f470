"""What the city does while a mission runs: check, pay, ask for reports, visit, warn; and how it ends."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Form
from ninja.files import UploadedFile

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.delivery import access, queries, usecases
from khue.features.delivery.api.own import few, href
from khue.features.delivery.api.shapes import (
    MilestoneAnswerIn,
    MissionGroundIn,
    MissionPaymentIn,
    MissionWarningIn,
    ReportAskedIn,
    ReportReadIn,
    door,
)
from khue.features.delivery.domain.commands import (
    AnswerMilestone,
    AskReport,
    DecideEnding,
    FindUnmet,
    LiftWarning,
    NoteReport,
    OrderMilestone,
    PutBeforeCouncil,
    RecordSiteCheck,
    SettleMission,
    Warn,
)
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.api.answers import seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Day, Done, Dong, Id, Made

Said = Annotated[str, Form(max_length=4000)]
Evidence = File[list[UploadedFile]]


# -- milestones ------------------------------------------------------------------------------------------------------


@door.post("/milestones/{milestone_id}/answer", Done, Text("Kiểm tra mốc nhiệm vụ", "Check a milestone"), right=access.ACCEPT)  # fmt: skip
def answer_milestone(request: HttpRequest, milestone_id: Id, asked: MilestoneAnswerIn) -> Any:
    """What is accepted is owed. The final product is put before a council, whose verdict follows its minutes."""
    actor = acting(request)
    if asked.outcome == "council":
        if asked.council_id is None:
            text = Text("Chưa chọn hội đồng nghiệm thu.", "No council was chosen.")
            step = Text("Mời ông/bà chọn hội đồng đã thành lập.", "Choose a council that is founded.")
            raise Refused.because(Reason("required", text, step, "council_id"))
        usecases.put_before_council(
            PutBeforeCouncil(milestone_id, asked.council_id, asked.note, once_of(request)), actor=actor
        )
    else:
        accepted = asked.outcome == "accept"
        usecases.answer_milestone(AnswerMilestone(milestone_id, accepted, asked.note, once_of(request)), actor=actor)
    return {"href": href(queries.mission_of("milestone", milestone_id))}


@door.post(
    "/milestones/{milestone_id}/take-back",
    Done,
    Text("Rút sản phẩm khỏi hội đồng", "Take a milestone back from its council"),
    right=access.ACCEPT,
)
def take_back_milestone(request: HttpRequest, milestone_id: Id, asked: MissionGroundIn) -> Any:
    """The council can't decide: the milestone is to be checked again, and may go before another one."""
    usecases.take_back_from_council(milestone_id, asked.ground, once=once_of(request), actor=acting(request))
    return {"href": href(queries.mission_of("milestone", milestone_id))}


def _order(what: str, asked: MissionPaymentIn, request: HttpRequest) -> Any:
    payee, codes = Payee(**asked.payee.dict()), BudgetCodes(**asked.codes.dict())
    command = OrderMilestone(what, payee, asked.content, codes, asked.account_id, asked.same_holder, once_of(request))
    made = usecases.order_milestone(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/treasury/orders/{made}"}


@door.post(
    "/milestones/{milestone_id}/payment",
    Made,
    Text("Lập lệnh chi cho mốc nhiệm vụ", "Order the payment of a milestone"),
    right=access.PAY,
    status=201,
)
def order_milestone_payment(request: HttpRequest, milestone_id: Id, asked: MissionPaymentIn) -> Any:
    """For what is owed of an accepted milestone; a second person approves it, and paid is what the bank's statement shows."""
    return _order(f"milestone:{milestone_id}", asked, request)


@door.post(
    "/missions/{mission_id}/advance-payment",
    Made,
    Text("Lập lệnh chi tạm ứng", "Order the payment of an advance"),
    right=access.PAY,
    status=201,
)
def order_advance_payment(request: HttpRequest, mission_id: Id, asked: MissionPaymentIn) -> Any:
    """When the contract is signed; it is set off against what is accepted first."""
    return _order(f"advance:{mission_id}", asked, request)


# -- reports, visits, warnings ---------------------------------------------------------------------------------------


@door.post(
    "/missions/{mission_id}/reports",
    Made,
    Text("Yêu cầu báo cáo đột xuất", "Ask for a report"),
    right=access.WATCH,
    status=201,
)
def ask_mission_report(request: HttpRequest, mission_id: Id, asked: ReportAskedIn) -> Any:
    """The lead is told at once, and reminded before the day."""
    command = AskReport(mission_id, asked.about, asked.due_on, once_of(request))
    made = usecases.ask_report(command, actor=acting(request))
    return {"id": str(made), "href": href(mission_id)}


@door.post(
    "/mission-reports/{mission_report_id}/answer",
    Done,
    Text("Xem xét báo cáo nhiệm vụ", "Read a mission's report"),
    right=access.WATCH,
)
def note_mission_report(request: HttpRequest, mission_report_id: Id, asked: ReportReadIn) -> Any:
    """Noted, or asked for again with what is missing."""
    command = NoteReport(mission_report_id, asked.complete, asked.note, once_of(request))
    usecases.note_report(command, actor=acting(request))
    return {"href": href(queries.mission_of("report", mission_report_id))}


@door.post(
    "/missions/{mission_id}/visits",
    Made,
    Text("Ghi kết quả kiểm tra tại chỗ", "Record a visit"),
    right=access.WATCH,
    status=201,
    takes="files",
)
def record_mission_visit(
    request: HttpRequest,
    mission_id: Id,
    on: Annotated[Day, Form(description="Day of the visit")],
    in_order: Annotated[bool, Form(description="False where there is a finding")],
    finding: Said = "",
    files: Evidence = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """What was seen on site. It is never changed; a later visit stands beside it."""
    command = RecordSiteCheck(mission_id, on, in_order, finding.strip(), few(files), once_of(request))
    made = usecases.record_site_check(command, actor=acting(request))
    return {"id": str(made), "href": href(mission_id)}


@door.post(
    "/missions/{mission_id}/warnings",
    Made,
    Text("Cảnh báo tổ chức chủ trì", "Warn the lead of a mission"),
    right=access.WATCH,
    status=201,
)
def warn_mission(request: HttpRequest, mission_id: Id, asked: MissionWarningIn) -> Any:
    """The lead reads it word by word."""
    made = usecases.warn(Warn(mission_id, asked.ground, asked.due_on, once_of(request)), actor=acting(request))
    return {"id": str(made), "href": href(mission_id)}


@door.post("/mission-warnings/{warning_id}/lift", Done, Text("Gỡ cảnh báo", "Lift a warning"), right=access.WATCH)
def lift_mission_warning(request: HttpRequest, warning_id: Id, asked: MissionGroundIn) -> Any:
    """With how one knows that it is put right."""
    usecases.lift_warning(LiftWarning(warning_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": href(queries.mission_of("warning", warning_id))}


# -- ends ------------------------------------------------------------------------------------------------------------


@door.post(
    "/missions/{mission_id}/not-reached",
    Done,
    Text("Báo nhiệm vụ không đạt kết quả", "Report that a mission's result is not reached"),
    right=access.WATCH,
    edits=True,
)
def report_mission_unmet(request: HttpRequest, mission_id: Id, asked: MissionGroundIn) -> Any:
    """The decider then decides, on the compliance file, whether anything is paid back."""
    command = FindUnmet(mission_id, asked.ground, seen_version(request), once_of(request))
    with unchanged():
        usecases.find_unmet(command, actor=acting(request))
    return {"href": href(mission_id)}


@door.post(
    "/missions/{mission_id}/ending",
    Done,
    Text("Quyết định nhiệm vụ kết thúc thế nào", "Decide how a mission ends"),
    right=access.DECIDE,
    takes="files",
    edits=True,
)
def decide_mission_ending(
    request: HttpRequest,
    mission_id: Id,
    procedures_followed: Annotated[bool, Form(description="The procedures of the mission were followed fully")],
    fraud_found: Annotated[bool, Form(description="There was fraud")],
    intentional_breach: Annotated[bool, Form(description="There was an intentional breach")],
    purpose_kept: Annotated[bool, Form(description="The money was kept to its purpose and scope")],
    ground: Said = "",
    amount: Annotated[Dong | None, Form(description="To be given back, in đồng, when it is recovered")] = None,
    repay_by: Annotated[Day | None, Form(description="Last day to give it back, when it is recovered")] = None,
    files: Evidence = [],  # noqa: B006 - ninja reads it, nobody changes it
) -> Any:
    """Whether money comes back is the law's answer to the four facts; nobody is excused on an incomplete file."""
    command = DecideEnding(
        mission_id, procedures_followed, fraud_found, intentional_breach, purpose_kept, ground.strip(), amount or 0, repay_by,
        few(files), seen_version(request), once_of(request),
    )  # fmt: skip
    with unchanged():
        usecases.decide_ending(command, actor=acting(request))
    return {"href": href(mission_id)}


@door.post(
    "/missions/{mission_id}/settlement",
    Done,
    Text("Quyết toán nhiệm vụ", "Settle a mission"),
    right=access.PAY,
    takes="nothing",
    edits=True,
)
def settle_mission(request: HttpRequest, mission_id: Id) -> Any:
    """Everything accepted and paid, the advance set off: what was not needed goes back to the budget line."""
    command = SettleMission(mission_id, seen_version(request), once_of(request))
    with unchanged():
        usecases.settle_mission(command, actor=acting(request))
    return {"href": href(mission_id)}
