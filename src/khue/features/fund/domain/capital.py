"""The fund's money in double entry, apart from the city's budget. docs/algorithms/loans.md has the table worked through.

==============  =======================================  ==========================================
event           debit                                    credit
==============  =======================================  ==========================================
money came in   treasury.suspense [bank line]            fund.contributions [source]
                fund.resources [fund]                    fund.available [fund]
commitment      fund.available [fund]                    fund.committed [case]
release         fund.committed [case]                    fund.available [fund]
payable         fund.committed [case]                    fund.used [fund]
  given         fund.expense [case]                      payable.support [payment]
  lent          fund.paying [payment]                    payable.support [payment]
lent and paid   fund.loans [loan]                        fund.paying [payment]
sent back       fund.paying [payment]                    fund.loans [loan]
interest due    fund.interest_due [loan]                 fund.interest_income [loan]
repaid          treasury.suspense [bank line]            fund.interest_due [loan], fund.loans [loan]
  principal     fund.used [fund]                         fund.available [fund]
  interest      fund.resources [fund]                    fund.available [fund]
written off     fund.losses [loan]                       fund.loans [loan], fund.interest_due [loan]
==============  =======================================  ==========================================

``fund.available``, ``fund.committed``, ``fund.paying``, ``fund.loans`` and ``fund.interest_due`` are guarded: the database
keeps each at zero or above, so the last đồng is bound once, and nobody repays or writes off more than is owed. Between
``payable`` and the bank lies a payment order of the treasury, which knows no budget line for it. The circle holds at every
moment: resources = available + committed + used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.entries import Entry, Posting
from khue.core.money import MAX_DONG
from khue.features.fund.domain.bodies import needs, reason
from khue.features.ledger.domain import PAYABLE, SUSPENSE

FUND = "fund:sti"
RESOURCES, AVAILABLE, COMMITTED, USED = "fund.resources", "fund.available", "fund.committed", "fund.used"
CONTRIBUTIONS, EXPENSE, PAYING = "fund.contributions", "fund.expense", "fund.paying"
LOANS, INTEREST_DUE, INTEREST_INCOME, LOSSES = "fund.loans", "fund.interest_due", "fund.interest_income", "fund.losses"
SOURCES = {
    "city": Text("ngân sách Thành phố cấp vốn", "capital from the city's budget"),
    "donation": Text("tài trợ, hiến tặng", "donation"),
    "trust": Text("nhận ủy thác", "money in trust"),
    "other": Text("nguồn hợp pháp khác", "other lawful source"),
}


@dataclass(frozen=True, slots=True)
class PromiseSource:
    """Somebody will put ``promised`` đồng into the fund, as ``instrument`` says."""

    kind: str
    name: Text
    promised: int
    instrument: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReceiveSource:
    """The statement line ``line_id``, set aside by the treasury, was money of this source."""

    source_id: int
    line_id: int
    once: UUID | None = None


def may_promise(asked: PromiseSource) -> Decision:
    return Decision.refuse_if_any(_faults(asked))


def _faults(asked: PromiseSource) -> Iterator[Reason]:
    if asked.kind not in SOURCES:
        yield reason("source_kind", "Chưa chọn loại nguồn vốn.", "Choose the kind of the source.", "kind")
    yield from needs(asked.name.vi, "name_vi", "Chưa ghi tên nguồn vốn.", "Name the source.")
    yield from needs(asked.instrument, "instrument", "Chưa ghi văn bản làm căn cứ.", "Name the instrument.")
    if not 0 < asked.promised <= MAX_DONG:
        yield reason("amount", "Số tiền phải lớn hơn 0.", "The amount must be above zero.", "promised")


def may_receive(promised: int, received: int, amount: int) -> Decision:
    """A source gives no more than it promised: more needs a promise of its own."""
    faults = []
    if amount <= 0:
        faults.append(
            reason("nothing_aside", "Dòng sao kê không còn tiền chờ xử lý.", "Nothing of this line waits.", "line")
        )
    if received + amount > promised:
        faults.append(
            reason(
                "more_than_promised",
                "Số tiền nhận lớn hơn số còn lại theo văn bản của nguồn vốn.",
                "More came in than the source still owes by its instrument.",
                "line",
                Text(
                    "Mời ông/bà ghi thêm nguồn vốn theo văn bản bổ sung.", "Enter a further source with its instrument."
                ),
            )
        )
    return Decision.refuse_if_any(faults)


def pair(debit: str, for_debit: str, credit: str, for_credit: str, amount: int) -> tuple[Posting, ...]:
    """A debit and its credit; nothing for nothing."""
    if amount < 0:
        raise ValueError(f"an amount is not below zero: {amount}")
    if not amount:
        return ()
    return (Posting(debit, amount, "VND", for_debit), Posting(credit, -amount, "VND", for_credit))


@dataclass(frozen=True, slots=True)
class Booking:
    """What every entry of the fund carries: its id, its day, its words."""

    id: UUID
    on: date
    text: Text

    def of(self, subject: str, *postings: Posting) -> Entry:
        return Entry(id=self.id, booked_on=self.on, text=self.text, subject=subject, postings=postings)

    def came_in(self, source: str, line: str, amount: int) -> Entry:
        return self.of(
            source,
            *pair(SUSPENSE, line, CONTRIBUTIONS, source, amount),
            *pair(RESOURCES, FUND, AVAILABLE, FUND, amount),
        )

    def committed(self, case: str, amount: int) -> Entry:
        return self.of(case, *pair(AVAILABLE, FUND, COMMITTED, case, amount))

    def released(self, case: str, amount: int) -> Entry:
        return self.of(case, *pair(COMMITTED, case, AVAILABLE, FUND, amount))

    def payable(self, case: str, payment: str, amount: int, *, lent: bool) -> Entry:
        """Accepted for payment: a grant is spent, a loan is on its way."""
        side = (PAYING, payment) if lent else (EXPENSE, case)
        return self.of(payment, *pair(COMMITTED, case, USED, FUND, amount), *pair(*side, PAYABLE, payment, amount))

    def lent(self, payment: str, loan: str, amount: int) -> Entry:
        """The bank paid the drawdown: the borrower owes it from this day."""
        return self.of(loan, *pair(LOANS, loan, PAYING, payment, amount))

    def interest_due(self, loan: str, amount: int) -> Entry:
        return self.of(loan, *pair(INTEREST_DUE, loan, INTEREST_INCOME, loan, amount))

    def repaid(self, loan: str, line: str, principal: int, interest: int, unrecognised: int) -> Entry:
        """``unrecognised``: interest in it that no entry has recognised yet."""
        return self.of(
            loan,
            *pair(INTEREST_DUE, loan, INTEREST_INCOME, loan, unrecognised),
            *pair(SUSPENSE, line, INTEREST_DUE, loan, interest),
            *pair(SUSPENSE, line, LOANS, loan, principal),
            *pair(USED, FUND, AVAILABLE, FUND, principal),
            *pair(RESOURCES, FUND, AVAILABLE, FUND, interest),
        )

    def undrawn(self, payment: str, loan: str, amount: int, interest: int) -> Entry:
        """The bank sent a drawdown back: nothing of it is owed; ``interest`` recognised on it is taken back."""
        return self.of(
            loan,
            *pair(PAYING, payment, LOANS, loan, amount),
            *pair(INTEREST_INCOME, loan, INTEREST_DUE, loan, interest),
        )

    def written_off(self, loan: str, principal: int, interest: int) -> Entry:
        return self.of(
            loan, *pair(LOSSES, loan, LOANS, loan, principal), *pair(LOSSES, loan, INTEREST_DUE, loan, interest)
        )
