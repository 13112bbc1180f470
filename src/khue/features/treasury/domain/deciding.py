"""What people may say about a line of the bank, and what may be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason
from khue.core.money import format_dong
from khue.core.transfers import account_number
from khue.features.treasury.domain.lines import Fault, Sheet
from khue.features.treasury.domain.matching import OpenOrder
from khue.features.treasury.domain.orders import ORDER, UNDER_WAY, needs_ground
from khue.features.treasury.domain.receivables import RECOVERY, OpenReceivable, receipt_says

KINDS = {
    "order": Text("chi theo lệnh chi", "payment of an order"),
    "return": Text("tiền bị trả lại", "money returned"),
    "recovery": Text("thu hồi kinh phí hỗ trợ", "support given back"),
    "fee": Text("phí Kho bạc, ngân hàng", "bank fee"),
    "funding": Text("kinh phí được cấp", "funds paid in"),
    "aside": Text("tạm giữ chờ xử lý", "set aside"),
}


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """A statement file of one account, as it came."""

    account_id: int
    name: str
    content: bytes
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ImportStatement:
    statement_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A person says what a line is; ``order_id`` for order and return, ``receivable_id`` for recovery, ``ground`` for what is set
    aside and for more than is owed."""

    line_id: int
    kind: str
    order_id: int | None = None
    receivable_id: int | None = None
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class UndoMatch:
    line_id: int
    ground: str
    once: UUID | None = None


def fault_reason(fault: Fault) -> Reason:
    """A fault of a file as a reason beside the file's field, the line first."""
    text = fault.text
    if fault.line:
        text = Text(f"Dòng {fault.line}: {text.vi}", f"Line {fault.line}: {text.en}")
    return Reason("treasury.unreadable", text, None, "file")


def may_read(sheet: Sheet, number: str, today: date) -> Decision:
    """The statement is of this account and of days that have been."""
    reasons = []
    if sheet.number and account_number(sheet.number) != number:
        reasons.append(
            _file_reason(
                "other_account",
                f"Tệp là sao kê của tài khoản {sheet.number}, không phải {number}.",
                f"The file is of account {sheet.number}, not of {number}.",
            )
        )
    if sheet.ends_on > today:
        reasons.append(
            _file_reason(
                "future",
                f"Tệp có giao dịch ngày {sheet.ends_on:%d/%m/%Y}, sau ngày hôm nay.",
                f"The file has bookings of {format_day(sheet.ends_on, 'en')}, after today.",
            )
        )
    return Decision.refuse_if_any(reasons)


def _file_reason(code: str, vi: str, en: str) -> Reason:
    step = Text("Chọn đúng tài khoản hoặc đúng tệp.", "Choose the right account, or the right file.")
    return Reason(f"treasury.{code}", Text(vi, en), step, "file")


def may_match(
    asked: MatchLine, amount: int, order: OpenOrder | None, owed: OpenReceivable | None = None, *, same_account: bool
) -> Decision:
    """Whether the line can be what the person says; ``amount`` above zero came in."""
    return Decision.refuse_if_any(_faults(asked, amount, order, owed, same_account))


def _faults(
    asked: MatchLine, amount: int, order: OpenOrder | None, owed: OpenReceivable | None, same_account: bool
) -> Iterator[Reason]:
    if asked.kind not in KINDS:
        yield _reason("kind", "Chưa chọn dòng sao kê này là gì.", "Say what this line is.", "kind")
        return
    if asked.kind == "aside":
        yield from needs_ground(asked.ground)
        return
    came_in = asked.kind in ("return", "recovery", "funding")
    if came_in != (amount > 0):
        vi, en = ("tiền vào", "money that came in") if came_in else ("tiền ra", "money that went out")
        yield _reason(
            "side",
            f"“{KINDS[asked.kind].vi.capitalize()}” phải là {vi}.",
            f"“{KINDS[asked.kind].en.capitalize()}” must be {en}.",
            "kind",
        )
    if asked.kind in ("order", "return"):
        yield from _order_faults(asked.kind, abs(amount), order, same_account)
    if asked.kind == RECOVERY:
        yield from _recovery_faults(asked, amount, owed)


def _recovery_faults(asked: MatchLine, amount: int, owed: OpenReceivable | None) -> Iterator[Reason]:
    """More than is owed is taken only with a word on what becomes of the rest, which is set aside meanwhile."""
    if owed is None or owed.outstanding <= 0:
        yield _reason(
            "no_receivable",
            "Chưa chọn khoản phải thu, hoặc khoản đó đã thu đủ.",
            "Choose a claim on which something is still owed.",
            "reference",
        )
    elif amount > owed.outstanding and not asked.ground.strip():
        said = receipt_says(amount, owed.outstanding)
        step = Text(
            "Ghi cách xử lý phần thừa ở ô ghi chú; phần thừa được tạm giữ trong sổ cho đến khi xử lý xong.",
            "Say in the remark what becomes of the rest; it is set aside in the books until it is settled.",
        )
        yield Reason("treasury.over", said, step, "ground")


def _order_faults(kind: str, amount: int, order: OpenOrder | None, same_account: bool) -> Iterator[Reason]:
    if order is None:
        yield _reason("no_order", "Chưa chọn lệnh chi.", "Choose the payment order.", "order_id")
        return
    if not same_account:
        yield _reason(
            "other_account", "Lệnh chi này của tài khoản khác.", "The order is of another account.", "order_id"
        )
    if kind == "order" and order.state not in UNDER_WAY:
        state = ORDER.label(order.state)
        yield _reason(
            "not_under_way",
            f"Lệnh chi này {state.vi}, không có tiền đang chuyển.",
            f"The order is {state.en}; nothing is in transit.",
            "order_id",
        )
    most = order.outstanding if kind == "order" else order.settled
    if amount > most:
        yield _reason(
            "too_much",
            f"Dòng sao kê {format_dong(amount, 'vi')} lớn hơn {format_dong(most, 'vi')} của lệnh chi.",
            f"The line has {format_dong(amount, 'en')}, more than the order's {format_dong(most, 'en')}.",
            "order_id",
        )


def may_undo(kind: str, state: str, ground: str, *, cleared: bool = False) -> Decision:
    """A match is taken back with a ground; that of a return only until the order goes on its way again, and none of which
    something was ``cleared`` out of suspense."""
    reasons = list(needs_ground(ground))
    if cleared:
        reasons.append(
            _reason(
                "cleared",
                "Khoản chờ xử lý của dòng này đã được xác định, nên không thể bỏ ghép.",
                "What was set aside of this line has been dealt with, so the match stands.",
                "ground",
            )
        )
    if kind == "return" and state not in ("returned", "part_paid"):
        reasons.append(
            _reason(
                "went_on",
                "Lệnh chi đã được sửa hoặc gửi lại sau khi bị trả lại, nên không thể bỏ ghép.",
                "The order was amended or sent again after the return, so the match stands.",
                "ground",
            )
        )
    if kind == "order" and state not in ("paid", "part_paid"):
        reasons.append(
            _reason(
                "went_on",
                "Tiền của lệnh chi này đã bị trả lại; mời ông/bà bỏ ghép dòng trả lại trước.",
                "The money of this order came back; undo the match of the return first.",
                "ground",
            )
        )
    return Decision.refuse_if_any(reasons)


def _reason(code: str, vi: str, en: str, field: str) -> Reason:
    step = Text("Mời ông/bà chọn lại.", "Choose again.")
    return Reason(f"treasury.{code}", Text(vi, en), step, field)
