"""The Science and Technology Development Fund of the sample city: founded, endowed, giving and lending, deed by deed.

Everything here is invented and marked as sample, the charter too: its confirmation switches lending on in the sample city only.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from heapq import heapify, heappop, heappush
from typing import Any
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import CompleteStep, SaveAnswers, StartDraft, SubmitDossier
from khue.features.dossiers.queries.tasks import open_task_of
from khue.features.fund import queries, usecases
from khue.features.fund.domain.bodies import CONTROL, COUNCIL, EXECUTIVE, HEAD, MEMBER, FillSeat
from khue.features.fund.domain.capital import PromiseSource, ReceiveSource
from khue.features.fund.domain.cases import (
    AnswerPayment,
    AskPayment,
    CastVote,
    DecideMotion,
    DrawUpContract,
    InterestFacts,
    LayMotion,
    OrderFundPayment,
    SignContract,
    WriteOpinion,
)
from khue.features.fund.domain.charter import Charter, ConfirmCharter, ProposeCharter
from khue.features.fund.domain.granting import LineGiven
from khue.features.fund.domain.lending import BookRepayment
from khue.features.fund.domain.loans import Terms
from khue.features.treasury import queries as treasury
from khue.features.treasury import usecases as paying
from khue.features.treasury.domain.accounts import AccountKind, OpenCityAccount
from khue.features.treasury.domain.deciding import MatchLine
from khue.features.treasury.queries import AccountCard
from khue.site.sample import payments, signing
from khue.site.sample.applications import paper

Act = Callable[[str], Actor]
ALL_PRODUCTS = ("grant", "sponsorship", "interest_support", "loan")
INSTRUMENT = "Điều lệ Quỹ (mẫu), bản xác nhận mẫu để chạy thử"
ACCOUNT = OpenCityAccount(
    AccountKind.BANK, "0011009900777", "Quỹ phát triển khoa học và công nghệ Hà Nội (mẫu)", "Ngân hàng Thăng Long (mẫu)", "TLBKVNVX"
)  # fmt: skip
BANK_TAX_CODE = "9900091016"
SEATS = (
    ("decider", COUNCIL, HEAD), ("reviewer", COUNCIL, MEMBER), ("finance", COUNCIL, MEMBER), ("auditor", CONTROL, HEAD),
    ("appraiser", EXECUTIVE, HEAD), ("officer", EXECUTIVE, MEMBER),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """An application of the institute: what it asks for, and on what it would spend it."""

    product: str
    asked: int
    title: str = "Dây chuyền sấy nông sản bằng năng lượng mặt trời (mẫu)"
    contract: str = ""
    seller: str = ""
    invoice: str = ""
    others: tuple[dict[str, Any], ...] = ()
    lines: tuple[dict[str, Any], ...] = ()
    who: str = "researcher"


def terms(today: date, *, kind: str = "equal_principal", count: int = 12, every: int = 1, grace: int = 0) -> Terms:
    """Terms of a sample loan; the rates are the contract's, no figure of the law."""
    first = (today.replace(day=15) + timedelta(days=32)).replace(day=15)
    return Terms(kind, Fraction(48, 1000), Fraction(72, 1000), "actual_365", first, every, count, grace)


# -- bodies, charter, capital ------------------------------------------------------------------------------------------


def founded(act: Act, products: tuple[str, ...] = ALL_PRODUCTS) -> None:
    """Posts filled, the charter proposed by one person and confirmed by another."""
    officer, council = act("officer"), act("decider")
    for who, body, position in SEATS:
        hand = replace(council, rights=officer.rights) if who == "officer" else officer
        seat = FillSeat(act(who).key, body, position, officer.today, None, "Quyết định thành lập Quỹ (mẫu)", uuid4())
        usecases.fill_seat(seat, actor=hand)
    limits = {"decide": 300_000_000, "restructure": 100_000_000}
    charter = Charter(0, officer.today, frozenset(products), limits, (1, 30, 90), 90)
    asked = ProposeCharter(charter, INSTRUMENT, paper("dieu-le-quy"), uuid4())
    version = usecases.propose_charter(asked, actor=officer)
    usecases.confirm_charter(ConfirmCharter(version, True, "Đã đối chiếu (mẫu).", uuid4()), actor=council)


