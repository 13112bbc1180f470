"""A mission from its funded proposal to its end, deed by deed, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.calls import queries as calls_read
from khue.features.calls import usecases as calls
from khue.features.calls.domain.commands import DecideProposal, RecordOutcome
from khue.features.delivery import queries, usecases
from khue.features.delivery.domain.commands import (
    AnswerAppraisal,
    AnswerContract,
    AnswerMilestone,
    AppraisedLine,
    AppraiseMission,
    DecideMission,
    HandInMilestone,
    OrderMilestone,
    PlannedMilestone,
    PrepareContract,
)
from khue.features.delivery.models import Milestone, Mission
from khue.features.dossiers import queries as dossiers_read
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import CompleteStep
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.ledger import queries as ledger_read
from khue.features.ledger import usecases as ledger
from khue.features.ledger.domain import Appropriation, ChartLine
from khue.features.treasury import queries as treasury
from khue.site.sample import payments, signing
from tests.calls import stories as calling
from tests.cast import persona

LINE = "2026-KHCN"
ASKED = 1_200_000_000
Act = Callable[[str], Actor]


def act_at(days: float = 0) -> Act:
    """Personas so many days after the call was opened."""
    moment = calling.CLOSES + timedelta(days=1 + days)
    return lambda key: replace(persona(key), moment=moment)


def job(act: Act) -> Actor:
    return Actor("job:delivery", "delivery", act("officer").moment)


def with_money(act: Act, amount: int = 10_000_000_000) -> None:
    accountant = act("accountant")
    if f"budget:{LINE}" not in {line.subject for line in ledger_read.budget_lines()}:
        ledger.open_budget_line(ChartLine(LINE, Text("Nhiệm vụ KH&CN 2026", "Missions 2026"), 2026), actor=accountant)
    ledger.appropriate_budget(Appropriation(uuid4(), LINE, amount, "Quyết định giao dự toán mẫu"), actor=accountant)


def funded(direct: bool = False) -> int:
    """A proposal that was decided to be carried out."""
    call = calling.direct_call() if direct else calling.published_call()
    proposal = calling.handed_in(call)
    calling.opened(call)
    act = act_at()
    task = open_task_of(dossier_id=calls_read.dossier_of(proposal.pk), step="formal")
    dossiers.accept_for_processing(CompleteStep(task.id, "in_order"), actor=act("clerk"))
    calls.record_outcome(
        RecordOutcome(proposal.pk, True, "Đáp ứng yêu cầu của đặt hàng, nhóm đủ năng lực."), actor=act("officer")
    )
    calls.decide_proposal(
        DecideProposal(proposal.pk, True, "Theo kết luận của hội đồng tuyển chọn."), actor=act("decider")
    )
    return int(proposal.pk)


def begun(direct: bool = False) -> Mission:
    """The mission that the worker makes of it."""
    act = act_at(1)
    number = usecases.begin_mission(funded(direct), actor=job(act))
    assert number is not None, "the proposal was funded"
    return Mission.objects.get(pk=number)


def appraisal(mission: Mission, **more: Any) -> AppraiseMission:
    values: dict[str, Any] = {
        "mission_id": mission.pk,
        "kind": "research-topic",
        "form": "partial",
        "lines": (AppraisedLine(1, "labour", ASKED),),
        "once": uuid4(),
    }
    return AppraiseMission(**{**values, **more})


def appraised(mission: Mission, agreed: int = ASKED) -> Mission:
    act = act_at(2)
    ground = "Giảm theo định mức ngày công hiện hành." if agreed < ASKED else ""
    lines = (AppraisedLine(1, "labour", agreed, ground),)
    usecases.appraise_mission(appraisal(mission, lines=lines), actor=act("appraiser"))
    usecases.answer_appraisal(AnswerAppraisal(mission.pk, True, once=uuid4()), actor=act("finance"))
    mission.refresh_from_db()
    return mission


def granted(mission: Mission | None = None, money: int = 10_000_000_000) -> Mission:
    mission = appraised(mission or begun())
    act = act_at(3)
    with_money(act, money)
    usecases.decide_mission(DecideMission(mission.pk, "grant", "", LINE, once=uuid4()), actor=act("decider"))
    mission.refresh_from_db()
    return mission


def plan(*sums: int) -> tuple[PlannedMilestone, ...]:
    """Milestones half a year apart, from 1 July 2026."""
    sums = sums or (400_000_000, 300_000_000, 500_000_000)
    days = (date(2026, 12, 31), date(2027, 6, 30), date(2027, 12, 31), date(2028, 3, 31))
    return tuple(
        PlannedMilestone(no, f"Sản phẩm của mốc {no}", f"Đạt tiêu chí {no} của hợp đồng", amount, days[no - 1])
        for no, amount in enumerate(sums, start=1)
    )


def contract(mission: Mission, **more: Any) -> PrepareContract:
    values: dict[str, Any] = {
        "mission_id": mission.pk,
        "milestones": plan(),
        "advance": 200_000_000,
        "starts_on": date(2026, 7, 1),
        "ends_on": date(2028, 6, 30),
        "once": uuid4(),
    }
    return PrepareContract(**{**values, **more})


def running(mission: Mission | None = None, **more: Any) -> Mission:
    mission = mission or granted()
    act = act_at(5)
    usecases.prepare_contract(contract(mission, **more), actor=act("officer"))
    usecases.answer_contract(AnswerContract(mission.pk, True, once=uuid4()), actor=act("researcher"))
    usecases.answer_contract(AnswerContract(mission.pk, True, once=uuid4()), actor=act("decider"))
    mission.refresh_from_db()
    return mission


def milestone(mission: Mission, no: int) -> Milestone:
    return Milestone.objects.exclude(state="cancelled").get(mission=mission, no=no)


def upload(name: str = "san-pham.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, f"%PDF-1.4\n% {name} {uuid4()}\n%%EOF\n".encode(), "application/pdf")


def handed_in(mission: Mission, no: int, days: float = 30, **more: Any) -> Milestone:
    words = f"Bàn giao đầy đủ sản phẩm của mốc {no} kèm biên bản chạy thử."
    asked = HandInMilestone(mission.pk, no, words, (upload(),), once=uuid4(), **more)
    usecases.hand_in_milestone(asked, actor=act_at(days)("researcher"))
    return milestone(mission, no)


def accepted(mission: Mission, no: int, days: float = 35) -> Milestone:
    row = handed_in(mission, no, days - 1)
    usecases.answer_milestone(AnswerMilestone(row.pk, True, "Đạt tiêu chí.", uuid4()), actor=act_at(days)("officer"))
    return milestone(mission, no)


def signed_on_paper(mission: Mission, act: Act) -> None:
    for paper in dossiers_read.unsigned_before_payment(mission.dossier_id):
        signing.signed_by_hand(paper.code, act=act)


def order_of(mission: Mission, what: str, act: Act) -> OrderMilestone:
    """What the accountant would send; the contract is signed on paper before."""
    signed_on_paper(mission, act)
    account = payments.main_account(actor=act("accountant"))
    payee = payments.payee_of(f"party:{mission.lead_id}", mission.lead.name)
    return OrderMilestone(what, payee, f"Thanh toan {mission.number}", payments.CODES, account.id, once=uuid4())


def paid(mission: Mission, what: str, days: float = 40) -> None:
    """From the order to the bank's statement."""
    act = act_at(days)
    order = usecases.order_milestone(order_of(mission, what, act), actor=act("accountant"))
    payments.approved_and_sent([order], act=act)
    payments.paid_by_the_bank(treasury.order_facts(order), act=act)
    usecases.follow_order(order, actor=job(act))


def card(mission: Mission, who: str = "auditor") -> queries.MissionCard:
    return queries.mission_page(mission.pk, persona(who))
