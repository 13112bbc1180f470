"""Money under a contract: asked for with its papers, accepted by another person, ordered, and paid when the bank says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Outcome, Reason
from khue.core.errors import require
from khue.core.money import format_dong
from khue.core.rules.answer import Answer
from khue.core.rules.explain import reasons
from khue.features.fund import access
from khue.features.fund.domain.bodies import needs, reason
from khue.features.fund.domain.cases import PAYMENT, AnswerPayment, AskPayment, InterestFacts, OrderFundPayment, may_ask
from khue.features.fund.domain.charter import INTEREST, LOAN
from khue.features.fund.domain.granting import drawing_faults, line_of
from khue.features.fund.events import FundMoneyPaid
from khue.features.fund.models import FundCase, FundPayment
from khue.features.fund.queries.lines import cost_lines, given_lines
from khue.features.fund.queries.rules import interest_answer
from khue.features.fund.usecases.lending import draw, undraw
from khue.features.fund.usecases.parts import about, booking, locked_case, store_papers, tell_desk, tell_receiver, touch
from khue.features.ledger.domain import CostLine, InvoiceLine
from khue.features.ledger.usecases import (
    claim_cost_lines,
    claim_invoice_lines,
    post,
    release_cost_lines,
    release_invoice_lines,
)
from khue.features.rulebook.usecases import keep_ruling
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import PrepareOrder
from khue.features.treasury.queries import OrderFacts
from khue.features.treasury.usecases import prepare_order
from khue.kernel.deeds import Deed, command


def ask_payment(asked: AskPayment, *, actor: Actor) -> int:
    """The receiver asks for money under the contract; its id. Invoice lines and months of interest are taken at once, once."""
    with command("fund.ask_payment", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        case = locked_case(asked.case_id, deed)
        access.require_side(actor, case)
        left = (case.granted or 0) - _asked_for(case)
        may = may_ask(asked, case.state, left, case.product == INTEREST)
        line = line_of(cost_lines(case), asked.invoice)
        over = drawing_faults(line, given_lines(case), _drawn(case, line.no), asked.amount) if line else ()
        require(Decision.refuse_if_any([*may.reasons, *over]))
        row = FundPayment.objects.create(
            case=case,
            no=case.payments.count() + 1,
            amount=asked.amount,
            purpose=asked.purpose.strip(),
            line=line.no if line else None,
            interest=_statement(asked.interest) if asked.interest else None,
            asked_by=actor.key,
            asked_by_name=actor.name,
            asked_at=deed.moment,
        )
        subject = f"fund_payment:{row.pk}"
        if asked.interest is not None:
            _judge(case, asked.interest, asked.amount, deed)
        _claim(case, row, asked, subject, deed)
        row.papers = store_papers(asked.papers, deed.subject, access.party_key(case), "payment", deed)
        row.save(update_fields=["papers"])
        touch(case)
        deed.after(payment=row.pk, amount=row.amount, purpose=row.purpose)
        title = Text(
            f"Đề nghị giải ngân {format_dong(row.amount, 'vi')}, hồ sơ {case.dossier_number}",
            f"{format_dong(row.amount, 'en')} asked for, case {case.dossier_number}",
        )
        tell_desk(access.RUN, title, Text(row.purpose, row.purpose), f"/fund/cases/{case.pk}/", deed=deed)
        deed.result(row.pk)
        return int(row.pk)


def _asked_for(case: FundCase) -> int:
    return sum(case.payments.exclude(state="returned").values_list("amount", flat=True))


def _drawn(case: FundCase, line: int) -> int:
    """What was asked for on a cost line, and not sent back."""
    return sum(case.payments.filter(line=line).exclude(state="returned").values_list("amount", flat=True))


def _statement(said: InterestFacts) -> dict[str, Any]:
    return {
        "from_on": said.from_on.isoformat(),
        "until_on": said.until_on.isoformat(),
        "paid": said.paid,
        "balance": said.balance,
        "ends_on": said.ends_on.isoformat(),
    }


def statement_of(row: FundPayment) -> InterestFacts:
    said = row.interest or {}
    days = {name: date.fromisoformat(said[name]) for name in ("from_on", "until_on", "ends_on")}
    return InterestFacts(**days, paid=said["paid"], balance=said["balance"])


def _claim(case: FundCase, row: FundPayment, asked: AskPayment, subject: str, deed: Deed) -> None:
    if asked.invoice is not None and row.line is None:  # that of a cost line is held by the application
        seller, symbol, number, line = asked.invoice
        claim_invoice_lines(
            (InvoiceLine(seller, symbol, number, line, subject, row.amount, "invoice_number"),), deed=deed
        )
    if asked.interest is not None:
        said = asked.interest
        claim_cost_lines(
            (
                CostLine(
                    "interest",
                    case.bank,
                    case.bank_contract,
                    "fund",
                    subject,
                    row.amount,
                    said.from_on,
                    said.until_on,
                    field="from_on",
                ),
            ),
            deed=deed,
        )


def _judge(case: FundCase, said: InterestFacts, amount: int, deed: Deed) -> Answer | None:
    """What the rulebook grants for the statement; refused beyond it. Without a rule on the day the contract alone holds."""
    earlier = case.payments.filter(state="paid", interest__isnull=False).order_by("no").first()
    since = statement_of(earlier).from_on if earlier is not None else said.from_on
    answer = interest_answer(said, since, deed.today)
    if answer is None or answer.outcome is Outcome.UNKNOWN:
        return answer
    if answer.outcome is not Outcome.GRANTED:
        require(
            Decision.refuse(
                *(Reason(f"fund.{line.code or 'rule'}", line.text, line.next_step) for line in reasons(answer))
            )
        )
    most = int(answer.value)
    if amount > most:
        vi = f"Theo sao kê này, mức hỗ trợ lãi vay tối đa là {format_dong(most, 'vi')}."
        require(
            Decision.refuse(reason("over_rule", vi, f"By this statement at most {format_dong(most, 'en')}.", "amount"))
        )
    return answer


def _locked(payment_id: int, deed: Deed) -> tuple[FundCase, FundPayment]:
    """Case first, then its payment. Raises Missing."""
    case_id = FundPayment.objects.filter(pk=payment_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise access.no_such_case()
    case = locked_case(case_id, deed)
    return case, FundPayment.objects.select_for_update().get(pk=payment_id)


def answer_payment(asked: AnswerPayment, *, actor: Actor) -> None:
    """The executive body has checked the papers: the fund owes the money from now on, or it goes back with its reason."""
    actor.require(access.RUN)
    with command("fund.accept_payment" if asked.accepted else "fund.return_payment", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        case, row = _locked(asked.payment_id, deed)
        access.require_staff(actor, access.RUN, case)
        step = "accept" if asked.accepted else "return"
        faults = list(PAYMENT.decision(row.state, step).reasons)
        if actor.is_near(access.party_key(case)) or row.asked_by in actor.hands:
            faults.append(reason("near", "Ông/bà có liên quan đến bên đề nghị.", "You are near to the receiver."))
        if not asked.accepted:
            faults += needs(asked.ground, "ground", "Chưa nêu lý do trả lại.", "Say why it goes back.")
        require(Decision.refuse_if_any(faults))
        deed.before(payment=row.pk, state=row.state)
        row.state, row.ground = PAYMENT.after(row.state, step), asked.ground.strip()
        row.answered_by, row.answered_by_name, row.answered_at = actor.key, actor.name, deed.moment
        row.save(update_fields=["state", "ground", "answered_by", "answered_by_name", "answered_at"])
        (_accept if asked.accepted else _return)(case, row, deed)
        touch(case)
        deed.after(payment=row.pk, state=row.state, amount=row.amount)
        deed.result(True)


def _accept(case: FundCase, row: FundPayment, deed: Deed) -> None:
    if row.interest is not None:
        answer = _judge(case, statement_of(row), row.amount, deed)
        if answer is not None:
            keep_ruling(f"fund_payment:{row.pk}", answer, deed=deed)
            deed.decide(Decision.grant(binding=answer.binding))
            if not answer.binding and case.binding:
                touch(case, binding=False)
    text = Text(f"Chấp nhận chi, hồ sơ Quỹ {case.dossier_number}", f"Payment accepted, fund case {case.dossier_number}")
    made = booking(deed, text, "payable", row.pk)
    post(
        made.payable(f"fund_case:{case.pk}", f"fund_payment:{row.pk}", row.amount, lent=case.product == LOAN), deed=deed
    )
    title = Text(
        f"Chờ chi {format_dong(row.amount, 'vi')}, hồ sơ Quỹ {case.dossier_number}",
        f"{format_dong(row.amount, 'en')} to be paid, fund case {case.dossier_number}",
    )
    tell_desk(access.PAY, title, Text(row.purpose, row.purpose), f"/fund/cases/{case.pk}/", deed=deed)


def _return(case: FundCase, row: FundPayment, deed: Deed) -> None:
    release_invoice_lines(f"fund_payment:{row.pk}", deed=deed)
    release_cost_lines(f"fund_payment:{row.pk}", deed=deed)
    title = Text(
        f"Đề nghị giải ngân của hồ sơ {case.dossier_number} bị trả lại",
        f"Your request under case {case.dossier_number} was sent back",
    )
    tell_receiver(case, title, Text(row.ground, row.ground), deed=deed)


def order_payment(asked: OrderFundPayment, *, actor: Actor) -> int:
    """Prepare the payment order; its id. A second person approves it in the treasury. No budget line of the city takes part."""
    actor.require(access.PAY)
    with command("fund.order_payment", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        case, row = _locked(asked.payment_id, deed)
        access.require_staff(actor, access.PAY, case)
        require(PAYMENT.decision(row.state, "order"))
        order_id = prepare_order(
            PrepareOrder(
                subject=f"fund_payment:{row.pk}",
                line="",
                party=access.party_key(case),
                party_name=case.party_name,
                amount=row.amount,
                payee=asked.payee,
                content=asked.content,
                codes=asked.codes,
                account_id=asked.account_id,
                same_holder=asked.same_holder,
            ),
            deed=deed,
        )
        deed.before(payment=row.pk, state=row.state)
        row.state, row.order = PAYMENT.after(row.state, "order"), order_id
        row.save(update_fields=["state", "order"])
        touch(case)
        deed.after(payment=row.pk, state=row.state)
        deed.result(order_id)
        return order_id


def follow_order(order_id: int, *, actor: Actor) -> None:
    """Bring the payment to where its order stands. Repeated, it finds everything done and writes nothing."""
    actor.require("job.fund.follow_orders")
    kind, _, number = treasury.order_facts(order_id).subject.partition(":")
    if kind != "fund_payment" or not FundPayment.objects.filter(pk=int(number)).exists():
        return
    with command("fund.follow_order", actor) as deed:
        case, row = _locked(int(number), deed)
        order = treasury.order_facts(order_id)  # again, under the lock
        step = _step_of(row, order)
        if step is None:
            deed.nothing_done()
            return
        deed.before(payment=row.pk, state=row.state, paid=case.paid)
        step(case, row, order, deed)
        deed.after(payment=row.pk, state=row.state, paid=case.paid, order=order.reference)


def _step_of(row: FundPayment, order: OrderFacts) -> Callable[[FundCase, FundPayment, OrderFacts, Deed], None] | None:
    if row.order != order.id:
        return None
    if row.state == "paid":
        return _gave_back if order.state not in ("paid", "cancelled") else None
    if row.state != "ordered":
        return None
    return {"paid": _paid, "cancelled": _called_off}.get(order.state)


def _paid(case: FundCase, row: FundPayment, order: OrderFacts, deed: Deed) -> None:
    assert order.settled_on is not None, "a paid order has its day"
    row.state, row.paid_on, row.payment = PAYMENT.after(row.state, "pay"), order.settled_on, order.entry
    row.save(update_fields=["state", "paid_on", "payment"])
    touch(case, paid=case.paid + row.amount)
    if case.product == LOAN:
        draw(case, row, order.settled_on, deed=deed)
    deed.emit(FundMoneyPaid(**about(case, row.amount)))
    title = Text(f"Quỹ đã chi {format_dong(row.amount, 'vi')}", f"The fund paid {format_dong(row.amount, 'en')}")
    tell_receiver(case, title, Text(row.purpose, row.purpose), deed=deed)


def _gave_back(case: FundCase, row: FundPayment, order: OrderFacts, deed: Deed) -> None:
    """The bank sent the money back: the payment is not paid any more, and its order goes on. A drawdown is owed no more."""
    if case.product == LOAN:
        undraw(case, row, deed.today, deed=deed)
    row.state, row.paid_on, row.payment = PAYMENT.after(row.state, "give_back"), None, None
    row.save(update_fields=["state", "paid_on", "payment"])
    touch(case, paid=case.paid - row.amount)
    title = Text(
        f"Ngân hàng trả lại khoản chi của hồ sơ {case.dossier_number}",
        f"The bank sent back a payment of case {case.dossier_number}",
    )
    tell_desk(access.PAY, title, Text(row.purpose, row.purpose), f"/fund/cases/{case.pk}/", deed=deed)


def _called_off(case: FundCase, row: FundPayment, order: OrderFacts, deed: Deed) -> None:
    """The order was cancelled before it was sent: the payment is on the accountants' desk again."""
    row.state, row.order = PAYMENT.after(row.state, "call_off"), None
    row.save(update_fields=["state", "order"])
    touch(case)