def account(*, actor: Actor, mine: OpenCityAccount = ACCOUNT) -> AccountCard:
    """The fund's own account, or another one, opened when it is not there."""
    for found in treasury.city_accounts():
        if found.number == mine.number:
            return found
    return treasury.city_account(paying.open_city_account(mine, actor=actor))


def came_in(amount: int, act: Act, text: str = "CHUYEN TIEN", mine: OpenCityAccount = ACCOUNT) -> int:
    """A statement of the account brings ``amount``, which nobody can explain by its words; the line's id."""
    actor = act("accountant")
    into = account(actor=actor, mine=mine)
    reference = f"QV{uuid4().hex[:12]}"
    booking = payments.Booking(actor.today, amount, text, reference, "1900500600", "Ben chuyen (mau)")
    opening = payments.balance_of(into, actor.today, first=0)
    payments.taken_in(into, f"quy-{reference}.xml", payments.camt_statement(into, opening, [booking]), actor=actor)
    rows, _proposed = treasury.waiting_lines(size=100)
    line = next(row.id for row in rows.rows if row.bank_reference == reference)
    said = MatchLine(line, "aside", ground="Chờ Quỹ xác định nội dung.", once=uuid4())
    paying.match_line(said, actor=actor)
    return line


def capital_received(amount: int, act: Act) -> int:
    """A source promised it, and the bank shows it; the source's id."""
    name = Text("Ngân sách Thành phố cấp vốn điều lệ (mẫu)", "Charter capital from the city's budget (sample)")
    source = usecases.promise_source(
        PromiseSource("city", name, amount, "Quyết định cấp vốn (mẫu)", uuid4()), actor=act("officer")
    )
    line = came_in(amount, act, "CAP VON DIEU LE")
    usecases.receive_source(ReceiveSource(source, line, uuid4()), actor=act("accountant"))
    return source


# -- a case ------------------------------------------------------------------------------------------------------------


