"""The entries of a payment: ordered, sent, settled by the bank's statement, returned.

===============  ========================================  ========================================
event            debit                                     credit
===============  ========================================  ========================================
order prepared   payable.support [tranche]                 payable.ordered [order]
order cancelled  payable.ordered [order]                   payable.support [tranche]
file sent        payable.ordered [order]                   treasury.in_transit [order]
bank refused     treasury.in_transit [order]               payable.ordered [order]
bank paid        treasury.in_transit [order]               treasury.cash [account]
                 budget.accrued [line]                     budget.paid [line]
bank returned    treasury.cash [account]                   payable.ordered [order]
                 budget.paid [line]                        budget.accrued [line]
fee              treasury.fees [account]                   treasury.cash [account]
funds in         treasury.cash [account]                   treasury.funding [account]
set aside        treasury.suspense [bank line]             treasury.cash [account] (or turned)
cleared: funds   treasury.suspense [bank line]             treasury.funding [account]
cleared: fee     treasury.fees [account]                   treasury.suspense [bank line]
sent back        treasury.suspense [bank line]             payable.ordered [order]
===============  ========================================  ========================================

``payable.support``, ``payable.ordered`` and ``treasury.in_transit`` are guarded: an order takes its money out of what was
accepted at the moment when it is prepared, a file sends no more than is ordered, and a bank settles no more than was
sent. The budget counts as paid only what a bank statement shows. Money that is sent back to whoever paid it in by mistake
was never of a budget line: its order takes it out of suspense, and no budget moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.entries import Entry, Posting
from khue.features.ledger.domain.budget import transfer
from khue.features.ledger.domain.chart import (
    ACCRUED,
    CASH,
    FEES,
    FUNDING,
    IN_TRANSIT,
    ORDERED,
    PAID,
    PAYABLE,
    SUSPENSE,
)


@dataclass(frozen=True, slots=True)
class Paying:
    """What is paid, by subject keys: ``subject`` (``tranche:7``) by ``order`` (``order:3``) from ``line`` (``budget:…``).

    ``owed``: the account that owes it; ``line`` is empty for what is not of the budget.
    """

    subject: str
    order: str
    line: str
    currency: str = "VND"
    owed: str = PAYABLE

    def _budget(self, out_of: str, into: str, amount: int) -> tuple[Posting, ...]:
        return transfer(out_of, self.line, into, self.line, amount, self.currency) if self.line else ()

    def _entry(self, id: UUID, on: date, text: Text, *postings: Posting) -> Entry:
        return Entry(id=id, booked_on=on, text=text, subject=self.subject, postings=postings)

    def ordered(self, amount: int, *, id: UUID, on: date, text: Text) -> Entry:
        """Refused by the ledger when nothing, or less, was accepted for the subject."""
        return self._entry(id, on, text, *transfer(self.owed, self.subject, ORDERED, self.order, amount, self.currency))

    def cancelled(self, amount: int, *, id: UUID, on: date, text: Text) -> Entry:
        return self._entry(id, on, text, *transfer(ORDERED, self.order, self.owed, self.subject, amount, self.currency))

    def sent(self, amount: int, *, id: UUID, on: date, text: Text) -> Entry:
        return self._entry(id, on, text, *transfer(ORDERED, self.order, IN_TRANSIT, self.order, amount, self.currency))

    def recalled(self, amount: int, *, id: UUID, on: date, text: Text) -> Entry:
        """The bank did not carry the order out: nothing of ``amount`` is in transit any more."""
        return self._entry(id, on, text, *transfer(IN_TRANSIT, self.order, ORDERED, self.order, amount, self.currency))

    def settled(self, account: str, amount: int, *, id: UUID, on: date, text: Text) -> Entry:
        """The bank paid: cash leaves ``account`` (``account:1``), the budget line counts it as paid."""
        return self._entry(
            id,
            on,
            text,
            *self._budget(ACCRUED, PAID, amount),
            *transfer(IN_TRANSIT, self.order, CASH, account, amount, self.currency),
        )

    def returned(self, account: str, amount: int, *, id: UUID, on: date, text: Text) -> Entry:
        """The bank sent money back: it is owed under the same order again."""
        return self._entry(
            id,
            on,
            text,
            *self._budget(PAID, ACCRUED, amount),
            *transfer(CASH, account, ORDERED, self.order, amount, self.currency),
        )


def fee(account: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """What the bank or the State Treasury charged."""
    return Entry(id, on, text, account, transfer(FEES, account, CASH, account, amount, currency))


def funding(account: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Money that was paid into an account for the programme."""
    return Entry(id, on, text, account, transfer(CASH, account, FUNDING, account, amount, currency))


def set_aside(account: str, line: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """A bank line that nobody can explain yet: ``amount`` above zero came in, below zero went out."""
    sides = (CASH, account, SUSPENSE, line) if amount > 0 else (SUSPENSE, line, CASH, account)
    return Entry(id, on, text, account, transfer(*sides, abs(amount), currency))


def cleared_as_funding(
    account: str, line: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND"
) -> Entry:
    """What came in unexplained was money for the programme."""
    return Entry(id, on, text, account, transfer(SUSPENSE, line, FUNDING, account, amount, currency))


def cleared_as_fee(
    account: str, line: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND"
) -> Entry:
    """What went out unexplained was charged by the bank or the State Treasury."""
    return Entry(id, on, text, account, transfer(FEES, account, SUSPENSE, line, amount, currency))
