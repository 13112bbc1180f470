"""What goes in and out of the doors of this room."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.people.queries import Holding
from khue.features.staff import queries
from khue.features.staff.domain.commands import (
    HandOverDesk,
    InviteColleague,
    ProposeRole,
    RecordDeparture,
    RegisterAbsence,
)
from khue.features.staff.domain.office_keys import MakeOfficeKey
from khue.features.staff.queries import StaffLine
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, Day, Line, PartyKey, Prose, ReasonOut, State

door = Door("staff")
STAFF = "member of staff"
Number = Annotated[int, Field(ge=1, le=LARGEST)]

# -- out -------------------------------------------------------------------------------------------------------------


class HoldingOut(Schema):
    """A role in a unit, from a day until the day before another."""

    id: int
    role: Bilingual
    unit: Bilingual
    valid_from: date
    valid_until: date | None


class StaffLineOut(Schema):
    """A colleague; for people who left, the last role. ``back_on`` while away, with the deputy's name."""

    key: str
    id: int
    name: str
    state: State
    roles: list[HoldingOut]
    back_on: date | None
    deputy_name: str


class AbsenceOut(Schema):
    """An absence; ``scope`` are the roles that the deputy covers."""

    id: int
    person: str
    name: str
    reason: Bilingual
    valid_from: date
    valid_until: date
    deputy: str
    deputy_name: str
    scope: list[Bilingual]
    by: str


class AbsencesOut(Schema):
    """One's own, and those that one covers as deputy."""

    mine: list[AbsenceOut]
    covered: list[AbsenceOut]


class StaffPageOut(Schema):
    """A colleague with roles over time, absences that are not over, and tasks on the desk."""

    line: StaffLineOut
    holdings: list[HoldingOut]
    absences: list[AbsenceOut]
    open_tasks: int


class HeldTaskOut(Schema):
    """A task on the desk; ``stays`` says why it can't go to the receiver that was asked about."""

    id: int
    dossier: str
    title: str
    step: Bilingual
    due_on: date | None
    stays: ReasonOut | None


class DeskOut(Schema):
    total: int
    tasks: list[HeldTaskOut]


class StaysOut(Schema):
    task: int
    why: ReasonOut


class HandedOverOut(Schema):
    """Tasks that went, and those that stay with the reason."""

    moved: list[int]
    staying: list[StaysOut]


class InvitationOut(Schema):
    id: int
    person: str
    name: str
    email: str
    role: Bilingual
    unit: Bilingual
    valid_from: date | None
    expires_at: datetime
    expired: bool
    by: str


class ProposalWaitsOut(Schema):
    """A role that waits for a second administrator."""

    id: int
    person: str
    name: str
    role: Bilingual
    unit: Bilingual
    valid_from: date
    valid_until: date | None
    by: str
    at: datetime


class ResetOut(Schema):
    """Lost keys that are to be taken away; ``due_at`` once it is confirmed."""

    id: int
    person: str
    name: str
    ground: str
    state: str
    by: str
    at: datetime
    due_at: datetime | None


class WaitingOut(Schema):
    invitations: list[InvitationOut]
    proposals: list[ProposalWaitsOut]
    resets: list[ResetOut]


class SessionOut(Schema):
    """A session; ``here`` is the one that asks."""

    id: int
    address: str
    device: str
    since: datetime
    here: bool


class FactorOut(Schema):
    """A second factor: ``kind`` totp, webauthn or recovery_codes (``left`` are unused)."""

    id: int
    kind: str
    name: str
    since: datetime
    used_at: datetime | None
    left: int | None


class SignInOut(Schema):
    """Where somebody is signed in, and with which second factors. Secrets are nowhere."""

    sessions: list[SessionOut]
    factors: list[FactorOut]
    resets: list[ResetOut]


class OfficeKeyOut(Schema):
    """A key of staff: never its secret. It does what of ``rights`` its holder may do at that moment."""

    id: int
    prefix: str
    name: str
    rights: list[str]
    valid_until: date
    made_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    state: str


class NewOfficeKeyOut(Schema):
    """The only answer that holds the secret."""

    id: int
    prefix: str
    secret: str


class EndedOut(Schema):
    ended: int


# -- in --------------------------------------------------------------------------------------------------------------


