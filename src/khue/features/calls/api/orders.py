"""Orders: what the city wants, prepared by one person and approved by another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.calls import access, queries, usecases
from khue.features.calls.api.asks import MissionOrderIn, OrderStepIn
from khue.features.calls.api.shapes import MissionOrderLineOut, MissionOrderOut, View, door
from khue.features.calls.domain.commands import ChangeOrder, DecideOrder, DraftOrder
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, DecisionOut, Done, Id, Listing, Made, Size, Words, listing


def _drafted(need_id: int, asked: MissionOrderIn, request: HttpRequest) -> DraftOrder:
    given = asked.dict(exclude={"requirements"})
    lines = tuple(one.plain() for one in asked.requirements)
    return DraftOrder(need_id=need_id, requirements=lines, once=once_of(request), **given)


@door.get("/mission-orders", Listing[MissionOrderLineOut], Text("Đặt hàng", "Orders"), right=access.READ)
def list_mission_orders(
    request: HttpRequest, view: View = "open", q: Words = "", after: After = None, size: Size = 25
) -> Any:
    """``view`` is open, approved or ended."""
    return listing(request, queries.orders(acting(request), view, q, after, size))


@door.get("/mission-orders/{order_id}", MissionOrderOut, Text("Một đặt hàng", "An order"), right=access.READ)
def read_mission_order(request: HttpRequest, order_id: Id) -> Any:
    """Goal, requirements, cost frame, and what the rule says of the way in which the performer is found."""
    found = queries.order(order_id, acting(request))
    note_version(request, found.version)
    shown = {name: getattr(found, name) for name in MissionOrderOut.model_fields if hasattr(found, name)}
    reasons = DecisionOut.of(found.why).reasons
    return shown | {"need": found.need[1], "call": found.call[1] if found.call else "", "reasons": reasons}


@door.post(
    "/needs/{need_id}/mission-orders",
    Made,
    Text("Soạn đặt hàng từ nhu cầu", "Write an order from a need"),
    right=access.PREPARE,
    status=201,
)
def draft_mission_order(request: HttpRequest, need_id: Id, asked: MissionOrderIn) -> Any:
    """A draft: it is judged when it is submitted for approval."""
    made = usecases.draft_order(_drafted(need_id, asked, request), actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/mission-orders/{made}"}


@door.put("/mission-orders/{order_id}", Done, Text("Sửa đặt hàng", "Change an order"), right=access.PREPARE)
def change_mission_order(request: HttpRequest, order_id: Id, asked: MissionOrderIn) -> Any:
    """While it is a draft."""
    need_id = queries.order(order_id, acting(request)).need[0]
    with unchanged():
        command = ChangeOrder(order_id, _drafted(need_id, asked, request), seen_version(request))
        usecases.change_order(command, actor=acting(request))
    return {"href": f"/api/v1/mission-orders/{order_id}"}


@door.post(
    "/mission-orders/{order_id}/decide",
    Done,
    Text("Trình, phê duyệt, trả lại, bỏ", "Submit, approve, send back, drop"),
    edits=True,
)
def decide_mission_order(request: HttpRequest, order_id: Id, asked: OrderStepIn) -> Any:
    """The competent body approves what another person has written; a direct assignment needs its ground on record."""
    with unchanged():
        command = DecideOrder(order_id, asked.verb, asked.ground, seen_version(request), once_of(request))
        usecases.decide_order(command, actor=acting(request))
    return {"href": f"/api/v1/mission-orders/{order_id}"}
