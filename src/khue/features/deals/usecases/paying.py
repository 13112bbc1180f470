"""Shares are paid by payment orders, and count as paid when a bank statement shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.deals import access
from khue.features.deals.domain.paying import SHARE, OrderShare, Receiver, may_order_share
from khue.features.deals.events import SharePaid, ShareReturned
from khue.features.deals.models import Deal, DealShare
from khue.features.deals.queries.paying import receiver_today
from khue.features.deals.usecases.contracting import officers_deal
from khue.features.deals.usecases.parts import SHARES, about, locked_deal, tell
from khue.features.people import queries as people
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import PrepareOrder
from khue.features.treasury.queries import OrderFacts
from khue.features.treasury.usecases import prepare_order
from khue.kernel.deeds import Deed, command

Step = Callable[[Deal, DealShare, OrderFacts, Deed], None]


def order_share(asked: OrderShare, *, actor: Actor) -> int:
    """Prepare the payment order of a share that is owed; the order's id. A second person approves it in the treasury.

    Raises NotAllowed while the data of who receives it are restricted; Refused while the receiver's succession is not settled, and for a
    share that was ordered.
    """
    actor.require(access.SETTLE)
    with command("deals.order_share", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        deal = officers_deal(_deal_of(asked.share_id), deed)
        share = DealShare.objects.select_for_update().get(pk=asked.share_id)
        receiver, card = receiver_today(access.key_of(share.party_id))
        for key in {access.key_of(share.party_id), card.key}:
            people.require_unrestricted(actor, key)
        require(may_order_share(share.state, receiver, succession=asked.succession))
        order_id = prepare_order(_wanted(asked, share, receiver, card), deed=deed)
        deed.before(share=share.pk, state=share.state)
        share.state, share.order = SHARE.after(share.state, "order"), order_id
        share.save(update_fields=["state", "order"])
        deed.about(card.key)
        deed.after(share=share.pk, deal=deal.number, state=share.state, succession=asked.succession)
        deed.result(order_id)
        return order_id


def _wanted(asked: OrderShare, share: DealShare, receiver: Receiver, card: people.PartyCard) -> PrepareOrder:
    """Money of a deal is of no budget line: it came from the buyer."""
    return PrepareOrder(
        subject=f"deal_share:{share.pk}",
        line="",
        party=card.key,
        party_name=receiver.goes_on_as or share.party_name,
        amount=share.amount,
        payee=asked.payee,
        content=asked.content,
        codes=asked.codes,
        account_id=asked.account_id,
        same_holder=asked.same_holder,
    )


def _deal_of(share_id: int) -> int:
    """Raises Missing."""
    found = DealShare.objects.filter(pk=share_id).values_list("due__deal", flat=True).first()
    if found is None:
        raise access.no_such_share()
    return int(found)


def follow_order(order_id: int, *, actor: Actor) -> None:
    """Bring the share to where its payment order stands. Repeated, it finds everything done and writes nothing."""
    actor.require("job.deals.follow_orders")
    kind, _, number = treasury.order_facts(order_id).subject.partition(":")
    if kind != "deal_share" or not DealShare.objects.filter(pk=int(number)).exists():
        return
    with command("deals.follow_order", actor) as deed:
        deal = locked_deal(_deal_of(int(number)), deed)
        share = DealShare.objects.select_for_update().get(pk=int(number))
        order = treasury.order_facts(order_id)  # again, under the lock
        step = _step_of(share, order)
        if step is None:
            deed.nothing_done()
            return
        deed.before(share=share.pk, state=share.state)
        step(deal, share, order, deed)
        deed.after(share=share.pk, state=share.state, order=order.reference)


def _step_of(share: DealShare, order: OrderFacts) -> Step | None:
    """What is to be done, or None. An older order of the same share says nothing about it any more."""
    if share.order != order.id:
        return None
    if order.state == "paid" and share.state == "ordered":
        return _paid
    if order.state == "cancelled" and share.state == "ordered":
        return _called_off
    return _gave_back if order.state != "paid" and share.state == "paid" else None


def _paid(deal: Deal, share: DealShare, order: OrderFacts, deed: Deed) -> None:
    _mark(share, "pay", order.settled_on, order.entry)
    deed.emit(SharePaid(**_told_of(deal, share)))
    title = Text(f"Giao dịch {deal.number}: phần của ông/bà đã được chi", f"Deal {deal.number}: your share was paid")
    body = Text("Mời ông/bà xem phần của mình.", "Look at your share.")
    tell(deal, [share.party_id], title, body, deed, SHARES)


def _gave_back(deal: Deal, share: DealShare, order: OrderFacts, deed: Deed) -> None:
    """The bank sent the money back: the share is not paid any more, and its order goes on."""
    _mark(share, "give_back", None, None)
    deed.emit(ShareReturned(**_told_of(deal, share)))


def _called_off(deal: Deal, share: DealShare, order: OrderFacts, deed: Deed) -> None:
    """The order was cancelled before it was sent: the share is on the accountants' desk again."""
    share.order = None
    _mark(share, "call_off", None, None)


def _mark(share: DealShare, step: str, paid_on: date | None, entry: UUID | None) -> None:
    share.state = SHARE.after(share.state, step)
    share.paid_on, share.payment = paid_on, entry
    share.save(update_fields=["state", "paid_on", "payment", "order"])


def _told_of(deal: Deal, share: DealShare) -> dict[str, Any]:
    """Seller and receiver hear of it; what somebody got of the money is not the buyer's matter."""
    return {**about(deal), "parties": (access.key_of(deal.seller_id), access.key_of(share.party_id))}
