"""Entries and statements: from a figure to its postings, to the entry, to what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from khue.core import entries as values
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.ledger.domain import InvoiceLine
from khue.features.ledger.models import Entry, InvoiceLineClaim, Posting
from khue.features.ledger.queries.balances import AccountCard, account, balance
from khue.features.ledger.queries.subjects import SubjectLink, subject_link
from khue.kernel.paging import Page, keyset


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One posting of an account, with the entry that it belongs to."""

    entry: UUID
    booked_on: date
    text: Text
    subject: str
    about: str
    currency: str
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class Statement:
    """An account's postings, newest first. ``balance`` (đồng, normal side) when it is of one subject, else None."""

    account: AccountCard
    subject: str | None
    balance: int | None
    page: Page[StatementRow]


@dataclass(frozen=True, slots=True)
class PostingLine:
    account: AccountCard
    subject: SubjectLink | None
    currency: str
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class EntryPage:
    id: UUID
    booked_on: date
    text: Text
    about: SubjectLink
    created_at: datetime
    postings: tuple[PostingLine, ...]
    reverses: UUID | None
    reversed_by: UUID | None


@dataclass(frozen=True, slots=True)
class EntryCard:
    """An entry in a list; ``amount`` is the sum of its debits in ``currency``."""

    id: UUID
    booked_on: date
    text: Text
    currency: str
    amount: int


def statement(code: str, subject: str | None = None, *, after: str | None = None, size: int = 30) -> Statement:
    """One page of an account's postings, of one ``subject`` ('' for lines without one) or of all (None).

    Raises Missing for an unknown account. Four queries at most, however many rows.
    """
    card = account(code)
    page = keyset(_postings(code, subject), ("-booked_on", "-id"), after, size)
    kept = None if subject is None else balance(code, subject)
    return Statement(card, subject, kept, page.of(_statement_row))


def statement_rows(code: str, subject: str | None = None) -> Iterator[StatementRow]:
    """The whole statement, oldest first, read as it is asked for: exports."""
    account(code)
    for row in _postings(code, subject).order_by("booked_on", "id").iterator(chunk_size=2000):
        yield _statement_row(row)


def _postings(code: str, subject: str | None) -> QuerySet[Posting]:
    rows = Posting.objects.filter(account=code).select_related("entry")
    return rows if subject is None else rows.filter(subject=subject)


def _statement_row(row: Posting) -> StatementRow:
    text = Text(row.entry.text_vi, row.entry.text_en)
    debit, credit = max(row.amount, 0), max(-row.amount, 0)
    return StatementRow(row.entry_id, row.booked_on, text, row.subject, row.entry.subject, row.currency, debit, credit)


def entry(entry_id: UUID) -> EntryPage:
    """One entry with its postings, what it is about and its reversal. Raises Missing."""
    row = Entry.objects.filter(pk=entry_id).select_related("reversed_by").first()
    if row is None:
        raise _no_entry(entry_id)
    lines = Posting.objects.filter(entry=row.pk).select_related("account").order_by("line")
    postings = tuple(
        PostingLine(
            AccountCard.of(line.account),
            subject_link(line.subject) if line.subject else None,
            line.currency,
            max(line.amount, 0),
            max(-line.amount, 0),
        )
        for line in lines
    )
    reversal = getattr(row, "reversed_by", None)
    return EntryPage(
        row.id,
        row.booked_on,
        Text(row.text_vi, row.text_en),
        subject_link(row.subject),
        row.created_at,
        postings,
        row.reverses_id,
        reversal.id if reversal else None,
    )


def reversal_of(entry_id: UUID) -> UUID | None:
    """The id of the entry that takes this one back, None when there is none."""
    return Entry.objects.filter(reverses=entry_id).values_list("pk", flat=True).first()


def _no_entry(entry_id: UUID) -> Missing:
    return Missing(
        Text(f"Không có bút toán {entry_id}.", f"There is no entry {entry_id}."),
        Text("Mở lại sổ chi tiết và chọn bút toán.", "Open the statement again and choose an entry."),
    )


def entries_of(subject: str, limit: int = 100, *, by_posting: bool = False) -> tuple[EntryCard, ...]:
    """The entries about one subject, oldest first, at most ``limit``. Two queries.

    ``by_posting``: those of which a posting names it instead, such as the fund as a whole, about which no entry is.
    """
    named = Q(pk__in=Posting.objects.filter(subject=subject).values("entry_id")) if by_posting else Q(subject=subject)
    rows = list(Entry.objects.filter(named).order_by("booked_on", "created_at", "pk")[:limit])
    debits: dict[UUID, tuple[str, int]] = {}
    posted = Posting.objects.filter(entry__in=[row.pk for row in rows], amount__gt=0).order_by("entry_id", "line")
    for entry_id, currency, amount in posted.values_list("entry_id", "currency", "amount"):
        first, total = debits.get(entry_id, (currency, 0))
        debits[entry_id] = (first, total + amount if currency == first else total)
    return tuple(
        EntryCard(row.id, row.booked_on, Text(row.text_vi, row.text_en), *debits.get(row.id, ("VND", 0)))
        for row in rows
    )


def stored_entries(ids: Iterable[UUID]) -> dict[UUID, values.Entry]:
    """Entries as values, for comparing with a retry and for reversing. Two queries."""
    wanted = list(ids)
    postings: dict[UUID, list[values.Posting]] = {}
    lines = Posting.objects.filter(entry__in=wanted).order_by("entry_id", "line")
    for key, code, amount, currency, subject in lines.values_list("entry_id", "account_id", "amount", "currency", "subject"):  # fmt: skip
        postings.setdefault(key, []).append(values.Posting(code, amount, currency, subject))
    return {
        row.id: values.Entry(
            row.id,
            row.booked_on,
            Text(row.text_vi, row.text_en),
            row.subject,
            tuple(postings.get(row.id, ())),
            row.reverses_id,
        )
        for row in Entry.objects.filter(pk__in=wanted)
    }


def invoice_line_holder(line: InvoiceLine) -> SubjectLink | None:
    """The record that holds an invoice line now, None when it is free."""
    tax_code, symbol, number, place = line.canonical().key
    held = InvoiceLineClaim.objects.filter(
        seller_tax_code=tax_code, symbol=symbol, number=number, line=place, released_at=None
    )
    subject = held.values_list("subject", flat=True).first()
    return subject_link(subject) if subject else None
