"""Payment orders and the files that carried them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from khue.core.bilingual import Text
from khue.features.treasury import access
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.bank_files import FileLine, PaymentList
from khue.features.treasury.domain.orders import ORDER, BudgetCodes
from khue.features.treasury.models import FileEntry, Match, OrderHold, PaymentFile, PaymentOrder
from khue.features.treasury.queries.accounts import AccountCard
from khue.kernel.paging import Page, keyset
from khue.kernel.ui import StateView, Tone

TONES: dict[str, Tone] = {
    "prepared": "wait", "approved": "now", "sent": "firm", "part_paid": "firm", "paid": "good", "returned": "bad",
    "cancelled": "plain",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """Where an order stands, for the room whose subject it pays. ``entry``: of the bank line that paid last."""

    id: int
    reference: str
    subject: str
    state: str
    amount: int
    settled: int
    settled_on: date | None
    entry: UUID | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A line of the list of orders."""

    id: int
    reference: str
    subject: str
    party: str
    party_name: str
    amount: int
    settled: int
    code: str
    state: StateView
    account: str
    account_id: int
    line: str
    prepared_at: datetime
    prepared_name: str
    holder: str = ""
    number: str = ""
    bank: str = ""
    content: str = ""
    state_name: Text | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """What the bank did with an order, line by line; ``amount`` above zero was paid."""

    line_id: int
    booked_on: date
    amount: int
    text: str
    itself: bool
    by_name: str
    points: int
    entry: UUID
    undone: bool


@dataclass(frozen=True, slots=True)
class HoldLine:
    """Why an order stays where it is, and since when."""

    cause: str
    ground: Text
    on: date


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order with everything that its page shows."""

    row: OrderRow
    payee: Payee
    codes: BudgetCodes
    account: AccountCard
    prepared_by: str
    approved_name: str
    approved_at: datetime | None
    sent_at: datetime | None
    attempt: int
    settled_on: date | None
    note: str
    new_payee: bool
    held_on: date | None
    held_note: str
    holds: tuple[HoldLine, ...]
    version: int
    movements: tuple[Movement, ...]
    files: tuple[tuple[int, str, datetime], ...]

    @property
    def outstanding(self) -> int:
        return self.row.amount - self.row.settled


@dataclass(frozen=True, slots=True)
class FileRow:
    """A payment file as the list shows it."""

    id: int
    name: str
    account: str
    orders: int
    total: int
    made_at: datetime
    made_name: str
    pays_on: date


def order_facts(order_id: int) -> OrderFacts:
    """Raises Missing."""
    row = PaymentOrder.objects.filter(pk=order_id).first()
    if row is None:
        raise access.no_such_order()
    last = Match.objects.filter(order=row, kind="order", undone_at=None).order_by("-pk").values_list("entry", flat=True)
    return OrderFacts(
        row.pk, row.reference, row.subject, row.state, row.amount, row.settled, row.settled_on, last.first(), row.note
    )


def orders(
    state: str = "", search: str = "", after: str | None = None, size: int = 30, hidden: Collection[str] = ()
) -> Page[OrderRow]:
    """Newest first; ``state`` one of the flow's, or empty; words of the reference, the payee or the content.

    ``hidden``: parties that no word finds (see ``restricting``).
    """
    return keyset(_orders(state, search, hidden), ("-id",), after, size).of(_row)


def order_rows(state: str = "", search: str = "", hidden: Collection[str] = ()) -> Iterable[OrderRow]:
    """All of them, read as they are asked for: exports."""
    return map(_row, _orders(state, search, hidden).order_by("-pk").iterator())


def _orders(state: str, search: str, hidden: Collection[str]) -> Any:
    rows = PaymentOrder.objects.select_related("account")
    if search and hidden:
        rows = rows.exclude(party__in=hidden)
    if state:
        rows = rows.filter(state=state)
    for word in search.split()[:6]:
        fields = ("reference", "party_name", "number", "content")
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields)))
    return rows


def state_counts() -> dict[str, tuple[int, int]]:
    """Number and outstanding đồng of the orders in each state."""
    rows = PaymentOrder.objects.values_list("state").annotate(n=Count("pk"), left=Sum(F("amount") - F("settled")))
    return {state: (count, int(left or 0)) for state, count, left in rows}


def approved_orders(account_id: int) -> tuple[OrderRow, ...]:
    """What can go into the account's next file, oldest first."""
    rows = (
        PaymentOrder.objects.filter(account=account_id, state="approved", held_on=None)
        .select_related("account")
        .order_by("pk")
    )
    return tuple(map(_row, rows))


