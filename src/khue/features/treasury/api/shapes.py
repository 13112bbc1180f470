"""What goes in and out of the doors of this room. Money in đồng; on a bank's line, above zero came in."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from khue.features.treasury.domain.accounts import AccountKind, OpenCityAccount, Payee
from khue.features.treasury.domain.clearing import ClearSuspense, SendBack
from khue.features.treasury.domain.deciding import MatchLine
from khue.features.treasury.domain.orders import LONGEST_CONTENT, AmendOrder, BudgetCodes
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, Line, State

door = Door("treasury")
Ground = Annotated[str, Field(min_length=1, max_length=500)]

# -- out -------------------------------------------------------------------------------------------------------------


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


# -- in --------------------------------------------------------------------------------------------------------------


class TreasuryGroundIn(Ask):
    ground: Ground


class OrderPayeeIn(Ask):
    """The account that the money goes to."""

    number: Annotated[str, Field(min_length=6, max_length=40)]
    holder: Annotated[str, Field(min_length=1, max_length=200)]
    bank: Annotated[str, Field(min_length=1, max_length=200)]
    bank_code: Annotated[str, Field(max_length=11)] = ""

    def plain(self) -> Payee:
        return Payee(self.number, self.holder.strip(), self.bank.strip(), self.bank_code.strip().upper())


class OrderCodesIn(Ask):
    """Budget chapter, economic sector, economic item, source of funds."""

    chapter: Annotated[str, Field(max_length=3)]
    sector: Annotated[str, Field(max_length=3)]
    item: Annotated[str, Field(max_length=4)]
    source: Annotated[str, Field(max_length=4)]


class AmendIn(Ask):
    """The whole order anew. ``same_holder``: a holder of another name was compared and is right."""

    payee: OrderPayeeIn
    codes: OrderCodesIn
    content: Annotated[str, Field(min_length=1, max_length=LONGEST_CONTENT)]
    ground: Ground
    same_holder: bool = False

    def command(self, order_id: int, seen: int, once: UUID) -> AmendOrder:
        codes = BudgetCodes(**self.codes.dict())
        payee, ground = self.payee.plain(), self.ground.strip()
        return AmendOrder(order_id, payee, self.content.strip(), codes, ground, self.same_holder, seen, once)


class CityAccountIn(Ask):
    """``bic`` is needed for an account at a bank."""

    kind: Literal["treasury", "bank"]
    number: Annotated[str, Field(min_length=1, max_length=40)]
    holder: Annotated[str, Field(min_length=1, max_length=200)]
    institution: Annotated[str, Field(min_length=1, max_length=200)]
    bic: Annotated[str, Field(max_length=11)] = ""

    def command(self, once: UUID) -> OpenCityAccount:
        kind = AccountKind(self.kind)
        return OpenCityAccount(kind, self.number, self.holder, self.institution, self.bic.strip(), once)


class SendIn(Ask):
    """Which approved orders go into the file."""

    orders: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST)]], Field(max_length=1000)]


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


class ClearIn(Ask):
    """What money in suspense is; ``receivable_id`` for ``recovery``, which takes no more than is still owed."""

    way: Literal["recovery", "funding", "fee"]
    receivable_id: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    ground: Annotated[str, Field(min_length=1, max_length=500)]

    def command(self, line_id: int, once: UUID) -> ClearSuspense:
        return ClearSuspense(line_id, self.way, self.receivable_id, self.ground.strip(), once)


class SendBackIn(AmendIn):
    """The payer's account and the order's words; the amount is what lies in suspense."""

    def send_back(self, line_id: int, once: UUID) -> SendBack:
        asked = self.command(0, 0, once)
        return SendBack(line_id, asked.payee, asked.content, asked.codes, asked.ground, asked.same_holder, once)


class MatchIn(Ask):
    """What a line is. ``order_id`` for ``order`` and ``return``, ``receivable_id`` for ``recovery``; a remark is needed for ``aside``
    and for more than is owed."""

    kind: Literal["order", "return", "recovery", "fee", "funding", "aside"]
    order_id: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    receivable_id: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    ground: Line = ""

    def command(self, line_id: int, once: UUID) -> MatchLine:
        order = self.order_id if self.kind in ("order", "return") else None
        owed = self.receivable_id if self.kind == "recovery" else None
        return MatchLine(line_id, self.kind, order, owed, self.ground, once)
