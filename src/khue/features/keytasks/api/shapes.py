"""What goes in and out of the doors of this room. Money in đồng; a last day is the day itself, as people say it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Query, Schema
from pydantic import Field

from khue.features.keytasks.domain.commands import Found
from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import LARGEST, Ask, Bilingual, Day, FileOut, Label, Line, Prose, SourceOut, State

door = Door("keytasks")
KeyTaskView = Annotated[str, Query(max_length=20, description="Which of them; an unknown word counts as the first")]


# -- what comes out --------------------------------------------------------------------------------------------------


class KeyTaskLineOut(Schema):
    """A line of the register. ``last_day`` ends the recognition, ``ended_on`` an earlier end."""

    number: str
    title: str
    field: Bilingual
    lead: str
    money: int
    starts_on: date | None
    ends_on: date | None
    recognised_on: date
    last_day: date
    state: State
    ended_on: date | None
    basis: Bilingual


class KeyTaskFileLineOut(Schema):
    """A key task for its lead and for staff. ``missing`` is the oldest thing missing of its reports."""

    id: int
    number: str
    title: str
    lead: str
    state: State
    last_day: date | None
    missing: Label | None


class KeyTaskFundingOut(Schema):
    source: Bilingual
    amount: int


class KeyTaskConditionOut(Schema):
    label: Bilingual
    met: bool
    note: str


class KeyTaskExaminationOut(Schema):
    by: str
    at: datetime
    note: str
    conditions: list[KeyTaskConditionOut]


class KeyTaskOpinionOut(Schema):
    """What a council said; ``minutes`` is the number of its minutes."""

    council: str
    met_on: date
    minutes: str
    favours: bool
    conclusion: str


class KeyTaskBenefitOut(Schema):
    """``state``: active, offered (its value is not confirmed yet), ended or later. ``until_on`` is the first day without it."""

    key: str
    text: Bilingual
    source: SourceOut
    state: str
    from_on: date
    until_on: date
    ended_on: date | None
    end_ground: str


class KeyTaskFilingOut(Schema):
    """One filing of a report; ``outcome`` is empty until an officer has looked at it."""

    no: int
    progress: str
    products: str
    impact: str
    spent: int
    used: str
    final: bool
    papers: list[FileOut]
    by: str
    at: datetime
    outcome: str
    note: str
    checked_by: str


class KeyTaskReportOut(Schema):
    """A period to report on; ``waiting``: a report may be filed for it under its ``id``."""

    id: int
    no: int
    from_on: date
    last_day: date
    due_on: date | None
    state: State
    waiting: bool
    missing: Label | None
    filings: list[KeyTaskFilingOut]


class KeyTaskWithdrawalOut(Schema):
    """``hear_until``: the last day for the lead's statement; ``outcome`` is empty while nothing was decided."""

    id: int
    ground: str
    hear_until: date
    by: str
    at: datetime
    statement: str
    papers: list[FileOut]
    answered_at: datetime | None
    outcome: str
    decision_ground: str
    decided_by: str
    decided_on: date | None


class KeyTaskOut(Schema):
    """Everything that the lead's side and staff read of a key task."""

    id: int
    number: str
    title: str
    field: Bilingual
    party: str
    lead: str
    money: int
    starts_on: date | None
    ends_on: date | None
    state: State
    decided_on: date | None
    last_day: date | None
    ended_on: date | None
    basis: Bilingual
    binding: bool
    product: str
    impact: str
    capacity: str
    sources: list[KeyTaskFundingOut]
    examination: KeyTaskExaminationOut | None
    opinion: KeyTaskOpinionOut | None
    benefits: list[KeyTaskBenefitOut]
    reports: list[KeyTaskReportOut]
    withdrawals: list[KeyTaskWithdrawalOut]
    version: int


# -- what comes in ---------------------------------------------------------------------------------------------------


class KeyTaskFoundIn(Ask):
    """What was found of one condition; one that is not met says why."""

    met: bool
    note: Annotated[str, Field(max_length=1000)] = ""

    def plain(self) -> Found:
        return Found(self.met, self.note)


class KeyTaskExaminationIn(Ask):
    """Every condition is answered. ``ask_council``: a council is asked before the decision."""

    field: KeyTaskFoundIn | None = None
    own_money: KeyTaskFoundIn | None = None
    product: KeyTaskFoundIn | None = None
    capacity: KeyTaskFoundIn | None = None
    impact: KeyTaskFoundIn | None = None
    ask_council: bool = False
    note: Prose = ""


class KeyTaskOpinionIn(Ask):
    """From the signed minutes; ``minutes`` is their number. With ``council_id`` the task is put before that council instead."""

    council: Line = ""
    met_on: Day | None = None
    minutes: Annotated[str, Field(max_length=60)] = ""
    favours: bool | None = None
    conclusion: Prose = ""
    council_id: Annotated[int | None, Field(ge=1, le=LARGEST)] = None


class KeyTaskDecisionIn(Ask):
    """``last_day`` only where no law says how long a recognition holds; ``ground`` where it refuses, sends back or departs."""

    outcome: Literal["recognise", "refuse", "back"]
    ground: Prose = ""
    last_day: Day | None = None


class KeyTaskReportCheckIn(Ask):
    """``note`` says what is to be completed when the report is returned."""

    accepted: bool
    note: Prose = ""


class KeyTaskWithdrawalIn(Ask):
    """``hear_until``: the last day for the lead's statement, only where no law says how long a hearing is."""

    ground: Prose
    hear_until: Day | None = None


class KeyTaskSettlementIn(Ask):
    """``withdraws``: withdraw the recognition, or let it stand."""

    withdraws: bool
    ground: Prose