def sections(wish: Wish, today: date) -> dict[str, dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    if wish.product != "interest_support":
        line: dict[str, Any] = {"description": "Thiết bị chính của dự án", "amount": wish.asked, "asked": wish.asked}
        if wish.contract:
            line |= {"seller_tax_code": wish.seller, "contract": wish.contract}
        if wish.invoice:
            line |= {
                "seller_tax_code": wish.seller,
                "invoice_symbol": "1C26TMM",
                "invoice_number": wish.invoice,
                "invoice_line": 1,
            }
        lines = [dict(one) for one in wish.lines] or [line]
    bank: dict[str, Any] = {"bank_tax_code": "", "bank_contract": "", "bank_ends_on": ""}
    if wish.product == "interest_support":
        ends = today + timedelta(days=1000)
        bank = {
            "bank_tax_code": BANK_TAX_CODE,
            "bank_contract": wish.contract or "HĐTD 17/2026",
            "bank_ends_on": ends.isoformat(),
        }
    return {
        "matter": {
            "product": wish.product,
            "title": wish.title,
            "summary": "Đưa kết quả nghiên cứu vào sản xuất trên địa bàn Thủ đô (mẫu).",
            "asked": wish.asked,
        },
        "costs": {"lines": lines},
        "bank": bank,
        "others": {"has_others": "yes" if wish.others else "no", **({"others": list(wish.others)} if wish.others else {})},
        "papers": {"commitment": "yes"},
    }  # fmt: skip


def drafted(wish: Wish, act: Act) -> int:
    """The draft with everything answered; the dossier's id."""
    actor = act(wish.who)
    applicant = next(party for party, _scope in actor.acts_for)
    dossier = dossiers.start_draft(StartDraft(usecases.PROCEDURE, applicant, uuid4()), actor=actor)
    for section, values in sections(wish, actor.today).items():
        uploads = {"plan": paper("phuong-an-su-dung-von")} if section == "papers" else {}
        dossiers.save_answers(SaveAnswers(dossier, section, values, 0, uploads), actor=actor)
    return dossier


def applied(wish: Wish, act: Act) -> int:
    """Handed in and taken in by the one-stop desk; the case's id."""
    dossier = drafted(wish, act)
    dossiers.submit_dossier(SubmitDossier(dossier, True, uuid4()), actor=act(wish.who))
    task = open_task_of(dossier_id=dossier, step="completeness").id
    dossiers.accept_for_processing(CompleteStep(task, "accept", once=uuid4()), actor=act("clerk"))
    return queries.case_of_dossier(dossier)


def laid(case: int, act: Act, said: Terms | None = None, lines: tuple[LineGiven, ...] = ()) -> int:
    """Appraised and laid before the body competent, all of it or as ``lines`` say; the motion's id."""
    actor = act("officer")
    card = queries.case_card(case, actor)
    if card.product_code == "loan" and said is None:
        said = terms(actor.today)
    opinion = "Hồ sơ đủ điều kiện, phương án sử dụng vốn khả thi (mẫu)."
    amount = 0 if lines else card.asked
    return usecases.lay_motion(LayMotion(case, "decide", amount, opinion, said, once=uuid4(), lines=lines), actor=actor)


def carried(motion: int, act: Act, outcome: str = "approve") -> None:
    """Voted on where the council is competent, and closed by the head of the body."""
    card = queries.motion_card(motion, act("officer"))
    head = "appraiser"
    if card.body == COUNCIL:
        head = "decider"
        for who in ("reviewer", "decider"):
            usecases.cast_vote(CastVote(motion, outcome == "approve", once=uuid4()), actor=act(who))
    asked = DecideMotion(motion, outcome, "Theo tờ trình của cơ quan điều hành (mẫu).", uuid4())
    usecases.decide_motion(asked, actor=act(head))


def approved(case: int, act: Act, said: Terms | None = None) -> None:
    carried(laid(case, act, said=said), act)


def drawn_up(case: int, act: Act) -> int:
    """The contract as a document for both sides; its id."""
    actor = act("officer")
    asked = DrawUpContract(case, actor.today + timedelta(days=730), "Người đại diện (mẫu)", uuid4())
    return usecases.draw_up_contract(asked, actor=actor)


def signed(case: int, act: Act) -> None:
    actor = act("officer")
    asked = SignContract(
        case, f"HĐ-Q{case:03d}/{actor.today.year} (mẫu)", actor.today, paper=paper("hop-dong"), once=uuid4()
    )
    usecases.sign_contract(asked, actor=actor)


def asked_for(case: int, amount: int, act: Act, interest: InterestFacts | None = None, who: str = "researcher") -> int:
    asked = AskPayment(
        case, amount, "Theo tiến độ hợp đồng (mẫu)", (paper("chung-tu"),), interest=interest, once=uuid4()
    )
    return usecases.ask_payment(asked, actor=act(who))


def ordered(payment: int, act: Act) -> int:
    """Checked by an officer, ordered by the accountant; the order's id."""
    usecases.answer_payment(AnswerPayment(payment, True, once=uuid4()), actor=act("officer"))
    actor = act("accountant")
    card = queries.case_card(queries.case_of_payment(payment), actor)
    payee = payments.payee_of(card.party, card.party_name)
    asked = OrderFundPayment(
        payment, payee, f"Quy chi, khoan {payment}", payments.CODES, account(actor=actor).id, once=uuid4()
    )
    return usecases.order_payment(asked, actor=actor)


def paid(payment: int, act: Act) -> None:
    """… approved, sent, found on the bank's statement, and followed by the fund."""
    order = ordered(payment, act)
    payments.approved_and_sent([order], act=act)
    facts = treasury.order_facts(order)
    actor = act("accountant")
    booking = payments.Booking(actor.today, -facts.amount, f"{facts.reference} chi tra", f"BK{uuid4().hex[:10]}")
    mine = account(actor=actor)
    content = payments.camt_statement(mine, payments.balance_of(mine, actor.today, first=0), [booking])
    payments.taken_in(mine, f"quy-chi-{order}.xml", content, actor=actor)
    usecases.follow_order(
        order,
        actor=Actor(
            "job:fund.follow_orders", "fund.follow_orders", actor.moment, rights=frozenset({"job.fund.follow_orders"})
        ),
    )


def paid_out(case: int, amount: int, act: Act, interest: InterestFacts | None = None, who: str = "researcher") -> int:
    payment = asked_for(case, amount, act, interest, who)
    paid(payment, act)
    return payment


def repaid(loan: int, amount: int, act: Act) -> int:
    """The bank shows a repayment, and the accountant books it; the repayment's id."""
    line = came_in(amount, act, "TRA NO VAY QUY")
    return usecases.book_repayment(BookRepayment(loan, line, once=uuid4()), actor=act("accountant"))


def watched(act: Act) -> None:
    """What the worker does each day."""
    actor = replace(act("accountant"), key="job:fund.watch_loans", rights=frozenset({"job.fund.watch_loans"}))
    for loan in queries.loans_to_watch(actor.today):
        usecases.watch_loan(loan, actor=actor)


def about_loan(case: int, act: Act, kind: str, said: Terms | None = None, cause: str = "") -> int:
    """A motion to restructure a case's loan or to write it off; its id."""
    papers = (paper("ho-so-no"),) if cause else ()
    opinion = (
        "Bên vay gặp khó khăn tạm thời, có phương án trả nợ (mẫu)."
        if said
        else "Đã tuân thủ quy trình, không còn nguồn thu (mẫu)."
    )
    asked = LayMotion(case, kind, 1, opinion, said, cause, papers, once=uuid4())
    return usecases.lay_motion(asked, actor=act("officer"))


# -- the city's story --------------------------------------------------------------------------------------------------


Tale = Iterator[int]
"""A story that says how many days ago its next deed falls, and does it when it is asked on."""


def fill(actors: dict[str, Actor], now: datetime) -> None:
    """A loan that is repaid, one in arrears and restructured, one written off; a grant and an interest support paid; one to decide."""

    def at(days: int) -> Act:
        return lambda who: replace(actors[who], moment=now - timedelta(days=days))

    founded(at(200))
    capital_received(50_000_000_000, at(190))
    told(_repaying(at), _restructured(at), _written_off(at), _given(at), _asked(at))
    watched(at(0))


def told(*tales: Tale) -> None:
    """The stories by their days, so that each statement of the fund's account goes on where the one before ended."""
    waiting = [(-next(tale), number, tale) for number, tale in enumerate(tales)]
    heapify(waiting)
    while waiting:
        _days, number, tale = heappop(waiting)
        following = next(tale, None)
        if following is not None:
            heappush(waiting, (-following, number, tale))


def _loan(at: Callable[[int], Act], days: int, amount: int, title: str, count: int) -> Generator[int, None, int]:
    """Applied for, approved, signed and drawn ``days`` days ago; the case's id."""
    yield days + 6
    case = applied(Wish("loan", amount, title), at(days + 6))
    approved(case, at(days + 3), terms(at(days)("officer").today, count=count))
    signed(case, at(days + 2))
    yield days
    paid_out(case, amount, at(days))
    return case


def _loan_of(case: int, act: Act) -> tuple[int, list[tuple[date, int]]]:
    card = queries.case_card(case, act("officer"))
    assert card.loan is not None, "it is a loan"
    assert card.loan.in_force is not None, "it was drawn"
    return card.loan.id, [(due.planned.due_on, due.planned.amount) for due in card.loan.in_force.dues]


def _repaying(at: Callable[[int], Act]) -> Tale:
    case = yield from _loan(at, 150, 1_200_000_000, "Dây chuyền chiết xuất dược liệu Ba Vì (mẫu)", 12)
    today = at(0)("officer").today
    loan, dues = _loan_of(case, at(0))
    for due_on, amount in dues:
        if due_on < today:
            yield (today - due_on).days
            repaid(loan, amount, at((today - due_on).days))


def _restructured(at: Callable[[int], Act]) -> Tale:
    case = yield from _loan(at, 140, 600_000_000, "Xưởng gia công khuôn mẫu chính xác (mẫu)", 6)
    yield 60
    watched(at(60))
    yield 22
    today = at(20)("officer").today
    carried(about_loan(case, at(22), "restructure", terms(today, kind="annuity", count=18)), at(20))


def _written_off(at: Callable[[int], Act]) -> Tale:
    case = yield from _loan(at, 160, 250_000_000, "Thử nghiệm pin natri cho xe máy điện (mẫu)", 6)
    yield 50
    watched(at(50))
    yield 16
    carried(about_loan(case, at(16), "write_off", cause="accepted_risk"), at(14))


def _given(at: Callable[[int], Act]) -> Tale:
    lines = (
        {"description": "Máy ép và khuôn thử (mẫu)", "amount": 260_000_000, "asked": 220_000_000},
        {"description": "Nội thất phòng thí nghiệm (mẫu)", "amount": 100_000_000, "asked": 100_000_000},
    )
    yield 120
    wish = Wish("grant", 320_000_000, "Phòng thí nghiệm mở về vật liệu tái chế (mẫu)", lines=lines)
    grant = applied(wish, at(120))
    partly = LineGiven(2, 60_000_000, "Một phần nội thất đã có tại cơ sở (mẫu).")
    carried(laid(grant, at(117), lines=(LineGiven(1, 220_000_000), partly)), at(117))
    drawn_up(grant, at(116))
    contract = queries.case_card(grant, at(115)("officer")).contract_paper
    assert contract is not None, "it was drawn up"
    signing.signed_by_hand(contract.code, act=at(115))
    asked = SignContract(grant, "", at(115)("officer").today, once=uuid4())
    usecases.sign_contract(asked, actor=at(115)("officer"))
    yield 110
    paid_out(grant, 180_000_000, at(110))
    yield 100
    support = applied(Wish("interest_support", 120_000_000, "Hỗ trợ lãi vay đầu tư máy đo 3D (mẫu)"), at(100))
    approved(support, at(97))
    signed(support, at(95))
    today = at(90)("officer").today
    ends = date.fromisoformat(sections(Wish("interest_support", 1), at(100)("officer").today)["bank"]["bank_ends_on"])
    said = InterestFacts(today - timedelta(days=91), today, 80_000_000, 4_000_000_000, ends)
    yield 90
    paid_out(support, 40_000_000, at(90), said)


def _asked(at: Callable[[int], Act]) -> Tale:
    yield 6
    laid(applied(Wish("sponsorship", 520_000_000, "Cuộc thi sáng tạo robot nông nghiệp (mẫu)"), at(6)), at(4))
    yield 3
    applied(Wish("grant", 450_000_000, "Bộ dữ liệu mở về chất lượng nước hồ Hà Nội (mẫu)"), at(3))
    yield 2
    said = "Đề nghị cơ quan điều hành báo cáo hằng quý các khoản vay quá hạn (mẫu)."
    usecases.write_opinion(WriteOpinion(None, said, uuid4()), actor=at(2)("auditor"))
