"""Balances now and on a day: from the kept rows, or from the last seal and the postings after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.ledger import domain
from khue.features.ledger.domain import Kind, Side
from khue.features.ledger.models import Account, AccountTotal, Balance, Period, PeriodBalance, Posting
from khue.features.ledger.models import BudgetLine as BudgetLineRow
from khue.kernel.paging import Page


@dataclass(frozen=True, slots=True)
class AccountCard:
    code: str
    name: Text
    kind: Kind
    normal: Side
    guarded: bool

    @classmethod
    def of(cls, row: Account) -> AccountCard:
        return cls(row.code, Text(row.name_vi, row.name_en), Kind(row.kind), Side(row.normal), row.guarded)


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One account in one currency. One of ``debit`` and ``credit`` is zero; neither is negative."""

    account: AccountCard
    currency: str
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account with a balance. ``on`` None: everything that is booked. Debits equal credits per currency."""

    on: date | None
    lines: tuple[TrialLine, ...]


@dataclass(frozen=True, slots=True)
class SubjectBalance:
    """What one account holds for one subject; ``amount`` on the account's normal side."""

    subject: str
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """Where a line's money is, in đồng: ``appropriated`` = available + committed + accrued + paid."""

    subject: str
    name: Text
    appropriated: int
    committed: int
    accrued: int
    paid: int
    available: int


def account(code: str) -> AccountCard:
    """Raises Missing for an unknown code."""
    row = Account.objects.filter(pk=code).first()
    if row is None:
        raise _no_such_account(code)
    return AccountCard.of(row)


def _no_such_account(code: str) -> Missing:
    return Missing(
        Text(f"Không có tài khoản {code}.", f"There is no account {code}."),
        Text("Chọn tài khoản trong bảng cân đối.", "Choose an account from the trial balance."),
    )


def accounts() -> tuple[AccountCard, ...]:
    return tuple(AccountCard.of(row) for row in Account.objects.order_by("code"))


def balance(code: str, subject: str = "", on: date | None = None, currency: str = "VND") -> int:
    """What ``code`` holds for ``subject`` at the end of ``on`` (None: with everything booked), on its normal side.

    ``subject`` '' is the balance of lines without a subject. Raises Missing for an unknown account.
    """
    if on is None:
        kept = Balance.objects.filter(account=OuterRef("pk"), subject=subject, currency=currency).values("amount")
        row = Account.objects.filter(pk=code).values_list("normal", Subquery(kept)).first()
        if row is None:
            raise _no_such_account(code)
        return Side(row[0]).sign * (row[1] or 0)
    booked = Posting.objects.filter(account=code, subject=subject, currency=currency, booked_on__lte=on)
    return account(code).normal.sign * int(booked.aggregate(total=Sum("amount"))["total"] or 0)


def trial_balance(on: date | None = None) -> TrialBalance:
    """The balance of every account, now from kept totals, or at the end of a day. Three queries at most."""
    sums = kept_sums() if on is None else sums_on(on)
    cards = {card.code: card for card in accounts()}
    lines = (
        TrialLine(cards[code], currency, max(amount, 0), max(-amount, 0))
        for (code, currency), amount in sorted(sums.items())
        if amount
    )
    return TrialBalance(on, tuple(lines))


def kept_sums() -> dict[tuple[str, str], int]:
    """Debit minus credit by account and currency, from the kept totals: one row per account and lane."""
    rows = AccountTotal.objects.values_list("account_id", "currency").annotate(total=Sum("amount"))
    return {(code, currency): int(total) for code, currency, total in rows}


def sums_on(on: date) -> dict[tuple[str, str], int]:
    """The same at the end of ``on``: the last seal that ended by then, and the postings between by their index."""
    ended = domain.month_of(on + timedelta(days=1)) - timedelta(days=1)
    seal = Period.objects.filter(month__lte=ended).order_by("-month").values_list("month", flat=True).first()
    sums: dict[tuple[str, str], int] = {}
    moved = Posting.objects.filter(booked_on__lte=on)
    if seal is not None:
        moved = moved.filter(booked_on__gt=domain.last_day(seal))
        sealed = PeriodBalance.objects.filter(period=seal).values_list("account_id", "currency", "amount")
        sums = {(code, currency): amount for code, currency, amount in sealed}
    for code, currency, total in moved.values_list("account_id", "currency").annotate(total=Sum("amount")):
        sums[code, currency] = sums.get((code, currency), 0) + int(total)
    return sums


