"""The city buys a technology: proposed, decided by another person, received, paid through the ledger and the treasury."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.db import connection

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import require
from khue.features.exchange import queries as exchange
from khue.features.ledger import domain as ledger
from khue.features.ledger.usecases import post
from khue.features.people import queries as people
from khue.features.transfers import access
from khue.features.transfers.domain.purchasing import (
    PURCHASE,
    DecidePurchase,
    DropPurchase,
    OrderPurchase,
    ProposePurchase,
    ReceivePurchase,
    may_decide,
    may_drop,
    may_propose,
    may_receive,
)
from khue.features.transfers.models import Purchase
from khue.features.transfers.models.purchases import LIVE
from khue.features.transfers.queries.purchases import budget_lines, law_of_purchase
from khue.features.transfers.usecases.parts import NAMES, tell, tell_right, write
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import PrepareOrder
from khue.features.treasury.queries import OrderFacts
from khue.features.treasury.usecases import prepare_order
from khue.kernel.deeds import Deed, command


def propose_purchase(asked: ProposePurchase, *, actor: Actor) -> int:
    """It awaits another person's decision; its id. Raises Refused with all reasons, NotAllowed."""
    actor.require(access.CHECK)
    with command("transfers.propose_purchase", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        number = _next_number(deed.today.year)
        listed = exchange.listed_ids(deed.today).filter(pk=asked.offer_id).exists()
        offer = exchange.dealt_offer(asked.offer_id)
        people.require_unrestricted(actor, offer.party)
        live = Purchase.objects.filter(offer=asked.offer_id, state__in=LIVE).exists()
        known = asked.line in {code for code, _name in budget_lines(deed.today)}
        law = law_of_purchase(deed.today)
        require(
            may_propose(
                asked,
                law,
                deed.today,
                listed=listed,
                live=live,
                near=actor.is_near(offer.party),
                line=known,
                free="free" in offer.modes,
            )
        )
        row = Purchase.objects.create(
            number=number, offer_id=asked.offer_id, seller_id=people.party_id(offer.party), seller_name=offer.supplier, title_vi=offer.title.vi,
            title_en=offer.title.en, takes=asked.takes, need=asked.need.strip(), benefit=asked.benefit.strip(), rights=asked.rights.strip(),
            price=asked.price, basis=asked.basis.strip(), valuer=asked.valuer.strip(), valued=asked.valued, valued_on=asked.valued_on,
            line=asked.line, spread=asked.spread, terms=asked.terms.strip(), fee=asked.fee, proposed_by=actor.key, proposed_by_name=actor.name,
            proposed_at=deed.moment,
        )  # fmt: skip
        deed.subject = subject_of(row)
        deed.about(offer.party)
        deed.after(
            number=row.number,
            state=row.state,
            price=row.price,
            valued=row.valued,
            takes=row.takes,
            spread=row.spread,
            line=row.line,
        )
        title = Text(f"Đề xuất mua công nghệ {row.number}", f"Proposed to buy a technology: {row.number}")
        tell_right(access.DECIDE, title, _title(row), path_of(row), deed)
        deed.result(row.pk)
        return int(row.pk)


def decide_purchase(asked: DecidePurchase, *, actor: Actor) -> str:
    """Bought: the price is bound on the budget line, which refuses when it has less. The state afterwards."""
    actor.require(access.DECIDE)
    with command("transfers.decide_purchase", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return str(done)
        row = locked(asked.purchase_id, deed)
        people.require_unrestricted(actor, access.key_of(row.seller_id))
        near = actor.is_near(access.key_of(row.seller_id))
        listed = exchange.listed_ids(deed.today).filter(pk=row.offer_id).exists()
        require(may_decide(row.state, asked, near=near, own=row.proposed_by in actor.hands, listed=listed))
        deed.before(state=row.state)
        if asked.buys:
            text = Text(f"Quyết định mua công nghệ {row.number}", f"Decision to buy {row.number}")
            bound = ledger.commit(
                row.line, subject_of(row), row.price, id=_entry("commit", row), on=deed.today, text=text
            )
            post(bound, deed=deed)
        write(
            row, state=PURCHASE.after(row.state, "decide" if asked.buys else "refuse"), decided_by=actor.key, decided_by_name=actor.name,
            decided_at=deed.moment, ground=asked.ground.strip(),
        )  # fmt: skip
        deed.about(access.key_of(row.seller_id))
        deed.after(state=row.state, ground=row.ground)
        if asked.buys:
            _tell_seller(
                row, Text("Thành phố quyết định mua công nghệ của ông/bà", "The city buys your technology"), deed
            )
        tell(
            [row.proposed_by],
            Text(f"{row.number}: {_state(row).vi}", f"{row.number}: {_state(row).into('en')}"),
            Text(row.ground),
            path_of(row),
            deed,
        )
        deed.result(row.state)
        return row.state


def receive_purchase(asked: ReceivePurchase, *, actor: Actor) -> None:
    """What was delivered is accepted: from now on the city owes the price, and the technology may be spread."""
    actor.require(access.CHECK)
    with command("transfers.receive_purchase", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked(asked.purchase_id, deed)
        require(may_receive(row.state, asked.note, near=actor.is_near(access.key_of(row.seller_id))))
        key = _entry("accrue", row)
        text = Text(f"Nhận bàn giao công nghệ {row.number}", f"Received: {row.number}")
        owed = ledger.accrue(row.line, subject_of(row), due_of(row), row.price, id=key, on=deed.today, text=text)
        post(owed, deed=deed)
        deed.before(state=row.state)
        write(
            row, state=PURCHASE.after(row.state, "receive"), received_by=actor.key, received_on=deed.today, received_note=asked.note.strip(),
            accrual=key,
        )  # fmt: skip
        deed.about(access.key_of(row.seller_id))
        deed.after(state=row.state, amount=row.price)
        _tell_seller(row, Text("Thành phố đã nhận bàn giao công nghệ", "The city has received the technology"), deed)
        tell_right(
            access.PAY,
            Text(f"Chờ thanh toán: {row.number}", f"To be paid: {row.number}"),
            _title(row),
            path_of(row),
            deed,
        )
        deed.result(True)


def drop_purchase(asked: DropPurchase, *, actor: Actor) -> None:
    """Not bought after all, before anything was delivered: the money goes back to its budget line."""
    actor.require(access.DECIDE)
    with command("transfers.drop_purchase", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        row = locked(asked.purchase_id, deed)
        require(may_drop(row.state, asked.ground))
        text = Text(f"Dừng mua công nghệ {row.number}", f"Dropped: {row.number}")
        back = ledger.release(row.line, subject_of(row), row.price, id=_entry("release", row), on=deed.today, text=text)
        post(back, deed=deed)
        deed.before(state=row.state)
        write(row, state=PURCHASE.after(row.state, "drop"), dropped_ground=asked.ground.strip())
        deed.about(access.key_of(row.seller_id))
        deed.after(state=row.state, ground=row.dropped_ground)
        _tell_seller(row, Text("Thành phố dừng mua công nghệ", "The city does not buy the technology after all"), deed)
        deed.result(True)


def order_purchase(asked: OrderPurchase, *, actor: Actor) -> int:
    """Prepare the payment order; its id. A second person approves it in the treasury."""
    actor.require(access.PAY)
    with command("transfers.order_purchase", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        row = locked(asked.purchase_id, deed)
        people.require_unrestricted(actor, access.key_of(row.seller_id))
        require(PURCHASE.decision(row.state, "order"))
        order = prepare_order(
            PrepareOrder(
                subject=due_of(row), line=row.line, party=access.key_of(row.seller_id), party_name=row.seller_name, amount=row.price,
                payee=asked.payee, content=asked.content, codes=asked.codes, account_id=asked.account_id, same_holder=asked.same_holder,
            ),
            deed=deed,
        )  # fmt: skip
        deed.before(state=row.state)
        write(row, state=PURCHASE.after(row.state, "order"), order=order)
        deed.about(access.key_of(row.seller_id))
        deed.after(state=row.state)
        deed.result(order)
        return order


def follow_order(order_id: int, *, actor: Actor) -> None:
    """Bring the purchase to where its payment order stands. Repeated, it finds everything done and writes nothing."""
    actor.require("job.transfers.follow_orders")
    kind, _, number = treasury.order_facts(order_id).subject.partition(":")
    if kind != "purchase_due" or not Purchase.objects.filter(pk=int(number)).exists():
        return
    with command("transfers.follow_order", actor) as deed:
        row = locked(int(number), deed)
        order = treasury.order_facts(order_id)  # again, under the lock
        step = _step_of(row, order)
        if not step:
            deed.nothing_done()
            return
        deed.before(state=row.state)
        paid = step == "pay"
        write(
            row, state=PURCHASE.after(row.state, step), paid_on=order.settled_on if paid else None, payment=order.entry if paid else None,
            order=None if step == "call_off" else row.order,
        )  # fmt: skip
        deed.after(state=row.state, order=order.reference)
        if paid:
            _tell_seller(row, Text("Thành phố đã thanh toán công nghệ", "The city has paid for the technology"), deed)


def _step_of(row: Purchase, order: OrderFacts) -> str:
    """An older order of the same purchase says nothing about it any more."""
    if row.order != order.id:
        return ""
    if row.state == "ordered":
        return {"paid": "pay", "cancelled": "call_off"}.get(order.state, "")
    return "give_back" if row.state == "paid" and order.state != "paid" else ""


def locked(purchase_id: int, deed: Deed) -> Purchase:
    """Held until the deed ends. Raises Missing."""
    row = Purchase.objects.select_for_update(of=("self",)).filter(pk=purchase_id).first()
    if row is None:
        raise access.no_such_purchase()
    deed.subject = subject_of(row)
    return row


def subject_of(row: Purchase) -> str:
    return f"purchase:{row.pk}"


def due_of(row: Purchase) -> str:
    return f"purchase_due:{row.pk}"


def path_of(row: Purchase) -> str:
    return f"/transfers/purchases/no/{row.number}/"


def _title(row: Purchase) -> Text:
    return Text(row.title_vi, row.title_en)


def _state(row: Purchase) -> Text:
    return PURCHASE.label(row.state)


def _entry(what: str, row: Purchase) -> UUID:
    return uuid5(NAMES, f"purchase:{what}:{row.pk}")


def _tell_seller(row: Purchase, title: Text, deed: Deed) -> None:
    tell(
        people.representatives([row.seller_id], deed.today) or [access.key_of(row.seller_id)],
        title,
        _title(row),
        path_of(row),
        deed,
    )


def _next_number(year: int) -> str:
    """``MC-2026-0001``: the year's row stays locked until the deed ends, so that two proposals are numbered one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO transfers_purchaseyear AS n (year, last) VALUES (%s, 1)"
            " ON CONFLICT (year) DO UPDATE SET last = n.last + 1 RETURNING last",
            [year],
        )
        return f"MC-{year}-{int(cursor.fetchone()[0]):04d}"
