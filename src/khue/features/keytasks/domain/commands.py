"""What is asked of the room. ``seen`` is the stamp that the page showed, ``once`` the key of its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Found:
    """What the examiner found of one condition."""

    met: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ExamineTask:
    """``found`` by condition (``recognition.CONDITIONS``); ``ask_council`` sends it to a council first."""

    task_id: int
    found: Mapping[str, Found]
    ask_council: bool
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordOpinion:
    """What a council said in its meeting; ``minutes`` is the number of its minutes."""

    task_id: int
    council: str
    met_on: date | None
    minutes: str
    favours: bool | None
    conclusion: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PutBeforeCouncil:
    """Lay the task before a council of the system; what it decides comes back by itself."""

    task_id: int
    council_id: int
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideRecognition:
    """``outcome``: recognise, refuse or back. ``last_day`` only where no law says how long a recognition holds."""

    task_id: int
    outcome: str
    ground: str = ""
    last_day: date | None = None
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """The report of one period. ``from_on`` and ``until_on`` (the last day) only where the law sets no periods."""

    key_task_id: int
    progress: str
    products: str
    impact: str
    spent: int | None
    used: str = ""
    final: bool = False
    papers: tuple[Any, ...] = field(default=())
    report_id: int | None = None
    from_on: date | None = None
    until_on: date | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    task_id: int
    accepted: bool
    note: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProposeWithdrawal:
    """``hear_until``: the last day of the hearing, where the law sets none or another one is given."""

    key_task_id: int
    ground: str
    hear_until: date | None = None
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerWithdrawal:
    withdrawal_id: int
    statement: str
    papers: tuple[Any, ...] = field(default=())
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SettleWithdrawal:
    task_id: int
    withdraws: bool | None
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None
