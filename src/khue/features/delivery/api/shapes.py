"""What comes out of the doors of this room. Money in đồng."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Bilingual

door = Door("delivery")


class FundedMissionOut(Schema):
    """A line of the public register of missions; ``granted`` and ``paid`` in đồng."""

    number: str
    title: str
    lead: str
    field: Bilingual
    kind: Bilingual | None
    granted: int
    paid: int
    decided_on: date
    starts_on: date | None
    ends_on: date | None
    state: Bilingual


class FundedMilestoneOut(Schema):
    """A milestone of the contract in force."""

    no: int
    deliverable: str
    due_on: date
    amount: int
    accepted_on: date | None
    paid_on: date | None


class FundedMissionPageOut(FundedMissionOut):
    """One mission with its milestones; ``mode`` is selection or direct-assignment."""

    call: str
    mode: str
    milestones: list[FundedMilestoneOut]


class MissionOut(Schema):
    """A mission as staff see it in the list."""

    id: int
    number: str
    title: str
    lead: str
    field: Bilingual
    state: Bilingual
    asked: int
    granted: int | None
    paid: int
    ends_on: date | None
