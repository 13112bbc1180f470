"""Doors of the room: the books, and the deeds that change them by hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Query, Schema
from pydantic import Field

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.money import MAX_DONG
from khue.features.ledger import access, domain, queries, usecases
from khue.features.ledger.domain import Appropriation, ChartLine, Reversal
from khue.features.ledger.forms import month_from
from khue.kernel.api.doors import Door, acting, once_of
from khue.kernel.api.shapes import (
    After,
    Ask,
    Bilingual,
    Day,
    Label,
    Line,
    Listing,
    Made,
    Name,
    Size,
    Uuid,
    listing,
    whole,
)

door = Door("ledger")
READ = domain.READ
On = Annotated[Day | None, Query(description="At the end of that day; everything booked when left out")]
Subject = Annotated[str | None, Query(max_length=120, description="Only lines of this subject, as budget:2026-EQ")]
Month = Annotated[str, Path(pattern=r"^[0-9]{4}-[0-9]{2}$", description="A month, as 2026-05")]
Money = Annotated[int, Field(ge=1, le=MAX_DONG, description="Whole đồng")]


class AccountOut(Schema):
    code: str
    name: Bilingual
    kind: str
    normal: str
    guarded: bool


class TrialLineOut(Schema):
    """One account in one currency, in its smallest unit. One of ``debit`` and ``credit`` is zero."""

    account: AccountOut
    currency: str
    debit: int
    credit: int


class BudgetLineOut(Schema):
    """Where a line's money is: appropriated = available + committed + accrued + paid."""

    subject: str
    name: Bilingual
    appropriated: int
    committed: int
    accrued: int
    paid: int
    available: int


class StatementRowOut(Schema):
    entry: UUID
    booked_on: date
    text: Bilingual
    subject: str
    about: str
    currency: str
    debit: int
    credit: int


class BalanceOut(Schema):
    """What an account holds for one subject, on the account's normal side."""

    subject: str
    currency: str
    amount: int


class EntryRowOut(Schema):
    id: UUID
    booked_on: date
    text: Bilingual
    currency: str
    amount: int


class AboutOut(Schema):
    subject: str
    label: Label


class PostingOut(Schema):
    account: AccountOut
    subject: AboutOut | None
    currency: str
    debit: int
    credit: int


class EntryOut(Schema):
    """An entry with its postings, and its reversal where there is one."""

    id: UUID
    booked_on: date
    text: Bilingual
    about: AboutOut
    created_at: datetime
    postings: list[PostingOut]
    reverses: UUID | None
    reversed_by: UUID | None


class PeriodOut(Schema):
    """A month. ``seal`` is empty while it is open; ``closable`` when it is over and the next in order."""

    month: date
    closed_at: datetime | None
    postings: int
    seal: str
    closable: bool


class SealOut(Schema):
    seal: str


class AppropriationIn(Ask):
    line: Line
    amount: Money
    ground: Annotated[str, Field(min_length=1, max_length=200)]


class BudgetLineIn(Ask):
    code: Annotated[str, Field(min_length=1, max_length=40)]
    name_vi: Annotated[str, Field(min_length=1, max_length=200)]
    name_en: Annotated[str, Field(max_length=200)] = ""
    year: Annotated[int, Field(ge=2000, le=2199)]


class ReversalIn(Ask):
    ground: Annotated[str, Field(min_length=1, max_length=200)]


# -- reading ---------------------------------------------------------------------------------------------------------


@door.get("/ledger/trial-balance", Listing[TrialLineOut], Text("Bảng cân đối", "Trial balance"), right=READ)
def read_trial_balance(request: HttpRequest, on: On = None) -> Any:
    """Every account with a balance. Debits equal credits in each currency."""
    access.require_read(acting(request))
    return whole(queries.trial_balance(on).lines)


@door.get("/ledger/budget-lines", Listing[BudgetLineOut], Text("Dòng ngân sách", "Budget lines"), right=READ)
def list_budget_lines(request: HttpRequest) -> Any:
    """Every line with its money, by code."""
    access.require_read(acting(request))
    return whole(queries.budget_lines())


@door.get("/ledger/budget-lines/{code}", BudgetLineOut, Text("Một dòng ngân sách", "A budget line"), right=READ)
def read_budget_line(request: HttpRequest, code: Name) -> Any:
    """What is appropriated, committed, accrued, paid and available."""
    access.require_read(acting(request))
    line = next((found for found in queries.budget_lines() if found.subject == f"budget:{code}"), None)
    if line is None:
        raise Missing(Text(f"Không có dòng ngân sách {code}.", f"There is no budget line {code}."))
    return line


