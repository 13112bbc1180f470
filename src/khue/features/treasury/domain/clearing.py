"""What became of money in suspense: it is explained, or goes back to whoever paid it in. Amounts in đồng."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes, needs_ground
from khue.features.treasury.domain.receivables import OpenReceivable

WAYS = {
    "recovery": Text("thu hồi kinh phí hỗ trợ", "support given back"),
    "funding": Text("kinh phí được cấp", "funds paid in"),
    "fee": Text("phí Kho bạc, ngân hàng", "bank fee"),
    "sent_back": Text("trả lại người chuyển", "sent back to the payer"),
    "taken": Text("tiền của nghiệp vụ khác", "money of another matter"),
}
AGAIN = Text("Mời ông/bà xem lại rồi gửi lại biểu mẫu.", "Look at it again and send the form again.")


@dataclass(frozen=True, slots=True)
class ClearSuspense:
    """A person says what the amount in suspense is; ``receivable_id`` for recovery. Takes as much as the claim still lacks, else all."""

    line_id: int
    way: str
    receivable_id: int | None
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SendBack:
    """Money that was paid in by mistake goes back by a payment order, which a second person approves."""

    line_id: int
    payee: Payee
    content: str
    codes: BudgetCodes
    ground: str
    same_holder: bool = False
    once: UUID | None = None


def may_clear(asked: ClearSuspense, aside: int, owed: OpenReceivable | None) -> Decision:
    """``aside`` đồng of the line lie in suspense, below zero what went out."""
    return Decision.refuse_if_any(_faults(asked, aside, owed))


def cleared_amount(asked: ClearSuspense, aside: int, owed: OpenReceivable | None) -> int:
    return min(aside, owed.outstanding) if asked.way == "recovery" and owed else abs(aside)


def may_send_back(asked: SendBack, aside: int) -> Decision:
    return Decision.refuse_if_any([*_nothing(aside), *_side(aside, came_in=True), *needs_ground(asked.ground)])


def may_take(aside: int, amount: int | None = None) -> Decision:
    """Whether another room may take ``amount`` đồng (None: something) of what lies in suspense of a line."""
    faults = [*_nothing(aside), *_side(aside, came_in=True)]
    if not faults and amount is not None and not 0 < amount <= aside:
        said = Text(
            f"Dòng sao kê này chỉ còn {format_dong(aside, 'vi')} chờ xử lý.",
            f"Only {format_dong(aside, 'en')} of this line lie in suspense.",
        )
        faults.append(Reason("treasury.aside_short", said, AGAIN, "line"))
    return Decision.refuse_if_any(faults)


def _faults(asked: ClearSuspense, aside: int, owed: OpenReceivable | None) -> Iterator[Reason]:
    if asked.way not in ("recovery", "funding", "fee"):
        said = Text("Chưa chọn khoản tiền này là gì.", "Say what this money is.")
        yield Reason("treasury.way", said, AGAIN, "way")
        return
    yield from _nothing(aside)
    yield from _side(aside, came_in=asked.way != "fee")
    if asked.way == "recovery" and (owed is None or owed.outstanding <= 0):
        said = Text(
            "Chưa chọn khoản phải thu, hoặc khoản đó đã thu đủ.", "Choose a claim on which something is still owed."
        )
        yield Reason("treasury.no_receivable", said, AGAIN, "reference")
    yield from needs_ground(asked.ground)


def _nothing(aside: int) -> Iterator[Reason]:
    if aside == 0:
        said = Text("Dòng sao kê này không còn khoản nào chờ xử lý.", "Nothing of this line lies in suspense any more.")
        step = Text("Mời ông/bà mở lại danh sách tiền chờ xử lý.", "Open the list of money in suspense again.")
        yield Reason("treasury.nothing_aside", said, step)


def _side(aside: int, *, came_in: bool) -> Iterator[Reason]:
    if aside and (aside > 0) != came_in:
        amount = abs(aside)
        said = (
            Text(
                f"{format_dong(amount, 'vi')} này là tiền đã đi ra, không phải tiền vào.",
                f"These {format_dong(amount, 'en')} went out; they did not come in.",
            )
            if came_in
            else Text(
                f"{format_dong(amount, 'vi')} này là tiền vào, không phải tiền đi ra.",
                f"These {format_dong(amount, 'en')} came in; they did not go out.",
            )
        )
        yield Reason("treasury.side", said, AGAIN, "way")
