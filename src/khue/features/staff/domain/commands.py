"""What is asked of this room. Days are half-open: ``valid_until`` is the first day without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InviteColleague:
    name: str
    email: str
    unit: str
    role: str
    valid_from: date
    valid_until: date | None = None
    citizen_number: str = ""
    language: str = "vi"
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AcceptInvitation:
    """``token`` is what stands in the link."""

    token: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class ProposeRole:
    person: str
    unit: str
    role: str
    valid_from: date
    valid_until: date | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerProposal:
    proposal_id: int
    confirmed: bool
    answer: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RegisterAbsence:
    """``holdings`` are the roles (ids of role holdings) that the deputy covers; ``deputy`` may be empty."""

    person: str
    reason: str
    valid_from: date
    valid_until: date
    deputy: str = ""
    holdings: tuple[int, ...] = ()
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndAbsence:
    absence_id: int
    ends_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandOverDesk:
    """``to`` is a colleague, or empty for the queue of the unit; ``tasks`` are those that were chosen.

    ``everything`` stands for all that the desk holds when the deed is done, however much that is.
    """

    person: str
    to: str
    tasks: tuple[int, ...]
    ground: str
    once: UUID | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class RecordDeparture:
    """``last_day`` is the last day of work. ``to_queue``: tasks that are still held go back to the queue."""

    person: str
    last_day: date
    ground: str
    to_queue: bool = False
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskKeyReset:
    person: str
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerKeyReset:
    reset_id: int
    confirmed: bool
    answer: str = ""
    once: UUID | None = None