class AbsenceIn(Ask):
    """The kind only: nobody is asked about their health. ``valid_until`` is the first day back; ``holdings`` the roles covered."""

    reason: Annotated[str, Field(max_length=40, examples=["leave"])]
    valid_from: Day
    valid_until: Day
    deputy: PartyKey | None = None
    holdings: Annotated[list[Number], Field(max_length=50)] = []

    def command(self, person: str, once: UUID) -> RegisterAbsence:
        covered = tuple(self.holdings) if self.deputy else ()
        return RegisterAbsence(person, self.reason, self.valid_from, self.valid_until, self.deputy or "", covered, once)


class BackIn(Ask):
    """``ends_on`` is the first day back."""

    ends_on: Day


class DeskIn(Ask):
    """``to`` left out: back to the queue of the unit. ``everything`` instead of ``tasks``: whatever the desk holds."""

    to: PartyKey | None = None
    tasks: Annotated[list[Number], Field(max_length=500)] = []
    everything: bool = False
    ground: Annotated[str, Field(min_length=1, max_length=1000)]

    def command(self, person: str, once: UUID) -> HandOverDesk:
        return HandOverDesk(person, self.to or "", tuple(self.tasks), self.ground.strip(), once, self.everything)


class GivenRoleIn(Ask):
    unit: Line
    role: Line
    valid_from: Day
    valid_until: Day | None = None

    def command(self, person: str, once: UUID) -> ProposeRole:
        return ProposeRole(person, self.unit, self.role, self.valid_from, self.valid_until, once)


class InvitationIn(GivenRoleIn):
    """``citizen_number`` finds the record of somebody whom the city knows already."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[str, Field(max_length=254)]
    citizen_number: Annotated[str, Field(max_length=20)] = ""
    language: Literal["vi", "en"] = "vi"

    def invitation(self, once: UUID) -> InviteColleague:
        return InviteColleague(
            self.name,
            self.email,
            self.unit,
            self.role,
            self.valid_from,
            self.valid_until,
            self.citizen_number.strip(),
            self.language,
            once,
        )


class VoteIn(Ask):
    """``confirmed`` false refuses, and ``answer`` says why."""

    confirmed: bool
    answer: Annotated[str, Field(max_length=500)] = ""


class DepartureIn(Ask):
    """``to_queue``: tasks that are still held go back to the queue."""

    last_day: Day
    ground: Annotated[str, Field(max_length=500)]
    to_queue: bool = False

    def command(self, person: str, once: UUID) -> RecordDeparture:
        return RecordDeparture(person, self.last_day, self.ground, self.to_queue, once)


class ResetIn(Ask):
    """How one knows that it is this person."""

    ground: Annotated[Prose, Field(max_length=500)]


class OfficeKeyIn(Ask):
    """``rights``: some of one's own that a key may carry. ``valid_until`` is the first day without it."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    rights: Annotated[
        list[Annotated[str, Field(max_length=60, examples=["dossiers.read"])]], Field(min_length=1, max_length=20)
    ]
    valid_until: Day

    def command(self, once: UUID) -> MakeOfficeKey:
        return MakeOfficeKey(self.name, tuple(self.rights), self.valid_until, once)


class SignOutIn(Ask):
    """One session; left out: all but the one that asks."""

    session: Number | None = None


# -- from lines ------------------------------------------------------------------------------------------------------


def line_values(line: StaffLine) -> dict[str, Any]:
    names = ("key", "id", "name", "back_on", "deputy_name")
    return {
        **{name: getattr(line, name) for name in names},
        "state": {"code": line.state, "label": line.state_words},
        "roles": [holding_values(holding) for holding in line.roles],
    }


def holding_values(holding: Holding) -> dict[str, Any]:
    return {name: getattr(holding, name) for name in HoldingOut.model_fields}


def found_line(person_id: int, actor: Actor) -> StaffLine:
    """Raises Missing for somebody who has nothing to do with the staff."""
    line = queries.staff_line(f"party:{person_id}", actor.today)
    if line is None:
        raise Missing(
            Text("Không tìm thấy cán bộ này.", "There is no such member of staff."),
            Text("Mời ông/bà mở lại danh bạ cán bộ.", "Go back to the staff directory."),
        )
    return line
