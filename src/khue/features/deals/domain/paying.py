"""Shares of a settled due are paid by payment orders: their states, and who waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision
from khue.core.flow import Flow, Transition
from khue.features.deals.domain.words import SAY
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes

ROLES: Mapping[str, Text] = {
    "owner": Text("chủ sở hữu", "owner"),
    "author": Text("tác giả", "author"),
    "intermediary": Text("bên trung gian", "intermediary"),
}
SHARE = Flow(
    {
        "due": Text("chờ chi trả", "to be paid"),
        "ordered": Text("đã lập lệnh chi", "payment ordered"),
        "paid": Text("đã chi trả", "paid"),
    },
    (
        Transition("order", ("due",), "ordered", Text("lập lệnh chi", "order")),
        Transition("pay", ("ordered",), "paid", Text("chi trả", "pay")),
        Transition("call_off", ("ordered",), "due", Text("hủy lệnh", "call off")),
        Transition("give_back", ("paid",), "ordered", Text("bị trả lại", "give back")),
    ),
)


@dataclass(frozen=True, slots=True)
class OrderShare:
    """``succession``: the papers by which the receiver goes on under another party were seen."""

    share_id: int
    payee: Payee
    content: str
    codes: BudgetCodes
    account_id: int
    same_holder: bool = False
    succession: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who receives, as the register of parties says today. ``goes_on_as``: the party under which it goes on, or empty; ``lapsed``: a
    change in law lies between, more than one record made twice."""

    name: str
    goes_on_as: str = ""
    lapsed: bool = False
    dissolved_on: date | None = None


def may_order_share(state: str, receiver: Receiver, *, succession: bool) -> Decision:
    """A share is ordered once. It waits while its receiver is dissolved, or went over into another party and nobody has seen the
    papers of that."""
    found = [*SHARE.decision(state, "order").reasons]
    if receiver.goes_on_as and receiver.lapsed and not succession:
        found.append(
            SAY.reason(
                "receiver_succeeded",
                f"“{receiver.name}” nay tiếp tục dưới tên “{receiver.goes_on_as}”.",
                f"“{receiver.name}” goes on as “{receiver.goes_on_as}”.",
                "Mời ông/bà đối chiếu văn bản sáp nhập, rồi đánh dấu ô xác nhận; tiền chi cho bên kế thừa.",
                "Compare the papers of the merger, then tick the confirmation; the successor is paid.",
                "succession",
            )
        )
    elif receiver.dissolved_on is not None and not receiver.goes_on_as:
        found.append(
            SAY.reason(
                "receiver_dissolved",
                f"“{receiver.name}” đã giải thể ngày {format_day(receiver.dissolved_on, 'vi')}.",
                f"“{receiver.name}” was dissolved on {format_day(receiver.dissolved_on, 'en')}.",
                "Khoản này chờ đến khi hồ sơ các bên ghi nhận bên kế thừa.",
                "It waits until the register of parties names a successor.",
            )
        )
    return Decision.refuse_if_any(found)


def role_in_share(party: str, name: str, *, seller: str, owners: tuple[str, ...], brokers: frozenset[str]) -> str:
    """As what somebody receives, unless the settlement says otherwise: brokers by their disclosure, owners by the offer, else an author."""
    if party in brokers:
        return "intermediary"
    return "owner" if party == seller or name in owners else "author"
