"""What goes in at the doors of this room. Money in đồng, points in hundredths."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from khue.features.calls.domain.commands import Requirement
from khue.kernel.api.shapes import (
    Ask,
    Day,
    Dong,
    Line,
    PartyKey,
    Prose,
)

Code = Annotated[str, Field(max_length=60)]
Moment = Annotated[datetime, Field(ge=datetime(1900, 1, 1).astimezone(), le=datetime(2199, 12, 31).astimezone())]
PartyOrNone = Annotated[str, Field(pattern=r"^(party:[0-9]{1,18})?$", examples=["party:12"])]
Months = Annotated[int, Field(ge=0, le=600)]


class NeedIn(Ask):
    """``party`` is who raises it; empty for a suggestion, which then says how to reach you in ``contact``."""

    party: PartyOrNone = ""
    title: Line
    description: Prose
    field: Code
    product: Prose
    users: Prose = ""
    title_en: Line = ""
    description_en: Prose = ""
    cost_from: Dong | None = None
    cost_to: Dong | None = None
    problem: Code = ""
    contact: Line = ""


class CallGroundIn(Ask):
    """Why, in words that are kept."""

    ground: Prose = ""


class ScreeningIn(Ask):
    accepted: bool
    ground: Prose = ""


class MergeNeedIn(Ask):
    """``into``: the number of the need that goes on."""

    into: Annotated[str, Field(max_length=30)]
    ground: Prose


class RequirementIn(Ask):
    product: Line
    criterion: Line
    unit: Annotated[str, Field(max_length=60)] = ""
    target: Annotated[str, Field(max_length=200)]

    def plain(self) -> Requirement:
        return Requirement(self.product, self.criterion, self.unit, self.target)


class MissionOrderIn(Ask):
    """``performer`` and ``ground`` belong to a direct assignment."""

    title: Line
    goal: Prose
    field: Code
    cost_frame: Dong
    months: Months
    mode: Literal["selection", "direct-assignment"]
    requirements: Annotated[list[RequirementIn], Field(max_length=200)]
    ground: Prose = ""
    performer: PartyOrNone = ""


class OrderStepIn(Ask):
    """``send_back`` and ``drop`` need a ground."""

    verb: Literal["submit", "approve", "send_back", "drop"]
    ground: Prose = ""


class CallIn(Ask):
    """``criteria`` are what proposals are judged by; ``papers`` what they bring besides the form.

    ``stage`` concept: short concepts first. ``concept_call``: the id of the judged concept call whose invited leads this
    full call is for.
    """

    title: Line
    summary: Prose
    opens_on: Day
    closes_at: Moment
    questions_until: Day | None = None
    criteria: Annotated[list[Line], Field(max_length=60)]
    papers: Annotated[list[Line], Field(max_length=60)] = []
    stage: Literal["full", "concept"] = "full"
    concept_call: Annotated[int, Field(ge=1, lt=2**63)] | None = None


class AmendmentIn(Ask):
    """``closes_at`` only ever a later one; left out: it stays."""

    text: Prose
    ground: Prose
    closes_at: Moment | None = None


class CallQuestionIn(Ask):
    text: Annotated[str, Field(max_length=2000)]


class CallAnswerIn(Ask):
    answer: Prose


class WatchIn(Ask):
    words: Annotated[str, Field(max_length=200)] = ""
    field: Code = ""


class ProposalIn(Ask):
    """``capacity`` and ``matches`` are what the lead declares of itself: able to carry it out, and its functions fit.

    ``concept``: in the second of two stages, the id of the invited concept; left out when there is one only.
    """

    lead: PartyKey
    title: Line
    capacity: bool
    matches: bool
    concept: Annotated[int, Field(ge=1, lt=2**63)] | None = None


class TeamMemberIn(Ask):
    """A person by full name and e-mail, as on the page; ``organisation`` by tax code or full name."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    email: Annotated[str, Field(min_length=3, max_length=200)]
    role: Literal["principal", "secretary", "member", "finance"]
    organisation: Annotated[str, Field(max_length=300)] = ""
    months: Months = 0
    writes: bool = True


class CommitmentIn(Ask):
    """``accepted`` is the commitment to take part."""

    accepted: bool


class HandInIn(Ask):
    """``certified``: correct and complete, and no other public source pays the same costs."""

    certified: bool


class TakeBackIn(Ask):
    """``give_up``: for good; otherwise back to writing while the call is open."""

    give_up: bool = False
    ground: Prose = ""


class CouncilOutcomeIn(Ask):
    """What the council said; ``points`` in hundredths. Of a concept ``recommended`` means invited to the full stage."""

    recommended: bool
    ground: Prose
    points: Annotated[int, Field(ge=0, le=10_000)] | None = None


class FundingIn(Ask):
    funded: bool
    ground: Prose
