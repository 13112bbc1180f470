"""Statements, their lines, and the queue of lines that wait for a person."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery

from khue.core.bilingual import Text
from khue.features.treasury import access
from khue.features.treasury.domain.deciding import KINDS
from khue.features.treasury.domain.lines import Sheet
from khue.features.treasury.domain.matching import Orders, Proposal, proposals
from khue.features.treasury.domain.orders import UNDER_WAY
from khue.features.treasury.domain.reading import FORMATS, read_statement
from khue.features.treasury.domain.receivables import Receivables
from khue.features.treasury.domain.reference import references_in
from khue.features.treasury.models import BankLine, Match, PaymentOrder, Receivable, Statement
from khue.features.treasury.queries.matching import open_order, open_receivable, statement_line
from khue.kernel.paging import Page, keyset

PREVIEWED = 20


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement as the list shows it. ``waiting`` of its own lines; ``gap``: its opening is not the last closing."""

    id: int
    account: str
    account_id: int
    name: str
    format: Text
    starts_on: date
    ends_on: date
    opening: int
    closing: int
    lines: int
    taken: int
    read_at: datetime
    imported_at: datetime | None
    imported_name: str
    gap: int = 0


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of the bank, and what it was matched to."""

    id: int
    booked_on: date
    amount: int
    text: str
    counter_number: str
    counter_name: str
    bank_reference: str
    waiting: bool
    kind: Text | None = None
    reference: str = ""
    order_id: int | None = None
    itself: bool = False
    by_name: str = ""
    account: str = ""
    receivable_id: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do: the first lines, how many are new, how many are known from other files."""

    rows: tuple[LineRow, ...]
    known: int
    came_in: int
    went_out: int


@dataclass(frozen=True, slots=True)
class LineCard:
    """A line with everything its page shows."""

    row: LineRow
    statement_id: int
    statement_name: str
    proposals: tuple[Proposal, ...]
    why: tuple[Text, ...]
    points: int
    entry: UUID | None
    at: datetime | None
    undone: tuple[tuple[datetime, str, str], ...]


def statements(after: str | None = None, size: int = 30) -> Page[StatementRow]:
    """Newest period first."""
    return keyset(_statements(), ("-ends_on", "-id"), after, size).of(_row)


def statement_rows() -> Iterable[StatementRow]:
    return map(_row, _statements().order_by("-ends_on", "-pk").iterator())


def statement(statement_id: int) -> StatementRow:
    """Raises Missing."""
    row = _statements().filter(pk=statement_id).first()
    if row is None:
        raise access.no_such_statement()
    return _row(row)


def _statements() -> Any:
    """``last``: the closing balance of the day before it, or ``follows`` another of the very day on which it begins."""
    known = Statement.objects.filter(account=OuterRef("account"), imported_at__isnull=False)
    before = known.filter(ends_on__lt=OuterRef("starts_on")).order_by("-ends_on", "-pk")
    same_day = known.filter(ends_on=OuterRef("starts_on"), closing=OuterRef("opening")).exclude(pk=OuterRef("pk"))
    return (
        Statement.objects.select_related("account")
        .defer("content")
        .annotate(last=Subquery(before.values("closing")[:1]), follows=Exists(same_day))
    )


def _row(row: Any) -> StatementRow:
    gap = row.opening - row.last if row.last is not None and not row.follows else 0
    return StatementRow(
        row.pk, row.account.number, row.account_id, row.name, FORMATS[row.format], row.starts_on, row.ends_on, row.opening,
        row.closing, row.lines, row.taken, row.read_at, row.imported_at, row.imported_name, gap,
    )  # fmt: skip


def statement_content(statement_id: int) -> tuple[str, bytes]:
    """The file as it came. Raises Missing."""
    row = Statement.objects.filter(pk=statement_id).first()
    if row is None:
        raise access.no_such_statement()
    return row.name, zlib.decompress(bytes(row.content))


def sheet_of(statement_id: int) -> Sheet:
    """The file read anew. Raises Missing."""
    return read_statement(statement_content(statement_id)[1])[1]


def preview(statement_id: int) -> Preview:
    """What taking in would bring."""
    account = statement(statement_id).account_id
    lines = sheet_of(statement_id).lines
    known = BankLine.objects.filter(account=account, key__in=[line.key for line in lines]).count()
    rows = tuple(
        LineRow(line.line, line.booked_on, line.amount, line.text, line.counter_number, line.counter_name, line.bank_reference, True)
        for line in lines[:PREVIEWED]
    )  # fmt: skip
    came_in = sum(line.amount for line in lines if line.amount > 0)
    went_out = -sum(line.amount for line in lines if line.amount < 0)
    return Preview(rows, known, came_in, went_out)


