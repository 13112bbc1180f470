"""The entries of a budget's life, and what may be posted at all.

Amounts are integer đồng (or the smallest unit of another currency). A posting above zero is a debit, below a credit.
A budget line's appropriation always equals what is available, committed, accrued and paid on it:

=============  ======================================  ==========================================
event          debit                                   credit
=============  ======================================  ==========================================
appropriation  budget.appropriated [line]              budget.available [line]
commitment     budget.available [line]                 budget.committed [support]
release        budget.committed [support]              budget.available [line]
accrual        budget.committed [support]              budget.accrued [line]
               expense.support [support]               payable.support [tranche]
=============  ======================================  ==========================================

How an accrued amount is paid (order, sending, bank statement, return) stands in ``payments``.

``budget.available``, ``budget.committed``, ``budget.accrued`` and ``payable.support`` are guarded: the database keeps
each of their balances at zero or above, so over-commitment and payment without acceptance cannot be written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core import entries
from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.entries import Entry, Posting
from khue.core.money import MAX_DONG
from khue.features.ledger.domain.chart import ACCRUED, APPROPRIATED, AVAILABLE, COMMITTED, EXPENSE, PAYABLE
from khue.features.ledger.domain.subjects import is_subject, not_a_subject


def transfer(
    debit: str, for_debit: str, credit: str, for_credit: str, amount: int, currency: str
) -> tuple[Posting, Posting]:
    """A debit and the credit that balances it. Raises ValueError for an amount that is not above zero."""
    if not 0 < amount <= entries.MAX_UNITS:
        raise ValueError(f"an amount is above zero and at most {entries.MAX_UNITS}: {amount}")
    return (
        Posting(account=debit, amount=amount, currency=currency, subject=for_debit),
        Posting(account=credit, amount=-amount, currency=currency, subject=for_credit),
    )


def appropriate(line: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Money put on a budget line (``budget:2026-EQ``): it becomes available there."""
    postings = transfer(APPROPRIATED, line, AVAILABLE, line, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=line, postings=postings)


def commit(line: str, support: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """Money of ``line`` bound to one support (``support:4``); refused by the ledger when the line has less."""
    postings = transfer(AVAILABLE, line, COMMITTED, support, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=support, postings=postings)


def release(line: str, support: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND") -> Entry:
    """What a support does not need goes back to its line; never more than is still committed to it."""
    postings = transfer(COMMITTED, support, AVAILABLE, line, amount, currency)
    return Entry(id=id, booked_on=on, text=text, subject=support, postings=postings)


def accrue(
    line: str, support: str, tranche: str, amount: int, *, id: UUID, on: date, text: Text, currency: str = "VND"
) -> Entry:
    """Acceptance of a tranche (``tranche:7``): the city now owes the amount, and it may be paid."""
    postings = (
        *transfer(COMMITTED, support, ACCRUED, line, amount, currency),
        *transfer(EXPENSE, support, PAYABLE, tranche, amount, currency),
    )
    return Entry(id=id, booked_on=on, text=text, subject=tranche, postings=postings)


def may_post(entry: Entry, today: date) -> Decision:
    """What can be said about an entry without looking at any balance; all reasons at once."""
    return Decision.refuse_if_any(_faults(entry, today))


def _faults(entry: Entry, today: date) -> Iterable[Reason]:
    yield from entries.faults(entry).reasons
    wrong = [s for s in (entry.subject, *(p.subject for p in entry.postings if p.subject)) if not is_subject(s)]
    if wrong:
        yield not_a_subject(wrong[0])
    if entry.booked_on > today:
        yield Reason(
            "ledger.future",
            Text("Ngày ghi sổ không được sau hôm nay.", "The booking day lies in the future."),
            Text("Chọn hôm nay hoặc một ngày trước đó trong kỳ còn mở.", "Choose today or an earlier day of an open period."),
            field="booked_on",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Appropriation:
    """Put ``amount`` đồng on the budget line ``line`` (its code) by the decision named in ``ground``."""

    id: UUID
    line: str
    amount: int
    ground: str


@dataclass(frozen=True, slots=True)
class Reversal:
    """Reverse the entry ``entry`` by a new one ``id``, booked today, for ``ground``."""

    id: UUID
    entry: UUID
    ground: str


def appropriation(wish: Appropriation, *, on: date) -> Entry:
    """The entry of an appropriation."""
    text = Text(f"Giao dự toán theo {wish.ground}", f"Appropriation by {wish.ground}")
    return appropriate(f"budget:{wish.line}", wish.amount, id=wish.id, on=on, text=text)


def may_appropriate(wish: Appropriation) -> Decision:
    faults: list[Reason] = []
    if not 0 < wish.amount <= MAX_DONG:
        text = Text("Số tiền phải lớn hơn 0.", "The amount must be above zero.")
        faults.append(
            Reason("ledger.amount", text, Text("Nhập lại số tiền.", "Enter the amount again."), field="amount")
        )
    faults.extend(_no_ground(wish.ground))
    return Decision.refuse_if_any(faults)


def may_reverse(wish: Reversal) -> Decision:
    return Decision.refuse_if_any(_no_ground(wish.ground))


def _no_ground(ground: str) -> Iterable[Reason]:
    if not ground.strip():
        yield Reason(
            "ledger.no_ground",
            Text("Chưa ghi căn cứ.", "The ground is missing."),
            Text("Ghi số và ngày của quyết định làm căn cứ.", "Give the number and day of the decision it rests on."),
            field="ground",
        )
