"""Payment orders: prepared, amended, approved by a second person, cancelled, reopened."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Conflict, require
from khue.core.transfers import account_number
from khue.features.ledger.usecases import post
from khue.features.treasury import access
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import (
    ORDER,
    AmendOrder,
    ApproveOrder,
    BudgetCodes,
    CancelOrder,
    PrepareOrder,
    ReopenOrder,
    content_of,
    may_amend,
    may_approve,
    may_cancel,
    may_prepare,
    may_reopen,
)
from khue.features.treasury.domain.reference import reference_of
from khue.features.treasury.events import OrdersMoved
from khue.features.treasury.models import CityAccount, PaymentOrder
from khue.features.treasury.queries.orders import standing_holds
from khue.features.treasury.usecases.accounts import keep_payee
from khue.features.treasury.usecases.parts import entry_id, locked_order, outstanding, paying, put_back, save_order
from khue.kernel.deeds import Deed, command

PAYEE = ("number", "holder", "bank", "bank_code")


def prepare_order(asked: PrepareOrder, *, deed: Deed) -> int:
    """Prepare an order inside a bigger deed, which has checked its own right; the order's id.

    The ledger takes the amount out of what is owed for the subject here and now, so that no second order, and none for
    what was not accepted, can be prepared, however many try at once. Raises Refused, Missing for an unknown account.
    """
    require(may_prepare(asked))
    if not CityAccount.objects.filter(pk=asked.account_id).exists():
        raise access.no_such_account()
    number = _next_number()
    is_new = keep_payee(asked.party, asked.payee, deed=deed)
    try:
        with transaction.atomic():
            order = PaymentOrder.objects.create(
                id=number,
                reference=reference_of(deed.today.year, number % 1_000_000),
                subject=asked.subject,
                line=asked.line,
                party=asked.party,
                party_name=asked.party_name,
                account_id=asked.account_id,
                amount=asked.amount,
                content=content_of(asked.content),
                new_payee=is_new,
                prepared_by=deed.actor.key,
                prepared_for=deed.actor.stands_in_for,
                prepared_name=deed.actor.name,
                prepared_at=deed.moment,
                **_payee(asked.payee),
                **_codes(asked.codes),
            )
    except IntegrityError as error:
        raise _open_already(asked.subject) from error
    text = Text(f"Lập lệnh chi {order.reference}", f"Payment order {order.reference} prepared")
    post(paying(order).ordered(order.amount, id=entry_id("order", order.pk), on=deed.today, text=text), deed=deed)
    deed.after(order=order.pk, reference=order.reference, amount=order.amount)
    deed.personal(payee={name: getattr(order, name) for name in PAYEE})
    return int(order.pk)


def _next_number() -> int:
    """The order's id, taken before the row: the reference is made of it. Numbers may have gaps, never twins."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('treasury_paymentorder', 'id'))")
        return int(cursor.fetchone()[0])


def _payee(payee: Payee) -> dict[str, str]:
    return {
        "number": account_number(payee.number),
        "holder": payee.holder.strip(),
        "bank": payee.bank.strip(),
        "bank_code": payee.bank_code.strip().upper(),
    }


def _codes(codes: BudgetCodes) -> dict[str, str]:
    return {"chapter": codes.chapter, "sector": codes.sector, "item": codes.item, "source": codes.source}


def _open_already(subject: str) -> Conflict:
    return Conflict(
        Text(f"Đã có lệnh chi đang mở cho {subject}.", f"There is an open payment order for {subject}."),
        Text("Mở trang “Chi trả” để xem lệnh chi đó.", "Open the page “Payments” to see it."),
    )


