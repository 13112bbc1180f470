"""The chart of accounts and the budget lines, read from the city package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.features.ledger.domain.subjects import is_subject

APPROPRIATED = "budget.appropriated"
AVAILABLE = "budget.available"
COMMITTED = "budget.committed"
ACCRUED = "budget.accrued"
PAID = "budget.paid"
EXPENSE = "expense.support"
PAYABLE = "payable.support"
ORDERED = "payable.ordered"
IN_TRANSIT = "treasury.in_transit"
CASH = "treasury.cash"
FEES = "treasury.fees"
FUNDING = "treasury.funding"
SUSPENSE = "treasury.suspense"

READ = "ledger.read"
CLOSE_PERIOD = "ledger.close_period"
APPROPRIATE = "ledger.appropriate"
REVERSE = "ledger.reverse"
POST = "ledger.post"


class Kind(StrEnum):
    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"
    MEMO = "memo"


class Side(StrEnum):
    DEBIT = "debit"
    CREDIT = "credit"

    @property
    def sign(self) -> int:
        """+1 for debit, -1 for credit: multiplies a stored amount into one on its normal side."""
        return 1 if self is Side.DEBIT else -1


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """One account of the chart. ``guarded``: its balance on the normal side never falls below zero, per subject."""

    code: str
    name: Text
    kind: Kind
    normal: Side
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One budget line: ``code`` such as ``2026-EQ``; its subject key is ``budget:2026-EQ``."""

    code: str
    name: Text
    year: int

    @property
    def subject(self) -> str:
        return f"budget:{self.code}"


@dataclass(frozen=True, slots=True)
class Chart:
    accounts: tuple[ChartAccount, ...]
    lines: tuple[ChartLine, ...] = ()


class ChartError(ValueError):
    """The chart file is wrong; the message names the account and what is missing or unknown."""


def read_chart(tables: Mapping[str, Any]) -> Chart:
    """The chart out of the parsed ``accounts.toml``. Raises ChartError for a missing or unknown value or a twin."""
    accounts = tuple(_read_account(row) for row in tables.get("account", ()))
    lines = tuple(_read_line(row) for row in tables.get("budget_line", ()))
    for codes in ([a.code for a in accounts], [line.code for line in lines]):
        twins = sorted({code for code in codes if codes.count(code) > 1})
        if twins:
            raise ChartError(f"declared twice: {', '.join(twins)}")
    return Chart(accounts, lines)


def _read_account(row: Mapping[str, Any]) -> ChartAccount:
    code = str(row.get("code", ""))
    if not re.fullmatch(r"[a-z]+(\.[a-z_]+)+", code):
        raise ChartError(f"account code {code!r}: small letters with dots, such as budget.available")
    try:
        name = Text(row["vi"], row.get("en", ""))
        return ChartAccount(code, name, Kind(row["kind"]), Side(row["normal"]), bool(row.get("guarded", False)))
    except (KeyError, ValueError) as error:
        raise ChartError(f"account {code}: {error}") from error


def _read_line(row: Mapping[str, Any]) -> ChartLine:
    code = str(row.get("code", ""))
    try:
        line = ChartLine(code, Text(row["vi"], row.get("en", "")), int(row["year"]))
    except (KeyError, ValueError) as error:
        raise ChartError(f"budget line {code}: {error}") from error
    if not is_subject(line.subject):
        raise ChartError(f"budget line code {code!r}: letters, digits, dots and hyphens")
    return line


def may_open_line(line: ChartLine) -> Decision:
    if is_subject(line.subject) and len(line.code) <= 40:
        return Decision.grant()
    return Decision.refuse(
        Reason(
            "ledger.line_code",
            Text(f"Mã dòng ngân sách “{line.code}” không dùng được.", f"“{line.code}” cannot be a budget line's code."),
            Text("Chỉ dùng chữ không dấu, số, dấu chấm và gạch nối, ví dụ 2026-EQ.", "Use plain letters, digits, dots and hyphens only, such as 2026-EQ."),
            field="code",
        )
    )  # fmt: skip
