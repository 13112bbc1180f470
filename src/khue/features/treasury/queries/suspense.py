"""Money in suspense: what nobody could explain when it stood on a statement, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from khue.core.bilingual import Text
from khue.features.ledger import queries as books
from khue.features.treasury import access
from khue.features.treasury.domain.clearing import WAYS
from khue.features.treasury.models import BankLine, Clearing
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class SuspenseRow:
    """A statement line of which ``aside`` đồng lie in suspense; below zero went out. ``note``: why it was set aside."""

    line_id: int
    booked_on: date
    amount: int
    aside: int
    text: str
    payer: str
    payer_number: str
    account: str
    account_id: int
    note: Text | None


@dataclass(frozen=True, slots=True)
class ClearingLine:
    """What an amount turned out to be. ``ended_at``: its order was cancelled, and it lay in suspense again."""

    way: Text
    amount: int
    reference: str
    receivable_id: int | None
    order_id: int | None
    ground: str
    by_name: str
    at: datetime
    entry: UUID
    ended_at: datetime | None


def suspense(after: str | None = None, size: int = 30) -> Page[SuspenseRow]:
    """Oldest first."""
    return keyset(_lines(), ("booked_on", "id"), after, size).of(_row)


def suspense_rows() -> Iterable[SuspenseRow]:
    """For exports, read as they are asked for."""
    return map(_row, _lines().order_by("booked_on", "pk").iterator(chunk_size=500))


def suspense_total() -> int:
    """What lies in suspense now, in đồng; what went out counts below zero."""
    return int(BankLine.objects.exclude(set_aside=0).aggregate(total=Sum("set_aside"))["total"] or 0)


def suspense_line(line_id: int) -> SuspenseRow:
    """One line, also when nothing of it lies in suspense. Raises Missing."""
    found = _with_parts(BankLine.objects.filter(pk=line_id)).first()
    if found is None:
        raise access.no_such_line()
    return _row(found)


def clearings_of(line_id: int) -> tuple[ClearingLine, ...]:
    """Oldest first."""
    rows = Clearing.objects.filter(line=line_id).select_related("receivable", "order").order_by("pk")
    return tuple(_clearing(row) for row in rows)


def _lines() -> QuerySet[BankLine]:
    return _with_parts(BankLine.objects.exclude(set_aside=0))


def _with_parts(rows: QuerySet[BankLine]) -> QuerySet[BankLine]:
    return rows.select_related("account").prefetch_related("matches")


def _row(row: BankLine) -> SuspenseRow:
    why = next((match.why for match in row.matches.all() if match.undone_at is None and match.why), None)
    return SuspenseRow(
        row.pk, row.booked_on, row.amount, row.set_aside, row.text, row.counter_name, row.counter_number,
        row.account.number, row.account_id, Text.from_json(why[-1]) if why else None,
    )  # fmt: skip


def _clearing(row: Clearing) -> ClearingLine:
    known = row.receivable or row.order
    return ClearingLine(
        _way(row), row.amount, known.reference if known else "", row.receivable_id, row.order_id,
        row.ground, row.by_name, row.at, row.entry, row.ended_at,
    )  # fmt: skip


def _way(row: Clearing) -> Text:
    return (books.subject_link(row.subject).label if row.subject else WAYS[row.way]).capitalised()
