"""Deals of the sample city: in every stage, from an interest that waits to a registered contract with its royalty shared out; deed by deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from khue.core.actor import Actor
from khue.features.deals import queries, usecases
from khue.features.deals.domain.amending import AnswerAmendment, Change, DrawAmendment
from khue.features.deals.domain.auditing import AskAudit
from khue.features.deals.domain.commands import (
    AnswerInterest,
    AnswerTerms,
    EndDeal,
    ExpressInterest,
    MakeTerms,
    Offered,
    ProposeNda,
    SetTask,
    SignNda,
    WriteMessage,
)
from khue.features.deals.domain.contracting import (
    CLAUSES,
    AnswerFiling,
    ConfirmOwnership,
    DecideFiling,
    DrawContract,
    FileContract,
    GiveValuation,
    ProveOwnership,
    ReceiveDue,
    ReportRoyalty,
    SettleDue,
    SignContract,
)
from khue.features.deals.domain.obliging import AnswerObligation, ProposeObligation
from khue.features.deals.domain.paying import OrderShare
from khue.features.exchange import queries as offers
from khue.features.exchange.domain.lists import RuleOnEntry
from khue.features.exchange.usecases import rule_on_entry
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.accounts import AccountKind, OpenCityAccount
from khue.kernel import clock
from khue.site.sample import exchange, fund, payments
from khue.site.sample.parties import Parties

Act = Callable[[str], Actor]
MILLION = 1_000_000
SELLER, BUYER = "researcher", "founder"
ACCOUNT = OpenCityAccount(
    AccountKind.BANK, "0011009900888", "Tiền bảo chứng của Sàn giao dịch công nghệ (mẫu)", "Ngân hàng Thăng Long (mẫu)", "TLBKVNVX"
)  # fmt: skip


def asked(number: str, party: str, act: Act, who: str = BUYER) -> int:
    """The party is interested in the listed offer; the deal's id."""
    note = "Dùng thử tại hai trạm của đơn vị trong sáu tháng (dữ liệu mẫu)."
    return usecases.express_interest(ExpressInterest(number, party, note, uuid4()), actor=act(who))


def answered(deal: int, act: Act, who: str = SELLER, *, accepted: bool = True) -> None:
    ground = "" if accepted else "Đã dành quyền cho đối tác khác trong năm nay (mẫu)."
    usecases.answer_interest(AnswerInterest(deal, accepted, ground, uuid4()), actor=act(who))


def hushed(
    deal: int, act: Act, days: int = 90, proposer: str = SELLER, signer: str = BUYER, reader: str = BUYER
) -> int:
    """A non-disclosure that both sides have signed, naming ``reader``; its version."""
    actor = act(proposer)
    asked = ProposeNda(deal, actor.today + timedelta(days=days), (act(reader).key,), uuid4())
    no = usecases.propose_nda(asked, actor=actor)
    usecases.sign_nda(SignNda(deal, no, uuid4()), actor=act(signer))
    return no


def said(deal: int, text: str, act: Act, who: str, *papers: Any, title: str = "") -> int:
    return usecases.write_message(WriteMessage(deal, text, title, papers, uuid4()), actor=act(who))


def terms(mode: str = "licence", lump: int = 900 * MILLION, **more: Any) -> Offered:
    return Offered(mode, "Việt Nam", "negotiated", lump, **more)


def made(deal: int, what: Offered, act: Act, who: str, days: int = 14) -> int:
    """Terms of the persona's side; their number."""
    actor = act(who)
    return usecases.make_terms(MakeTerms(deal, what, actor.today + timedelta(days=days), uuid4()), actor=actor)


def agreed(deal: int, no: int, act: Act, who: str) -> None:
    usecases.answer_terms(AnswerTerms(deal, no, True, "", uuid4()), actor=act(who))


def drawn(deal: int, act: Act, who: str = SELLER, *, public_money: bool = False) -> None:
    """The contract, signed by the side that draws it up."""
    clauses = {code: f"{name.capitalised().vi}: theo bản điều khoản chung (mẫu)." for code, name in CLAUSES.items()}
    usecases.draw_contract(DrawContract(deal, clauses, "domestic", public_money, uuid4()), actor=act(who))


def signed(deal: int, act: Act, who: str = BUYER) -> None:
    usecases.sign_contract(SignContract(deal, uuid4()), actor=act(who))


def filed(deal: int, act: Act, who: str = BUYER, fee_paper: str = "") -> int:
    papers = "Đơn đăng ký, hợp đồng bản tiếng Việt, văn bản đồng ý sử dụng vốn nhà nước (mẫu)."
    return usecases.file_contract(FileContract(deal, papers, uuid4(), fee_paper), actor=act(who))


