"""The entries of a decision that was overturned: less is owed, paid money comes back, what is owed is held meanwhile.

=============  ======================================  ==========================================
event          debit                                   credit
=============  ======================================  ==========================================
unaccrual      budget.accrued [line]                   budget.available [line]
               payable.support [tranche]               expense.support [support]
claim          recovery.receivable [claim]             recovery.income [support]
recovery       treasury.cash                           recovery.receivable [claim]
hold           payable.support [tranche]               payable.suspended [tranche]
let go         payable.suspended [tranche]             payable.support [tranche]
=============  ======================================  ==========================================

A claim leaves ``budget.paid`` as it is: the money was paid in its year. Whether what comes back may be spent again is for
the budget law and needs an appropriation of its own. What is held cannot be paid by anyone: a payment draws on
``payable.support``, which the database keeps at zero or above.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.entries import Entry
from khue.features.ledger.domain.budget import transfer
from khue.features.ledger.domain.chart import ACCRUED, AVAILABLE, CASH, EXPENSE, PAYABLE

RECEIVABLE, INCOME, HELD = "recovery.receivable", "recovery.income", "payable.suspended"


def unaccrue(
    line: str, support: str, tranche: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND"
) -> Entry:
    """Accepted and unpaid, and no longer owed: back to the budget line; refused beyond what is unpaid."""
    postings = (
        *transfer(ACCRUED, line, AVAILABLE, line, amount, currency),
        *transfer(PAYABLE, tranche, EXPENSE, support, amount, currency),
    )
    return Entry(id=id, booked_on=on, text=text, subject=support, postings=postings)


def claim(support: str, claim: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Paid without a decision that still stands: the receiver owes it to the city (``claim:3``)."""
    postings = transfer(RECEIVABLE, claim, INCOME, support, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=support, postings=postings)


def recover(claim: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Money of a claim has come in; refused beyond what is still owed."""
    postings = transfer(CASH, "", RECEIVABLE, claim, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=claim, postings=postings)


def hold(tranche: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Owed, and not to be paid while an appeal is examined."""
    postings = transfer(PAYABLE, tranche, HELD, tranche, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=tranche, postings=postings)


def let_go(tranche: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Owed, and payable again."""
    postings = transfer(HELD, tranche, PAYABLE, tranche, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=tranche, postings=postings)
