"""What goes out through the doors of this room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import BeforeValidator

from khue.kernel.api.shapes import Bilingual, FileOut, State

RateOut = Annotated[str, BeforeValidator(str)]


class FundGrantOut(Schema):
    """What the fund gave or lent, as the public reads it."""

    number: str
    title: str
    receiver: str
    product: Bilingual
    granted: int
    paid: int
    decided_on: date
    state_words: Bilingual


class FundCaseLineOut(Schema):
    """A case of the fund in a list."""

    id: int
    number: str
    title: str
    party_name: str
    product: Bilingual
    asked: int
    granted: int | None
    paid: int
    state_words: Bilingual
    applied_on: date
    decided_on: date | None


class FundPortfolioOut(Schema):
    """One product and cohort; outstanding, overdue and in arrears are principal."""

    code: str
    product: Bilingual
    cohort: int
    cases: int
    granted: int
    paid: int
    outstanding: int
    overdue: int
    in_arrears: int
    written_off: int
    excused: int


class FundLossOut(Schema):
    """A loss or an accepted risk, with how many papers its file has."""

    case_id: int
    number: str
    title: str
    party_name: str
    product: Bilingual
    what: Bilingual
    amount: int
    cause: Bilingual | None
    on: date | None
    papers: int
    ground: str


class FundMotionLineOut(Schema):
    """A motion in a list; ``votes`` for and against."""

    id: int
    number: str
    title: str
    kind: Bilingual
    body: Bilingual
    amount: int
    state: State
    laid_by: str
    votes: str


class FundPaymentLineOut(Schema):
    id: int
    case_id: int
    number: str
    party_name: str
    product: Bilingual
    amount: int
    purpose: str
    state: State
    paid_on: date | None


class FundSourceOut(Schema):
    """Who puts money in; ``left`` has not come yet."""

    id: int
    kind: Bilingual
    name: Bilingual
    promised: int
    received: int
    left: int
    instrument: str


class FundCapitalOut(Schema):
    """From the books: resources = available + committed + used."""

    promised: int
    resources: int
    available: int
    committed: int
    used: int
    lent: int
    lost: int
    sources: list[FundSourceOut]


class FundSeatOut(Schema):
    """``until_on`` is the first day without it."""

    id: int
    person: str
    name: str
    body: str
    body_name: Bilingual
    position: Bilingual
    from_on: date
    until_on: date | None
    instrument: str
    end_instrument: str


class FundCharterOut(Schema):
    """A version of the settings; ``executive``: up to how much the executive body decides alone, by deed, in đồng."""

    id: int
    no: int
    from_on: date
    products: list[str]
    executive: dict[str, int]
    notice_days: list[int]
    late_after: int
    instrument: str
    state: State
    proposed_by: str
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str


class FundVoteOut(Schema):
    name: str
    agrees: bool
    note: str
    at: datetime


class LoanTermsOut(Schema):
    """What the contract says: rates as exact shares of a year, ``every`` months between ``count`` instalments."""

    kind: str
    rate: RateOut
    late_rate: RateOut
    day_count: str
    first_due: date
    every: int
    count: int
    grace: int
    allocation: str


class FundLineOut(Schema):
    """A cost line: asked for, given (null before a decision), and why it gets less."""

    no: int
    description: str
    asked: int
    given: int | None
    ground: str


class FundMotionOut(Schema):
    """A motion with its votes; ``charter`` is the version by which ``body`` is competent."""

    id: int
    case_id: int
    number: str
    title: str
    party_name: str
    product: Bilingual
    code: str
    kind: Bilingual
    body: str
    body_name: Bilingual
    charter: int
    amount: int
    opinion: str
    terms: LoanTermsOut | None
    cause: Bilingual | None
    papers: list[FileOut]
    state: State
    laid_by: str
    laid_at: datetime
    agreed: int
    against: int
    decided_by: str
    decided_at: datetime | None
    ground: str
    votes: list[FundVoteOut]
    lines: list[FundLineOut]


class FundPaymentOut(Schema):
    """Money asked for under the contract; ``line`` is the cost line whose invoice it pays, ``reference`` its payment order's."""

    id: int
    no: int
    amount: int
    purpose: str
    line: int | None
    papers: list[FileOut]
    state: State
    asked_by: str
    asked_at: datetime
    answered_by: str
    ground: str
    reference: str
    paid_on: date | None


class LoanInstalmentOut(Schema):
    """An instalment of the schedule in force, as it stands today."""

    no: int
    due_on: date
    principal: int
    interest: int
    late: int
    paid: int
    owed: int
    days_past_due: int


class LoanRepaymentOut(Schema):
    """How a line of the bank's statement was allocated; ``undone``: why it was taken back, empty while it stands."""

    id: int
    paid_on: date
    amount: int
    late: int
    interest: int
    principal: int
    by_name: str
    undone: str


class FundLoanOut(Schema):
    """A loan today: ``principal`` owed in all, ``payable`` by today, ``overdue`` of it."""

    id: int
    state: State
    terms: LoanTermsOut
    drawn: int
    repaid: int
    interest: int
    written_off: int
    interest_lost: int
    settled_on: date | None
    principal: int
    payable: int
    overdue: int
    days_past_due: int
    instalments: list[LoanInstalmentOut]
    repayments: list[LoanRepaymentOut]


class FundOpinionOut(Schema):
    text: str
    by_name: str
    at: datetime


class FundCaseOut(Schema):
    """Everything that the receiver's side and staff read of a case; motions only staff."""

    id: int
    number: str
    party: str
    party_name: str
    product: Bilingual
    title: str
    asked: int
    granted: int | None
    paid: int
    bank: str
    bank_contract: str
    state: State
    applied_on: date
    decided_on: date | None
    contract: str
    signed_on: date | None
    closed_on: date | None
    ground: str
    binding: bool
    contract_papers: list[FileOut]
    closing_papers: list[FileOut]
    lines: list[FundLineOut]
    motions: list[FundMotionOut]
    payments: list[FundPaymentOut]
    loan: FundLoanOut | None
    opinions: list[FundOpinionOut]
