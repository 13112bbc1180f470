"""What comes in through the doors of this room."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from khue.features.delivery.domain.commands import AppraisedLine, PlannedMilestone
from khue.kernel.api.shapes import LARGEST, Ask, Day, Dong, Prose

Number = Annotated[int, Field(ge=1, le=LARGEST)]


class AppraisedLineIn(Ask):
    """``agreed``: city money in đồng; ``ground`` says why it is less than asked. The last two are asked of equipment only."""

    no: Annotated[int, Field(ge=1, le=1000)]
    cost_class: Annotated[str, Field(max_length=40)]
    agreed: Dong
    ground: Prose = ""
    software: bool = False
    serves_directly: bool | None = None

    def plain(self) -> AppraisedLine:
        return AppraisedLine(**self.dict())


class MissionAppraisalIn(Ask):
    """Every cost line of the mission, with its class and what the city pays of it."""

    kind: Annotated[str, Field(max_length=40)]
    form: Annotated[str, Field(max_length=40)]
    lines: Annotated[list[AppraisedLineIn], Field(min_length=1, max_length=200)]
    note: Prose = ""


class FinanceOpinionIn(Ask):
    """``agrees`` false has the costs appraised again, and ``ground`` says why."""

    agrees: bool
    ground: Prose = ""


class MissionDecisionIn(Ask):
    """``budget_line``: code of the line that pays, only with grant; the other two outcomes say why."""

    outcome: Literal["grant", "back", "refuse"]
    budget_line: Annotated[str, Field(max_length=40)] = ""
    ground: Prose = ""


class PlannedMilestoneIn(Ask):
    """What is handed in, by which criteria it is accepted, what is paid for it, by when."""

    deliverable: Annotated[str, Field(min_length=1, max_length=1000)]
    criteria: Annotated[str, Field(min_length=1, max_length=1000)]
    amount: Dong
    due_on: Day

    def plain(self, no: int) -> PlannedMilestone:
        return PlannedMilestone(no, self.deliverable.strip(), self.criteria.strip(), self.amount, self.due_on)


Planned = Annotated[list[PlannedMilestoneIn], Field(min_length=1, max_length=40)]


class MissionContractIn(Ask):
    """Milestones in order: together they make the approved sum, the last one is the final product. ``advance`` 0 for none."""

    milestones: Planned
    advance: Dong = 0
    starts_on: Day
    ends_on: Day


class ContractAnswerIn(Ask):
    """``note``: what should be otherwise, when it is not agreed to."""

    agrees: bool
    note: Prose = ""


class ContractChangeIn(Ask):
    """The contract as it should be. What was handed in, accepted or paid stays as it is."""

    milestones: Planned
    ends_on: Day
    ground: Prose


class ChangeDecisionIn(Ask):
    granted: bool
    ground: Prose


class MilestoneAnswerIn(Ask):
    """An interim milestone is accepted, the final one put before the council ``council_id``; ``return`` says what is missing."""

    outcome: Literal["accept", "council", "return"]
    council_id: Number | None = None
    note: Prose = ""


class MissionPayeeIn(Ask):
    """The account that the money goes to."""

    number: Annotated[str, Field(min_length=6, max_length=40)]
    holder: Annotated[str, Field(min_length=1, max_length=200)]
    bank: Annotated[str, Field(min_length=1, max_length=200)]
    bank_code: Annotated[str, Field(max_length=11)] = ""


class MissionCodesIn(Ask):
    """Budget chapter, economic sector, economic item and source of funds."""

    chapter: Annotated[str, Field(max_length=3)]
    sector: Annotated[str, Field(max_length=3)]
    item: Annotated[str, Field(max_length=4)]
    source: Annotated[str, Field(max_length=4)]


class MissionPaymentIn(Ask):
    """``account_id``: from which account of the city. ``same_holder``: a holder of another name was compared and is right."""

    payee: MissionPayeeIn
    codes: MissionCodesIn
    content: Annotated[str, Field(min_length=1, max_length=140)]
    account_id: Number
    same_holder: bool = False


class ReportAskedIn(Ask):
    about: Prose
    due_on: Day


class ReportReadIn(Ask):
    """``complete`` false asks for it again, and ``note`` says what is missing."""

    complete: bool
    note: Prose = ""


class MissionWarningIn(Ask):
    """What is wrong, and by when it is to be put right."""

    ground: Prose
    due_on: Day


class MissionGroundIn(Ask):
    ground: Prose
