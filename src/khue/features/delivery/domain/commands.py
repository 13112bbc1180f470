"""What is asked of this room. ``once`` is the form's key (a second posting does nothing more), ``seen`` the mission's version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes


@dataclass(frozen=True, slots=True)
class AppraisedLine:
    """What the appraiser found for one cost line. ``agreed``: city money in đồng; ``ground`` says why it is less than asked.

    ``software`` and ``serves_directly`` are asked of equipment only.
    """

    no: int
    cost_class: str
    agreed: int
    ground: str = ""
    software: bool = False
    serves_directly: bool | None = None


@dataclass(frozen=True, slots=True)
class AppraiseMission:
    mission_id: int
    kind: str
    form: str
    lines: tuple[AppraisedLine, ...]
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerAppraisal:
    """The finance opinion; ``agrees`` false sends the costs back with a ground."""

    mission_id: int
    agrees: bool
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideMission:
    """``outcome`` is grant, refuse or back. ``budget_line`` is its code in the ledger."""

    mission_id: int
    outcome: str
    ground: str = ""
    budget_line: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """A milestone as a contract names it: what is handed in, by which criteria it is accepted, what is paid for it, by when."""

    no: int
    deliverable: str
    criteria: str
    amount: int
    due_on: date | None

    def to_json(self) -> dict[str, Any]:
        due = self.due_on.isoformat() if self.due_on else None
        return {
            "no": self.no, "deliverable": self.deliverable, "criteria": self.criteria, "amount": self.amount, "due_on": due,
        }  # fmt: skip

    @classmethod
    def of(cls, row: Any) -> PlannedMilestone:
        due = row["due_on"]
        return cls(
            row["no"], row["deliverable"], row["criteria"], row["amount"], date.fromisoformat(due) if due else None
        )


@dataclass(frozen=True, slots=True)
class PrepareContract:
    """The contract as the city offers it. ``advance`` in đồng, 0 for none; the last milestone is the final product."""

    mission_id: int
    milestones: tuple[PlannedMilestone, ...]
    advance: int
    starts_on: date
    ends_on: date
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerContract:
    """One side's word on the contract that lies before both. The lead may send it back with what should be otherwise."""

    mission_id: int
    agrees: bool
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class InvoiceGiven:
    """One line of a seller's invoice for what lies outside the lump sum; ``amount`` in đồng."""

    seller_tax_code: str
    symbol: str
    number: str
    line: int
    amount: int


@dataclass(frozen=True, slots=True)
class HandInMilestone:
    mission_id: int
    no: int
    words: str
    files: Sequence[Any] = field(default_factory=tuple)
    invoices: tuple[InvoiceGiven, ...] = ()
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerMilestone:
    """``accepted`` false sends it back with a note. The final milestone is accepted by a council instead."""

    milestone_id: int
    accepted: bool
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PutBeforeCouncil:
    milestone_id: int
    council_id: int
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderMilestone:
    """Pay an accepted milestone, or the advance (``what`` is ``milestone:7`` or ``advance:3``)."""

    what: str
    payee: Payee
    content: str
    codes: BudgetCodes
    account_id: int
    same_holder: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskChange:
    """The contract as the lead would have it, with the ground."""

    mission_id: int
    milestones: tuple[PlannedMilestone, ...]
    ends_on: date
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideChange:
    change_id: int
    granted: bool
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskReport:
    """An ad-hoc report that the city asks for."""

    mission_id: int
    about: str
    due_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandInReport:
    report_id: int
    words: str
    files: Sequence[Any] = field(default_factory=tuple)
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class NoteReport:
    """The officer has read it; ``complete`` false asks for it again."""

    report_id: int
    complete: bool
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordSiteCheck:
    mission_id: int
    on: date
    in_order: bool
    finding: str
    files: Sequence[Any] = field(default_factory=tuple)
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Warn:
    """A warning to the lead: what is wrong, and by when it is to be put right."""

    mission_id: int
    ground: str
    due_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class LiftWarning:
    warning_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class FindUnmet:
    """The result is not reached: why, as the officer reports it."""

    mission_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideEnding:
    """The compliance file and the decision that follows from it.

    ``amount``: đồng to give back when it is recovered; ``repay_by`` the day by which.
    """

    mission_id: int
    procedures_followed: bool
    fraud_found: bool
    intentional_breach: bool
    purpose_kept: bool
    ground: str
    amount: int = 0
    repay_by: date | None = None
    files: Sequence[Any] = field(default_factory=tuple)
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SettleMission:
    mission_id: int
    seen: int | None = None
    once: UUID | None = None