def ready_accounts() -> tuple[tuple[int, int], ...]:
    """(account, number of approved orders) of the accounts that have some."""
    rows = PaymentOrder.objects.filter(state="approved", held_on=None).values_list("account").annotate(n=Count("pk"))
    return tuple(rows.order_by("account"))


def order(order_id: int) -> OrderCard:
    """Raises Missing."""
    row = PaymentOrder.objects.select_related("account").filter(pk=order_id).first()
    if row is None:
        raise access.no_such_order()
    matches = Match.objects.filter(order=row).select_related("line").order_by("pk")
    files = FileEntry.objects.filter(order=row).select_related("file").order_by("pk")
    return OrderCard(
        row=_row(row),
        payee=Payee(row.number, row.holder, row.bank, row.bank_code),
        codes=BudgetCodes(row.chapter, row.sector, row.item, row.source),
        account=AccountCard.of(row.account),
        prepared_by=row.prepared_by,
        approved_name=row.approved_name,
        approved_at=row.approved_at,
        sent_at=row.sent_at,
        attempt=row.attempt,
        settled_on=row.settled_on,
        note=row.note,
        new_payee=row.new_payee,
        held_on=row.held_on,
        held_note=row.held_note,
        holds=standing_holds((row.pk,)).get(row.pk, ()) if row.held_on else (),
        version=row.version,
        movements=tuple(
            Movement(m.line_id, m.line.booked_on, m.amount, m.line.text, m.itself, m.by_name, m.points, m.entry, m.undone_at is not None)
            for m in matches
        ),
        files=tuple((entry.file_id, entry.file.name, entry.file.made_at) for entry in files),
    )  # fmt: skip


def standing_holds(orders: Iterable[int]) -> dict[int, tuple[HoldLine, ...]]:
    """What holds these orders now, the oldest first; one query."""
    found: dict[int, tuple[HoldLine, ...]] = {}
    for row in OrderHold.objects.filter(order__in=list(orders), ended_at=None).order_by("pk"):
        line = HoldLine(row.cause, Text(row.ground_vi, row.ground_en), row.begun_on)
        found[row.order_id] = (*found.get(row.order_id, ()), line)
    return found


def state_view(code: str) -> StateView:
    return StateView(code, ORDER.label(code).capitalised(), TONES[code])


def _row(row: PaymentOrder) -> OrderRow:
    return OrderRow(
        row.pk, row.reference, row.subject, row.party, row.party_name, row.amount, row.settled, row.state,
        state_view(row.state), row.account.number, row.account_id, row.line, row.prepared_at, row.prepared_name,
        row.holder, row.number, row.bank, row.content, ORDER.label(row.state).capitalised(),
    )  # fmt: skip


# -- files -----------------------------------------------------------------------------------------------------------


def payment_files(after: str | None = None, size: int = 30) -> Page[FileRow]:
    return keyset(PaymentFile.objects.select_related("account"), ("-id",), after, size).of(_file_row)


def payment_file_rows() -> Iterable[FileRow]:
    return map(_file_row, PaymentFile.objects.select_related("account").order_by("-pk").iterator())


def payment_file(file_id: int) -> tuple[FileRow, PaymentList]:
    """The file as it was sent. Raises Missing."""
    row = PaymentFile.objects.select_related("account").filter(pk=file_id).first()
    if row is None:
        raise access.no_such_file()
    account = row.account
    lines = tuple(
        FileLine(no=entry.no, attempt=entry.attempt, amount=entry.amount, **entry.values)
        for entry in FileEntry.objects.filter(file=row).order_by("no")
    )
    return _file_row(row), PaymentList(
        row.name, account.kind, account.holder, account.number, account.institution, account.bic, row.made_at,
        row.pays_on, lines,
    )  # fmt: skip


def _file_row(row: PaymentFile) -> FileRow:
    return FileRow(row.pk, row.name, row.account.number, row.orders, row.total, row.made_at, row.made_name, row.pays_on)
