"""The entries of a decision that was overturned: less is owed, paid money comes back, what is owed is held meanwhile.

=============  ======================================  ==========================================
event          debit                                   credit
=============  ======================================  ==========================================
unaccrual      budget.accrued [line]                   budget.available [line]
               payable.support [tranche]               expense.support [support]
claim          recovery.receivable [claim]             recovery.income [support]
received       treasury.cash [account]                 recovery.receivable [claim]
  same year    budget.paid [line]                      budget.available [line]
  too much     treasury.cash [account]                 treasury.suspense [bank line]
  cleared      treasury.suspense [bank line]           recovery.receivable [claim]
hold           payable.support [tranche]               payable.suspended [tranche]
let go         payable.suspended [tranche]             payable.support [tranche]
=============  ======================================  ==========================================

A claim leaves ``budget.paid`` as it is: the money is still gone. What comes back within the year of the budget line that paid
lowers what the line has spent and is available on it again; later it is income of the city, and spending it needs an
appropriation of its own. The commitment is not filled again: the decision that bound it no longer stands.

What is held cannot be paid by anyone: a payment draws on ``payable.support``, which the database keeps at zero or above.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.entries import Entry, Posting
from khue.features.ledger.domain.budget import transfer
from khue.features.ledger.domain.chart import ACCRUED, AVAILABLE, CASH, EXPENSE, PAID, PAYABLE, SUSPENSE

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


@dataclass(frozen=True, slots=True)
class Receiving:
    """Money of a claim that stands on a statement of ``account`` (``account:1``); refused beyond what is still owed.

    ``refills``: the budget line that has it again, empty when its year is over. ``over``: what came in beyond the claim, set
    aside under ``bank_line`` until it is explained.
    """

    claim: str
    account: str
    amount: int
    refills: str = ""
    over: int = 0
    bank_line: str = ""
    currency: str = "VND"
    cleared: bool = False
    """The money lay in suspense under ``bank_line`` before one knew what it was."""

    def entry(self, *, id: UUID, on: date, text: Text) -> Entry:
        source = (SUSPENSE, self.bank_line) if self.cleared else (CASH, self.account)
        postings: tuple[Posting, ...] = transfer(*source, RECEIVABLE, self.claim, self.amount, self.currency)
        if self.refills:
            postings += transfer(PAID, self.refills, AVAILABLE, self.refills, self.amount, self.currency)
        if self.over:
            postings += transfer(CASH, self.account, SUSPENSE, self.bank_line, self.over, self.currency)
        return Entry(id=id, booked_on=on, text=text, subject=self.claim, postings=postings)


def hold(tranche: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Owed, and not to be paid while an appeal is examined."""
    postings = transfer(PAYABLE, tranche, HELD, tranche, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=tranche, postings=postings)


def let_go(tranche: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Owed, and payable again."""
    postings = transfer(HELD, tranche, PAYABLE, tranche, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=tranche, postings=postings)
