"""Room ``delivery``: its part of the stock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from khue.core.actor import Actor
from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """One mission that runs with something of everything to answer, and one before each of its first steps."""
    from khue.features.calls import queries as calls_read
    from khue.features.calls import usecases as proposing
    from khue.features.calls.domain.commands import DecideProposal, HandIn, RecordOutcome
    from khue.features.delivery import usecases
    from khue.features.delivery.domain.commands import AskChange, AskReport, DecideEnding, HandInReport, Warn
    from khue.features.delivery.models import MissionClaim
    from khue.features.dossiers import usecases as dossiers
    from khue.features.dossiers.domain.commands import CompleteStep
    from khue.features.dossiers.queries.tasks import open_task_of
    from khue.features.treasury import queries as treasury
    from khue.site.sample import calls, delivery, payments

    def on(key: str, days: float) -> Actor:
        found = act(key)
        return replace(found, moment=found.moment + timedelta(days=days))

    def lead(days: float) -> Actor:
        return on("researcher", days)

    institute = organisation("VLSH")
    need = calls.raised(delivery.GREEN, institute, act("researcher"), on, -100)
    call = calls.call_of(calls.ordered(need, delivery.GREEN, on, -97), delivery.GREEN, on, -92, 31)
    proposals = [calls.written(call, delivery.GREEN, institute, lead(-65 + turn * 0.1), turn) for turn in range(5)]
    for proposal in proposals:
        proposing.hand_in(HandIn(proposal, True), actor=lead(-64))
    calls.opened(call, on, -60)
    for proposal in proposals:
        task = open_task_of(dossier_id=calls_read.dossier_of(proposal), step="formal")
        dossiers.accept_for_processing(CompleteStep(task.id, "in_order"), actor=on("clerk", -59))
        said = RecordOutcome(proposal, True, "Đáp ứng yêu cầu của đặt hàng, nhóm đủ năng lực.", 8200)
        proposing.record_outcome(said, actor=on("officer", -58))
        yes = DecideProposal(proposal, True, "Theo kết luận của hội đồng tuyển chọn.")
        proposing.decide_proposal(yes, actor=on("decider", -56))
    delivery.open_budget(50_000_000_000, actor=on("accountant", -55))
    new, granted, running, missed, ended = (delivery.begun(proposal, on, lead, -54) for proposal in proposals)
    for run in (granted, running, missed, ended):
        run.appraised(-52).granted(-48)
    today = act("officer").today
    dues = [today + timedelta(days=day) for day in (30, 60, 90)]
    for run in (running, missed, ended):
        run.contracted(-45, dues, advance=200_000_000)
    order = ended.ordered(f"advance:{ended.id}", -40)
    payments.approved_and_sent([order], act=lambda key: on(key, -39))
    payments.paid_by_the_bank(treasury.order_facts(order), act=lambda key: on(key, -38))
    usecases.follow_order(order, actor=ended.job(-38))
    for run in (missed, ended):
        run.visited(-30, in_order=False).missed(-20, "Thiết bị không có tại nơi thực hiện đã khai.")
    back = DecideEnding(
        ended.id,
        True,
        True,
        False,
        True,
        "Có gian lận trong hồ sơ thanh toán tạm ứng.",
        200_000_000,
        today + timedelta(days=9),
    )
    usecases.decide_ending(back, actor=on("decider", -10))
    running.handed_in(1, -20).accepted(1, -15).handed_in(2, -10)
    card = running.card
    asked = AskChange(
        running.id,
        tuple(row.planned for row in card.milestones),
        today + timedelta(days=200),
        "Cần thêm thời gian đo mùa mưa.",
    )
    change = usecases.ask_change(asked, actor=lead(-5))
    reports = [
        usecases.ask_report(
            AskReport(running.id, "Tiến độ đo thử.", today + timedelta(days=9)), actor=on("officer", -4)
        )
        for _turn in range(2)
    ]
    usecases.hand_in_report(HandInReport(reports[1], "Đã đo xong hai vị trí, còn một vị trí."), actor=lead(-3))
    warning = usecases.warn(
        Warn(running.id, "Chậm nộp nhật ký đo tháng trước.", today + timedelta(days=9)), actor=on("officer", -2)
    )
    here = stock.by_room, stock.by_route
    here[0]["delivery", "mission_id"], here[0]["delivery", "milestone_id"] = running.id, running.milestone(2)
    here[0]["delivery", "change_id"], here[0]["delivery", "warning_id"], here[0]["delivery", "no"] = change, warning, 3
    here[0]["delivery", "report_id"], here[1]["delivery:note-report", "report_id"] = reports
    here[0]["delivery", "what"] = f"milestone-{running.milestone(1)}"
    here[0]["delivery", "number"] = card.number
    here[0]["delivery", "claim_id"] = MissionClaim.objects.get(mission=ended.id).pk
    here[0]["delivery", "task_id"] = open_task_of(dossier_id=new.card.dossier_id, step="cost-appraisal").id
    for route in ("appraise", "answer-costs"):
        here[1][f"delivery:{route}", "mission_id"] = new.id
    for route in ("prepare-contract", "contract"):
        here[1][f"delivery:{route}", "mission_id"] = granted.id
    granted.prepared(-8, dues)
    here[1]["delivery:ending", "mission_id"] = missed.id
