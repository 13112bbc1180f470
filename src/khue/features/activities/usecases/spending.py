"""Spending under a plan line: asked for with papers, accepted by another person, ordered, paid when the bank says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.activities import access
from khue.features.activities.domain.commands import AnswerSpend, AskSpend, OrderSpend, WithdrawSpend
from khue.features.activities.domain.reasons import missing_ground
from khue.features.activities.domain.spending import Purse, may_answer, may_ask, may_order
from khue.features.activities.domain.words import FEE, INVOICE, SPEND, TAX
from khue.features.activities.events import SpendAnswered, SpendAsked, SpendPaid, SpendReturned
from khue.features.activities.models import ActivityLine, EarnedFee, Spend
from khue.features.activities.queries.facts import stands_signed
from khue.features.activities.usecases.parts import (
    about,
    entry_id,
    locked_line,
    locked_spend,
    require_unit,
    store_papers,
    tell,
    tell_payee,
    tell_right,
    write,
)
from khue.features.ledger import domain as ledger
from khue.features.ledger.domain import InvoiceLine
from khue.features.ledger.usecases import claim_invoice_lines, post, release_invoice_lines
from khue.features.people import queries as people
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import PrepareOrder
from khue.features.treasury.queries import OrderFacts
from khue.features.treasury.usecases import prepare_order
from khue.kernel.deeds import Deed, command


def purse_of(line: ActivityLine) -> Purse:
    return Purse(line.state, line.reserved, line.used)


def ask_spend(asked: AskSpend, *, actor: Actor) -> int:
    """Ask for money under a line; the spend's id. The line holds it from now on, an invoice line counts once in the city."""
    actor.require(access.PLAN)
    with command("activities.ask_spend", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        line = locked_line(asked.line_id, deed)
        require_unit(actor, line.plan.unit)
        require(may_ask(asked, purse_of(line), len(asked.papers)))
        party = people.party(asked.payee)
        access.require_payee_open(actor, party.id)
        row = add_spend(line, INVOICE, party.id, party.name, asked.amount, asked.purpose, deed)
        subject = f"activity_spend:{row.pk}"
        if asked.invoice is not None:
            seller, symbol, number, no = asked.invoice
            claimed = InvoiceLine(seller, symbol, number, no, subject, row.amount, "invoice_number")
            claim_invoice_lines((claimed,), deed=deed)
        write(row, papers=store_papers(asked.papers, subject, actor.key, deed))
        deed.after(spend=row.number, amount=row.amount, purpose=row.purpose, papers=row.papers)
        deed.personal(payee=party.key, name=party.name)
        _tell_accepters(row, deed)
        deed.result(row.pk)
        return int(row.pk)


def add_spend(
    line: ActivityLine, kind: str, payee: int | None, name: str, amount: int, purpose: str, deed: Deed
) -> Spend:
    """The row and what the line holds for it; the caller holds the line's lock."""
    row = Spend.objects.create(
        line=line,
        number=f"{line.plan.number}/{line.pk}/{line.spends.count() + 1}",
        kind=kind,
        payee_id=payee,
        payee_name=name,
        amount=amount,
        purpose=purpose.strip()[:500],
        asked_by=deed.actor.key,
        asked_for=deed.actor.stands_in_for,
        asked_by_name=deed.actor.name,
        asked_at=deed.moment,
    )
    write(line, used=line.used + amount)
    deed.emit(SpendAsked(**about(row)))
    return row


def _tell_accepters(row: Spend, deed: Deed) -> None:
    title = Text(f"Đề nghị chi chờ duyệt: {row.purpose}", f"A spend to accept: {row.purpose}")
    body = Text(f"Số tiền {format_dong(row.amount, 'vi')}.", f"Amount {format_dong(row.amount, 'en')}.")
    tell_right(access.ACCEPT, title, body, f"/activities/spends/{row.pk}/", deed=deed)


def answer_spend(asked: AnswerSpend, *, actor: Actor) -> None:
    """Another person accepts: the city owes the money from now on; or it goes back with its reason. Tax goes with its fee."""
    actor.require(access.ACCEPT)
    with command("activities.accept_spend" if asked.accepted else "activities.return_spend", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        line, row = locked_spend(asked.spend_id, deed)
        access.require_payee_open(actor, row.payee_id)
        fee = EarnedFee.objects.filter(spend=row).first() if row.kind == FEE else None
        by = (row.asked_by, row.asked_for, fee.settled_by, fee.settled_for) if fee else (row.asked_by, row.asked_for)
        near = actor.is_near(access.key_of(row.payee_id)) if row.payee_id else False
        faults = list(may_answer(row.state, asked.accepted, asked.ground, near, (by, actor.hands)).reasons)
        if asked.accepted:
            faults += stands_signed(fee)
        if row.kind == TAX:
            faults += SPEND.decision("withdrawn", "accept").reasons  # it follows its fee
        require(Decision.refuse_if_any(faults))
        for one in (row, *Spend.objects.select_for_update().filter(withheld_from=row)):
            one.line = line
            _answer(line, one, asked, deed)
        if fee is not None and not asked.accepted:
            write(fee, state="waiting", why="returned", spend=None)
        deed.decide(Decision.grant())
        deed.result(True)


def _answer(line: ActivityLine, row: Spend, asked: AnswerSpend, deed: Deed) -> None:
    deed.before(**{f"spend_{row.pk}": row.state})
    values = {
        "state": SPEND.after(row.state, "accept" if asked.accepted else "return"),
        "answered_by": deed.actor.key,
        "answered_for": deed.actor.stands_in_for,
        "answered_by_name": deed.actor.name,
        "answered_at": deed.moment,
        "ground": asked.ground.strip(),
    }
    if asked.accepted:
        values["accrual"] = _owe(line, row, deed)
        write(line, spent=line.spent + row.amount)
    else:
        _let_go(line, row, deed)
    write(row, **values)
    deed.after(**{f"spend_{row.pk}": row.state, "amount": row.amount})
    deed.emit(SpendAnswered(**about(row), accepted=asked.accepted))
    vi, en = ("Chờ lập lệnh chi", "To be ordered") if asked.accepted else ("Đề nghị chi bị trả lại", "Sent back")
    title, body = Text(f"{vi}: {row.purpose}", f"{en}: {row.purpose}"), _amount_or(row)
    if asked.accepted:
        tell_right(access.PAY, title, body, f"/activities/spends/{row.pk}/", deed=deed)
    elif row.asked_by.startswith("party:"):
        tell([row.asked_by], title, body, f"/activities/spends/{row.pk}/", deed=deed)


def _amount_or(row: Spend) -> Text:
    """Why it went back, else how much it is."""
    if row.ground:
        return Text(row.ground, row.ground)
    return Text(f"Số tiền {format_dong(row.amount, 'vi')}.", f"Amount {format_dong(row.amount, 'en')}.")


def _owe(line: ActivityLine, row: Spend, deed: Deed) -> UUID:
    """One accrual whose id follows from the spend, so that it can't be owed twice."""
    key = entry_id("accrue", row.pk)
    text = Text(f"Duyệt khoản chi {row.number}", f"Spend {row.number} accepted")
    subject = f"activity_line:{line.pk}"
    spend = f"activity_spend:{row.pk}"
    post(ledger.accrue(line.plan.line, subject, spend, row.amount, id=key, on=deed.today, text=text), deed=deed)
    return key


def _let_go(line: ActivityLine, row: Spend, deed: Deed) -> None:
    write(line, used=line.used - row.amount)
    release_invoice_lines(f"activity_spend:{row.pk}", deed=deed)


def withdraw_spend(asked: WithdrawSpend, *, actor: Actor) -> None:
    """Whoever asked takes a request back before it is answered."""
    actor.require(access.PLAN)
    with command("activities.withdraw_spend", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        line, row = locked_spend(asked.spend_id, deed)
        require_unit(actor, line.plan.unit)
        faults = [*SPEND.decision(row.state, "withdraw").reasons, *missing_ground(asked.ground)]
        if row.kind != INVOICE:
            faults += SPEND.decision("withdrawn", "withdraw").reasons
        require(Decision.refuse_if_any(faults))
        deed.before(spend=row.number, state=row.state)
        _let_go(line, row, deed)
        write(row, state=SPEND.after(row.state, "withdraw"), ground=asked.ground.strip())
        deed.after(state=row.state, ground=row.ground)
        deed.result(True)


def order_spend(asked: OrderSpend, *, actor: Actor) -> int:
    """Prepare the payment order of an accepted spend; the order's id. A second person approves it in the treasury."""
    actor.require(access.PAY)
    with command("activities.order_spend", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        line, row = locked_spend(asked.spend_id, deed)
        access.require_payee_open(actor, row.payee_id)
        fee = EarnedFee.objects.filter(spend=row.withheld_from_id or row.pk).first()
        unsigned = bool(stands_signed(fee))
        require(may_order(row.state, (row.answered_by, row.answered_for), actor.hands, unsigned))
        order_id = prepare_order(
            PrepareOrder(
                subject=f"activity_spend:{row.pk}",
                line=line.plan.line,
                party=access.key_of(row.payee_id),
                party_name=row.payee_name,
                amount=row.amount,
                payee=asked.payee,
                content=asked.content,
                codes=asked.codes,
                account_id=asked.account_id,
                same_holder=asked.same_holder,
            ),
            deed=deed,
        )
        deed.before(spend=row.number, state=row.state)
        write(row, state=SPEND.after(row.state, "order"), order=order_id)
        deed.after(state=row.state)
        deed.result(order_id)
        return order_id


def follow_order(order_id: int, *, actor: Actor) -> None:
    """Bring the spend to where its payment order stands. Repeated, it finds everything done and writes nothing."""
    actor.require(access.ORDERS_JOB)
    kind, _, number = treasury.order_facts(order_id).subject.partition(":")
    if kind != "activity_spend" or not Spend.objects.filter(pk=int(number)).exists():
        return
    with command("activities.follow_order", actor) as deed:
        line, row = locked_spend(int(number), deed)
        order = treasury.order_facts(order_id)  # again, under the lock
        step = _step_of(row, order)
        if step is None:
            deed.nothing_done()
            return
        deed.before(spend=row.number, state=row.state, paid=line.paid)
        step(line, row, order, deed)
        deed.after(state=row.state, paid=line.paid, order=order.reference)


def _step_of(row: Spend, order: OrderFacts) -> Callable[[ActivityLine, Spend, OrderFacts, Deed], None] | None:
    """What is to be done, or None. An older order of the same spend says nothing about it any more."""
    if row.order != order.id:
        return None
    if order.state == "paid" and row.state == "ordered":
        return _paid
    if order.state == "cancelled" and row.state == "ordered":
        return _called_off
    return _gave_back if order.state != "paid" and row.state == "paid" else None


def _paid(line: ActivityLine, row: Spend, order: OrderFacts, deed: Deed) -> None:
    _mark(row, "pay", order.settled_on, order.entry)
    write(line, paid=line.paid + row.amount)
    deed.emit(SpendPaid(**about(row)))
    title = Text(f"Đã chi trả: {row.purpose}", f"Paid: {row.purpose}")
    body = Text(f"Số tiền {format_dong(row.amount, 'vi')}.", f"Amount {format_dong(row.amount, 'en')}.")
    tell_payee(row, title, body, deed=deed)


def _gave_back(line: ActivityLine, row: Spend, order: OrderFacts, deed: Deed) -> None:
    """The bank sent the money back: the spend is not paid any more, and its order goes on."""
    _mark(row, "give_back", None, None)
    write(line, paid=line.paid - row.amount)
    deed.emit(SpendReturned(**about(row)))


def _called_off(line: ActivityLine, row: Spend, order: OrderFacts, deed: Deed) -> None:
    """The order was cancelled before it was sent: the spend is on the accountants' desk again."""
    row.order = None
    _mark(row, "call_off", None, None)


def _mark(row: Spend, step: str, paid_on: date | None, entry: UUID | None) -> None:
    row.state = SPEND.after(row.state, step)
    row.paid_on, row.payment = paid_on, entry
    row.save(update_fields=["state", "paid_on", "payment", "order"])
