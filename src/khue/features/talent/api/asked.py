"""What goes into the doors of this room. Money in đồng."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from khue.core.transfers import LONGEST_CONTENT
from khue.features.talent.domain.commands import ResultLine, Terms
from khue.features.talent.domain.offers import EXTRAS, MOST_RESULTS
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.api.shapes import LARGEST, Ask, Day, Dong, Line, PartyKey, Prose

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Code = Annotated[str, Field(max_length=60)]
Record = Annotated[int, Field(ge=1, le=LARGEST)]


class ExpertNeedIn(Ask):
    """``unit`` is one of the caller's units; ``until_on`` the day after the last day of work."""

    unit: Annotated[str, Field(max_length=40)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
    task: Prose
    product: Prose
    not_inside: Prose
    from_on: Day
    until_on: Day


class TalentDecisionIn(Ask):
    """``ground`` is needed where it is not approved."""

    approved: bool
    ground: Short = ""


class TalentGroundIn(Ask):
    ground: Short


class ExpertProfileIn(Ask):
    """``criteria`` one per line; ``field`` a key field; ``origins`` who may apply; ``closes_on`` the last day of applications."""

    criteria: Prose
    field: Code
    origins: Annotated[list[Code], Field(max_length=10)]
    closes_on: Day
    by_invitation: bool = False


class ExpertInvitationIn(Ask):
    """``why`` is read by who is invited."""

    person: PartyKey
    why: Short


class GroupIn(Ask):
    """``council``: a founded council as the group."""

    council: Record


class OfferedResultIn(Ask):
    """A result, the criteria by which it is accepted, what it pays."""

    title: Line
    criteria: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
    due_on: Day
    amount: Dong


class ExpertOfferIn(Ask):
    """What the results pay adds up to ``monthly_pay`` × ``months``; the rest are ceilings of what may be paid beside."""

    monthly_pay: Dong
    months: Annotated[int, Field(ge=1, le=120)]
    from_on: Day
    results: Annotated[list[OfferedResultIn], Field(max_length=MOST_RESULTS)]
    start: Dong = 0
    housing: Dong = 0
    health: Dong = 0
    family: Dong = 0
    bonus: Dong = 0

    def plain(self) -> Terms:
        lines = tuple(ResultLine(one.title, one.criteria, one.due_on, one.amount) for one in self.results)
        extras = {kind: int(getattr(self, kind)) for kind in EXTRAS}
        return Terms(self.monthly_pay, self.months, self.from_on, lines, **extras)


class ExpertOfferDecisionIn(Ask):
    """``answer_by``: the last day of the expert's answer, where it is approved; ``ground`` where it is not."""

    approved: bool
    answer_by: Day | None = None
    ground: Short = ""


class ExpertAnswerIn(Ask):
    """``public_name``: the public list may show the expert's name. ``ground`` is needed where it is declined."""

    accepts: bool
    public_name: bool = False
    ground: Short = ""


class ContractIn(Ask):
    """``line``: the code of the budget line that pays."""

    line: Annotated[str, Field(max_length=60)]


class ExpertDueCheckIn(Ask):
    """``note`` is needed where it is sent back."""

    accepted: bool
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


class ExpertPayeeIn(Ask):
    """The account that the money goes to."""

    number: Annotated[str, Field(min_length=6, max_length=40)]
    holder: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    bank: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    bank_code: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=11)] = ""


class ExpertCodesIn(Ask):
    """Budget chapter, economic sector, economic item and source of funds, as the State Treasury's order asks."""

    chapter: Annotated[str, Field(max_length=3)]
    sector: Annotated[str, Field(max_length=3)]
    item: Annotated[str, Field(max_length=4)]
    source: Annotated[str, Field(max_length=4)]


class ExpertPaymentIn(Ask):
    """``account_id``: from which account of the city. ``same_holder``: a holder of another name was compared and is right."""

    payee: ExpertPayeeIn
    codes: ExpertCodesIn
    content: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_CONTENT)]
    account_id: Record
    same_holder: bool = False

    def account(self) -> Payee:
        return Payee(**self.payee.dict())

    def budget(self) -> BudgetCodes:
        return BudgetCodes(**self.codes.dict())


class ExpertYearIn(Ask):
    """``until_on``: the day after the last day of the period; ``council``: a founded council as the evaluation group."""

    until_on: Day
    council: Record


class ExpertReportIn(Ask):
    report: Prose


class ExpertConclusionIn(Ask):
    """``bonus`` in đồng for this year, within the contract's ceiling."""

    outcome: Literal["continue", "renew", "end"]
    ground: Short
    bonus: Dong = 0


class ExpertReplyIn(Ask):
    """``words`` are needed where another look is asked for."""

    agrees: bool
    words: Prose = ""


class ExpertContestIn(Ask):
    """``upheld``: the conclusion stands; otherwise the year is evaluated anew."""

    upheld: bool
    ground: Short


class ExpertEndIn(Ask):
    """``evaluation``: a conclusion to end stands. What is not accepted by now is dropped, its money goes back to its line."""

    cause: Literal["evaluation", "agreement", "breach", "expert-left"]
    ground: Short
