"""Closing a month, and the seal that is put on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason


@dataclass(frozen=True, slots=True)
class MonthClose:
    """Close ``month``, named by its first day."""

    month: date


def month_of(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)


def may_close(month: date, *, today: date, last_closed: date | None) -> Decision:
    """Months close in order, once, and only when they are over."""
    return Decision.refuse_if_any(_closing_faults(month, today, last_closed))


def _closing_faults(month: date, today: date, last_closed: date | None) -> Iterable[Reason]:
    if month.day != 1:
        raise ValueError("a month is named by its first day")
    if last_closed is not None and month <= last_closed:
        yield Reason(
            "ledger.already_closed",
            Text(f"Tháng {month:%m/%Y} đã khóa sổ.", f"The books of {month:%m/%Y} are closed already."),
            Text("Xem dấu niêm phong trong danh sách kỳ.", "See its seal in the list of periods."),
        )
    elif last_closed is not None and month != next_month(last_closed):
        yield Reason(
            "ledger.not_next",
            Text(
                f"Các kỳ khóa theo thứ tự; kỳ tiếp theo là {next_month(last_closed):%m/%Y}.",
                f"Periods close in order; the next one is {next_month(last_closed):%m/%Y}.",
            ),
            Text("Khóa sổ kỳ đó trước.", "Close that period first."),
        )
    if today <= last_day(month):
        yield Reason(
            "ledger.not_over",
            Text(f"Tháng {month:%m/%Y} chưa kết thúc.", f"The month {month:%m/%Y} is not over."),
            Text(
                f"Khóa sổ từ ngày {next_month(month):%d/%m/%Y}.",
                f"Close it from {format_day(next_month(month), 'en')} on.",
            ),
        )


@dataclass(frozen=True, slots=True)
class SealLine:
    """The balance of one account in one currency at the end of a month; debit above zero."""

    account: str
    currency: str
    amount: int


def seal_lines(month: date, lines: Iterable[SealLine], postings: int, digest: str, previous: str) -> str:
    """The text that is sealed: previous seal, month, number and SHA-256 of the month's postings, then each balance."""
    ordered = sorted(lines, key=lambda line: (line.account, line.currency))
    head = [previous, month.isoformat(), str(postings), digest]
    return "\n".join([*head, *(f"{line.account}\t{line.currency}\t{line.amount}" for line in ordered)])


def seal(month: date, lines: Iterable[SealLine], *, postings: int, digest: str, previous: str) -> str:
    """SHA-256 (hex) over ``seal_lines``; ``previous`` is the seal of the month before, '' for the first."""
    return hashlib.sha256(seal_lines(month, lines, postings, digest, previous).encode()).hexdigest()


def posting_line(entry: UUID, line: int, account: str, subject: str, currency: str, amount: int, on: date) -> str:
    """One posting as it goes into a month's digest; the lines are ordered by entry and line and joined by newlines."""
    return f"{entry}\t{line}\t{account}\t{subject}\t{currency}\t{amount}\t{on.isoformat()}"
