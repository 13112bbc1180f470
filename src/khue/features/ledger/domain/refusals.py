"""What the database refuses, in words: over-commitment, payment without acceptance, a closed month, a second reversal."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Reason
from khue.core.money import format_dong
from khue.features.ledger.domain.chart import ACCRUED, AVAILABLE, COMMITTED, IN_TRANSIT, ORDERED, PAYABLE
from khue.features.ledger.domain.periods import next_month


def overdrawn(account: str, subject: str, left: int, asked: int, currency: str = "VND") -> Reason:
    """Why a guarded balance refuses: how much is left, how much was asked, what to do. Amounts above zero."""
    vi = {"left": _amount(left, currency, "vi"), "asked": _amount(asked, currency, "vi"), "subject": subject}
    en = {"left": _amount(left, currency, "en"), "asked": _amount(asked, currency, "en"), "subject": subject}
    text, step, code = _OVERDRAWN.get(account, _OVERDRAWN_ELSEWHERE)
    vi["account"] = en["account"] = account
    return Reason(code, Text(text.vi.format(**vi), text.en.format(**en)), step, field="amount")


def _amount(amount: int, currency: str, language: str) -> str:
    return format_dong(amount, language) if currency == "VND" else f"{amount} {currency}"


_OVERDRAWN: dict[str, tuple[Text, Text, str]] = {
    AVAILABLE: (
        Text(
            "Dòng ngân sách {subject} chỉ còn {left}, không đủ để cam kết {asked}.",
            "Budget line {subject} has only {left} left, not enough to commit {asked}.",
        ),
        Text(
            "Giảm số tiền hỗ trợ, chọn dòng ngân sách khác, hoặc chờ bổ sung dự toán rồi làm lại bước này.",
            "Lower the amount, choose another budget line, or wait for a further appropriation and repeat this step.",
        ),
        "ledger.over_commitment",
    ),
    COMMITTED: (
        Text(
            "Cam kết cho {subject} chỉ còn {left}, ít hơn {asked}.",
            "Only {left} is still committed to {subject}, less than {asked}.",
        ),
        Text(
            "Kiểm tra các lần nghiệm thu trước, hoặc cam kết bổ sung trước khi ghi nhận.",
            "Check the earlier acceptances, or commit more before accruing.",
        ),
        "ledger.over_commitment",
    ),
    ACCRUED: (
        Text(
            "Trên dòng ngân sách {subject} mới có {left} đã nghiệm thu mà chưa chi; không thể chi {asked}.",
            "On budget line {subject} only {left} is accepted and unpaid; {asked} cannot be paid.",
        ),
        Text("Nghiệm thu sản phẩm của đợt trước khi chi.", "Accept the deliverables of the tranche before paying."),
        "ledger.not_accepted",
    ),
    PAYABLE: (
        Text(
            "Số đã nghiệm thu mà chưa chi của {subject} là {left}; không thể chi {asked}.",
            "For {subject}, {left} is accepted and unpaid; {asked} cannot be paid.",
        ),
        Text(
            "Nghiệm thu sản phẩm của đợt này trước khi chi, hoặc chi đúng số đã nghiệm thu.",
            "Accept the deliverables of this tranche before paying, or pay what was accepted.",
        ),
        "ledger.not_accepted",
    ),
    ORDERED: (
        Text(
            "Lệnh chi {subject} chỉ còn giữ {left}, ít hơn {asked}.",
            "Payment order {subject} holds only {left}, less than {asked}.",
        ),
        Text("Mở lại lệnh chi để xem trạng thái.", "Open the payment order again to see where it stands."),
        "ledger.not_ordered",
    ),
    IN_TRANSIT: (
        Text(
            "Lệnh chi {subject} chỉ có {left} đang chuyển; dòng sao kê không thể là {asked}.",
            "Payment order {subject} has only {left} in transit; a bank line of {asked} cannot settle it.",
        ),
        Text("Chọn lệnh chi khác cho dòng sao kê này.", "Choose another payment order for this statement line."),
        "ledger.not_sent",
    ),
}
_OVERDRAWN_ELSEWHERE = (
    Text(
        "Tài khoản {account} của {subject} chỉ còn {left}, ít hơn {asked}.",
        "Account {account} of {subject} has only {left}, less than {asked}.",
    ),
    Text("Kiểm tra số dư rồi làm lại bước này.", "Check the balance and repeat this step."),
    "ledger.overdrawn",
)


def period_closed(booked_on: date, closed_through: date) -> Reason:
    """Why a day of a closed month takes no entry any more. ``closed_through``: first day of the last closed month."""
    return Reason(
        "ledger.period_closed",
        Text(
            f"Kỳ kế toán tháng {booked_on:%m/%Y} đã khóa sổ (đã khóa đến hết tháng {closed_through:%m/%Y}).",
            f"The books of {booked_on:%m/%Y} are closed (closed through {closed_through:%m/%Y}).",
        ),
        Text(
            f"Ghi vào kỳ còn mở, từ ngày {next_month(closed_through):%d/%m/%Y}; nếu cần sửa số cũ, lập bút toán đảo trong kỳ mở.",
            f"Book it in the open period, from {format_day(next_month(closed_through), 'en')}; to correct an old figure, reverse its entry there.",
        ),
        field="booked_on",
    )  # fmt: skip


def already_reversed(by: UUID) -> Reason:
    return Reason(
        "ledger.already_reversed",
        Text(f"Bút toán này đã được đảo bằng bút toán {by}.", f"This entry was already reversed by entry {by}."),
        Text("Mở bút toán đảo để xem; nếu cần, lập bút toán mới.", "Open the reversal; post a new entry if needed."),
    )