def promised(deal: int, kind: str, what: str, side: str, days: int, act: Act, who: str = BUYER) -> int:
    """An obligation after the sale that the persona's side proposes; its number."""
    actor = act(who)
    said = ProposeObligation(deal, kind, what, side, actor.today + timedelta(days=days), 7, uuid4())
    return usecases.propose_obligation(said, actor=actor)


def amended(deal: int, change: Change, act: Act, who: str = SELLER) -> int:
    """An amendment signed by the side that draws it up; its number."""
    ground = "Hai bên thống nhất điều chỉnh sau năm đầu (mẫu)."
    return usecases.draw_amendment(DrawAmendment(deal, change, ground, uuid4()), actor=act(who))


def amendment_signed(deal: int, no: int, act: Act, who: str = BUYER) -> None:
    usecases.answer_amendment(AnswerAmendment(deal, no, True, "", uuid4()), actor=act(who))


def complete(deal: int, act: Act, missing: str = "") -> None:
    usecases.answer_filing(AnswerFiling(deal, not missing, missing, uuid4()), actor=act("officer"))


def certified(deal: int, act: Act, who: str = "decider") -> None:
    usecases.decide_filing(DecideFiling(deal, True, "GCN-01 (mẫu)", "", uuid4()), actor=act(who))


def paid(deal: int, no: int, amount: int, act: Act) -> None:
    """The money stands on a statement of the city's account, is set aside, and taken into escrow."""
    line = fund.came_in(amount, act, f"GD {deal} {no}", mine=ACCOUNT)
    usecases.receive_due(ReceiveDue(deal, no, line, uuid4()), actor=act("accountant"))


def ordered(deal: int, act: Act) -> list[int]:
    """A payment order for every share that is owed; their ids."""
    actor = act("accountant")
    found = []
    for row in queries.deal_card(deal, actor).shares:
        if row.state.code == "due":
            payee = payments.payee_of(row.party, row.name)
            account = payments.main_account(actor=actor)
            asked = OrderShare(
                row.id, payee, f"Giao dich {row.number} phan {row.id}", payments.CODES, account.id, once=uuid4()
            )
            found.append(usecases.order_share(asked, actor=actor))
    return found


def followed(order: int, act: Act) -> None:
    """What the worker does after a statement."""
    actor = clock.job_actor("deals.follow_orders")
    usecases.follow_order(order, actor=replace(actor, moment=act("accountant").moment))


def shared_out(deal: int, act: Act) -> None:
    """From the orders to the bank's statement."""
    orders = ordered(deal, act)
    payments.approved_and_sent(orders, act=act)
    for order in orders:
        payments.paid_by_the_bank(treasury.order_facts(order), act=act)
        followed(order, act)


def proven(deal: int, act: Act, who: str = SELLER) -> None:
    """The seller shows by what it owns the technology, and an officer has seen it."""
    says = "Giấy chứng nhận đăng ký kết quả nhiệm vụ và thỏa thuận giữa các tác giả (mẫu)."
    usecases.prove_ownership(ProveOwnership(deal, says, uuid4()), actor=act(who))
    usecases.confirm_ownership(ConfirmOwnership(deal, uuid4()), actor=act("officer"))


def valued(deal: int, act: Act, valuer: str = "member", who: str = SELLER) -> None:
    """A valuer's report by the cost method."""
    actor = act(who)
    lines = (("Nhân công nghiên cứu (mẫu)", 900 * MILLION), ("Dữ liệu, máy tính toán (mẫu)", 300 * MILLION))
    report = GiveValuation(deal, act(valuer).key, "cost", actor.today, lines, note="Báo cáo mẫu.", once=uuid4())
    usecases.give_valuation(report, actor=actor)


def registered_with_its_royalty(firm: str, institute: str, on: Callable[[float], Act]) -> None:
    """A licence of the flood maps: registered within its clocks; the first royalty reported, paid and shared out."""
    deal = asked("CN-2026-0004", firm, on(33))
    answered(deal, on(32))
    hushed(deal, on(31))
    least = terms(lump=0, royalty=300, royalty_least=60 * MILLION, audit_months=24, audit_days=15)
    agreed(deal, made(deal, least, on(30), SELLER), on(29), BUYER)
    exchange.verified(on(31)("member").key, ("valuer",), on(31), "member", papers=True)
    valued(deal, on(29))
    proven(deal, on(28))
    drawn(deal, on(28), public_money=True)
    signed(deal, on(27))
    filed(deal, on(25))
    complete(deal, on(22))
    certified(deal, on(19))
    since, until = (on(day)(BUYER).today for day in (19, 4))
    report = ReportRoyalty(deal, since, until, 600 * MILLION, 18 * MILLION, uuid4())
    usecases.report_royalty(report, actor=on(3)(BUYER))
    paid(deal, 1, 18 * MILLION, on(2))
    shares = ((institute, 12 * MILLION), (on(1)(SELLER).key, 6 * MILLION))
    usecases.settle_due(SettleDue(deal, 1, shares, uuid4()), actor=on(1)("accountant"))
    shared_out(deal, on(0.5))
    ask = AskAudit(deal, 1, "Doanh thu báo cáo thấp hơn số lượng đã bàn giao (mẫu).", uuid4())
    usecases.ask_audit(ask, actor=on(3)(SELLER))
    longer = {"term": "Thời hạn kéo dài thêm hai năm, tính từ ngày hết hạn cũ (mẫu)."}
    # It waits for the signature of the other side; two days ago a list came to point to this technology, and nobody deals about it since.
    amended(deal, Change(longer, royalty=350), on(3))


