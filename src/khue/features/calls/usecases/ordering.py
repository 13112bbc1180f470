"""Orders: drafted from an accepted need, submitted, approved by the competent body, sent back, dropped."""

from __future__ import annotations

from typing import Any

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Refused, require
from khue.features.calls import access
from khue.features.calls.domain.commands import ChangeOrder, DecideOrder, DraftOrder
from khue.features.calls.domain.flows import DIRECT, NEED, ORDER, SELECTION
from khue.features.calls.domain.needing import may_approve_order, may_order, may_submit_order, may_turn_order
from khue.features.calls.events import OrderMoved
from khue.features.calls.models import Need, Order, Requirement
from khue.features.calls.queries import rules
from khue.features.calls.usecases.parts import locked_need, locked_order, new_number, party_name, tell, write
from khue.features.people import queries as people
from khue.features.rulebook import queries as rulebook
from khue.kernel.deeds import Deed, command


def draft_order(asked: DraftOrder, *, actor: Actor) -> int:
    """An order from an accepted need; its id. Raises Refused with every reason."""
    actor.require(access.PREPARE)
    with command("calls.draft_order", actor) as deed:
        before = deed.repeated(asked.once)
        if before is not None:
            return int(before)
        need = locked_need(asked.need_id)
        access.require_staff_side(actor, need)
        name = _require_in_order(need.state, asked, deed=deed)
        order = Order.objects.create(
            number=new_number("order", deed.today.year),
            need=need,
            prepared_by=actor.key,
            prepared_by_name=actor.name,
            prepared_at=deed.moment,
            **_columns(asked, name),
        )
        deed.subject = f"order:{order.pk}"
        _write_requirements(order, asked)
        write(need, state=NEED.after(need.state, "order"))
        deed.about(f"need:{need.pk}")
        deed.after(number=order.number, need=need.number, mode=order.mode, cost_frame=order.cost_frame)
        _emit(order, need, "draft", deed=deed)
        deed.result(order.pk)
        return int(order.pk)


def _require_in_order(need_state: str, asked: DraftOrder, *, deed: Deed) -> str:
    """The performer's name. Raises Refused with every reason."""
    name = party_name(asked.performer) if asked.performer else ""
    known = bool(name) and people.party(asked.performer).kind == "organisation"
    require(may_order(need_state, asked, rules.key_field(asked.field, deed.today), performer_known=known))
    return name if asked.mode == DIRECT else ""


def _columns(asked: DraftOrder, performer_name: str) -> dict[str, Any]:
    direct = asked.mode == DIRECT
    return {
        "title": asked.title.strip(),
        "goal": asked.goal.strip(),
        "field": asked.field,
        "cost_frame": asked.cost_frame,
        "months": asked.months,
        "mode": DIRECT if direct else SELECTION,
        "ground": asked.ground.strip() if direct else "",
        "performer_id": access.number_of(asked.performer) or None if direct else None,
        "performer_name": performer_name,
    }


def _write_requirements(order: Order, asked: DraftOrder) -> None:
    Requirement.objects.filter(order=order).delete()
    Requirement.objects.bulk_create(
        Requirement(
            order=order,
            no=number,
            product=one.product.strip(),
            criterion=one.criterion.strip(),
            unit=one.unit.strip(),
            target=one.target.strip(),
        )
        for number, one in enumerate(asked.requirements, start=1)
    )


def change_order(asked: ChangeOrder, *, actor: Actor) -> None:
    """A draft says something else now; what was approved is never changed."""
    actor.require(access.PREPARE)
    with command("calls.change_order", actor, subject=f"order:{asked.order_id}") as deed:
        if deed.repeated(asked.order.once) is not None:
            return
        order = locked_order(asked.order_id, asked.seen)
        if order.state != "draft":
            raise Refused(ORDER.decision(order.state, "submit"))
        name = _require_in_order("ordered", asked.order, deed=deed)
        deed.before(mode=order.mode, cost_frame=order.cost_frame, title=order.title)
        write(order, **_columns(asked.order, name), turned_ground="")
        _write_requirements(order, asked.order)
        deed.after(mode=order.mode, cost_frame=order.cost_frame, title=order.title)
        deed.result(True)


def decide_order(asked: DecideOrder, *, actor: Actor) -> None:
    """Submit, approve, send back, drop. A direct assignment goes nowhere without its recorded ground."""
    actor.require(access.APPROVE if asked.verb in ("approve", "send_back") else access.PREPARE)
    with command(f"calls.{asked.verb}_order", actor, subject=f"order:{asked.order_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        order = locked_order(asked.order_id, asked.seen)
        need = locked_need(order.need_id)
        mode = rules.ordering_mode(order.mode, order.ground, deed.today)
        values: dict[str, Any] = {}
        match asked.verb:
            case "submit":
                deed.decide(require(may_submit_order(order.state, mode)), edition=rulebook.edition())
            case "approve":
                competent = rules.competent_body(rules.bodies_of(actor.units), deed.today)
                require(
                    may_approve_order(
                        order.state, competent=competent, mode=mode, prepared_by=order.prepared_by, hands=actor.hands
                    )
                )
                deed.decide(mode, edition=rulebook.edition())
                values = {
                    "approved_by": actor.key,
                    "approved_by_name": actor.name,
                    "approved_on": deed.today,
                    "binding": mode.binding,
                }
            case _:
                require(may_turn_order(order.state, asked.verb, asked.ground))
                values = {"turned_ground": asked.ground.strip()}
        deed.before(state=order.state)
        write(order, state=ORDER.after(order.state, asked.verb), **values)
        if asked.verb == "drop":
            write(need, state=NEED.after(need.state, "free"))
        deed.about(f"need:{need.pk}")
        deed.after(state=order.state, ground=asked.ground)
        _emit(order, need, asked.verb, deed=deed)
        _tell(order, asked, deed=deed)
        deed.result(True)


def _emit(order: Order, need: Need, verb: str, *, deed: Deed) -> None:
    keys = (access.party_key(need.party_id), access.party_key(order.performer_id))
    parties = tuple(dict.fromkeys(key for key in keys if key)) if verb == "approve" else ()
    deed.emit(OrderMoved(subject=f"order:{order.pk}", parties=parties, number=order.number, verb=verb))


def _tell(order: Order, asked: DecideOrder, *, deed: Deed) -> None:
    """Whoever approves hears of what was submitted; whoever wrote it hears what became of it."""
    if asked.verb == "submit":
        readers = [card.key for card in people.people_with_right(access.APPROVE, deed.today)]
        title = Text(f"Đặt hàng {order.number} chờ phê duyệt", f"Order {order.number} awaits approval")
    else:
        readers = [order.prepared_by]
        label = ORDER.label(order.state)
        title = Text(f"Đặt hàng {order.number}: {label.vi}", f"Order {order.number}: {label.en}")
    said = asked.ground.strip() or order.title
    tell(readers, title, Text(said, said), f"/orders/{order.pk}/", deed=deed)
