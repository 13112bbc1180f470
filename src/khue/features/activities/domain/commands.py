"""What people ask of this room. Money in đồng."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from khue.core.decision import Reason
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes


@dataclass(frozen=True, slots=True)
class DraftPlan:
    """A unit's plan of a year; money comes from the budget line ``line`` (its code)."""

    unit: str
    year: int
    line: str
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RevisePlan:
    """A new version of a plan in force, with the lines as they stand. ``ground`` says why."""

    plan_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PutLine:
    """A line of a version that is being drawn up: ``quantity`` × ``each`` đồng. ``line_id`` changes one that is there.

    ``ground`` is needed above the norm and where no norm applies. ``for_fees``: council fees of the unit are paid from it.
    """

    version_id: int
    kind: str
    purpose: str
    quantity: int
    each: int
    ground: str = ""
    for_fees: bool = False
    line_id: int | None = None
    seen: int | None = None
    once: UUID | None = None

    @property
    def amount(self) -> int:
        return self.quantity * self.each


@dataclass(frozen=True, slots=True)
class TakeLineOut:
    version_id: int
    line_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProposePlan:
    version_id: int
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecidePlan:
    version_id: int
    approved: bool
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawPlan:
    version_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskSpend:
    """Money for ``payee`` (``party:7``) under a line, with papers. ``invoice``: seller's tax code, symbol, number, line."""

    line_id: int
    payee: str
    amount: int
    purpose: str
    papers: tuple[Any, ...]
    invoice: tuple[str, str, str, int] | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerSpend:
    spend_id: int
    accepted: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AcceptFees:
    """Spends of council fees that are accepted together; each is a deed of its own with a result of its own."""

    spends: tuple[int, ...]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class FeeResult:
    """What became of one of them: ``reasons`` are empty where it was accepted."""

    spend: int
    reasons: tuple[Reason, ...] = ()

    @property
    def accepted(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class WithdrawSpend:
    spend_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderSpend:
    spend_id: int
    payee: Payee
    content: str
    codes: BudgetCodes
    account_id: int
    same_holder: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskBack:
    """The payee owes ``amount`` of a paid spend to the city again."""

    spend_id: int
    amount: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SettleFee:
    """A waiting fee without a norm: an officer gives the amount of one unit with its ground."""

    fee_id: int
    each: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReportActivity:
    """What took place under a line: when, where, how many came, what came of it, with files."""

    line_id: int
    held_on: date
    title: str
    place: str
    participants: int
    outcome: str
    papers: tuple[Any, ...]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CloseLine:
    line_id: int
    once: UUID | None = None
