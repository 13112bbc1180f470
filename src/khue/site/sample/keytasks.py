"""Two key tasks that firms pay for themselves: one recognised with a yearly report, one whose recognition was withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import CompleteStep, SaveAnswers, StartDraft, SubmitDossier
from khue.features.dossiers.queries.tasks import open_task_of as task_of
from khue.features.keytasks import queries, usecases
from khue.features.keytasks.access import PROCEDURE
from khue.features.keytasks.domain.commands import (
    AnswerWithdrawal,
    CheckReport,
    DecideRecognition,
    ExamineTask,
    FileReport,
    Found,
    ProposeWithdrawal,
    RecordOpinion,
    SettleWithdrawal,
)
from khue.features.keytasks.domain.recognition import CONDITIONS
from khue.features.people import queries as people
from khue.site.sample.applications import paper

Act = Callable[[str], Actor]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is applied for. ``sources``: source and amount in đồng."""

    title: str
    field: str
    product: str
    impact: str
    sources: tuple[tuple[str, int], ...]
    days: int = 1200


BATTERY = Plan(
    "Bộ pin thể rắn cho xe buýt điện (mẫu)",
    "new-materials",
    "Bộ pin 120 kWh qua 2.000 chu kỳ sạc còn trên 85% dung lượng (dữ liệu mẫu).",
    "Giảm thay pin của đội xe buýt điện Thủ đô; đo bằng số xe và điện năng tiết kiệm (dữ liệu mẫu).",
    (("own", 18_000_000_000), ("partner", 6_500_000_000)),
)
TRAFFIC = Plan(
    "Hệ thống điều phối giao thông bằng dữ liệu mở (mẫu)",
    "smart-city",
    "Phần mềm điều phối 40 nút giao, sai số dự báo dưới 10% (dữ liệu mẫu).",
    "Giảm thời gian chờ tại 40 nút giao của Thủ đô (dữ liệu mẫu).",
    (("own", 7_200_000_000),),
)


def sections(plan: Plan, today: date, card: people.PartyCard) -> dict[str, dict[str, Any]]:
    """The answers of every section, without the files."""
    return {
        "task": {
            "task_title": plan.title,
            "task_field": plan.field,
            "starts_on": today.isoformat(),
            "ends_on": (today + timedelta(days=plan.days)).isoformat(),
            "product": plan.product,
            "impact": plan.impact,
        },
        "applicant": {
            "tax_code": card.tax_code,
            "address": card.address,
            "contact_name": "Đầu mối của đơn vị (mẫu)",
            "contact_phone": "024 0000 0000",
            "contact_email": "dau-moi@sample.example",
            "capacity": "Đơn vị có xưởng thử nghiệm, 12 kỹ sư và hai sản phẩm đã đưa ra thị trường (dữ liệu mẫu).",
        },
        "money": {"sources": [{"source": source, "amount": amount} for source, amount in plan.sources]},
        "papers": {"commitment": "yes"},
    }


def drafted(plan: Plan, applicant: str, writer: str, act: Act) -> int:
    """A draft with everything answered; its id."""
    actor = act(writer)
    dossier = dossiers.start_draft(StartDraft(PROCEDURE, applicant, uuid4()), actor=actor)
    for section, values in sections(plan, actor.today, people.party(applicant)).items():
        uploads: dict[str, Any] = {}
        if section == "money":
            uploads = {f"sources.{no}.proof": paper(f"chung-minh-nguon-{no}") for no in range(1, len(plan.sources) + 1)}
        dossiers.save_answers(SaveAnswers(dossier, section, values, 0, uploads), actor=actor)
    return dossier


def applied(plan: Plan, applicant: str, writer: str, act: Act) -> str:
    """Handed in; the dossier's number."""
    dossier = drafted(plan, applicant, writer, act)
    return dossiers.submit_dossier(SubmitDossier(dossier, True, uuid4()), actor=act(writer))


def received(number: str, act: Act) -> str:
    task = task_of(number=number, step="completeness").id
    dossiers.accept_for_processing(CompleteStep(task, "accept", once=uuid4()), actor=act("clerk"))
    return number


def examined(number: str, act: Act, *, council: bool = False, unmet: tuple[str, ...] = ()) -> str:
    """Every condition met but those of ``unmet``."""
    found = {
        code: Found(code not in unmet, "Chưa có số liệu chứng minh." if code in unmet else "") for code in CONDITIONS
    }
    asked = ExamineTask(task_of(number=number, step="examination").id, found, council, once=uuid4())
    usecases.examine_task(asked, actor=act("officer"))
    return number


