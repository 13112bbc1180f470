"""Room ``calls``: its part of the stock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from khue.core.actor import Actor
from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """A need in each state that a page is for, an order before and after its approval, calls, a shared draft, a review."""
    from khue.features.calls import queries, usecases
    from khue.features.calls.domain.commands import (
        AskQuestion,
        DraftOrder,
        HandIn,
        InviteMember,
        PrepareCall,
        RecordOutcome,
        Requirement,
        WatchCalls,
    )
    from khue.features.calls.models import CallWatch, Member
    from khue.features.dossiers import usecases as dossiers
    from khue.features.dossiers.domain.commands import CompleteStep
    from khue.features.dossiers.queries.tasks import open_task_of
    from khue.site.sample import calls

    def on(key: str, days: float) -> Actor:
        found = act(key)
        return replace(found, moment=found.moment + timedelta(days=days))

    institute = organisation("VLSH")
    topics = (calls.FLOODS, calls.SLUDGE, calls.FLIGHTS)
    writer = act("researcher")

    def order_of(number: int, days: float) -> int:
        topic = replace(topics[number % 3], title=f"{topics[number % 3].title}, phần {number}")
        return calls.ordered(calls.raised(topic, institute, writer, on, days), topic, on, days + 3)

    stock.by_room["calls", "need_id"] = calls.raised(calls.FLOODS, institute, writer, on, -2, screened=False)
    stock.by_route["calls:draft-order", "need_id"] = calls.raised(calls.FLIGHTS, institute, writer, on, -4)
    need = calls.raised(calls.SLUDGE, institute, writer, on, -6)
    stock.by_room["calls", "order_id"] = usecases.draft_order(
        DraftOrder(need, calls.SLUDGE.title, calls.SLUDGE.problem, calls.SLUDGE.field, 10**9, 12, "selection", (Requirement("A", "B", "", "1"),)),
        actor=on("officer", -3),
    )  # fmt: skip
    stock.by_route["calls:prepare", "order_id"] = order_of(1, -20)
    running = calls.call_of(order_of(2, -30), calls.SLUDGE, on, -5, 40)
    stock.by_room["calls", "call_id"] = running
    officer = on("officer", -1)
    prepared = PrepareCall(
        order_of(3, -28), "Thông báo đang chuẩn bị", calls.FLOODS.problem, officer.today + timedelta(days=2),
        officer.moment + timedelta(days=40), None, ("Tính khả thi",),
    )  # fmt: skip
    stock.by_route["calls:publish", "call_id"] = usecases.prepare_call(prepared, actor=officer)
    concepts = replace(prepared, order_id=order_of(4, -28), title="Thông báo giai đoạn ý tưởng", stage="concept")
    stock.by_route["calls:prepare-full", "call_id"] = usecases.prepare_call(concepts, actor=officer)
    asked = AskQuestion(running, "Có được liên danh không?")
    stock.by_room["calls", "question_id"] = usecases.ask_question(asked, actor=on("founder", -1))
    usecases.watch_calls(WatchCalls("bùn", ""), actor=act("resident"))
    stock.by_room["calls", "watch_id"] = CallWatch.objects.latest("pk").pk
    mine = calls.written(running, calls.SLUDGE, institute, on("researcher", -3), 1, sections=2)
    resident = act("resident").key
    member = usecases.invite_member(InviteMember(mine, resident, "member"), actor=on("researcher", -3))
    stock.by_room["calls", "proposal_id"], stock.by_room["calls", "member_id"] = mine, member
    stock.by_room["calls", "section"] = "content"
    assert Member.objects.filter(pk=member).exists()
    past = calls.call_of(order_of(4, -70), calls.FLIGHTS, on, -45, 40)
    _round(stock, past, running)
    sealed = [calls.written(past, calls.FLIGHTS, institute, on("researcher", -10), number) for number in range(2)]
    for proposal in sealed:
        usecases.hand_in(HandIn(proposal, True), actor=on("researcher", -9))
    calls.opened(past, on, -3)
    for dossier in queries.opened_dossiers(past):
        task = open_task_of(dossier_id=dossier, step="formal")
        dossiers.accept_for_processing(CompleteStep(task.id, "in_order"), actor=on("clerk", -2))
    usecases.record_outcome(RecordOutcome(sealed[1], True, "Đáp ứng các tiêu chí.", 8_000), actor=on("officer", -1))
    waiting, judged = queries.opened_dossiers(past)
    _study(stock)
    stock.by_room["calls", "task_id"] = open_task_of(dossier_id=waiting, step="review").id
    stock.by_route["calls:decide", "task_id"] = open_task_of(dossier_id=judged, step="decision").id
    stock.by_route["calls:open", "call_id"] = calls.call_of(order_of(5, -75), calls.FLOODS, on, -44, 40)


def _round(stock: Stock, past: int, running: int) -> None:
    """A round over a call that is opened later on, and a draft over one that runs."""
    from khue.features.calls import usecases
    from khue.features.calls.domain.rounds import ChangeRules, FieldRule, PrepareRound, PublishRound, Rules
    from khue.features.calls.models import Call

    now = act("officer")
    officer = replace(now, moment=now.moment - timedelta(days=20))
    made = []
    for call in (past, running):
        made.append(usecases.prepare_round(PrepareRound("Vòng xét chọn của kho dữ liệu", (call,)), actor=officer))
        field = Call.objects.get(pk=call).field
        rules = Rules({field: FieldRule(110)}, None, ground="Theo chương trình trọng điểm (mẫu).")
        usecases.change_rules(ChangeRules(made[-1], rules), actor=officer)
    usecases.publish_round(PublishRound(made[0]), actor=officer)
    stock.by_room["calls", "round_id"] = made[0]
    for name in ("rules", "publish-round", "cancel-round"):
        stock.by_route[f"calls:{name}", "round_id"] = made[1]


def _study(stock: Stock) -> None:
    """Solved, with one proposal that is recommended and one that waits for its council."""
    from khue.features.calls import usecases
    from khue.features.calls.domain.portfolio import OrderStudy, StudyInputs
    from khue.kernel.clock import job_actor

    asked = OrderStudy(stock.by_room["calls", "round_id"], "Phương án cơ sở", StudyInputs(5 * 10**9))
    study = usecases.order_study(asked, actor=act("officer"))
    usecases.run_study(study, 1, actor=job_actor("calls.run_study"))
    stock.by_room["calls", "no"] = 1