def amend_order(asked: AmendOrder, *, actor: Actor) -> None:
    """Change payee, content or codes before sending, or after the bank gave the money back; it is approved anew."""
    actor.require(access.ORDER)
    with command("treasury.amend_order", actor, subject=f"order:{asked.order_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        order = locked_order(asked.order_id, asked.seen)
        require(may_amend(asked, order.state, order.party_name, order.amount))
        deed.before(state=order.state)
        deed.personal(payee_before={name: getattr(order, name) for name in PAYEE})
        for name, value in {**_payee(asked.payee), **_codes(asked.codes)}.items():
            setattr(order, name, value)
        order.content, order.note = content_of(asked.content), asked.ground.strip()
        order.new_payee = keep_payee(order.party, asked.payee, deed=deed) or order.new_payee
        order.state = ORDER.after(order.state, "amend")
        order.prepared_by, order.prepared_for = actor.key, actor.stands_in_for
        order.prepared_name, order.prepared_at = actor.name, deed.moment
        order.approved_by, order.approved_for, order.approved_name, order.approved_at = "", "", "", None
        save_order(
            order, *PAYEE, "chapter", "sector", "item", "source", "content", "note", "new_payee", "state", "prepared_by",
            "prepared_for", "prepared_name", "prepared_at", "approved_by", "approved_for", "approved_name", "approved_at",
        )  # fmt: skip
        deed.after(state=order.state, ground=order.note)
        deed.personal(payee={name: getattr(order, name) for name in PAYEE})
        deed.result(True)


def approve_order(asked: ApproveOrder, *, actor: Actor) -> None:
    """The second pair of eyes. Raises Refused when it is the first pair."""
    actor.require(access.APPROVE)
    with command("treasury.approve_order", actor, subject=f"order:{asked.order_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        order = locked_order(asked.order_id, asked.seen)
        held = tuple(hold.ground for hold in standing_holds((order.pk,)).get(order.pk, ()))
        deed.decide(require(may_approve(order.state, (order.prepared_by, order.prepared_for), actor.hands, held)))
        deed.before(state=order.state)
        order.state = ORDER.after(order.state, "approve")
        order.approved_by, order.approved_for = actor.key, actor.stands_in_for
        order.approved_name, order.approved_at = actor.name, deed.moment
        save_order(order, "state", "approved_by", "approved_for", "approved_name", "approved_at")
        deed.after(state=order.state, amount=order.amount, reference=order.reference)
        deed.result(True)


def cancel_order(asked: CancelOrder, *, actor: Actor) -> None:
    """Give the money back to what is owed; the room that ordered hears it. Also the approver's way to say no."""
    if not access.may_approve(actor):
        actor.require(access.ORDER)
    with command("treasury.cancel_order", actor, subject=f"order:{asked.order_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        order = locked_order(asked.order_id, asked.seen)
        require(may_cancel(order.state, order.settled, asked.ground))
        deed.before(state=order.state)
        order.state, order.note = ORDER.after(order.state, "cancel"), asked.ground.strip()
        order.approved_by, order.approved_name, order.approved_at = "", "", None
        save_order(order, "state", "note", "approved_by", "approved_name", "approved_at")
        text = Text(f"Hủy lệnh chi {order.reference}", f"Payment order {order.reference} cancelled")
        post(
            paying(order).cancelled(order.amount, id=entry_id("cancel", order.pk), on=deed.today, text=text), deed=deed
        )
        put_back(order, deed=deed)
        deed.after(state=order.state, ground=order.note)
        deed.emit(OrdersMoved(subject=deed.subject, orders=(order.pk,)))
        deed.result(True)


def reopen_order(asked: ReopenOrder, *, actor: Actor) -> None:
    """The bank did not carry the order out, or not wholly: what is still in transit comes back under the order."""
    actor.require(access.ORDER)
    with command("treasury.reopen_order", actor, subject=f"order:{asked.order_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        order = locked_order(asked.order_id, asked.seen)
        require(may_reopen(order.state, asked.ground))
        deed.before(state=order.state, settled=order.settled)
        order.state, order.note = ORDER.after(order.state, "reopen"), asked.ground.strip()
        save_order(order, "state", "note")
        text = Text(f"Ngân hàng không thực hiện lệnh chi {order.reference}", f"Payment order {order.reference} not carried out")  # fmt: skip
        key = entry_id("recall", order.pk, order.attempt)
        post(paying(order).recalled(outstanding(order), id=key, on=deed.today, text=text), deed=deed)
        deed.after(state=order.state, ground=order.note)
        deed.emit(OrdersMoved(subject=deed.subject, orders=(order.pk,)))
        deed.result(True)
