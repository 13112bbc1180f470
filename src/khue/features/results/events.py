"""What has happened to results, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.days import english_day
from khue.core.events import Event
from khue.core.money import format_dong


@dataclass(frozen=True, kw_only=True)
class ResultEvent(Event):
    """``result`` is its id, ``title`` its public title in Vietnamese."""

    result: int
    title: str


@dataclass(frozen=True, kw_only=True)
class ResultHandedIn(ResultEvent):
    wire: ClassVar[str] = "results.result_handed_in"

    def line(self) -> Text:
        return Text(f"Gửi đăng ký kết quả “{self.title}”", f"Result “{self.title}” handed in for registration")


@dataclass(frozen=True, kw_only=True)
class ResultRegistered(ResultEvent):
    wire: ClassVar[str] = "results.result_registered"
    number: str

    def line(self) -> Text:
        return Text(f"Đăng ký kết quả “{self.title}”, số {self.number}", f"Result “{self.title}” registered as {self.number}")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ResultChanged(ResultEvent):
    wire: ClassVar[str] = "results.result_changed"
    version: int

    def line(self) -> Text:
        return Text(f"Cập nhật kết quả “{self.title}”, bản {self.version}", f"Result “{self.title}” changed, version {self.version}")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ResultReturned(ResultEvent):
    wire: ClassVar[str] = "results.result_returned"
    note: str

    def line(self) -> Text:
        return Text(f"Yêu cầu sửa kết quả “{self.title}”: {self.note}", f"Result “{self.title}” sent back: {self.note}")


@dataclass(frozen=True, kw_only=True)
class SharesProposed(ResultEvent):
    wire: ClassVar[str] = "results.shares_proposed"

    def line(self) -> Text:
        return Text(f"Lập danh sách tác giả của “{self.title}”", f"Authors of “{self.title}” proposed")


@dataclass(frozen=True, kw_only=True)
class SharesAgreed(ResultEvent):
    wire: ClassVar[str] = "results.shares_agreed"

    def line(self) -> Text:
        return Text(f"Các tác giả của “{self.title}” đã xác nhận tỷ lệ", f"The authors of “{self.title}” confirmed their shares")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SharesRefused(ResultEvent):
    wire: ClassVar[str] = "results.shares_refused"

    def line(self) -> Text:
        return Text(
            f"Có tác giả của “{self.title}” không đồng ý với tỷ lệ", f"An author of “{self.title}” did not agree"
        )


@dataclass(frozen=True, kw_only=True)
class IncomeReported(ResultEvent):
    wire: ClassVar[str] = "results.income_reported"
    profit: int
    report: int = 0

    def line(self) -> Text:
        vi, en = format_dong(self.profit, "vi"), format_dong(self.profit, "en")
        return Text(f"Báo cáo thu nhập từ “{self.title}”: lợi nhuận {vi}", f"Income of “{self.title}” reported: profit {en}")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class DistributionApproved(ResultEvent):
    wire: ClassVar[str] = "results.distribution_approved"
    amount: int

    def line(self) -> Text:
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(f"Duyệt phân chia {vi} từ “{self.title}”", f"Distribution of {en} from “{self.title}” approved")


@dataclass(frozen=True, kw_only=True)
class PayoutPaid(ResultEvent):
    wire: ClassVar[str] = "results.payout_paid"
    amount: int

    def line(self) -> Text:
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(f"Đã chi {vi} từ kết quả “{self.title}”", f"{en} paid from the result “{self.title}”")


@dataclass(frozen=True, kw_only=True)
class PayoutReturned(ResultEvent):
    wire: ClassVar[str] = "results.payout_returned"
    amount: int

    def line(self) -> Text:
        vi, en = format_dong(self.amount, "vi"), format_dong(self.amount, "en")
        return Text(f"Ngân hàng trả lại {vi} của “{self.title}”", f"The bank sent back {en} of “{self.title}”")


@dataclass(frozen=True, kw_only=True)
class TransferOffered(ResultEvent):
    wire: ClassVar[str] = "results.transfer_offered"
    until_on: str

    def line(self) -> Text:
        return Text(
            f"Giới thiệu chuyển giao không bồi hoàn “{self.title}”, nhận đăng ký đến trước ngày {self.until_on}",
            f"“{self.title}” offered for transfer without refund, claims until {english_day(self.until_on)}",
        )


@dataclass(frozen=True, kw_only=True)
class PayoutClaimed(ResultEvent):
    """A correction showed that too much was paid; ``amount`` in đồng."""

    wire: ClassVar[str] = "results.payout_claimed"
    amount: int

    def line(self) -> Text:
        return Text(
            f"Phải hoàn trả {format_dong(self.amount, 'vi')} đã chi vượt từ “{self.title}”",
            f"{format_dong(self.amount, 'en')} paid too much of “{self.title}” is claimed back",
        )


@dataclass(frozen=True, kw_only=True)
class ClaimReceived(ResultEvent):
    """``amount``: what has come back in all, in đồng."""

    wire: ClassVar[str] = "results.claim_received"
    amount: int

    def line(self) -> Text:
        return Text(
            f"Đã nhận hoàn trả {format_dong(self.amount, 'vi')} của “{self.title}”",
            f"{format_dong(self.amount, 'en')} of “{self.title}” came back",
        )


@dataclass(frozen=True, kw_only=True)
class TransferClaimed(ResultEvent):
    """A party wants the result; its name stands on the claim alone, where a restriction reaches it."""

    wire: ClassVar[str] = "results.transfer_claimed"

    def line(self) -> Text:
        return Text(f"Có đăng ký nhận chuyển giao “{self.title}”", f"A claim on the transfer of “{self.title}”")


@dataclass(frozen=True, kw_only=True)
class TransferClaimWithdrawn(ResultEvent):
    wire: ClassVar[str] = "results.transfer_claim_withdrawn"

    def line(self) -> Text:
        return Text(f"Đã rút đăng ký nhận chuyển giao “{self.title}”", f"A claim on “{self.title}” was withdrawn")
