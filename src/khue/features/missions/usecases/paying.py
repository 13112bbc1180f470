"""Payment: an order is prepared for an accepted tranche, and the tranche follows what the bank did with it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.documents.usecases import lock_papers
from khue.features.dossiers.queries import unsigned_before_payment
from khue.features.dossiers.usecases import (
    close_dossier,
    close_open_task,
    close_task,
    issue_document,
    open_task,
    resume_dossier,
)
from khue.features.missions import access
from khue.features.missions.domain.commands import OrderPayment
from khue.features.missions.domain.signed_papers import papers_signed
from khue.features.missions.domain.support import SUPPORT, TRANCHE, audit_due, may_pay
from khue.features.missions.events import PaymentOrdered, PaymentReturned, TranchePaid
from khue.features.missions.models import EquipmentSupport, Tranche
from khue.features.missions.usecases.parts import locked_support, notify_lead, parties_of, tranche_of, worked_on
from khue.features.rulebook import queries as rulebook
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import PrepareOrder
from khue.features.treasury.queries import OrderFacts
from khue.features.treasury.usecases import prepare_order
from khue.kernel.deeds import Deed, command


def order_payment(asked: OrderPayment, *, actor: Actor) -> int:
    """Prepare the payment order of an accepted tranche; the order's id. Nothing is paid yet.

    The ledger takes the amount out of what was accepted for this tranche and refuses anything else. What the case's version of
    its procedure wants signed before payment is signed by everybody, electronically or by hand.
    """
    with command("missions.order_payment", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        task, support = worked_on(asked.task_id, "payment", None, deed)
        tranche = tranche_of(task, support)
        may = may_pay(tranche.state, (tranche.accepted_by, tranche.accepted_for), actor.hands)
        lock_papers(
            f"dossier:{support.dossier_id}"
        )  # whoever withdraws a signature comes before or after, never between
        signed = papers_signed(unsigned_before_payment(support.dossier_id))
        require(Decision.refuse_if_any([*may.reasons, *signed.reasons]))
        deed.before(tranche=tranche.no, state=tranche.state, paid=support.paid)
        order_id = order_out(support, tranche, asked, deed=deed)
        close_task(
            task.id, "paid", deed=deed
        )  # the key of the outcome in every version; its label says "order prepared"
        deed.after(tranche=tranche.no, state=tranche.state)
        deed.result(order_id)
        return order_id


def order_out(support: EquipmentSupport, tranche: Tranche, asked: OrderPayment, *, deed: Deed) -> int:
    """Prepare the order and mark the tranche. Raises Refused from the ledger when nothing was accepted."""
    order_id = prepare_order(
        PrepareOrder(
            subject=f"tranche:{tranche.pk}",
            line=support.budget_line,
            party=access.lead_key(support),
            party_name=support.lead.name,
            amount=tranche.amount,
            payee=asked.payee,
            content=asked.content,
            codes=asked.codes,
            account_id=asked.account_id,
            same_holder=asked.same_holder,
        ),
        deed=deed,
    )
    tranche.state, tranche.order = TRANCHE.after(tranche.state, "order"), order_id
    tranche.save(update_fields=["state", "order"])
    issue_document(support.dossier_id, "payment-slip", values=_slip(support, tranche, deed), deed=deed)
    deed.emit(
        PaymentOrdered(
            subject=deed.subject,
            parties=parties_of(support),
            number=support.dossier_number,
            no=tranche.no,
            amount=tranche.amount,
        )
    )
    return order_id


def _slip(support: EquipmentSupport, tranche: Tranche, deed: Deed) -> dict[str, Any]:
    return {
        "addressee": "Kho bạc Nhà nước",
        "payee": {"name": support.lead.name},
        "purpose": f"Chi trả đợt {tranche.no}, hỗ trợ máy móc, thiết bị, hồ sơ {support.dossier_number}",
        "budget_line": support.budget_line.removeprefix("budget:"),
        "tranche": f"Đợt {tranche.no}",
        "agreement_number": support.dossier_number,
        "acceptance_number": str(tranche.accepted_on or deed.today),
        "amount": tranche.amount,
        "paid_before": support.paid,
        "accountant": deed.actor.name,
    }


def follow_order(order_id: int, *, actor: Actor) -> None:
    """Bring the tranche to where its payment order stands. Repeated, it finds everything done and writes nothing.

    For the job that hears ``treasury.orders_moved``: it asks where the order is now, so that late or doubled news is harmless.
    """
    order = treasury.order_facts(order_id)
    if not order.subject.startswith("tranche:"):
        return
    support_id = EquipmentSupport.objects.filter(tranches=int(order.subject.partition(":")[2])).values_list("pk", flat=True).first()  # fmt: skip
    if support_id is None:
        return
    with command("missions.follow_order", actor, subject=f"support:{support_id}") as deed:
        support = locked_support(support_id)
        tranche = Tranche.objects.select_for_update().get(support=support, pk=int(order.subject.partition(":")[2]))
        order = treasury.order_facts(order_id)  # again, under the lock
        step = _step_of(tranche, order)
        if step is None:
            deed.nothing_done()
            return
        deed.before(tranche=tranche.no, state=tranche.state, paid=support.paid, support=support.state)
        step(support, tranche, order, deed)
        deed.after(
            tranche=tranche.no, state=tranche.state, paid=support.paid, support=support.state, order=order.reference
        )


def _step_of(tranche: Tranche, order: OrderFacts) -> Any:
    """What is to be done, or None. An older order of the same tranche says nothing about it any more."""
    if tranche.order != order.id:
        return None
    if order.state == "paid" and tranche.state == "ordered":
        return _paid
    if order.state == "cancelled" and tranche.state == "ordered":
        return _called_off
    return _gave_back if order.state != "paid" and tranche.state == "paid" else None


def _paid(support: EquipmentSupport, tranche: Tranche, order: OrderFacts, deed: Deed) -> None:
    """The bank's statement shows the whole amount."""
    _mark(tranche, "pay", order.settled_on, order.entry)
    support.paid += tranche.amount
    support.save(update_fields=["paid"])
    deed.emit(
        TranchePaid(
            subject=deed.subject,
            parties=parties_of(support),
            number=support.dossier_number,
            no=tranche.no,
            amount=tranche.amount,
        )
    )
    _tell(
        support,
        f"Đã chi trả đợt {tranche.no} của hồ sơ {support.dossier_number}",
        f"Tranche {tranche.no} of {support.dossier_number} was paid",
        tranche,
        deed,
    )
    _complete_if_all_paid(support, deed=deed)


