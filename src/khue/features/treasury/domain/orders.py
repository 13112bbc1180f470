"""Payment orders: their states, who may take which step, and what an order must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.flow import Flow, Transition
from khue.core.money import MAX_DONG, format_dong
from khue.core.transfers import LONGEST_CONTENT
from khue.features.treasury.domain.accounts import Payee, payee_faults, same_name

ORDER = Flow(
    {
        "prepared": Text("đã lập, chờ duyệt", "prepared, awaiting approval"),
        "approved": Text("đã duyệt, chờ gửi", "approved, ready to send"),
        "sent": Text("đã gửi, tiền đang chuyển", "sent, money in transit"),
        "part_paid": Text("đã chi một phần", "paid in part"),
        "paid": Text("đã chi, khớp sao kê", "paid, found on the statement"),
        "returned": Text("chưa chi được, cần xử lý", "not carried out, needs care"),
        "cancelled": Text("đã hủy", "cancelled"),
    },
    (
        Transition("approve", ("prepared",), "approved", Text("duyệt", "approve")),
        Transition("amend", ("prepared", "approved", "returned"), "prepared", Text("sửa lệnh chi", "amend")),
        Transition("cancel", ("prepared", "approved", "returned"), "cancelled", Text("hủy", "cancel")),
        Transition("send", ("approved",), "sent", Text("gửi", "send")),
        Transition("reopen", ("sent", "part_paid"), "returned", Text("mở lại", "reopen")),
    ),
)
"""What people do. What the bank does (``after_bank``) follows from what is settled, from any state after sending."""

UNDER_WAY = ("sent", "part_paid")
OPEN = ("prepared", "approved", "sent", "part_paid", "returned")
APPEAL, SIGNATURE = "appeal", "signature"
HOLD_CAUSES = (APPEAL, SIGNATURE)
"""Execution is suspended during an appeal; a paper that must be signed before payment lost a signature."""


@dataclass(frozen=True, slots=True)
class BudgetCodes:
    """Chương, mã ngành kinh tế (khoản), nội dung kinh tế (tiểu mục), mã nguồn: as the State Treasury's order asks."""

    chapter: str
    sector: str
    item: str
    source: str


@dataclass(frozen=True, slots=True)
class PrepareOrder:
    """Pay ``amount`` đồng of ``subject`` (``tranche:7``) from the budget line ``line`` (``budget:2026-EQ``)."""

    subject: str
    line: str
    party: str
    party_name: str
    amount: int
    payee: Payee
    content: str
    codes: BudgetCodes
    account_id: int
    same_holder: bool = False


@dataclass(frozen=True, slots=True)
class AmendOrder:
    order_id: int
    payee: Payee
    content: str
    codes: BudgetCodes
    ground: str
    same_holder: bool = False
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApproveOrder:
    order_id: int
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelOrder:
    order_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReopenOrder:
    """The bank did not carry the order out, or not all of it, and will not: ``ground`` says how one knows."""

    order_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SendFile:
    """One file with these approved orders of one account."""

    account_id: int
    orders: tuple[int, ...]
    once: UUID | None = None


def content_of(typed: str) -> str:
    """The transfer's text as it goes out: one line, trimmed."""
    return " ".join(typed.split())


def order_faults(
    payee: Payee, party_name: str, amount: int, content: str, codes: BudgetCodes, *, same_holder: bool
) -> Iterator[Reason]:
    """What is wrong with an order's words; whether the money is there is asked of the ledger."""
    yield from payee_faults(payee)
    if payee.holder.strip() and not same_name(payee.holder, party_name) and not same_holder:
        yield Reason(
            "treasury.other_holder",
            Text(
                f"Chủ tài khoản “{payee.holder}” khác tên bên nhận “{party_name}”.",
                f"The account holder “{payee.holder}” is not the payee “{party_name}”.",
            ),
            Text(
                "Đối chiếu với thỏa thuận; nếu đúng, đánh dấu vào ô xác nhận bên dưới.",
                "Compare with the agreement; when it is right, tick the confirmation below.",
            ),
            "same_holder",
        )
    if not 0 < amount <= MAX_DONG:
        yield _reason("amount", "Số tiền phải lớn hơn 0.", "The amount must be above zero.", "amount")
    if not content:
        yield _reason(
            "content", "Chưa ghi nội dung chuyển khoản.", "The content of the transfer is missing.", "content"
        )
    elif len(content) > LONGEST_CONTENT:
        yield _reason(
            "content",
            f"Nội dung dài {len(content)} ký tự, tối đa {LONGEST_CONTENT}.",
            f"The content has {len(content)} characters; the most is {LONGEST_CONTENT}.",
            "content",
        )
    for field, value, shape in (
        ("chapter", codes.chapter, r"[0-9]{3}"),
        ("sector", codes.sector, r"[0-9]{3}"),
        ("item", codes.item, r"[0-9]{4}"),
        ("source", codes.source, r"[0-9]{2,4}"),
    ):
        if not re.fullmatch(shape, value):
            vi, en = _CODES[field]
            yield _reason(f"code_{field}", f"{vi.vi} chưa đúng.", f"{vi.en} is not right.", field, en)


