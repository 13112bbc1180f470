"""What people ask for in transfers without refund."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OpenTransfer:
    """Open the file of an offer whose time for claims is over."""

    offer_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckClaim:
    """Whether a claimant can use the result: ``kind`` as the rule names receivers, ``shown`` what was looked at."""

    transfer_id: int
    claim_id: int
    kind: str
    able: bool
    shown: str
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProposeTransfer:
    """Who shall receive the result: claim id → (receives it, ground that the claimant reads)."""

    transfer_id: int
    answers: Mapping[int, tuple[bool, str]]
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReturnProposal:
    transfer_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideTransfer:
    """The proposal becomes the decision."""

    transfer_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndTransfer:
    """Nobody receives it by this offer: nobody claimed, every claim was withdrawn, or the offer was."""

    transfer_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DutyAsked:
    """What the receiver owes, and by when."""

    what: str
    due_on: date


@dataclass(frozen=True, slots=True)
class WriteHandover:
    """What is handed over to a receiver, on which day, and what it owes for it."""

    transfer_id: int
    claim_id: int
    items: str
    handed_on: date
    duties: tuple[DutyAsked, ...]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SignHandover:
    handover_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """What the receiver did."""

    duty_id: int
    said: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class JudgeDuty:
    """Whether the duty is done by what was reported; not done: the receiver reports again."""

    duty_id: int
    done: bool
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecallHandover:
    """The receiver loses the result, with the ground."""

    handover_id: int
    ground: str
    once: UUID | None = None
