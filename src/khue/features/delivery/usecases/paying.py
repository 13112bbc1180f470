"""Payment: an order is prepared for the advance or an accepted milestone, and the mission follows what the bank did with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import require
from khue.core.money import format_dong
from khue.features.delivery import access
from khue.features.delivery.domain.accepting import may_pay
from khue.features.delivery.domain.commands import OrderMilestone
from khue.features.delivery.domain.words import MILESTONE, MISSION
from khue.features.delivery.events import MilestoneMoved
from khue.features.delivery.models import Milestone, Mission
from khue.features.delivery.usecases.parts import (
    close_step,
    locked_milestone,
    locked_mission,
    parties_of,
    put_on_desk,
    require_execution,
    tell_lead,
    write,
)
from khue.features.documents.usecases import lock_papers
from khue.features.dossiers.queries import unsigned_before_payment
from khue.features.dossiers.usecases import close_dossier, issue_document, resume_dossier
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import PrepareOrder
from khue.features.treasury.queries import OrderFacts
from khue.features.treasury.usecases import prepare_order
from khue.kernel.deeds import Deed, command

STEP = "milestone-payment"


@dataclass(slots=True)
class Due:
    """What is paid: a milestone, or the advance (``no`` 0). ``amount`` is what is owed of it, in đồng."""

    mission: Mission
    milestone: Milestone | None

    @property
    def no(self) -> int:
        return self.milestone.no if self.milestone else 0

    @property
    def subject(self) -> str:
        return f"milestone:{self.milestone.pk}" if self.milestone else f"advance:{self.mission.pk}"

    @property
    def amount(self) -> int:
        return self.milestone.amount - self.milestone.set_off if self.milestone else self.mission.advance

    @property
    def state(self) -> str:
        return self.milestone.state if self.milestone else self.mission.advance_state

    @property
    def order(self) -> int | None:
        return self.milestone.order if self.milestone else self.mission.advance_order

    @property
    def accepters(self) -> tuple[str, ...]:
        return (self.milestone.accepted_by, self.milestone.accepted_for) if self.milestone else ()

    def words(self) -> Text:
        if self.milestone is None:
            return Text("tạm ứng", "the advance")
        return Text(f"mốc {self.no}", f"milestone {self.no}")

    def move(self, step: str, order: int | None, paid_on: date | None = None, entry: UUID | None = None) -> None:
        """The advance and the milestones go through the same states."""
        state = MILESTONE.after(self.state, step)
        if self.milestone is None:
            write(self.mission, advance_state=state, advance_order=order, advance_paid_on=paid_on)
            return
        row = self.milestone
        row.state, row.order, row.paid_on, row.payment = state, order, paid_on, entry
        row.save(update_fields=["state", "order", "paid_on", "payment"])


def locked_due(what: str) -> Due:
    """``milestone:7`` or ``advance:3``, everything locked. Raises Missing."""
    kind, _, number = what.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 19) or kind not in ("milestone", "advance"):
        raise access.no_such_mission()
    if kind == "milestone":
        return Due(*locked_milestone(int(number)))
    return Due(locked_mission(int(number)), None)


def order_milestone(asked: OrderMilestone, *, actor: Actor) -> int:
    """Prepare the payment order; its id. The ledger takes the amount out of what is owed and refuses anything else."""
    actor.require(access.PAY)
    with command("delivery.order_milestone", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        due = locked_due(asked.what)
        mission = due.mission
        deed.subject = f"mission:{mission.pk}"
        access.require_staff(actor, access.PAY, mission)
        require_execution(mission)
        lock_papers(
            f"dossier:{mission.dossier_id}"
        )  # whoever withdraws a signature comes before or after, never between
        may = may_pay(due.state, due.amount, due.accepters, actor.hands)
        require(Decision.refuse_if_any([*may.reasons, *_unsigned(mission)]))
        deed.before(no=due.no, state=due.state)
        order = prepare_order(
            PrepareOrder(
                subject=due.subject,
                line=mission.budget_line,
                party=access.lead_key(mission),
                party_name=mission.lead.name,
                amount=due.amount,
                payee=asked.payee,
                content=asked.content,
                codes=asked.codes,
                account_id=asked.account_id,
                same_holder=asked.same_holder,
            ),
            deed=deed,
        )
        due.move("order", order)
        issue_document(mission.dossier_id, "payment-slip", values=_slip(due, deed), deed=deed)
        close_step(mission, STEP, due.subject, "ordered", deed=deed)
        if due.milestone is not None:
            write(mission)
        deed.after(no=due.no, state=due.state, order=order)
        _emit(due, "ordered", deed)
        deed.result(order)
        return order


def _unsigned(mission: Mission) -> list[Reason]:
    """Papers that both sides must sign before money moves."""
    return [
        Reason(
            "not_signed",
            Text(
                f"Văn bản “{paper.title.vi}” {paper.number} chưa được ký đủ.",
                f"“{paper.title.into('en')}” {paper.number} is not signed by all.",
            ),
            Text("Mời các bên ký tại mục “Cần ký” rồi chi.", "Have it signed under “To sign”, then pay."),
        )
        for paper in unsigned_before_payment(mission.dossier_id)
    ]


def _slip(due: Due, deed: Deed) -> dict[str, Any]:
    mission, words = due.mission, due.words().vi
    return {
        "addressee": "Kho bạc Nhà nước",
        "payee": {"name": mission.lead.name},
        "purpose": f"Thanh toán {words}, nhiệm vụ {mission.number}",
        "budget_line": mission.budget_line.removeprefix("budget:"),
        "tranche": words.capitalize(),
        "agreement_number": mission.number,
        "acceptance_number": str((due.milestone.accepted_on if due.milestone else mission.contracted_on) or deed.today),
        "amount": due.amount,
        "paid_before": mission.paid,
        "accountant": deed.actor.name,
    }


def follow_order(order_id: int, *, actor: Actor) -> None:
    """Bring a milestone or the advance to where its payment order stands. Repeated, it writes nothing.

    For the job that hears ``treasury.orders_moved``: it asks where the order is now, so that late or doubled news is harmless.
    """
    order = treasury.order_facts(order_id)
    kind, _, number = order.subject.partition(":")
    if kind not in ("milestone", "advance"):
        return
    model: Any = Milestone if kind == "milestone" else Mission
    if not model.objects.filter(pk=int(number)).exists():
        return
    with command("delivery.follow_order", actor) as deed:
        due = locked_due(order.subject)
        deed.subject = f"mission:{due.mission.pk}"
        order = treasury.order_facts(order_id)  # again, under the lock
        step = _step_of(due, order)
        if step is None:
            deed.nothing_done()
            return
        deed.before(no=due.no, state=due.state, paid=due.mission.paid, mission=due.mission.state)
        step(due, order, deed)
        deed.after(no=due.no, state=due.state, paid=due.mission.paid, mission=due.mission.state, order=order.reference)


def _step_of(due: Due, order: OrderFacts) -> Any:
    """What is to be done, or None. An older order says nothing about it any more."""
    if due.order != order.id:
        return None
    if order.state == "paid" and due.state == "ordered":
        return _paid
    if order.state == "cancelled" and due.state == "ordered":
        return _called_off
    return _gave_back if order.state != "paid" and due.state == "paid" else None


def _paid(due: Due, order: OrderFacts, deed: Deed) -> None:
    """The bank's statement shows the whole amount."""
    due.move("pay", order.id, order.settled_on, order.entry)
    mission = due.mission
    write(mission, paid=mission.paid + due.amount)
    _emit(due, "paid", deed)
    vi, en = due.words().vi, due.words().en
    _tell(due, f"Đã chi {vi} của nhiệm vụ {mission.number}", f"Paid: {en} of {mission.number}", deed)
    open_settlement(mission, deed=deed)
    waits = Milestone.objects.filter(mission=mission, state__in=["accepted", "ordered"]).exists()
    if mission.state == "excused" and not waits:
        close_dossier(mission.dossier_id, deed=deed)  # what was accepted before the end is paid now


