"""What is asked of this room. ``once`` is the form's key (a second posting does nothing more), ``seen`` the dossier's stamp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from khue.features.missions.domain.application import PlannedTranche
from khue.features.missions.domain.support import Appraised
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes


@dataclass(frozen=True, slots=True)
class AppraiseCosts:
    task_id: int
    lines: tuple[Appraised, ...]
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerCosts:
    """The finance opinion on appraised costs; ``agrees`` false sends them back to the appraiser with a ground."""

    task_id: int
    agrees: bool
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideSupport:
    """``outcome`` is grant, refuse or back (to the appraiser). ``budget_line`` is its code in the ledger."""

    task_id: int
    outcome: str
    ground: str = ""
    budget_line: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SignAgreement:
    task_id: int
    tranches: tuple[PlannedTranche, ...]
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeliverTranche:
    """``files`` are uploads; at least one is needed as evidence."""

    support_id: int
    no: int
    evidence: str
    files: Sequence[Any] = field(default_factory=tuple)
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerDelivery:
    """``accepted`` false sends the delivery back with a ground."""

    task_id: int
    accepted: bool
    note: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OrderPayment:
    """Pay the accepted tranche of a task: to whom, with which words and codes, from which account of the city.

    ``same_holder``: the accountant says that an account holder of another name is right.
    """

    task_id: int
    payee: Payee
    content: str
    codes: BudgetCodes
    account_id: int
    same_holder: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterEquipment:
    support_id: int
    line_no: int
    name: str
    serial: str
    location: str
    cost: int
    in_use_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordAudit:
    task_id: int
    in_order: bool
    finding: str
    once: UUID | None = None