def statement_lines(statement_id: int, after: str | None = None, size: int = 50) -> Page[LineRow]:
    """The lines that this file brought, in its order."""
    rows = BankLine.objects.filter(statement=statement_id).select_related("account")
    page = keyset(rows, ("no", "id"), after, size)
    matches = _matches([row.pk for row in page.rows])
    return page.of(lambda row: _line(row, matches.get(row.pk)))


def all_lines(statement_id: int) -> list[LineRow]:
    """For exports: read as they are asked for, matches in one query."""
    rows = list(BankLine.objects.filter(statement=statement_id).select_related("account").order_by("no", "pk"))
    matches = {
        m.line_id: m
        for m in Match.objects.filter(line__statement=statement_id, undone_at=None).select_related(
            "order", "receivable"
        )
    }
    return [_line(row, matches.get(row.pk)) for row in rows]


def waiting_lines(
    after: str | None = None, size: int = 20, hidden: Collection[str] = ()
) -> tuple[Page[LineRow], dict[int, tuple[Proposal, ...]]]:
    """The queue, oldest first, with what each line may be; nothing of ``hidden`` parties is proposed."""
    found = keyset(BankLine.objects.filter(waiting=True).select_related("account"), ("booked_on", "id"), after, size)
    return found.of(_line), {row.pk: _proposals(row, hidden) for row in found.rows}


def waiting_rows() -> Iterable[LineRow]:
    rows = BankLine.objects.filter(waiting=True).select_related("account").order_by("booked_on", "pk")
    return map(_line, rows.iterator())


def waiting_count() -> int:
    return BankLine.objects.filter(waiting=True).count()


def line(line_id: int, hidden: Collection[str] = ()) -> LineCard:
    """Nothing of ``hidden`` parties is proposed. Raises Missing."""
    row = BankLine.objects.select_related("account", "statement").filter(pk=line_id).first()
    if row is None:
        raise access.no_such_line()
    matches = list(row.matches.select_related("order", "receivable").order_by("pk"))
    standing = next((match for match in matches if match.undone_at is None), None)
    return LineCard(
        row=_line(row, standing),
        statement_id=row.statement_id,
        statement_name=row.statement.name,
        proposals=_proposals(row, hidden) if row.waiting else (),
        why=tuple(Text.from_json(value) for value in standing.why) if standing else (),
        points=standing.points if standing else 0,
        entry=standing.entry if standing else None,
        at=standing.at if standing else None,
        undone=tuple((m.undone_at, m.undone_by, m.undone_ground) for m in matches if m.undone_at is not None),
    )


def receivable_ids(reference: str) -> dict[str, int]:
    """The receivable behind a typed reference, by that reference; empty for none."""
    rows = Receivable.objects.filter(reference=reference.strip().upper())
    return dict(rows.values_list("reference", "pk"))


def order_ids(reference: str) -> dict[str, int]:
    """The order behind a typed reference, by that reference; empty for none."""
    rows = PaymentOrder.objects.filter(reference=reference.strip().upper())
    return dict(rows.values_list("reference", "pk"))


def _proposals(row: BankLine, hidden: Collection[str] = ()) -> tuple[Proposal, ...]:
    orders = PaymentOrder.objects.filter(account=row.account_id).exclude(party__in=hidden)
    near = orders.filter(reference__in=references_in(row.text))
    if row.amount < 0:
        near |= orders.filter(state__in=UNDER_WAY, amount__gte=-row.amount, number=row.counter_number or "-")
        near |= orders.filter(state__in=UNDER_WAY, amount=-row.amount)
    else:
        near |= orders.filter(settled__gt=0, amount=row.amount)
    receivables = Receivables.of(*map(open_receivable, _owing(row, hidden))) if row.amount > 0 else None
    return proposals(statement_line(row), Orders.of(map(open_order, near.distinct()[:200])), receivables)


def _owing(row: BankLine, hidden: Collection[str]) -> Iterable[Receivable]:
    """What the line names, and what owes exactly its amount."""
    named = Q(reference__in=references_in(row.text)) | Q(amount=F("received") + row.amount)
    return Receivable.objects.filter(named, received__lt=F("amount")).exclude(party__in=hidden)[:50]


def _matches(lines: Iterable[int]) -> dict[int, Match]:
    rows = Match.objects.filter(line__in=list(lines), undone_at=None).select_related("order", "receivable")
    return {match.line_id: match for match in rows}


def _reference(match: Match | None) -> str:
    known = (match.order or match.receivable) if match else None
    return known.reference if known else ""


def _line(row: BankLine, match: Match | None = None) -> LineRow:
    return LineRow(
        row.pk, row.booked_on, row.amount, row.text, row.counter_number, row.counter_name, row.bank_reference, row.waiting,
        KINDS[match.kind].capitalised() if match else None,
        _reference(match),
        match.order_id if match else None,
        match.itself if match else False,
        match.by_name if match else "",
        row.account.number,
        match.receivable_id if match else None,
    )  # fmt: skip