def _gave_back(support: EquipmentSupport, tranche: Tranche, order: OrderFacts, deed: Deed) -> None:
    """The bank sent the money back: the tranche is not paid any more, and its order goes on."""
    support.paid -= tranche.amount
    if support.state == "completed":
        support.state = SUPPORT.after(support.state, "resume")
        resume_dossier(support.dossier_id, deed=deed)
        close_open_task(support.dossier_id, "audit", f"support:{support.pk}", "annulled", deed=deed)
    support.save(update_fields=["paid", "state"])
    _mark(tranche, "give_back", None, None)
    deed.emit(
        PaymentReturned(
            subject=deed.subject,
            parties=parties_of(support),
            number=support.dossier_number,
            no=tranche.no,
            amount=tranche.amount,
        )
    )
    _tell(
        support,
        f"Tiền đợt {tranche.no} của hồ sơ {support.dossier_number} bị ngân hàng trả lại",
        f"The bank sent back the money of tranche {tranche.no} of {support.dossier_number}",
        tranche,
        deed,
    )


def _called_off(support: EquipmentSupport, tranche: Tranche, order: OrderFacts, deed: Deed) -> None:
    """The order was cancelled before it was sent: the payment is on the accountants' desk again."""
    tranche.order = None
    _mark(tranche, "call_off", None, None)
    open_task(support.dossier_id, "payment", subject=f"tranche:{tranche.pk}", deed=deed)


def _mark(tranche: Tranche, step: str, paid_on: date | None, entry: UUID | None) -> None:
    tranche.state = TRANCHE.after(tranche.state, step)
    tranche.paid_on, tranche.payment = paid_on, entry
    tranche.save(update_fields=["state", "paid_on", "payment", "order"])


def _tell(support: EquipmentSupport, vi: str, en: str, tranche: Tranche, deed: Deed) -> None:
    amount = Text(f"Số tiền: {format_dong(tranche.amount, 'vi')}.", f"Amount: {format_dong(tranche.amount, 'en')}.")
    notify_lead(support, Text(vi, en), amount, deed=deed)


def _complete_if_all_paid(support: EquipmentSupport, *, deed: Deed) -> None:
    """With the last tranche paid the support is complete, the dossier closed, and the later audit on the desk."""
    if Tranche.objects.filter(support=support).exclude(state__in=("paid", "cancelled")).exists():
        return
    support.state = SUPPORT.after(support.state, "complete")
    support.save(update_fields=["state"])
    close_dossier(support.dossier_id, deed=deed)
    due_on = audit_due(deed.today, rulebook.parameter("missions.clock.post_audit", support.law_day))
    open_task(support.dossier_id, "audit", subject=f"support:{support.pk}", due_on=due_on, deed=deed)
