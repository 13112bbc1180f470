"""The entries of an advance (tạm ứng): paid before anything is accepted, and set off against what is accepted later.

===============  ========================================  ========================================
event            debit                                     credit
===============  ========================================  ========================================
advance owed     budget.committed [mission]                budget.accrued [line]
                 advance.mission [mission]                 payable.support [advance]
set off          expense.support [mission]                 advance.mission [mission]
===============  ========================================  ========================================

``advance.mission`` is guarded: no more is set off than was advanced. An advance is no cost of the city until work is accepted
for it; the budget line counts it as owed, then paid, like any other payment.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.entries import Entry
from khue.features.ledger.domain.budget import transfer
from khue.features.ledger.domain.chart import ACCRUED, COMMITTED, EXPENSE, PAYABLE

ADVANCED = "advance.mission"


def owe_advance(
    line: str, mission: str, advance: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND"
) -> Entry:
    """The contract grants an advance of ``amount`` đồng (``advance:3``): from now on it may be paid."""
    postings = (
        *transfer(COMMITTED, mission, ACCRUED, line, amount, currency),
        *transfer(ADVANCED, mission, PAYABLE, advance, amount, currency),
    )
    return Entry(id=id, booked_on=on, text=text, subject=advance, postings=postings)


def set_off(mission: str, subject: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Accepted work (``subject``) that the advance has paid already; refused beyond what is open of the advance."""
    postings = transfer(EXPENSE, mission, ADVANCED, mission, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=subject, postings=postings)
