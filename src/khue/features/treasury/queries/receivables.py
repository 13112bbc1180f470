"""Money that is to come in: how much, under which reference, and the statement lines that brought it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import F, QuerySet

from khue.features.treasury import access
from khue.features.treasury.models import Clearing, Match, Receivable
from khue.kernel.paging import Page, keyset

Which = Literal["", "open", "settled"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A statement line that brought money; ``over`` is what it brought beyond the claim and is set aside. Amounts in đồng."""

    line_id: int
    booked_on: date
    amount: int
    over: int
    text: str
    payer: str
    entry: UUID


@dataclass(frozen=True, slots=True)
class ReceivableRow:
    """A receivable as lists show it; ``account`` is where the debtor was asked to pay."""

    id: int
    reference: str
    subject: str
    party: str
    party_name: str
    line: str
    amount: int
    received: int
    received_on: date | None
    expected_at: datetime
    account: str

    @property
    def outstanding(self) -> int:
        return self.amount - self.received


@dataclass(frozen=True, slots=True)
class ReceivableCard:
    """A receivable with what came in on it, oldest first."""

    row: ReceivableRow
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class ReceivableFacts:
    """Where a receivable stands, for the room whose subject it is."""

    id: int
    subject: str
    reference: str
    amount: int
    received: int
    received_on: date | None


def receivables(which: Which = "", after: str | None = None, size: int = 30) -> Page[ReceivableRow]:
    """Newest first."""
    return keyset(_wanted(which), ("-id",), after, size).of(_row)


def receivable_rows(which: Which = "") -> Iterable[ReceivableRow]:
    """For exports, read as they are asked for."""
    return map(_row, _wanted(which).order_by("-pk").iterator())


def _wanted(which: Which) -> QuerySet[Receivable]:
    rows = Receivable.objects.select_related("account")
    if which == "open":
        return rows.filter(received__lt=F("amount"))
    return rows.filter(received=F("amount")) if which == "settled" else rows


def receivable(receivable_id: int) -> ReceivableCard:
    """Raises Missing."""
    found = Receivable.objects.select_related("account").filter(pk=receivable_id).first()
    if found is None:
        raise access.no_such_receivable()
    return ReceivableCard(_row(found), _receipts([found.pk])[found.pk])


def receivable_facts(receivable_id: int) -> ReceivableFacts:
    """Raises Missing."""
    found = Receivable.objects.filter(pk=receivable_id).first()
    if found is None:
        raise access.no_such_receivable()
    return ReceivableFacts(found.pk, found.subject, found.reference, found.amount, found.received, found.received_on)


def receivables_of(subjects: Collection[str]) -> dict[str, ReceivableCard]:
    """By subject (``claim:3``); two queries, however many."""
    rows = list(Receivable.objects.select_related("account").filter(subject__in=list(subjects)))
    receipts = _receipts([row.pk for row in rows])
    return {row.subject: ReceivableCard(_row(row), receipts[row.pk]) for row in rows}


def _receipts(ids: Collection[int]) -> dict[int, tuple[Receipt, ...]]:
    found: dict[int, list[Receipt]] = {key: [] for key in ids}
    rows = Match.objects.filter(receivable__in=list(ids), undone_at=None).select_related("line")
    for match in rows.order_by("line__booked_on", "pk"):
        line = match.line
        payer = " · ".join(part for part in (line.counter_name, line.counter_number) if part)
        receipt = Receipt(
            line.pk, line.booked_on, match.amount, line.amount - match.amount, line.text, payer, match.entry
        )
        found[match.receivable_id or 0].append(receipt)
    cleared = Clearing.objects.filter(receivable__in=list(ids)).select_related("line")
    for row in cleared.order_by("line__booked_on", "pk"):
        payer = " · ".join(part for part in (row.line.counter_name, row.line.counter_number) if part)
        receipt = Receipt(row.line_id, row.line.booked_on, row.amount, 0, row.line.text, payer, row.entry)
        found[row.receivable_id or 0].append(receipt)
    return {key: tuple(receipts) for key, receipts in found.items()}


def _row(row: Receivable) -> ReceivableRow:
    account = f"{row.account.number}, {row.account.institution}" if row.account else ""
    return ReceivableRow(
        row.pk, row.reference, row.subject, row.party, row.party_name, row.line, row.amount, row.received, row.received_on,
        row.expected_at, account,
    )  # fmt: skip
