"""What is answered about accounts, orders, files, statements and lines."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ninja import Schema

from khue.kernel.api.shapes import Bilingual, State


class CityAccountOut(Schema):
    """An account from which the city pays."""

    id: int
    kind: str
    kind_name: Bilingual
    number: str
    holder: str
    institution: str
    bic: str
    opened_at: datetime


class OrderRowOut(Schema):
    """A payment order in a list. ``settled`` is what stands on the bank's statements."""

    id: int
    reference: str
    subject: str
    party: str
    party_name: str
    amount: int
    settled: int
    code: str
    state: State
    account: str
    account_id: int
    line: str
    holder: str
    number: str
    bank: str
    content: str
    prepared_at: datetime
    prepared_name: str


class PaidToOut(Schema):
    number: str
    holder: str
    bank: str
    bank_code: str


class OrderCodesOut(Schema):
    chapter: str
    sector: str
    item: str
    source: str


class MovementOut(Schema):
    """What a line of the bank did with an order; ``itself``: it was matched without a person."""

    line_id: int
    booked_on: date
    amount: int
    text: str
    itself: bool
    by_name: str
    points: int
    entry: UUID
    undone: bool


class SentInOut(Schema):
    id: int
    name: str
    made_at: datetime
    href: str


class OrderOut(Schema):
    """One order. The ETag is what a deed on it rests on."""

    order: OrderRowOut
    payee: PaidToOut
    codes: OrderCodesOut
    account: CityAccountOut
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
    version: int
    movements: list[MovementOut]
    files: list[SentInOut]


class PaymentFileRowOut(Schema):
    id: int
    name: str
    account: str
    orders: int
    total: int
    made_at: datetime
    made_name: str
    pays_on: date


class TransferOut(Schema):
    """A transfer as it was sent."""

    no: int
    reference: str
    attempt: int
    amount: int
    party_name: str
    holder: str
    number: str
    bank: str
    bank_code: str
    content: str
    chapter: str
    sector: str
    item: str
    source: str
    budget_line: str


class PaymentFileOut(Schema):
    file: PaymentFileRowOut
    transfers: list[TransferOut]


class BankStatementOut(Schema):
    """A statement file. ``imported_at`` null: read, not taken in. ``gap``: between it and the statement before."""

    id: int
    account: str
    account_id: int
    name: str
    format: Bilingual
    starts_on: date
    ends_on: date
    opening: int
    closing: int
    lines: int
    taken: int
    read_at: datetime
    imported_at: datetime | None
    imported_name: str
    gap: int


class BankLineOut(Schema):
    """A line of the bank, and what it was matched to. ``id`` of a preview is its number in the file."""

    id: int
    booked_on: date
    amount: int
    text: str
    counter_number: str
    counter_name: str
    bank_reference: str
    waiting: bool
    kind: Bilingual | None
    reference: str
    order_id: int | None
    receivable_id: int | None
    itself: bool
    by_name: str
    account: str


class PreviewOut(Schema):
    """What taking a statement in would bring: ``known`` lines of other files count once."""

    statement: BankStatementOut
    first_lines: list[BankLineOut]
    known: int
    came_in: int
    went_out: int


class TakenInOut(Schema):
    """How many lines were new, matched by themselves, wait for a person."""

    lines: int
    taken: int
    matched: int
    waiting: int
    href: str


class ProposalOut(Schema):
    """What a line may be, how sure (of 100 points), and why."""

    kind: str
    order_id: int | None
    receivable_id: int | None
    reference: str
    points: int
    why: list[Bilingual]


class WaitingLineOut(Schema):
    line: BankLineOut
    proposals: list[ProposalOut]


class UndoneOut(Schema):
    at: datetime
    by: str
    ground: str


class LineCardOut(Schema):
    """One line with what it may be, or what it is, why, and its entry in the ledger."""

    line: BankLineOut
    statement_id: int
    statement_name: str
    proposals: list[ProposalOut]
    why: list[Bilingual]
    points: int
    entry: UUID | None
    at: datetime | None
    undone: list[UndoneOut]


class ReceivableOut(Schema):
    """Money owed to the city: whoever owes it puts ``reference`` into the transfer; ``received`` stands on bank statements."""

    id: int
    reference: str
    subject: str
    party: str
    party_name: str
    line: str
    amount: int
    received: int
    outstanding: int
    received_on: date | None
    expected_at: datetime
    account: str


class ReceiptOut(Schema):
    """A statement line that brought money; ``over`` is what it brought beyond the claim and is set aside."""

    line_id: int
    booked_on: date
    amount: int
    over: int
    text: str
    payer: str
    entry: UUID


class ReceivableCardOut(Schema):
    row: ReceivableOut
    receipts: list[ReceiptOut]


class CashDayOut(Schema):
    account: str
    day: date
    opening: int
    came_in: int
    went_out: int
    closing: int


class CashAccountOut(Schema):
    """An account now, and its days of the last month on which something moved."""

    account: CityAccountOut
    known_until: date | None
    balance: int
    in_transit: int
    after_transit: int
    waiting: int
    days: list[CashDayOut]


class SuspenseOut(Schema):
    """A statement line of which ``aside`` đồng lie in suspense; below zero went out."""

    line_id: int
    booked_on: date
    amount: int
    aside: int
    text: str
    payer: str
    payer_number: str
    account: str
    note: Bilingual | None
