"""Money in suspense is explained, or sent back: each an entry in the books, and never more than lies there."""

from __future__ import annotations

from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.entries import Entry
from khue.core.errors import require
from khue.features.ledger import domain as ledger
from khue.features.ledger import queries as books
from khue.features.ledger.domain.recovery import Receiving
from khue.features.ledger.usecases import post
from khue.features.treasury import access
from khue.features.treasury.domain.clearing import (
    WAYS,
    ClearSuspense,
    SendBack,
    cleared_amount,
    may_clear,
    may_send_back,
)
from khue.features.treasury.domain.orders import PrepareOrder
from khue.features.treasury.events import ReceivablesMoved
from khue.features.treasury.models import BankLine, CityAccount, Clearing, PaymentOrder, Receivable
from khue.features.treasury.queries.matching import open_receivable
from khue.features.treasury.usecases.ordering import prepare_order
from khue.features.treasury.usecases.parts import entry_id, locked_line
from khue.kernel.deeds import Deed, command


def clear_suspense(asked: ClearSuspense, *, actor: Actor) -> None:
    """The accountant knows what the money is. Raises Refused with every reason, Missing."""
    actor.require(access.RECONCILE)
    with command("treasury.clear_suspense", actor, subject=f"bank_line:{asked.line_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        account, line = locked_line(asked.line_id)
        wanted = asked.receivable_id if asked.way == "recovery" else None
        owed = Receivable.objects.select_for_update().filter(pk=wanted).first() if wanted else None
        owing = open_receivable(owed) if owed is not None else None
        deed.decide(require(may_clear(asked, line.set_aside, owing)))
        amount = cleared_amount(asked, line.set_aside, owing)
        entry = _entry(asked.way, account, line, owed, amount, deed)
        post(entry, deed=deed)
        _keep(line, asked.way, amount, asked.ground, entry.id, deed, receivable=owed)
        if owed is not None:
            owed.received += amount
            owed.received_on = max(line.booked_on, owed.received_on or line.booked_on)
            owed.save(update_fields=["received", "received_on"])
            deed.emit(ReceivablesMoved(subject=deed.subject, receivables=(owed.pk,)))
        deed.after(way=asked.way, amount=amount, left=line.set_aside, reference=owed.reference if owed else "")
        deed.result(True)


def _entry(way: str, account: CityAccount, line: BankLine, owed: Receivable | None, amount: int, deed: Deed) -> Entry:
    key, source = entry_id("clear", line.pk, line.clearings.count()), f"bank_line:{line.pk}"
    name = owed.reference if owed is not None else f"{line.booked_on:%d/%m/%Y}"
    text = Text(
        f"Xác định tiền chờ xử lý: {WAYS[way].vi}, {name}", f"Out of suspense: {WAYS[way].en}, {english_day(name)}"
    )
    of = f"account:{account.pk}"
    if owed is not None:
        refills = owed.line if books.budget_year(owed.line) == deed.today.year else ""
        received = Receiving(owed.subject, of, amount, refills, bank_line=source, cleared=True)
        return received.entry(id=key, on=deed.today, text=text)
    make = ledger.cleared_as_fee if way == "fee" else ledger.cleared_as_funding
    return make(of, source, amount, id=key, on=deed.today, text=text)


def send_back(asked: SendBack, *, actor: Actor) -> int:
    """Prepare the order that brings the money back to its payer; its id. It waits for a second person, like every order.

    The amount is what lies in suspense. A cancelled order puts it back there. Raises Refused with every reason, Missing.
    """
    actor.require(access.ORDER)
    with command("treasury.send_back", actor, subject=f"bank_line:{asked.line_id}") as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        account, line = locked_line(asked.line_id)
        deed.decide(require(may_send_back(asked, line.set_aside)))
        payer = line.counter_name or asked.payee.holder.strip()
        amount, subject = line.set_aside, f"bank_line:{line.pk}"
        wanted = PrepareOrder(
            subject, "", "", payer, amount, asked.payee, asked.content, asked.codes, account.pk, asked.same_holder
        )
        order = PaymentOrder.objects.get(pk=prepare_order(wanted, deed=deed))
        entry = entry_id("order", order.pk)
        _keep(line, "sent_back", amount, asked.ground, entry, deed, order=order)
        deed.after(way="sent_back", left=line.set_aside, reference=order.reference)
        deed.result(order.pk)
        return int(order.pk)


def _keep(
    line: BankLine,
    way: str,
    amount: int,
    ground: str,
    entry: UUID,
    deed: Deed,
    *,
    receivable: Receivable | None = None,
    order: PaymentOrder | None = None,
) -> None:
    line.set_aside += -amount if line.set_aside > 0 else amount
    line.save(update_fields=["set_aside"])
    Clearing.objects.create(
        line=line,
        way=way,
        amount=amount,
        receivable=receivable,
        order=order,
        ground=ground.strip()[:500],
        by=deed.actor.key,
        by_name=deed.actor.name,
        at=deed.moment,
        entry=entry,
    )