@door.get("/ledger/accounts", Listing[AccountOut], Text("Hệ thống tài khoản", "Chart of accounts"), right=READ)
def list_accounts(request: HttpRequest) -> Any:
    """Every account, by code."""
    access.require_read(acting(request))
    return whole(queries.accounts())


@door.get("/ledger/accounts/{code}/statement", Listing[StatementRowOut], Text("Sổ chi tiết", "Statement"), right=READ)
def read_statement(
    request: HttpRequest, code: Name, subject: Subject = None, after: After = None, size: Size = 30
) -> Any:
    """Postings of an account, newest first."""
    access.require_read(acting(request))
    return listing(request, queries.statement(code, subject, after=after, size=size).page)


@door.get("/ledger/accounts/{code}/balances", Listing[BalanceOut], Text("Số dư theo đối tượng", "Balances"), right=READ)
def list_balances(request: HttpRequest, code: Name, after: After = None, size: Size = 30) -> Any:
    """What an account holds, subject by subject."""
    access.require_read(acting(request))
    return listing(request, queries.subject_balances(queries.account(code), after, size))


@door.get("/ledger/subjects/{key}", Listing[EntryRowOut], Text("Bút toán về một đối tượng", "Entries"), right=READ)
def list_entries(request: HttpRequest, key: Name) -> Any:
    """Entries about one subject, oldest first."""
    access.require_read(acting(request))
    return whole(queries.entries_of(key))


@door.get("/ledger/entries/{entry_id}", EntryOut, Text("Một bút toán", "An entry"), right=READ)
def read_entry(request: HttpRequest, entry_id: Uuid) -> Any:
    """Its postings, what it is about, and the entry that took it back."""
    access.require_read(acting(request))
    return queries.entry(entry_id)


@door.get("/ledger/periods", Listing[PeriodOut], Text("Kỳ kế toán", "Periods"), right=READ)
def list_periods(request: HttpRequest) -> Any:
    """Months: the open ones, then the closed ones with their seals."""
    actor = acting(request)
    access.require_read(actor)
    return whole(queries.periods(actor.today))


# -- deeds -----------------------------------------------------------------------------------------------------------


@door.post(
    "/ledger/appropriations", Made, Text("Giao dự toán", "Appropriate money"), status=201, right=domain.APPROPRIATE
)
def appropriate(request: HttpRequest, asked: AppropriationIn) -> Any:
    """Puts money on a budget line by a decision. The Idempotency-Key gives the entry its id."""
    entry = once_of(request)
    wish = Appropriation(entry, asked.line, asked.amount, asked.ground.strip())
    usecases.appropriate_budget(wish, actor=acting(request))
    return {"id": str(entry), "href": f"/api/v1/ledger/entries/{entry}"}


@door.post(
    "/ledger/budget-lines", Made, Text("Mở dòng ngân sách", "Open a budget line"), status=201, right=domain.APPROPRIATE
)
def open_budget_line(request: HttpRequest, asked: BudgetLineIn) -> Any:
    """A line is named once and keeps its code."""
    line = ChartLine(asked.code.strip(), Text(asked.name_vi, asked.name_en), asked.year)
    usecases.open_budget_line(line, actor=acting(request))
    return {"id": line.code, "href": f"/api/v1/ledger/budget-lines/{line.code}"}


@door.post(
    "/ledger/entries/{entry_id}/reversal",
    Made,
    Text("Đảo bút toán", "Reverse an entry"),
    status=201,
    right=domain.REVERSE,
)
def reverse_entry(request: HttpRequest, entry_id: Uuid, asked: ReversalIn) -> Any:
    """Takes an entry back by one with the signs turned, booked today."""
    made = once_of(request)
    usecases.reverse_entry(Reversal(made, entry_id, asked.ground.strip()), actor=acting(request))
    return {"id": str(made), "href": f"/api/v1/ledger/entries/{made}"}


@door.post(
    "/ledger/periods/{month}/close",
    SealOut,
    Text("Khóa sổ tháng", "Close a month"),
    takes="nothing",
    right=domain.CLOSE_PERIOD,
)
def close_period(request: HttpRequest, month: Month) -> Any:
    """Writes the balances of the month down and seals them. This can't be taken back."""
    actor = acting(request)
    actor.require(domain.CLOSE_PERIOD)
    first = month_from(month)
    if first is None:
        raise Missing(Text(f"Không có kỳ {month}.", f"There is no period {month}."))
    return {"seal": usecases.close_period(domain.MonthClose(first), actor=actor)}
