"""Results are handed in and accepted, other costs shown and granted; what is accepted is owed, and paid by payment orders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.documents import queries as papers
from khue.features.ledger import domain as ledger
from khue.features.ledger.usecases import post
from khue.features.talent import access
from khue.features.talent.domain.commands import CheckDue, HandIn, OrderDue
from khue.features.talent.domain.engagements import may_check, may_hand_in
from khue.features.talent.domain.reasons import reason
from khue.features.talent.domain.words import DUE, ENGAGEMENT, RESULT, name_of_due
from khue.features.talent.events import DueChecked, DueHandedIn, DuePaid, DueReturned
from khue.features.talent.models import Engagement, ExpertDue
from khue.features.talent.queries.facts import due_facts
from khue.features.talent.usecases.parts import (
    about,
    entry_id,
    locked_due,
    store_papers,
    tell_person,
    tell_right,
    write,
)
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import PrepareOrder
from khue.features.treasury.queries import OrderFacts
from khue.features.treasury.usecases import prepare_order
from khue.kernel.deeds import Deed, command


def hand_in(asked: HandIn, *, actor: Actor) -> None:
    """The expert hands a result in, or shows what another cost was. Raises Refused with everything that is missing."""
    with command("talent.hand_in", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        engagement, row = locked_due(asked.due_id, deed)
        access.require_expert(actor, engagement)
        require(may_hand_in(due_facts(row), asked, len(asked.papers)))
        deed.before(due=row.no, state=row.state)
        kept = store_papers(asked.papers, f"engagement:{engagement.pk}", actor.key, deed)
        write(
            row,
            state=DUE.after(row.state, "hand_in"),
            asked=row.amount if row.kind == RESULT else int(asked.amount or 0),
            note=asked.note.strip(),
            papers=[*row.papers, *kept],
            handed_in_at=deed.moment,
        )
        deed.after(due=row.no, state=row.state, asked=row.asked, papers=kept)
        deed.emit(DueHandedIn(**about(engagement), due=row.title))
        what = name_of_due(row.kind, row.title)
        title = Text(f"Chuyên gia bàn giao: {what.vi}", f"Handed in by the expert: {what.into('en')}")
        body = Text(f"Hợp đồng {engagement.number}.", f"Contract {engagement.number}.")
        tell_right(access.CHECK, title, body, f"/talent/engagements/{engagement.pk}/", deed=deed)
        deed.result(True)


def check_due(asked: CheckDue, *, actor: Actor) -> None:
    """An officer accepts by the contract's criteria, or sends it back. Accepted, the city owes the amount from then on."""
    actor.require(access.CHECK)
    with command("talent.check_due", actor) as deed:
        if deed.repeated(asked.once) is not None:
            return
        engagement, row = locked_due(asked.due_id, deed, asked.seen)
        access.require_open(actor, engagement.person_id)
        require(may_check(due_facts(row), actor.is_near(access.key_of(engagement.person_id)), asked))
        deed.before(due=row.no, state=row.state)
        write(
            row,
            state=row.state if asked.accepted else DUE.after(row.state, "return"),
            checked_by=actor.key,
            checked_by_name=actor.name,
            checked_on=deed.today,
            check_note=asked.note.strip(),
        )
        if asked.accepted:
            grant(engagement, row, row.asked, "accept", deed)
        deed.after(due=row.no, state=row.state, granted=row.granted)
        deed.emit(DueChecked(**about(engagement), due=row.title, accepted=asked.accepted, amount=row.granted))
        says = DUE.label(row.state).capitalised()
        note = Text(f"{says.vi}. {row.check_note}".strip(), f"{says.into('en')}. {row.check_note}".strip())
        tell_person(engagement.person_id, name_of_due(row.kind, row.title), note, deed=deed)
        deed.result(True)


def grant(engagement: Engagement, row: ExpertDue, amount: int, step: str, deed: Deed) -> None:
    """What is accepted is owed: one accrual whose id follows from the line, so that it can't be owed twice."""
    key = entry_id("accrue", row.pk)
    text = Text(f"Nghiệm thu theo hợp đồng {engagement.number}", f"Accepted under contract {engagement.number}")
    subject, line = f"engagement:{engagement.pk}", engagement.budget_line
    entry = ledger.accrue(line, subject, f"expert_due:{row.pk}", amount, id=key, on=deed.today, text=text)
    post(entry, deed=deed)
    write(row, state=DUE.after(row.state, step), granted=amount, accrual=key)
    write(engagement, granted=engagement.granted + amount)
    what = name_of_due(row.kind, row.title)
    title = Text(f"Chờ chi trả chuyên gia: {what.vi}", f"To be paid to an expert: {what.into('en')}")
    body = Text(f"Số tiền: {format_dong(amount, 'vi')}.", f"Amount: {format_dong(amount, 'en')}.")
    tell_right(access.PAY, title, body, f"/talent/engagements/{engagement.pk}/", deed=deed)


def order_due(asked: OrderDue, *, actor: Actor) -> int:
    """Prepare the payment order of an accepted line; the order's id. The contract must be signed by both sides."""
    actor.require(access.PAY)
    with command("talent.order_due", actor) as deed:
        if (done := deed.repeated(asked.once)) is not None:
            return int(done)
        engagement, row = locked_due(asked.due_id, deed, asked.seen)
        access.require_open(actor, engagement.person_id)
        faults = [*DUE.decision(row.state, "order").reasons, *_unsigned(engagement)]
        require(Decision.refuse_if_any(faults))
        order_id = prepare_order(
            PrepareOrder(
                subject=f"expert_due:{row.pk}",
                line=engagement.budget_line,
                party=access.key_of(engagement.person_id),
                party_name=engagement.person.name,  # the bank knows who was renamed by the present name
                amount=row.granted,
                payee=asked.payee,
                content=asked.content,
                codes=asked.codes,
                account_id=asked.account_id,
                same_holder=asked.same_holder,
            ),
            deed=deed,
        )
        deed.before(due=row.no, state=row.state)
        write(row, state=DUE.after(row.state, "order"), order=order_id)
        deed.after(due=row.no, state=row.state)
        deed.result(order_id)
        return order_id


