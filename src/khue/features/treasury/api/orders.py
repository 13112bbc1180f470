"""Payment orders: who reads, amends, approves, cancels, reopens. A second person approves what the first prepared."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query

from khue.core.bilingual import Text
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.api.shapes import AmendIn, OrderOut, OrderRowOut, TreasuryGroundIn, door
from khue.features.treasury.domain.orders import ApproveOrder, CancelOrder, ReopenOrder
from khue.features.treasury.queries import OrderCard
from khue.kernel.api.answers import note_version, seen_version, unchanged
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Size, Words, listing

State = Annotated[
    Literal["", "prepared", "approved", "sent", "part_paid", "paid", "returned", "cancelled"],
    Query(description="Only orders in this state"),
]


def _done(order_id: int) -> dict[str, str]:
    return {"href": f"/api/v1/treasury/orders/{order_id}"}


@door.get("/treasury/orders", Listing[OrderRowOut], Text("Lệnh chi", "Payment orders"), right=access.READ)
def list_orders(request: HttpRequest, state: State = "", q: Words = "", after: After = None, size: Size = 30) -> Any:
    """Newest first; words of the reference, the payee, the account or the content."""
    actor = acting(request)
    access.require_read(actor)
    hidden = queries.hidden_parties(actor)
    return listing(request, queries.orders(state, q, after, size, hidden), lambda row: queries.veiled(row, hidden))


@door.get("/treasury/orders/{order_id}", OrderOut, Text("Một lệnh chi", "A payment order"), right=access.READ)
def read_order(request: HttpRequest, order_id: Id) -> Any:
    """Payee, codes, files that carried it, and what the bank did with it."""
    actor = acting(request)
    access.require_read(actor)
    card = queries.order(order_id)
    queries.require_shown(actor, card.row.party)
    note_version(request, card.version)
    return _shown(card)


def _shown(card: OrderCard) -> dict[str, Any]:
    names = ("payee", "codes", "account", "prepared_by", "approved_name", "approved_at", "sent_at", "attempt")
    more = ("settled_on", "note", "new_payee", "held_on", "held_note", "version", "movements")
    files = [
        {"id": number, "name": name, "made_at": at, "href": f"/api/v1/treasury/files/{number}"}
        for number, name, at in card.files
    ]
    return {"order": card.row, "files": files, **{name: getattr(card, name) for name in (*names, *more)}}


@door.post(
    "/treasury/orders/{order_id}/approve",
    Done,
    Text("Duyệt lệnh chi", "Approve an order"),
    takes="nothing",
    edits=True,
    right=access.APPROVE,
)
def approve_order(request: HttpRequest, order_id: Id) -> Any:
    """By another person than the one who prepared it. From then on it can be sent."""
    command = ApproveOrder(order_id, seen_version(request), once_of(request))
    with unchanged():
        usecases.approve_order(command, actor=acting(request))
    return _done(order_id)


@door.post(
    "/treasury/orders/{order_id}/amend",
    Done,
    Text("Sửa lệnh chi", "Amend an order"),
    edits=True,
    right=access.ORDER,
)
def amend_order(request: HttpRequest, order_id: Id, asked: AmendIn) -> Any:
    """Payee, codes or content are put right; after that a second person approves it anew."""
    command = asked.command(order_id, seen_version(request), once_of(request))
    with unchanged():
        usecases.amend_order(command, actor=acting(request))
    return _done(order_id)


@door.post(
    "/treasury/orders/{order_id}/cancel",
    Done,
    Text("Hủy lệnh chi", "Cancel an order"),
    edits=True,
    right=f"{access.ORDER} / {access.APPROVE}",
)
def cancel_order(request: HttpRequest, order_id: Id, asked: TreasuryGroundIn) -> Any:
    """The amount is owed again; the payment goes back to the accountants' desk."""
    command = CancelOrder(order_id, asked.ground.strip(), seen_version(request), once_of(request))
    with unchanged():
        usecases.cancel_order(command, actor=acting(request))
    return _done(order_id)


@door.post(
    "/treasury/orders/{order_id}/reopen",
    Done,
    Text("Mở lại lệnh chi", "Reopen an order"),
    edits=True,
    right=access.ORDER,
)
def reopen_order(request: HttpRequest, order_id: Id, asked: TreasuryGroundIn) -> Any:
    """The bank did not carry it out: what is in transit comes back under the order."""
    command = ReopenOrder(order_id, asked.ground.strip(), seen_version(request), once_of(request))
    with unchanged():
        usecases.reopen_order(command, actor=acting(request))
    return _done(order_id)
