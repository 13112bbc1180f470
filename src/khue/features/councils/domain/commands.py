"""What people ask of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Profile:
    """What the register says of an expert. ``fields`` codes of the key-field list, ``specialities`` free words.

    ``load_limit`` items under way at a time; ``unavailable_until`` first day on which the expert takes items again.
    """

    degree: str
    fields: tuple[str, ...]
    specialities: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("vi",)
    employer: str = ""
    employer_name: str = ""
    position: str = ""
    load_limit: int = 10
    unavailable_until: date | None = None


@dataclass(frozen=True, slots=True)
class InviteExpert:
    """``source``: how the city knows this person."""

    person: str
    source: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AnswerInvitation:
    """The expert's own answer; with ``profile`` when the answer is yes."""

    expert_id: int
    accepts: bool
    profile: Profile | None = None
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class UpdateProfile:
    """``seen``: number of the profile that the page showed."""

    expert_id: int
    profile: Profile
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ClassExpert:
    """The fee class, set by an officer."""

    expert_id: int
    fee_class: str
    seen: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class LeaveRegister:
    expert_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PrepareCouncil:
    """``quorum`` and ``pass_share`` are the council's own figures by its founding decision ("2/3"), where the law sets none."""

    kind: str
    name: str
    purpose: str
    fields: tuple[str, ...]
    seats: int
    quorum: str = ""
    pass_share: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SeatMember:
    """``person`` takes a free seat. ``matching``: None lets the register say whether the expertise matches."""

    council_id: int
    person: str
    role: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndSeat:
    """A member leaves the council; ``successor`` takes the same seat and role, and what was assigned and is not scored yet."""

    seat_id: int
    ground: str
    successor: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class FoundCouncil:
    """``departure``: ground for departing from a figure that does not bind fully."""

    council_id: int
    decision_number: str
    decision_on: date
    departure: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DissolveCouncil:
    council_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ItemParty:
    """``role`` of PARTY_ROLES."""

    party: str
    role: str


@dataclass(frozen=True, slots=True)
class PutItem:
    """An item before a council: ``subject`` as text (``proposal:7``), empty for one that the secretary enters by hand."""

    council_id: int
    title: str
    parties: tuple[ItemParty, ...]
    subject: str = ""
    field: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class WithdrawItem:
    item_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeclareInterest:
    """``person`` has an interest in the item, or (without one) against ``party``. By oneself it counts at once, by others after review."""

    council_id: int
    person: str
    ground: str
    item_id: int | None = None
    party: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ReviewInterest:
    declaration_id: int
    stands: bool
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeclareRelation:
    """``person`` is related to ``other``: as the person says, or as ``source`` shows when an officer records it."""

    person: str
    other: str
    kind: str
    source: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndRelation:
    relation_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeclareTie:
    """``person`` is tied to ``party`` (kind of TIES): as the person says, or as ``source`` shows when an officer records it.

    ``detail`` what exactly, in a few words ("12 % of the capital"); ``until`` the last day, None while it lasts.
    """

    person: str
    party: str
    kind: str
    detail: str = ""
    since: date | None = None
    until: date | None = None
    source: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndTie:
    tie_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CallMeeting:
    council_id: int
    held_at: datetime
    place: str
    items: tuple[int, ...]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordPresence:
    """Seats that are there, and how; the rest is absent."""

    meeting_id: int
    present: tuple[int, ...]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenBallot:
    agenda_id: int
    question: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class CastBallot:
    ballot_id: int
    choice: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class DecideItem:
    """The council's decision on an item. ``outcome`` of OUTCOMES."""

    agenda_id: int
    outcome: str
    conclusion: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class PublishSheet:
    """A new version of a template of score sheets. ``criteria``: plain values, see ``domain.scoring.criteria_from``."""

    key: str
    name: str
    criteria: tuple[dict[str, object], ...]
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A round of scoring over items that are listed. ``blind``: reviewers see redacted copies only."""

    council_id: int
    template_id: int
    items: tuple[int, ...]
    closes_at: datetime
    blind: bool = True
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AssignItem:
    """``ground`` is asked for where expertise or load speak against it; an interest never gives way."""

    item_id: int
    seat_id: int
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndAssignment:
    """A reviewer gives an item back, or it is taken away."""

    assignment_id: int
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SubmitSheet:
    assignment_id: int
    points: tuple[tuple[str, int], ...]
    comment: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SaveSheet:
    """A half-filled sheet as typed: field → text. ``seen``: version of the draft that the page showed, 0 without one."""

    assignment_id: int
    values: tuple[tuple[str, str], ...]
    seen: int = 0
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MoveReview:
    """To the discussion, or to its end. ``ground`` when sheets are missing."""

    review_id: int
    ground: str = ""
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """The assignment that the solver proposed, as the page showed it: (item, seat) pairs; ``moved`` are taken away first."""

    review_id: int
    pairs: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...] = ()
    once: UUID | None = None
