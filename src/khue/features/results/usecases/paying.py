"""Payouts are paid by payment orders, and count as paid when a bank statement shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.people import queries as people
from khue.features.results import access
from khue.features.results.domain.distribution import DISTRIBUTION, PAYOUT, OrderPayout
from khue.features.results.events import PayoutPaid, PayoutReturned
from khue.features.results.models import Distribution, Payout, Result
from khue.features.results.usecases.distributing import locked_distribution
from khue.features.results.usecases.parts import about, tell
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import PrepareOrder
from khue.features.treasury.queries import OrderFacts
from khue.features.treasury.usecases import prepare_order
from khue.kernel.deeds import Deed, command


def order_payout(asked: OrderPayout, *, actor: Actor) -> int:
    """Prepare the payment order of a payout that is owed; the order's id. A second person approves it in the treasury.

    Raises NotAllowed while the data of who receives it are restricted, as every room that pays.
    """
    actor.require(access.PAY)
    with command("results.order_payout", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        row, _result, payout = _locked(asked.payout_id, deed)
        people.require_unrestricted(actor, f"party:{payout.party_id}")
        require(PAYOUT.decision(payout.state, "order"))
        order_id = prepare_order(
            PrepareOrder(
                subject=f"payout:{payout.pk}",
                line=row.budget_line,
                party=f"party:{payout.party_id}",
                party_name=payout.name,
                amount=payout.amount,
                payee=asked.payee,
                content=asked.content,
                codes=asked.codes,
                account_id=asked.account_id,
                same_holder=asked.same_holder,
            ),
            deed=deed,
        )
        deed.before(payout=payout.pk, state=payout.state)
        payout.state, payout.order = PAYOUT.after(payout.state, "order"), order_id
        payout.save(update_fields=["state", "order"])
        deed.after(payout=payout.pk, state=payout.state)
        deed.result(order_id)
        return order_id


def _locked(payout_id: int, deed: Deed) -> tuple[Distribution, Result, Payout]:
    """Result, distribution, payout, in this order. Raises Missing."""
    found = Payout.objects.filter(pk=payout_id).values_list("distribution_id", flat=True).first()
    if found is None:
        raise access.no_such_result()
    row, result = locked_distribution(found, deed)
    return row, result, Payout.objects.select_for_update().get(pk=payout_id)


def follow_order(order_id: int, *, actor: Actor) -> None:
    """Bring the payout to where its payment order stands. Repeated, it finds everything done and writes nothing."""
    actor.require("job.results.follow_orders")
    kind, _, number = treasury.order_facts(order_id).subject.partition(":")
    if kind != "payout" or not Payout.objects.filter(pk=int(number)).exists():
        return
    with command("results.follow_order", actor) as deed:
        row, result, payout = _locked(int(number), deed)
        order = treasury.order_facts(order_id)  # again, under the lock
        step = _step_of(payout, order)
        if step is None:
            deed.nothing_done()
            return
        deed.before(payout=payout.pk, state=payout.state, paid=row.paid, distribution=row.state)
        step(row, result, payout, order, deed)
        deed.after(payout=payout.pk, state=payout.state, paid=row.paid, distribution=row.state, order=order.reference)


def _step_of(
    payout: Payout, order: OrderFacts
) -> Callable[[Distribution, Result, Payout, OrderFacts, Deed], None] | None:
    """What is to be done, or None. An older order of the same payout says nothing about it any more."""
    if payout.order != order.id:
        return None
    if order.state == "paid" and payout.state == "ordered":
        return _paid
    if order.state == "cancelled" and payout.state == "ordered":
        return _called_off
    return _gave_back if order.state != "paid" and payout.state == "paid" else None


def _paid(row: Distribution, result: Result, payout: Payout, order: OrderFacts, deed: Deed) -> None:
    _mark(payout, "pay", order.settled_on, order.entry)
    row.paid += payout.amount
    if row.state == "approved" and not row.payouts.filter(state__in=("due", "ordered")).exists():
        row.state = DISTRIBUTION.after(row.state, "complete")
    row.save(update_fields=["paid", "state"])
    parties = (access.party_key(result), f"party:{payout.party_id}")
    deed.emit(PayoutPaid(**{**about(result), "parties": parties}, amount=payout.amount))
    says = Text(f"Số tiền: {format_dong(payout.amount, 'vi')}.", f"Amount: {format_dong(payout.amount, 'en')}.")
    title = Text(f"Đã chi trả phần của ông/bà từ “{result.title_vi}”", f"Your part of “{result.title_vi}” was paid")
    tell([f"party:{payout.party_id}"], result, title, says, deed=deed)


def _gave_back(row: Distribution, result: Result, payout: Payout, order: OrderFacts, deed: Deed) -> None:
    """The bank sent the money back: the payout is not paid any more, and its order goes on."""
    _mark(payout, "give_back", None, None)
    row.paid -= payout.amount
    if row.state == "paid":
        row.state = DISTRIBUTION.after(row.state, "resume")
    row.save(update_fields=["paid", "state"])
    parties = (access.party_key(result), f"party:{payout.party_id}")
    deed.emit(PayoutReturned(**{**about(result), "parties": parties}, amount=payout.amount))


def _called_off(row: Distribution, result: Result, payout: Payout, order: OrderFacts, deed: Deed) -> None:
    """The order was cancelled before it was sent: the payout is on the accountants' desk again."""
    payout.order = None
    _mark(payout, "call_off", None, None)


def _mark(payout: Payout, step: str, paid_on: date | None, entry: UUID | None) -> None:
    payout.state = PAYOUT.after(payout.state, step)
    payout.paid_on, payout.payment = paid_on, entry
    payout.save(update_fields=["state", "paid_on", "payment", "order"])