def _unsigned(engagement: Engagement) -> list[Reason]:
    paper = papers.signature_standing(f"engagement:{engagement.pk}")
    if paper is not None and paper.signed and paper.in_force:
        return []
    who = paper.missing if paper else ()
    names, names_en = "; ".join(one.vi for one in who), "; ".join(one.into("en") for one in who)
    return [
        reason(
            "unsigned",
            f"Chưa được chi: hợp đồng {engagement.contract_number} chưa ký đủ. Còn thiếu: {names or 'các bên'}.",
            f"No payment yet: contract {engagement.contract_number} is not signed by all; missing: {names_en or 'both sides'}.",
            "Mời các bên ký tại “Cần ký”, hoặc ghi nhận bản đã ký trên giấy tại trang của văn bản.",
            "Sign under “To sign”, or record the signed sheet on the page of the paper.",
        )
    ]  # fmt: skip


def follow_order(order_id: int, *, actor: Actor) -> None:
    """Bring the line to where its payment order stands. Repeated, it finds everything done and writes nothing."""
    actor.require(access.FOLLOW_ORDERS_JOB)
    kind, _, number = treasury.order_facts(order_id).subject.partition(":")
    if kind != "expert_due" or not ExpertDue.objects.filter(pk=int(number)).exists():
        return
    with command("talent.follow_order", actor) as deed:
        engagement, row = locked_due(int(number), deed)
        order = treasury.order_facts(order_id)  # again, under the lock
        step = _step_of(row, order)
        if step is None:
            deed.nothing_done()
            return
        deed.before(due=row.no, state=row.state, paid=engagement.paid)
        step(engagement, row, order, deed)
        deed.after(due=row.no, state=row.state, paid=engagement.paid, order=order.reference)


def _step_of(row: ExpertDue, order: OrderFacts) -> Callable[[Engagement, ExpertDue, OrderFacts, Deed], None] | None:
    """What is to be done, or None. An older order of the same line says nothing about it any more."""
    if row.order != order.id:
        return None
    if order.state == "paid" and row.state == "ordered":
        return _paid
    if order.state == "cancelled" and row.state == "ordered":
        return _called_off
    return _gave_back if order.state != "paid" and row.state == "paid" else None


def _paid(engagement: Engagement, row: ExpertDue, order: OrderFacts, deed: Deed) -> None:
    _mark(row, "pay", order.settled_on, order.entry)
    write(engagement, paid=engagement.paid + row.granted)
    deed.emit(DuePaid(**about(engagement), due=row.title, amount=row.granted))
    title = Text(f"Đã chi trả: {row.title}", f"Paid: {row.title}")
    body = Text(f"Số tiền: {format_dong(row.granted, 'vi')}.", f"Amount: {format_dong(row.granted, 'en')}.")
    tell_person(engagement.person_id, title, body, deed=deed)
    _complete(engagement, deed)


def _complete(engagement: Engagement, deed: Deed) -> None:
    """When nothing of a running contract is open any more, it is completed, and what it did not need goes back."""
    if engagement.state == "running" and not engagement.dues.exclude(state__in=("paid", "dropped")).exists():
        write(engagement, state=ENGAGEMENT.after(engagement.state, "complete"))
        release_rest(engagement, deed)


def _gave_back(engagement: Engagement, row: ExpertDue, order: OrderFacts, deed: Deed) -> None:
    """The bank sent the money back: the line is not paid any more, and its order goes on."""
    _mark(row, "give_back", None, None)
    write(engagement, paid=engagement.paid - row.granted)
    deed.emit(DueReturned(**about(engagement), due=row.title, amount=row.granted))


def _called_off(engagement: Engagement, row: ExpertDue, order: OrderFacts, deed: Deed) -> None:
    """The order was cancelled before it was sent: the line is on the accountants' desk again."""
    row.order = None
    _mark(row, "call_off", None, None)


def _mark(row: ExpertDue, step: str, paid_on: date | None, entry: UUID | None) -> None:
    row.state = DUE.after(row.state, step)
    row.paid_on, row.payment = paid_on, entry
    row.save(update_fields=["state", "paid_on", "payment", "order"])


def release_rest(engagement: Engagement, deed: Deed) -> int:
    """What a contract will not pay any more goes back to its budget line, đồng."""
    left = engagement.committed - engagement.granted - engagement.released
    if left <= 0:
        return 0
    key = entry_id("release", engagement.pk, engagement.released)
    text = Text(
        f"Trả lại phần không dùng của hợp đồng {engagement.number}", f"Unused part of contract {engagement.number}"
    )
    subject = f"engagement:{engagement.pk}"
    post(ledger.release(engagement.budget_line, subject, left, id=key, on=deed.today, text=text), deed=deed)
    write(engagement, released=engagement.released + left)
    return left


def drop_open(engagement: Engagement) -> None:
    """Lines that nobody will hand in any more."""
    for row in engagement.dues.select_for_update().filter(state="planned").order_by("no"):
        write(row, state=DUE.after(row.state, "drop"))