def open_settlement(mission: Mission, *, deed: Deed) -> None:
    """When everything is accepted and paid, the settlement lies on the desk."""
    rows = list(Milestone.objects.filter(mission=mission).exclude(state="cancelled").values_list("state", flat=True))
    if mission.state == "running" and rows and all(one == "paid" for one in rows):
        put_on_desk(mission, "settlement", f"mission:{mission.pk}", deed=deed)


def _gave_back(due: Due, order: OrderFacts, deed: Deed) -> None:
    """The bank sent the money back: it is not paid any more, and its order goes on."""
    mission = due.mission
    values: dict[str, Any] = {"paid": mission.paid - due.amount}
    if mission.state == "completed":
        values |= {"state": MISSION.after(mission.state, "resume"), "ended_on": None}
        resume_dossier(mission.dossier_id, deed=deed)
    due.move("give_back", order.id)
    write(mission, **values)
    _emit(due, "given_back", deed)
    vi, en = due.words().vi, due.words().en
    _tell(due, f"Tiền {vi} của nhiệm vụ {mission.number} bị ngân hàng trả lại", f"The bank sent back the money of {en} of {mission.number}", deed)  # fmt: skip


def _called_off(due: Due, order: OrderFacts, deed: Deed) -> None:
    """The order was cancelled before it was sent: the payment is on the accountants' desk again."""
    due.move("call_off", None)
    put_on_desk(due.mission, STEP, due.subject, deed=deed)


def _tell(due: Due, vi: str, en: str, deed: Deed) -> None:
    amount = Text(f"Số tiền: {format_dong(due.amount, 'vi')}.", f"Amount: {format_dong(due.amount, 'en')}.")
    tell_lead(due.mission, Text(vi, en), amount, deed=deed)


def _emit(due: Due, step: str, deed: Deed) -> None:
    deed.emit(
        MilestoneMoved(
            subject=f"mission:{due.mission.pk}",
            parties=parties_of(due.mission),
            number=due.mission.number,
            amount=due.amount,
            no=due.no,
            step=step,
        )
    )
