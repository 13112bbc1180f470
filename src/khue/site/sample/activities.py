"""Soft budget lines of the sample city: a year's plan, one seminar spent and reported, one council's fees paid from its minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.activities import queries, usecases
from khue.features.activities.domain.commands import (
    AnswerSpend,
    AskSpend,
    CloseLine,
    DecidePlan,
    DraftPlan,
    OrderSpend,
    ProposePlan,
    PutLine,
    ReportActivity,
    RevisePlan,
)
from khue.features.councils import queries as councils
from khue.features.ledger import queries as ledger_queries
from khue.features.ledger import usecases as ledger
from khue.features.ledger.domain import Appropriation, ChartLine
from khue.features.people import queries as people
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.accounts import Payee
from khue.kernel import clock
from khue.site.sample import payments
from khue.site.sample.applications import paper
from khue.site.sample.parties import Parties

Act = Callable[[str], Actor]
UNIT = "DOST-QLKH"
SEMINAR = ("seminar", "Hội thảo đặt hàng nhiệm vụ khoa học và công nghệ (mẫu)", 2, 55_000_000, "", False)
FEES = (
    "council", "Thù lao hội đồng tuyển chọn, nghiệm thu (mẫu)", 20, 12_000_000,
    "Chưa có định mức; dự tính theo số phiên năm trước (mẫu).", True,
)  # fmt: skip
GROUP = (
    "group", "Tổ chuyên đề dữ liệu đô thị (mẫu)", 6, 15_000_000,
    "Chưa có định mức; theo văn bản đề nghị của đơn vị (mẫu).", False,
)  # fmt: skip
EXPERT = ("expert", "Chuyên gia rà soát danh mục bài toán lớn (mẫu)", 2, 60_000_000, "", False)


def line_filled(amount: int, act: Act) -> str:
    """The budget line of soft activities, with what is needed; its code."""
    actor = act("accountant")
    code = f"{actor.today.year}-HD"
    if f"budget:{code}" not in {line.subject for line in ledger_queries.budget_lines()}:
        name = Text(f"Hội thảo, hội đồng, chuyên gia năm {actor.today.year}", f"Soft activities, {actor.today.year}")
        ledger.open_budget_line(ChartLine(code, name, actor.today.year), actor=actor)
    ledger.appropriate_budget(Appropriation(uuid4(), code, amount, "Quyết định giao dự toán mẫu"), actor=actor)
    return code


def drafted(act: Act, lines: Iterable[tuple[str, str, int, int, str, bool]], amount: int = 1_000_000_000) -> int:
    """A version with its lines, not sent yet."""
    code, officer = line_filled(amount, act), act("officer")
    asked = DraftPlan(UNIT, officer.today.year, code, "Công văn hướng dẫn lập kế hoạch năm (mẫu)", uuid4())
    version = usecases.draft_plan(asked, actor=officer)
    for kind, purpose, quantity, each, ground, for_fees in lines:
        put = PutLine(version, kind, purpose, quantity, each, ground, for_fees, once=uuid4())
        usecases.put_line(put, actor=officer)
    return version


def approved(version: int, act: Act) -> None:
    """Sent by the officer, approved by the decider."""
    usecases.propose_plan(ProposePlan(version, once=uuid4()), actor=act("officer"))
    usecases.decide_plan(DecidePlan(version, True, "Phù hợp dự toán được giao.", once=uuid4()), actor=act("decider"))


def in_force(act: Act, *lines: tuple[str, str, int, int, str, bool], amount: int = 1_000_000_000) -> list[int]:
    """A plan in force; the ids of its lines in order."""
    version = drafted(act, lines or (SEMINAR, FEES, GROUP), amount)
    approved(version, act)
    return [row.id for row in queries.version_card(version, act("officer")).lines]


def asked(line: int, payee: str, amount: int, act: Act, purpose: str = "Thuê hội trường và tài liệu (mẫu)", invoice: str = "") -> int:  # fmt: skip
    """A request with one paper; an invoice of a sample seller where its number is given."""
    claimed = ("0101234567", "C26TAA", invoice, 1) if invoice else None
    say = AskSpend(line, payee, amount, purpose, (paper("hoa-don"),), claimed, uuid4())
    return usecases.ask_spend(say, actor=act("officer"))


def accepted(spend: int, act: Act) -> None:
    usecases.answer_spend(AnswerSpend(spend, True, once=uuid4()), actor=act("appraiser"))


def ordered(spend: int, act: Act) -> int:
    """The payment order of an accepted spend."""
    actor = act("accountant")
    card = queries.spend_card(spend, actor)
    account = payments.main_account(actor=actor)
    if card.payee_key:
        payee = payments.payee_of(card.payee_key, people.party(card.payee_key).name)
    else:  # tax that was withheld has no party on record
        payee = Payee("7111000123456", str(card.row.payee), "Kho bạc Nhà nước Khu vực I (mẫu)", "")
    order = OrderSpend(spend, payee, f"Khoan chi {card.row.number}", payments.CODES, account.id, once=uuid4())
    return usecases.order_spend(order, actor=actor)


def paid(spends: Iterable[int], act: Act) -> None:
    """From acceptance to the bank's statement: one file, one statement with a line for each."""
    orders = []
    for spend in spends:
        accepted(spend, act)
        orders.append(ordered(spend, act))
    settled(orders, act)