def advised(number: str, act: Act, *, favours: bool = True) -> str:
    actor = act("officer")
    said = "Hội đồng nhất trí đề nghị công nhận." if favours else "Hội đồng đề nghị chưa công nhận."
    asked = RecordOpinion(
        task_of(number=number, step="council").id, "Hội đồng tư vấn vật liệu mới (mẫu)", actor.today, "04/BB-HĐ", favours, said,
        once=uuid4(),
    )  # fmt: skip
    usecases.record_opinion(asked, actor=actor)
    return number


def decided(number: str, act: Act, outcome: str = "recognise", ground: str = "", last_day: date | None = None) -> int:
    """The key task's id."""
    desk_task = task_of(number=number, step="decision")
    asked = DecideRecognition(desk_task.id, outcome, ground, last_day, once=uuid4())
    usecases.decide_recognition(asked, actor=act("decider"))
    return key_task_id(number, act)


def key_task_id(number: str, act: Act) -> int:
    found = queries.desk(act("decider"), "all", number).rows
    return next(row.id for row in found if row.number == number)


def recognised(plan: Plan, applicant: str, writer: str, act: Act, last_day: date | None = None) -> int:
    """From the application to the decision in one go."""
    number = examined(received(applied(plan, applicant, writer, act), act), act)
    return decided(number, act, last_day=last_day)


def filed(task: int, writer: str, act: Act, *, final: bool = False, report: int | None = None) -> int:
    """The report of the oldest period that waits; its filing's number."""
    card = queries.key_task(task, act(writer))
    waits = report or next(row.id for row in card.reports if row.waiting)
    asked = FileReport(
        task,
        "Đã hoàn thành thiết kế và mẫu thử thứ hai.",
        "Mẫu thử đạt 1.200 chu kỳ sạc (dữ liệu mẫu).",
        "Chạy thử trên hai tuyến xe buýt (dữ liệu mẫu).",
        5_400_000_000,
        "",
        final,
        (paper("bao-cao-nam"),),
        waits,
        once=uuid4(),
    )
    return usecases.file_report(asked, actor=act(writer))


def checked(number: str, act: Act, *, accepted: bool = True, note: str = "") -> None:
    desk_task = task_of(number=number, step="report")
    usecases.check_report(CheckReport(desk_task.id, accepted, note, once=uuid4()), actor=act("officer"))


def proposed(task: int, act: Act, ground: str, hear_until: date | None = None) -> int:
    """The withdrawal's id."""
    asked = ProposeWithdrawal(task, ground, hear_until, once=uuid4())
    return usecases.propose_withdrawal(asked, actor=act("officer"))


def heard(withdrawal: int, writer: str, act: Act) -> None:
    said = "Đơn vị đã dừng nhiệm vụ vì mất quyền truy cập dữ liệu; không đề nghị giữ việc công nhận (dữ liệu mẫu)."
    asked = AnswerWithdrawal(withdrawal, said, (paper("giai-trinh"),), uuid4())
    usecases.answer_withdrawal(asked, actor=act(writer))


def settled(
    number: str, act: Act, *, withdraws: bool = True, ground: str = "Nhiệm vụ không còn được thực hiện."
) -> None:
    desk_task = task_of(number=number, step="withdrawal")
    usecases.settle_withdrawal(SettleWithdrawal(desk_task.id, withdraws, ground, once=uuid4()), actor=act("decider"))


def fill(actors: dict[str, Actor], firm: str, now: datetime) -> None:
    """The founder's firm has two: the batteries run in their second year, the traffic task was given up."""

    def at(days_ago: int) -> Act:
        return lambda key: replace(actors[key], moment=now - timedelta(days=days_ago))

    number = advised(
        examined(received(applied(BATTERY, firm, "founder", at(395)), at(394)), at(392), council=True), at(385)
    )
    battery = decided(number, at(382))
    filed(battery, "founder", at(10))
    checked(number, at(6))
    traffic = recognised(TRAFFIC, firm, "founder", at(200))
    withdrawal = proposed(
        traffic, at(40), "Sau ba tháng không có hoạt động, đơn vị không trả lời yêu cầu làm việc (dữ liệu mẫu)."
    )
    heard(withdrawal, "founder", at(33))
    settled(queries.key_task(traffic, actors["decider"]).number, at(25))
