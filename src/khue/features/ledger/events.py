"""What has happened in the ledger and concerns others. Entries themselves are told by the rooms that post them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from khue.core.bilingual import Text
from khue.core.events import Event
from khue.core.money import format_dong


@dataclass(frozen=True, kw_only=True)
class BudgetAppropriated(Event):
    wire: ClassVar[str] = "ledger.budget_appropriated"

    amount: int

    def line(self) -> Text:
        return Text(
            f"Đã giao dự toán {format_dong(self.amount, 'vi')} vào dòng ngân sách {self.subject}.",
            f"{format_dong(self.amount, 'en')} was appropriated to budget line {self.subject}.",
        )


@dataclass(frozen=True, kw_only=True)
class PeriodClosed(Event):
    wire: ClassVar[str] = "ledger.period_closed"

    month: str
    seal: str

    def line(self) -> Text:
        month = date.fromisoformat(self.month)
        return Text(f"Đã khóa sổ kỳ {month:%m/%Y}.", f"The books of {month:%m/%Y} were closed.")
