"""Lines that wait, with what they may be and why."""

from __future__ import annotations

from khue.features.treasury.domain.matching import OpenOrder, StatementLine
from khue.features.treasury.domain.receivables import OpenReceivable
from khue.features.treasury.models import BankLine, PaymentOrder, Receivable


def open_order(order: PaymentOrder) -> OpenOrder:
    """The order as matching sees it."""
    return OpenOrder(
        order.pk, order.reference, order.state, order.amount, order.settled, order.number, order.holder, order.subject,
        order.line,
    )  # fmt: skip


def open_receivable(row: Receivable) -> OpenReceivable:
    """The receivable as matching sees it."""
    return OpenReceivable(row.pk, row.reference, row.amount, row.received, row.party_name, row.subject)


def statement_line(line: BankLine) -> StatementLine:
    return StatementLine(
        line.pk, line.booked_on, line.amount, line.text, line.counter_number, line.counter_name, line.charge,
        line.reversal,
    )  # fmt: skip
