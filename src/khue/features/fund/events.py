"""What has happened in the fund, as timelines and jobs hear it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event
from khue.core.money import format_dong


@dataclass(frozen=True, kw_only=True)
class FundEvent(Event):
    """``number`` is that of the dossier."""

    number: str
    amount: int = 0

    def _line(self, vi: str, en: str) -> Text:
        return Text(
            vi.format(number=self.number, amount=format_dong(self.amount, "vi")),
            en.format(number=self.number, amount=format_dong(self.amount, "en")),
        )


@dataclass(frozen=True, kw_only=True)
class MotionLaid(FundEvent):
    wire: ClassVar[str] = "fund.motion_laid"

    def line(self) -> Text:
        return self._line("Hồ sơ Quỹ {number} đã thẩm định và trình quyết định", "Fund case {number} was appraised and laid before its body")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class CaseApproved(FundEvent):
    wire: ClassVar[str] = "fund.case_approved"

    def line(self) -> Text:
        return self._line("Hồ sơ Quỹ {number} được chấp thuận: {amount}", "Fund case {number} was approved: {amount}")


@dataclass(frozen=True, kw_only=True)
class CaseRefused(FundEvent):
    wire: ClassVar[str] = "fund.case_refused"

    def line(self) -> Text:
        return self._line("Hồ sơ Quỹ {number} không được chấp thuận", "Fund case {number} was refused")


@dataclass(frozen=True, kw_only=True)
class ContractSigned(FundEvent):
    wire: ClassVar[str] = "fund.contract_signed"

    def line(self) -> Text:
        return self._line("Đã ký hợp đồng với Quỹ, hồ sơ {number}", "Contract with the fund signed, case {number}")


@dataclass(frozen=True, kw_only=True)
class FundMoneyPaid(FundEvent):
    wire: ClassVar[str] = "fund.money_paid"

    def line(self) -> Text:
        return self._line("Quỹ đã chi {amount}, hồ sơ {number}", "The fund paid {amount}, case {number}")


@dataclass(frozen=True, kw_only=True)
class LoanRepaid(FundEvent):
    wire: ClassVar[str] = "fund.loan_repaid"

    def line(self) -> Text:
        return self._line("Đã ghi nhận trả nợ {amount}, hồ sơ {number}", "Repayment of {amount} booked, case {number}")


@dataclass(frozen=True, kw_only=True)
class LoanInArrears(FundEvent):
    wire: ClassVar[str] = "fund.loan_in_arrears"
    days: int

    def line(self) -> Text:
        return self._line(
            f"Khoản vay hồ sơ {{number}} quá hạn {self.days} ngày: {{amount}}",
            f"Loan {{number}} is {self.days} days past due: {{amount}}",
        )


@dataclass(frozen=True, kw_only=True)
class LoanRestructured(FundEvent):
    wire: ClassVar[str] = "fund.loan_restructured"

    def line(self) -> Text:
        return self._line("Khoản vay hồ sơ {number} được cơ cấu lại", "Loan {number} was restructured")


@dataclass(frozen=True, kw_only=True)
class LoanWrittenOff(FundEvent):
    wire: ClassVar[str] = "fund.loan_written_off"

    def line(self) -> Text:
        return self._line("Khoản vay hồ sơ {number} được xóa nợ {amount}", "Loan {number} was written off: {amount}")


@dataclass(frozen=True, kw_only=True)
class CaseClosed(FundEvent):
    wire: ClassVar[str] = "fund.case_closed"

    def line(self) -> Text:
        return self._line("Hồ sơ Quỹ {number} đã kết thúc", "Fund case {number} came to its end")


@dataclass(frozen=True, kw_only=True)
class CharterConfirmed(Event):
    wire: ClassVar[str] = "fund.charter_confirmed"
    no: int

    def line(self) -> Text:
        return Text(f"Điều lệ Quỹ, phiên bản {self.no}, được xác nhận", f"Charter of the fund, version {self.no}, confirmed")  # fmt: skip
