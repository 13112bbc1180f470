"""Spends: accepted by another person, ordered, asked back. What was asked for never changes, so no deed needs If-Match."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.activities import access, queries, usecases
from khue.features.activities.api.asked import ActivityGroundIn, AskBackIn, SpendAnswerIn, SpendPaymentIn
from khue.features.activities.api.shapes import ActivitySpendLineOut, ActivitySpendOut, SpendState, door
from khue.features.activities.domain.commands import AnswerSpend, AskBack, OrderSpend, WithdrawSpend
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import After, Done, Id, Listing, Made, Size, file_out, listing
from khue.kernel.viewing import note_view


def _spend(spend_id: int) -> str:
    return f"/api/v1/activity-spends/{spend_id}"


@door.get(
    "/activity-spends",
    Listing[ActivitySpendLineOut],
    Text("Khoản chi hoạt động", "Spends on activities"),
    right=access.READ,
)
def list_activity_spends(request: HttpRequest, state: SpendState = "", after: After = None, size: Size = 25) -> Any:
    """Of all lines, newest first."""
    return listing(request, queries.spends(acting(request), state, after, size))


@door.get("/activity-spends/{spend_id}", ActivitySpendOut, Text("Một khoản chi", "A spend"), right=access.READ)
def read_activity_spend(request: HttpRequest, spend_id: Id) -> Any:
    """With its papers and what became of it."""
    actor = acting(request)
    card = queries.spend_card(spend_id, actor)
    if card.payee_key and card.payee_key not in actor.keys:
        note_view(actor, card.payee_key, "activities.spend", f"activity_spend:{spend_id}")
    shown = {name: getattr(card.row, name) for name in ActivitySpendLineOut.model_fields}
    own = set(ActivitySpendOut.model_fields) - set(shown)
    return shown | {name: getattr(card, name) for name in own} | {"papers": [file_out(one) for one in card.papers]}


@door.post(
    "/activity-spends/{spend_id}/answer",
    Done,
    Text("Duyệt hoặc trả lại đề nghị chi", "Answer a request"),
    right=access.ACCEPT,
)
def answer_activity_spend(request: HttpRequest, spend_id: Id, asked: SpendAnswerIn) -> Any:
    """By another person than who asked. Accepted, the city owes the amount; sent back, it is free on the line again."""
    command = AnswerSpend(spend_id, asked.accepted, asked.ground, once_of(request))
    usecases.answer_spend(command, actor=acting(request))
    return {"href": _spend(spend_id)}


@door.post(
    "/activity-spends/{spend_id}/withdraw", Done, Text("Rút đề nghị chi", "Withdraw a request"), right=access.PLAN
)
def withdraw_activity_spend(request: HttpRequest, spend_id: Id, asked: ActivityGroundIn) -> Any:
    """Before it is answered."""
    usecases.withdraw_spend(WithdrawSpend(spend_id, asked.ground, once_of(request)), actor=acting(request))
    return {"href": _spend(spend_id)}


@door.post(
    "/activity-spends/{spend_id}/orders",
    Made,
    Text("Lập lệnh chi hoạt động", "Order a spend"),
    right=access.PAY,
    status=201,
)
def order_activity_spend(request: HttpRequest, spend_id: Id, asked: SpendPaymentIn) -> Any:
    """Of an accepted spend; a second person approves the order, and it is paid when the bank's statement shows it."""
    command = OrderSpend(
        spend_id, asked.account(), asked.content, asked.budget(), asked.account_id, asked.same_holder, once_of(request)
    )
    made = usecases.order_spend(command, actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/payment-orders/{made}"}


@door.post(
    "/activity-spends/{spend_id}/returns",
    Made,
    Text("Đề nghị hoàn trả khoản đã chi", "Ask for money back"),
    right=access.PAY,
    status=201,
)
def ask_activity_money_back(request: HttpRequest, spend_id: Id, asked: AskBackIn) -> Any:
    """The payee gets the words for the transfer; the money counts as back when a bank statement shows it."""
    command = AskBack(spend_id, asked.amount, asked.ground, once_of(request))
    made = usecases.ask_back(command, actor=acting(request))
    return {"id": str(made), "href": _spend(spend_id)}