_CODES = {
    "chapter": (Text("Mã chương", "The chapter"), Text("Mã chương gồm 3 chữ số.", "A chapter has 3 digits.")),
    "sector": (
        Text("Mã ngành kinh tế (khoản)", "The economic sector"),
        Text("Mã ngành kinh tế gồm 3 chữ số.", "An economic sector has 3 digits."),
    ),
    "item": (
        Text("Mã nội dung kinh tế (tiểu mục)", "The economic item"),
        Text("Mã tiểu mục gồm 4 chữ số.", "An economic item has 4 digits."),
    ),
    "source": (
        Text("Mã nguồn ngân sách", "The source of funds"),
        Text("Mã nguồn gồm 2 đến 4 chữ số.", "A source of funds has 2 to 4 digits."),
    ),
}


def may_prepare(asked: PrepareOrder) -> Decision:
    faults = order_faults(
        asked.payee, asked.party_name, asked.amount, asked.content, asked.codes, same_holder=asked.same_holder
    )
    return Decision.refuse_if_any(faults)


def may_amend(asked: AmendOrder, state: str, party_name: str, amount: int) -> Decision:
    reasons = list(ORDER.decision(state, "amend").reasons)
    reasons += order_faults(asked.payee, party_name, amount, asked.content, asked.codes, same_holder=asked.same_holder)
    return Decision.refuse_if_any([*reasons, *needs_ground(asked.ground)])


def may_approve(
    state: str, preparers: tuple[str, ...], approvers: tuple[str, ...], held: Iterable[Text] = ()
) -> Decision:
    """Four eyes: whoever wrote the order or changed it last, or had a deputy do so, does not approve it.

    ``held`` are the grounds on which other rooms hold the order.
    """
    reasons = [
        *ORDER.decision(state, "approve").reasons,
        *(reason for ground in held for reason in held_reasons(ground)),
    ]
    if {key for key in preparers if key} & set(approvers):
        reasons.append(
            Reason(
                "treasury.own_order",
                Text(
                    "Người lập hoặc sửa lệnh chi không đồng thời là người duyệt.",
                    "Whoever prepared or changed the order does not approve it.",
                ),
                Text("Chuyển cho người có quyền duyệt khác.", "Leave it to another approver."),
            )
        )
    return Decision.refuse_if_any(reasons)


def held_reasons(ground: Text, reference: str = "") -> list[Reason]:
    """Why an order that somebody holds stays where it is."""
    which = Text(f"Lệnh chi {reference}", f"Order {reference}") if reference else Text("Lệnh chi này", "This order")
    return [
        _reason(
            "order_held",
            f"{which.vi} đang được giữ lại: {ground.vi}",
            f"{which.en} is held: {ground.into('en')}",
            "orders" if reference else "",
            Text(
                "Lệnh chi đi tiếp khi việc giữ lại kết thúc; không cần gửi lại đề nghị.",
                "It goes on as soon as it is let go; ask nothing again.",
            ),
        )
    ]


def may_cancel(state: str, settled: int, ground: str) -> Decision:
    reasons = list(ORDER.decision(state, "cancel").reasons)
    if settled:
        reasons.append(
            Reason(
                "treasury.partly_paid",
                Text(
                    f"Lệnh chi đã chi {format_dong(settled, 'vi')} nên không thể hủy.",
                    f"{format_dong(settled, 'en')} of this order is paid, so it cannot be cancelled.",
                ),
                Text("Sửa tài khoản nhận rồi gửi tiếp phần còn lại.", "Amend the account and send the rest."),
            )
        )
    return Decision.refuse_if_any([*reasons, *needs_ground(ground)])


def may_reopen(state: str, ground: str) -> Decision:
    return Decision.refuse_if_any([*ORDER.decision(state, "reopen").reasons, *needs_ground(ground)])


def may_send(
    orders: int,
    wanted: int,
    states: tuple[str, ...],
    accounts: tuple[int, ...],
    account: int,
    held: Iterable[tuple[str, Text]] = (),
) -> Decision:
    """A file holds at least one order, each approved, each of the file's account, none held (reference and ground)."""
    reasons = [reason for reference, ground in held for reason in held_reasons(ground, reference)]
    if wanted == 0:
        reasons.append(_reason("no_order", "Chưa chọn lệnh chi nào.", "No order is chosen.", "orders"))
    if orders != wanted:
        reasons.append(_reason("order_gone", "Một lệnh chi không còn.", "One of the orders is not there.", "orders"))
    waiting = sum(state != "approved" for state in states)
    if waiting:
        reasons.append(
            _reason(
                "not_approved",
                f"{waiting} lệnh chi chưa được duyệt hoặc đã gửi.",
                f"{waiting} of the orders are not approved, or were sent already.",
                "orders",
            )
        )
    if any(found != account for found in accounts):
        reasons.append(
            _reason("other_account", "Có lệnh chi của tài khoản khác.", "One order is of another account.", "orders")
        )
    return Decision.refuse_if_any(reasons)


def after_bank(state: str, amount: int, settled: int, *, gave_back: bool) -> str:
    """The state that follows from what the bank did; ``settled`` đồng of ``amount`` are paid now."""
    if settled == amount:
        return "paid"
    if gave_back:
        return "returned"
    return "part_paid" if settled else state


def needs_ground(ground: str) -> Iterator[Reason]:
    if not ground.strip():
        yield _reason("ground", "Chưa nêu lý do.", "The ground is missing.", "ground")


def _reason(code: str, vi: str, en: str, field: str = "", step: Text | None = None) -> Reason:
    again = step or Text("Mời ông/bà xem lại rồi gửi lại biểu mẫu.", "Look at it again and send the form again.")
    return Reason(f"treasury.{code}", Text(vi, en), again, field)