def subject_balances(card: AccountCard, after: str | None, size: int = 30) -> Page[SubjectBalance]:
    """What an account holds, subject by subject. A cursor is ``>subject currency`` or ``<subject currency``: the kept
    rows have a key of several columns, which ``kernel.paging`` does not page by.
    """
    rows, order = _subjects_of(card), ("subject", "currency")
    backwards = (after or "").startswith("<")
    subject, _space, currency = (after or "")[1:].partition(" ")
    if after and "\0" not in after:
        way = "lt" if backwards else "gt"
        same = Q(subject=subject, **{f"currency__{way}": currency})
        rows = rows.filter(Q(**{f"subject__{way}": subject}) | same)
    found = list(rows.order_by(*(f"-{name}" if backwards else name for name in order))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    page = tuple(SubjectBalance(row["subject"], row["currency"], row["held"]) for row in found)
    ends = [f"{row.subject} {row.currency}" for row in (page[0], page[-1])] if page else ["", ""]
    further, before = (True, more) if backwards else (more, bool(after))
    return Page(page, f">{ends[1]}" if page and further else None, f"<{ends[0]}" if page and before else None)


def subject_balance_rows(card: AccountCard) -> Iterable[SubjectBalance]:
    """All of them, read as they are asked for: exports."""
    for row in _subjects_of(card).order_by("subject", "currency").iterator():
        yield SubjectBalance(row["subject"], row["currency"], row["held"])


def _subjects_of(card: AccountCard) -> QuerySet[Any, Any]:
    held = F("amount") * Value(card.normal.sign)
    rows = Balance.objects.filter(account=card.code).exclude(amount=0)
    return rows.annotate(held=held).values("subject", "currency", "held")


def budget_lines() -> tuple[BudgetLine, ...]:
    """Every budget line with its money, in order of code. Two queries, however many lines.

    Committed is what is neither available, accrued nor paid: a commitment is kept under its support, not its line.
    """
    kept: dict[str, dict[str, int]] = {}
    watched = (domain.APPROPRIATED, domain.AVAILABLE, domain.ACCRUED, domain.PAID)
    rows = (
        Balance.objects.filter(account__in=watched, currency="VND", subject__startswith="budget:")
        .annotate(held=Case(When(account=domain.APPROPRIATED, then=F("amount")), default=-F("amount"), output_field=IntegerField()))
        .values_list("subject", "account_id", "held")
    )  # fmt: skip
    for subject, code, held in rows:
        kept.setdefault(subject, {})[code] = held
    return tuple(
        _budget_line(f"budget:{row.code}", Text(row.name_vi, row.name_en), kept.get(f"budget:{row.code}", {}))
        for row in BudgetLineRow.objects.order_by("code")
    )


def budget_year(subject: str) -> int | None:
    """The year of a budget line (``budget:2026-EQ``); None for one that does not exist."""
    return BudgetLineRow.objects.filter(code=subject.removeprefix("budget:")).values_list("year", flat=True).first()


def _budget_line(subject: str, name: Text, held: dict[str, int]) -> BudgetLine:
    appropriated, available = held.get(domain.APPROPRIATED, 0), held.get(domain.AVAILABLE, 0)
    accrued, paid = held.get(domain.ACCRUED, 0), held.get(domain.PAID, 0)
    committed = appropriated - available - accrued - paid
    return BudgetLine(subject, name, appropriated, committed, accrued, paid, available)


def sums_by_currency(lines: Iterable[TrialLine]) -> dict[str, tuple[int, int]]:
    """Debits and credits of a trial balance by currency."""
    sums: dict[str, tuple[int, int]] = {}
    for line in lines:
        debit, credit = sums.get(line.currency, (0, 0))
        sums[line.currency] = (debit + line.debit, credit + line.credit)
    return sums
