"""What is asked of this room. ``once`` is the form's key (a second posting does nothing more), ``seen`` the appeal's version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StartAppeal:
    """``previous`` names the first complaint when this is a second one."""

    decision_id: int
    previous_id: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SaveAnswers:
    """The answers of one page of a draft; ``files`` are new uploads, ``drop`` ids of files to let go."""

    appeal_id: int
    answers: Mapping[str, Any]
    files: Sequence[Any] = field(default_factory=tuple)
    drop: tuple[str, ...] = ()
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class LodgeAppeal:
    appeal_id: int
    certified: bool
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AdmitAppeal:
    """``ground`` accepts a late one; ``answer_due_on`` with ``departure`` sets another day than the term's."""

    appeal_id: int
    ground: str = ""
    answer_due_on: date | None = None
    departure: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeclineAppeal:
    appeal_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AssignDecider:
    """``to`` is the party key of a person who may decide appeals."""

    appeal_id: int
    to: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ExtendAnswer:
    """The case is complex: the longer term counts, once, with its ground."""

    appeal_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordDialogue:
    appeal_id: int
    held_on: date
    place: str
    present: str
    summary: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SuspendExecution:
    appeal_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ResumeExecution:
    appeal_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideAppeal:
    """``amount`` in đồng for amended and replaced; ``budget_line`` its code; ``repay_by`` when paid money comes back."""

    appeal_id: int
    outcome: str
    ground: str
    amount: int | None = None
    budget_line: str = ""
    repay_by: date | None = None
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawAppeal:
    appeal_id: int
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None
