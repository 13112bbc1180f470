"""What goes into the doors of this room. Money in đồng."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from khue.core.transfers import LONGEST_CONTENT
from khue.features.activities.domain.spending import MOST_TOGETHER
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.api.shapes import LARGEST, Ask, Dong, Line

Ground = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]


class ActivityPlanIn(Ask):
    """``unit`` is one of the caller's units; ``line`` the code of the budget line that pays."""

    unit: Annotated[str, Field(max_length=40)]
    year: Annotated[int, Field(ge=2000, le=2199)]
    line: Annotated[str, Field(max_length=60)]
    ground: Ground


class ActivityGroundIn(Ask):
    ground: Ground


class ActivityLineIn(Ask):
    """``quantity`` × ``each``. ``ground`` is needed above the norm and where no norm applies."""

    kind: Literal["seminar", "council", "group", "expert"]
    purpose: Line
    quantity: Annotated[int, Field(ge=1, le=10_000)]
    each: Dong
    ground: Ground = ""
    for_fees: bool = False


class ActivityDecisionIn(Ask):
    """``ground`` is needed where it is not approved."""

    approved: bool
    ground: Ground = ""


class SpendAnswerIn(Ask):
    """``ground`` is needed where it is sent back."""

    accepted: bool
    ground: Ground = ""


class SpendPayeeIn(Ask):
    """The account that the money goes to."""

    number: Annotated[str, Field(min_length=6, max_length=40)]
    holder: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    bank: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    bank_code: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=11)] = ""


class SpendCodesIn(Ask):
    """Budget chapter, economic sector, economic item and source of funds, as the State Treasury's order asks."""

    chapter: Annotated[str, Field(max_length=3)]
    sector: Annotated[str, Field(max_length=3)]
    item: Annotated[str, Field(max_length=4)]
    source: Annotated[str, Field(max_length=4)]


class SpendPaymentIn(Ask):
    """``account_id``: from which account of the city. ``same_holder``: a holder of another name was compared and is right."""

    payee: SpendPayeeIn
    codes: SpendCodesIn
    content: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_CONTENT)]
    account_id: Annotated[int, Field(ge=1, le=LARGEST)]
    same_holder: bool = False

    def account(self) -> Payee:
        return Payee(**self.payee.dict())

    def budget(self) -> BudgetCodes:
        return BudgetCodes(**self.codes.dict())


class AskBackIn(Ask):
    """``amount`` of a paid spend is to come back; the payee reads ``ground``."""

    amount: Dong
    ground: Ground


class SettleFeeIn(Ask):
    """``each``: the amount for one, with the decision that sets it."""

    each: Dong
    ground: Ground


class AcceptFeesIn(Ask):
    """``spends``: ids of spends that council fees became."""

    spends: Annotated[list[Annotated[int, Field(ge=1, le=LARGEST)]], Field(max_length=MOST_TOGETHER)]
