"""What has happened with soft budget lines, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event
from khue.core.money import format_dong


@dataclass(frozen=True, kw_only=True)
class PlanApproved(Event):
    """``plan`` its id, ``number`` what everybody reads, ``amount`` of all its lines in đồng."""

    wire: ClassVar[str] = "activities.plan_approved"
    plan: int
    number: str
    version: int
    amount: int

    def line(self) -> Text:
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(
            f"Kế hoạch {self.number}, bản {self.version}, được duyệt: {vi}",
            f"Plan {self.number}, version {self.version}, was approved: {en}",
        )


@dataclass(frozen=True, kw_only=True)
class SpendEvent(Event):
    """About one spend. ``purpose`` is what everybody involved may read."""

    spend: int
    number: str
    purpose: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class SpendAsked(SpendEvent):
    wire: ClassVar[str] = "activities.spend_asked"

    def line(self) -> Text:
        return Text(f"Đề nghị chi {self.number}: {self.purpose}", f"Spend {self.number} asked for: {self.purpose}")


@dataclass(frozen=True, kw_only=True)
class SpendAnswered(SpendEvent):
    wire: ClassVar[str] = "activities.spend_answered"
    accepted: bool

    def line(self) -> Text:
        if self.accepted:
            return Text(
                f"Duyệt khoản chi {self.number}: {self.purpose}", f"Spend {self.number} accepted: {self.purpose}"
            )
        return Text(f"Trả lại đề nghị chi {self.number}", f"Spend {self.number} was sent back")


@dataclass(frozen=True, kw_only=True)
class SpendPaid(SpendEvent):
    wire: ClassVar[str] = "activities.spend_paid"

    def line(self) -> Text:
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(
            f"Đã chi {vi}, khoản {self.number}: {self.purpose}", f"Paid {en}, spend {self.number}: {self.purpose}"
        )


@dataclass(frozen=True, kw_only=True)
class SpendReturned(SpendEvent):
    """The bank sent the money back."""

    wire: ClassVar[str] = "activities.spend_returned"

    def line(self) -> Text:
        return Text(
            f"Ngân hàng trả lại tiền của khoản {self.number}", f"The bank sent back the money of spend {self.number}"
        )


@dataclass(frozen=True, kw_only=True)
class SpendAskedBack(SpendEvent):
    wire: ClassVar[str] = "activities.spend_asked_back"

    def line(self) -> Text:
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(f"Khoản chi {self.number}: phải hoàn trả {vi}", f"{en} of spend {self.number} are to be paid back")


@dataclass(frozen=True, kw_only=True)
class LineClosed(Event):
    wire: ClassVar[str] = "activities.line_closed"
    line_id: int
    purpose: str
    released: int

    def line(self) -> Text:
        vi, en = format_dong(self.released, "vi"), format_dong(self.released, "en")
        return Text(
            f"Kết thúc dòng “{self.purpose}”, trả lại ngân sách {vi}",
            f"“{self.purpose}” closed, {en} back to the budget",
        )
