"""What people ask of this room. Money in đồng, months and days as numbers, periods half-open.

``seen`` is the revision of the need, or of the engagement, that the deed rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes


@dataclass(frozen=True, slots=True)
class RaiseNeed:
    """A unit needs an expert: what for, what shall come out, when, and why nobody inside can do it."""

    unit: str
    title: str
    task: str
    product: str
    not_inside: str
    from_on: date
    until_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideNeed:
    need_id: int
    approved: bool
    ground: str
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class WithdrawNeed:
    """Before it is published; afterwards the search is closed."""

    need_id: int
    ground: str
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class PublishProfile:
    """``origins`` who may apply; ``closes_on`` the last day of applications; ``by_invitation`` only those who are invited."""

    need_id: int
    criteria: str
    field: str
    origins: tuple[str, ...]
    closes_on: date
    by_invitation: bool = False
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class InviteCandidate:
    need_id: int
    person: str
    why: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Apply:
    """A person applies, or takes an invitation up. ``shown``: what each kind of expert must show, by its code."""

    need_id: int
    origin: str
    statement: str
    shown: tuple[tuple[str, str], ...] = ()
    papers: tuple[Any, ...] = ()
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class LeaveCandidacy:
    """The candidate declines the invitation or withdraws."""

    candidacy_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PutCandidates:
    """Everybody who applied goes before a council as the selection group; applications end."""

    need_id: int
    council_id: int
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class CloseSearch:
    need_id: int
    ground: str
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A result to be handed in: ``criteria`` by which it is accepted, ``amount`` paid for it."""

    title: str
    criteria: str
    due_on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered. ``monthly_pay`` × ``months`` is paid by results; the rest are ceilings of what may be paid beside."""

    monthly_pay: int
    months: int
    from_on: date
    results: tuple[ResultLine, ...]
    start: int = 0
    housing: int = 0
    health: int = 0
    family: int = 0
    bonus: int = 0

    def extra(self, kind: str) -> int:
        return int(getattr(self, kind))


@dataclass(frozen=True, slots=True)
class DraftOffer:
    """To a recommended candidate, or (``renews``) to an expert whose engagement goes on under a new contract."""

    candidacy_id: int
    terms: Terms
    renews: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideOffer:
    """``answer_by`` is the last day of the expert's answer."""

    offer_id: int
    approved: bool
    answer_by: date | None = None
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerOffer:
    """``public_name``: the expert lets the public list show the name."""

    offer_id: int
    accepts: bool
    public_name: bool = False
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawOffer:
    offer_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConcludeContract:
    """``line``: the code of the budget line that pays."""

    engagement_id: int
    line: str
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class HandIn:
    """A result, or the evidence of another cost that the contract names; ``amount`` for the latter."""

    due_id: int
    note: str
    amount: int | None = None
    papers: tuple[Any, ...] = ()
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckDue:
    due_id: int
    accepted: bool
    note: str
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class OrderDue:
    due_id: int
    payee: Payee
    content: str
    codes: BudgetCodes
    account_id: int
    same_holder: bool = False
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class OpenEvaluation:
    """The year that is evaluated, and the council that does it."""

    engagement_id: int
    until_on: date
    council_id: int
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class ReportYear:
    """The expert's own account of the year."""

    evaluation_id: int
    report: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ConcludeEvaluation:
    """``bonus`` in đồng for this year, within the contract's ceiling."""

    evaluation_id: int
    outcome: str
    ground: str
    bonus: int = 0
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerEvaluation:
    evaluation_id: int
    agrees: bool
    words: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SettleContest:
    """Another person than who concluded looks at it again."""

    evaluation_id: int
    upheld: bool
    ground: str
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class EndEngagement:
    """``cause`` of END_GROUNDS; what is not accepted by now is dropped, and its money released."""

    engagement_id: int
    cause: str
    ground: str
    once: UUID | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class CloseEngagement:
    """Every result is accepted; what else the contract allowed is not needed any more."""

    engagement_id: int
    once: UUID | None = None
    seen: int | None = None