def bought_from_the_firm(institute: str, on: Callable[[float], Act]) -> None:
    """The institute deals about three offers of the firm: signed and filed, not yet in effect; broken off; stopped by a list."""
    firm, buyer = BUYER, SELLER  # the two personas with their parts changed
    deal = asked("CN-2026-0006", institute, on(20), buyer)
    answered(deal, on(19), firm)
    agreed(deal, made(deal, terms(mode="sale", lump=700 * MILLION), on(18), firm), on(17), buyer)
    valued(deal, on(16), who=firm)
    proven(deal, on(15), firm)
    drawn(deal, on(14), firm, public_money=True)
    signed(deal, on(13), buyer)
    filed(deal, on(1.2), buyer)
    deal = asked("CN-2026-0005", institute, on(18), buyer)
    answered(deal, on(17), firm)
    ended(deal, on(12), buyer)
    offer = offers.public_offer("CN-2026-0007", on(16)(buyer)).id
    answered(asked("CN-2026-0007", institute, on(16), buyer), on(15), firm)
    entry = exchange.entered(
        "prohibited", "Phần mềm lớp học chưa kiểm định dữ liệu trẻ em", on(8), ("trường ngoại thành",)
    )
    officer = on(7)("officer")
    stamp = offers.offer_card(offer, officer).stamp
    ground = "Đúng nội dung của mục này trong danh mục (mẫu)."
    rule_on_entry(RuleOnEntry(offer, entry, "applies", ground, stamp, uuid4()), actor=officer)
    usecases.stop_deals(offer, actor=replace(clock.job_actor("deals.follow_lists"), moment=officer.moment))


def fill(made_: Parties, actors: dict[str, Actor], now: datetime) -> None:
    """The firm deals with the institute about its offers."""

    def on(days: float) -> Act:
        return lambda key: replace(actors[key], moment=now - timedelta(days=days))

    firm = made_.organisations["firm"]
    registered_with_its_royalty(firm, made_.organisations["institute"], on)
    bought_from_the_firm(made_.organisations["institute"], on)
    deal = asked("CN-2026-0001", firm, on(30))
    answered(deal, on(28))
    hushed(deal, on(27))
    said(deal, "Bên nhận đề nghị xem hồ sơ thử nghiệm và bảng giá vật tư (mẫu).", on(26), BUYER)
    said(deal, "Hồ sơ thử nghiệm sẽ gửi trong tuần này; giá vật tư lấy theo hợp đồng quý trước (mẫu).", on(25), SELLER)
    usecases.set_task(
        SetTask(deal, "Gửi hồ sơ thử nghiệm", "seller", on(20)("founder").today, uuid4()), actor=on(25)(BUYER)
    )
    made(deal, terms(lump=1_200 * MILLION), on(22), SELLER, days=10)
    first = terms(lump=800 * MILLION, royalty=300, royalty_least=60 * MILLION)
    no = made(deal, first, on(20), BUYER)
    agreed(deal, no, on(18), SELLER)
    trained = promised(deal, "training", "Hai khóa đào tạo vận hành tại chỗ (mẫu).", "seller", 40, on(17))
    promised(deal, "reporting", "Báo cáo số trạm đã lắp đặt (mẫu).", "buyer", 60, on(17))
    secret = promised(deal, "confidentiality", "Giữ bí mật hồ sơ thử nghiệm (mẫu).", "buyer", 360, on(17))
    for no in (trained, secret):
        usecases.answer_obligation(AnswerObligation(deal, no, True, "", uuid4()), actor=on(16)(SELLER))
    drawn(deal, on(15))  # it waits for the signature of the other side
    deal = asked("CN-2026-0002", firm, on(12))
    answered(deal, on(10))
    hushed(deal, on(9), days=60, proposer=BUYER, signer=SELLER)
    made(deal, terms(lump=650 * MILLION), on(5), SELLER)
    deal = asked("CN-2026-0003", firm, on(15))
    answered(deal, on(14), accepted=False)
    asked("CN-2026-0003", firm, on(3))


def ended(deal: int, act: Act, who: str) -> None:
    usecases.end_deal(EndDeal(deal, "Hai bên chưa thống nhất được giá (mẫu).", uuid4()), actor=act(who))
