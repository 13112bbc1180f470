"""The public register of councils. Nothing here reads titles, parties, scores or ballots.

What is decided counts as public once everybody has signed the minutes that say so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.councils.domain.words import COUNCIL, KINDS, ORDER, OUTCOMES, ROLES
from khue.features.councils.models import AgendaItem, Council, Minutes, Seat
from khue.features.councils.queries.finding import with_words
from khue.kernel.paging import Page, every, keyset

FINAL = ("approved", "refused")
"""What a council says about an item for good; putting it off is no decision."""
STATES = ("founded", "dissolved")


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A founded or dissolved council. Its term runs from ``founded_on`` to ``ended_on`` (None while it works)."""

    id: int
    number: str
    name: str
    kind: str
    state: str
    decision_number: str
    founded_on: date
    ended_on: date | None
    members: int
    decided: int

    @property
    def kind_words(self) -> Text:
        return KINDS[self.kind]

    @property
    def state_words(self) -> Text:
        return COUNCIL.label(self.state)


@dataclass(frozen=True, slots=True)
class PublicRole:
    """How many members in office hold a role. No law that the facts know asks for their names, so none is published."""

    role: str
    members: int

    @property
    def role_words(self) -> Text:
        return ROLES[self.role]


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """``number`` of the item on the council's list."""

    number: int
    outcome: str
    decided_at: datetime
    minutes: str

    @property
    def outcome_words(self) -> Text:
        return OUTCOMES[self.outcome]


@dataclass(frozen=True, slots=True)
class PublicMinutes:
    """The public part of signed minutes: number, when, how many were there, how many items were decided."""

    number: str
    held_at: datetime
    present: int
    decided: int


@dataclass(frozen=True, slots=True)
class PublicCouncil:
    """``roles``: the make-up of the council; ``row.members`` counts all."""

    row: RegisterRow
    purpose: str
    roles: tuple[PublicRole, ...]
    minutes: tuple[PublicMinutes, ...]


def council_register(q: str, kind: str, state: str, after: str | None, size: int = 25) -> Page[RegisterRow]:
    """Newest first; every word of ``q``, with marks or without, is in the name, the number or the founding decision."""
    found = with_words(_public(), q)
    if kind in KINDS:
        found = found.filter(kind=kind)
    if state in STATES:
        found = found.filter(state=state)
    return keyset(found, ["-decision_on", "-pk"], after, size).of(_row)


def whole_council_register(q: str, kind: str, state: str) -> Iterable[RegisterRow]:
    """For an export."""
    return every(partial(council_register, q, kind, state))


def public_council(number: str) -> PublicCouncil:
    """What everybody may read of a council. Raises Missing, also while it is only prepared."""
    row = _public().filter(number=number).first()
    if row is None:
        raise Missing(
            Text("Không tìm thấy hội đồng này trong danh mục công khai.", "There is no such council on the register."),
            Text("Mời ông/bà mở lại danh mục hội đồng.", "Go back to the register of councils."),
        )
    return PublicCouncil(_row(row), row.purpose, _roles(row.pk), _minutes(row.pk))


def decided_items(council_id: int, after: str | None = None, size: int = 50) -> Page[DecidedItem]:
    """By number; only what signed minutes say."""
    rows = _decided().filter(meeting__council_id=council_id).select_related("item", "meeting__minutes")
    return keyset(rows, ["item__number", "pk"], after, size).of(
        lambda line: DecidedItem(line.item.number, line.outcome, line.decided_at, line.meeting.minutes.number)
    )


def every_decided_item(council_id: int) -> Iterable[DecidedItem]:
    return every(partial(decided_items, council_id))


def _public() -> QuerySet[Council]:
    decided = Exists(_decided().filter(item=OuterRef("items__pk")))
    return Council.objects.exclude(state="draft").annotate(
        sitting=Count("seats", filter=Q(seats__ended_at=None), distinct=True),
        judged=Count("items", filter=decided, distinct=True),
    )


def _decided() -> QuerySet[AgendaItem]:
    return AgendaItem.objects.filter(outcome__in=FINAL, meeting__minutes__signed_at__isnull=False)


def _row(row: Council) -> RegisterRow:
    return RegisterRow(
        row.pk, row.number, row.name, row.kind, row.state, row.decision_number,
        row.decision_on,  # type: ignore[arg-type]  # a constraint of the table: whatever is founded has one
        row.ended_on, row.sitting, row.judged,  # type: ignore[attr-defined]  # annotated by the query
    )  # fmt: skip


def _roles(council_id: int) -> tuple[PublicRole, ...]:
    rows = Seat.objects.filter(council_id=council_id, ended_at=None).values_list("role").annotate(count=Count("pk"))
    return tuple(PublicRole(role, count) for role, count in sorted(rows, key=lambda row: ORDER[row[0]]))


def _minutes(council_id: int) -> tuple[PublicMinutes, ...]:
    rows = Minutes.objects.filter(meeting__council_id=council_id, signed_at__isnull=False).select_related("meeting")
    counted = rows.annotate(
        # Who stayed to the end left with the meeting.
        there=Count(
            "meeting__presences__seat", filter=Q(meeting__presences__left_at=F("meeting__closed_at")), distinct=True
        ),
        judged=Count("meeting__agenda", filter=Q(meeting__agenda__outcome__in=FINAL), distinct=True),
    )
    return tuple(
        PublicMinutes(one.number, one.meeting.held_at, one.there, one.judged)
        for one in counted.order_by("-meeting__number")
    )
