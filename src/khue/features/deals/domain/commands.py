"""What the sides of a deal ask for. ``once`` is the key of the form; amounts in đồng."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ExpressInterest:
    """``party`` (``party:12``) is interested in the listed offer ``number`` (``CN-2026-0001``)."""

    number: str
    party: str
    note: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerInterest:
    deal_id: int
    accepted: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndDeal:
    deal_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProposeNda:
    """Whoever proposes signs for the own side. ``until_on`` is the first day on which nothing is open any more; ``readers`` are
    keys of the buyer's persons."""

    deal_id: int
    until_on: date
    readers: tuple[str, ...]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SignNda:
    deal_id: int
    no: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndNda:
    deal_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class NameBroker:
    """The broker ``party`` works for the actor's side, and both sides read so."""

    deal_id: int
    party: str
    paper: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DropBroker:
    deal_id: int
    broker_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WriteMessage:
    """``title`` names the papers, so that a second sending is a new version of the same."""

    deal_id: int
    text: str
    title: str = ""
    papers: tuple[Any, ...] = ()
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SetTask:
    deal_id: int
    title: str
    side: str
    due_on: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class FinishTask:
    deal_id: int
    no: int
    note: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """Terms that a side offers. ``royalty`` in hundredths of a per cent of sales, ``royalty_least`` đồng a year. ``instalments`` are
    (day, đồng) and add up to the lump sum; without any the whole is due at once. For so many
    ``audit_months`` after a report of sales the seller may ask for an audit, and within ``audit_days`` the buyer shows the books; 0: no
    audit."""

    mode: str
    territory: str
    pricing: str
    lump: int
    instalments: tuple[tuple[date, int], ...] = ()
    royalty: int = 0
    royalty_least: int = 0
    auction: str = ""
    words: str = ""
    audit_months: int = 0
    audit_days: int = 0


@dataclass(frozen=True, slots=True)
class MakeTerms:
    """An offer, or a counter-offer: the newest stands. It can be accepted until the day before ``valid_until``."""

    deal_id: int
    terms: Offered
    valid_until: date
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerTerms:
    """``no`` is what the page showed: terms that were replaced meanwhile are not accepted by mistake."""

    deal_id: int
    no: int
    accepted: bool
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReopenTerms:
    deal_id: int
    ground: str
    once: UUID | None = None