def settled(orders: list[int], act: Act) -> None:
    """Prepared orders are approved, sent and on the bank's statement."""
    payments.approved_and_sent(orders, act=act)
    actor = act("accountant")
    facts = [treasury.order_facts(order) for order in orders]
    bookings = [
        payments.Booking(actor.today, -one.amount, f"{one.reference} chi hoat dong", f"HD{uuid4().hex[:10]}")
        for one in facts
    ]
    account = treasury.order(orders[0]).account
    name = f"sao-ke-hoat-dong-{orders[0]}.csv"
    opening = payments.balance_of(account, actor.today)
    payments.taken_in(account, name, payments.csv_statement(account, opening, bookings), actor=actor)
    for order in orders:
        followed(order, act)


def followed(order: int, act: Act) -> None:
    """What the worker does after a statement."""
    actor = clock.job_actor("activities.follow_orders")
    usecases.follow_order(order, actor=replace(actor, moment=act("accountant").moment))


def reported(line: int, held_on: date, act: Act) -> int:
    say = ReportActivity(
        line, held_on, "Hội thảo đặt hàng nhiệm vụ năm (mẫu)", "Trung tâm Hội nghị Thăng Long (mẫu)", 85,
        "85 đại biểu của 23 viện, trường, doanh nghiệp; 12 nhu cầu được ghi nhận. Dữ liệu mẫu.", (paper("danh-sach"),), uuid4(),
    )  # fmt: skip
    return usecases.report_activity(say, actor=act("officer"))


def closed(line: int, act: Act) -> None:
    usecases.close_line(CloseLine(line, uuid4()), actor=act("officer"))


def taken(minutes: int, act: Act) -> None:
    """What the worker does when minutes have all their signatures."""
    actor = clock.job_actor("activities.take_fees")
    usecases.take_fees(minutes, actor=replace(actor, moment=act("officer").moment))


# -- the story ---------------------------------------------------------------------------------------------------------


def fill(made: Parties, actors: dict[str, Actor], now: datetime) -> None:
    """A year's plan; a seminar spent, reported and closed; the fees of one council's minutes; a revision that waits."""

    def on(days: int) -> Act:
        moment = max(now - timedelta(days=days), now.replace(month=1, day=2)) if now.timetuple().tm_yday > 2 else now
        return lambda key: replace(actors[key], moment=moment)

    seminar, fees, group = in_force(on(90), (*SEMINAR[:2], 1, *SEMINAR[3:]), FEES, GROUP)
    firm = made.organisations["firm"]
    spend = asked(seminar, firm, 48_500_000, on(60), invoice="00004711")
    paid([spend], on(55))
    reported(seminar, on(54)("officer").today, on(53))
    closed(seminar, on(50))
    _council_paid(fees, on)
    asked(group, firm, 12_400_000, on(3), "Thuê xử lý dữ liệu cho tổ chuyên đề, đợt 1 (mẫu)", "00004802")
    _revision_waits(seminar, on(2))


def _council_paid(fees: int, on: Callable[[int], Act]) -> None:
    """Councils whose minutes all have signed by then: what they earned is taken, and two of the fees are paid."""
    then = on(18)("officer").moment
    for card in councils.list_councils("founded", "", None, 100).rows:
        lines = councils.fees_of(council_id=card.id)
        for minutes in dict.fromkeys(line.minutes for line in lines if line.earned_at <= then):
            taken(minutes, on(18))
    officer = on(15)("officer")
    waiting = [row.id for row in queries.spends(officer, "asked", line=fees).rows if row.kind == "fee"]
    if waiting:
        paid(sorted(waiting)[:2], on(15))


def _revision_waits(line: int, act: Act) -> None:
    officer = act("officer")
    ground = "Bổ sung chuyên gia rà soát danh mục bài toán lớn (mẫu)"
    version = usecases.revise_plan(RevisePlan(queries.line_row(line).plan, ground, uuid4()), actor=officer)
    kind, purpose, quantity, each, why, for_fees = EXPERT
    put = PutLine(version, kind, purpose, quantity, each, why, for_fees, once=uuid4())
    usecases.put_line(put, actor=officer)
    usecases.propose_plan(ProposePlan(version, once=uuid4()), actor=officer)
