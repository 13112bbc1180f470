"""What goes in and out of the doors of this room. Totals in hundredths of 100."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import AfterValidator, Field

from khue.core.bilingual import Text
from khue.features.councils import queries
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, FileOut, Label, Prose, State

door = Door("councils")
CouncilState = Annotated[str, Query(max_length=20, description="draft, founded or dissolved; empty for all")]


def state_out(code: str, words: Text) -> dict[str, Any]:
    return {"code": code, "label": words}


# -- the public register ---------------------------------------------------------------------------------------------


class CouncilRegisterLineOut(Schema):
    """A council on the register. Its term runs from ``founded_on`` to ``ended_on``."""

    number: str
    name: str
    kind: State
    state: State
    decision_number: str
    founded_on: date
    ended_on: date | None
    members: int
    decided: int


class PublicRoleOut(Schema):
    """How many members in office hold a role; no names."""

    role: State
    members: int


class PublicMinutesOut(Schema):
    """``present`` how many members were there, ``decided`` how many items."""

    number: str
    held_at: datetime
    present: int
    decided: int


class PublicCouncilOut(CouncilRegisterLineOut):
    """``sitting`` by role, ``members`` how many in all."""

    purpose: str
    sitting: list[PublicRoleOut]
    minutes: list[PublicMinutesOut]


class DecidedItemOut(Schema):
    number: int
    outcome: State
    decided_at: datetime
    minutes: str


def register_line(row: queries.RegisterRow) -> dict[str, Any]:
    same = ("number", "name", "decision_number", "founded_on", "ended_on", "members", "decided")
    states = {"kind": state_out(row.kind, row.kind_words), "state": state_out(row.state, row.state_words)}
    return {name: getattr(row, name) for name in same} | states


def role_out(one: queries.PublicRole) -> dict[str, Any]:
    return {"role": state_out(one.role, one.role_words), "members": one.members}


# -- for members and staff -------------------------------------------------------------------------------------------


class CouncilLineOut(Schema):
    """``members`` seats that are taken, of ``seats``."""

    id: int
    number: str
    name: str
    kind: State
    state: State
    members: int
    seats: int
    items: int
    decision_number: str
    decision_on: date | None


class OwnSeatOut(Schema):
    """A seat of the caller's own."""

    id: int
    number: int
    role: State
    taken_at: datetime


class OwnCouncilOut(CouncilLineOut):
    seat: OwnSeatOut


class CouncilMemberOut(Schema):
    """Who sits. ``matching``: expertise in a field of the council."""

    seat: int
    name: str
    role: State
    matching: bool


class CouncilMeetingLineOut(Schema):
    id: int
    number: int
    held_at: datetime
    place: str
    state: State


class CouncilOut(CouncilLineOut):
    """``seat`` is the caller's own, null for staff off the council."""

    purpose: str
    fields: list[Bilingual]
    seat: OwnSeatOut | None
    sitting: list[CouncilMemberOut]
    meetings: list[CouncilMeetingLineOut]


class ItemPartyOut(Schema):
    name: str
    role: State


class CouncilItemLineOut(Schema):
    """``parties`` is empty in a blind phase. ``outcome`` is null until the council decided."""

    id: int
    number: int
    title: str
    state: State
    outcome: State | None
    parties: list[ItemPartyOut]


class CouncilAnswerOut(Schema):
    """What a record says in words; ``words`` is null where nothing was answered."""

    label: Label
    words: Label | None


class CouncilItemOut(CouncilItemLineOut):
    """``closed``: papers without a redacted copy in the blind phase. ``told``: what is put before the council in words, none in that phase."""

    council: int
    blind: bool
    files: list[FileOut]
    closed: list[str]
    told: list[CouncilAnswerOut]


class AgendaLineOut(Schema):
    """``base`` members without an interest, ``needed`` of them for a quorum (null: no figure applies). No count of any ballot."""

    position: int
    item: int
    number: int
    title: str
    base: int
    present: int
    needed: int | None
    reached: bool
    out: list[str]
    outcome: State | None
    conclusion: str


class CouncilMeetingOut(CouncilMeetingLineOut):
    """``present`` by name; ``minutes`` their number once they are drawn up."""

    council: int
    opened_at: datetime | None
    closed_at: datetime | None
    present: list[str]
    agenda: list[AgendaLineOut]
    minutes: str
    minutes_signed: bool


class DeclarationOut(Schema):
    """``about`` the item or party; ``state``: stands, reported (waits for a review) or dismissed."""

    id: int
    member: str
    item: int | None
    about: str
    ground: str
    state: str
    declared_by: str
    declared_at: datetime


class SheetLineOut(Schema):
    """An assignment of the caller's own; ``given``: a sheet was handed in."""

    id: int
    review: int
    item: int
    title: str
    closes_at: datetime
    state: State
    given: bool


class ScoreAnchorOut(Schema):
    points: int
    text: str


class CriterionOut(Schema):
    """Points from 0 to ``most``; ``anchors`` say what some of them mean."""

    key: str
    label: Bilingual
    weight: int
    most: int
    anchors: list[ScoreAnchorOut]


class ScoreSheetOut(Schema):
    """A sheet that was handed in. Of several the last one counts."""

    number: int
    phase: str
    points: dict[str, int]
    total: int
    comment: str
    submitted_at: datetime


class SheetOut(SheetLineOut):
    """``draft`` field → text as typed (``points_<criterion>``, ``comment``); its ETag is what saving rests on."""

    criteria: list[CriterionOut]
    sheets: list[ScoreSheetOut]
    draft: dict[str, str]
    draft_version: int


# -- what comes in ---------------------------------------------------------------------------------------------------


class CouncilPresenceIn(Ask):
    """Ids of the seats that are there when the session opens, as the council's page lists them."""

    present: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST)]], Field(max_length=60)]


class PointIn(Ask):
    """Points for one criterion by its key."""

    criterion: Annotated[str, Field(max_length=60)]
    points: Annotated[int, Field(ge=0, le=1000)]


def _each_once(given: list[PointIn]) -> list[PointIn]:
    if len({one.criterion for one in given}) != len(given):
        raise ValueError("each criterion once")
    return given


class ScoresIn(Ask):
    """A sheet; half-filled when it is saved, whole when it is handed in."""

    points: Annotated[list[PointIn], Field(max_length=60), AfterValidator(_each_once)]
    comment: Annotated[str, Field(max_length=5000)] = ""


class DeclarationIn(Ask):
    """One of ``item`` and ``party``. ``member`` is another member, whose interest is reviewed first; empty: oneself, at once."""

    ground: Prose
    item: Annotated[int, Field(ge=1, le=2**63 - 1)] | None = None
    party: Annotated[str, Field(pattern=r"^(party:[0-9]{1,18})?$", examples=["party:12"])] = ""
    member: Annotated[str, Field(pattern=r"^(party:[0-9]{1,18})?$", examples=[""])] = ""
