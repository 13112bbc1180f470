"""What is asked of this room. ``once`` is the form's key (a second posting does nothing more), ``seen`` the record's version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RaiseNeed:
    """A problem that science should solve. Amounts in đồng; ``party`` is empty for a suggestion from the public.

    ``problem`` is the code of one of the city's big problems that it belongs to, or empty; ``files`` are uploads.
    """

    party: str
    title: str
    description: str
    field: str
    product: str
    users: str = ""
    title_en: str = ""
    description_en: str = ""
    cost_from: int | None = None
    cost_to: int | None = None
    problem: str = ""
    files: Sequence[Any] = ()
    contact: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ScreenNeed:
    """``accepted`` says that the need may become an order; a refusal states its ground."""

    need_id: int
    accepted: bool
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MergeNeed:
    """The need goes on under ``into``: the number of another need."""

    need_id: int
    into: str
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawNeed:
    need_id: int
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One measurable requirement of the product: what is measured, in which unit, and the value to reach."""

    product: str
    criterion: str
    unit: str
    target: str


@dataclass(frozen=True, slots=True)
class DraftOrder:
    """``months`` is how long the task may take; ``performer`` a party key for a direct assignment, else empty."""

    need_id: int
    title: str
    goal: str
    field: str
    cost_frame: int
    months: int
    mode: str
    requirements: tuple[Requirement, ...]
    ground: str = ""
    performer: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ChangeOrder:
    order_id: int
    order: DraftOrder
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class DecideOrder:
    """``verb`` is submit, approve, send_back or drop; ``ground`` is needed to send back and to drop."""

    order_id: int
    verb: str
    ground: str = ""
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PrepareCall:
    """A call made from an approved order. ``criteria`` is what proposals are judged by, one line each.

    ``stage`` is full or concept; ``concept_call`` the id of the concept call whose invited leads this full call is for.
    """

    order_id: int
    title: str
    summary: str
    opens_on: date
    closes_at: datetime
    questions_until: date | None
    criteria: tuple[str, ...]
    papers: tuple[str, ...] = ()
    once: UUID | None = None
    stage: str = "full"
    concept_call: int | None = None


@dataclass(frozen=True, slots=True)
class PublishCall:
    call_id: int
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AmendCall:
    """``closes_at`` is the new closing moment, never an earlier one; None: it stays."""

    call_id: int
    text: str
    ground: str
    closes_at: datetime | None = None
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AttachTemplate:
    """A template paper of a call: a file to download and fill. ``question`` is the upload question that it is for, or empty.

    ``replaces`` is the id of the version whose place it takes, with the ``ground``; ``file`` is an upload or None.
    """

    call_id: int
    title: str
    file: Any
    question: str = ""
    replaces: int | None = None
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelCall:
    call_id: int
    ground: str
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AskQuestion:
    call_id: int
    text: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    question_id: int
    answer: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenProposals:
    """The first of two signs; the second, another person, opens."""

    call_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WatchCalls:
    """A saved search: words (marks or not) and a field; both may be empty."""

    words: str
    field: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class StartProposal:
    """``capacity`` and ``matches`` are what the lead declares of itself; the rest of the check is in its record.

    ``concept`` is the id of the invited concept that the full proposal goes on from; None: the only one there is.
    """

    call_id: int
    lead: str
    title: str
    capacity: bool = True
    matches: bool = True
    once: UUID | None = None
    concept: int | None = None


@dataclass(frozen=True, slots=True)
class InviteMember:
    """``person`` is a party key; ``organisation`` the party it belongs to, or empty; ``writes`` lets it edit."""

    proposal_id: int
    person: str
    role: str
    organisation: str = ""
    months: int = 0
    writes: bool = True
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerInvitation:
    """The member's own answer; ``accepted`` is the commitment to take part."""

    proposal_id: int
    accepted: bool
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RemoveMember:
    proposal_id: int
    member_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class HandIn:
    proposal_id: int
    certified: bool
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Withdraw a proposal that was handed in, or give up a draft for good."""

    proposal_id: int
    give_up: bool = False
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordOutcome:
    """What the council said of a proposal: recommended or not, with its points (hundredths) and ground.

    Of a concept: invited to the full stage or not.
    """

    proposal_id: int
    recommended: bool
    ground: str
    points: int | None = None
    seen: int | None = None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideProposal:
    """What the competent body decides after the council: to carry it out, or not, with the ground."""

    proposal_id: int
    funded: bool
    ground: str
    seen: int | None = None
    once: UUID | None = None
