"""What goes into the doors of claims, of rights, of payments. Money in đồng."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from khue.features.results.domain.claims import LONGEST_PURPOSE
from khue.kernel.api.shapes import LARGEST, Ask, Day, PartyKey


class TransferClaimIn(Ask):
    """``party`` wants the result; ``purpose`` says what for and how the conditions are met."""

    party: PartyKey
    purpose: Annotated[str, Field(max_length=LONGEST_PURPOSE)]


class ResultRightIn(Ask):
    """``territory``: code of the country, or PCT, EP."""

    kind: Literal["patent", "utility", "design", "copyright", "software", "variety", "secret"]
    title: Annotated[str, Field(min_length=1, max_length=300)]
    territory: Annotated[str, Field(max_length=4)] = "VN"


class ResultRightStepIn(Ask):
    """``number`` of the application or the title, where the step gives one."""

    step: Literal["file", "publish", "grant", "refuse", "lapse", "hold"]
    on: Day
    number: Annotated[str, Field(max_length=60)] = ""
    note: Annotated[str, Field(max_length=500)] = ""


class ResultPayeeIn(Ask):
    """The account that the money goes to."""

    number: Annotated[str, Field(min_length=6, max_length=40)]
    holder: Annotated[str, Field(min_length=1, max_length=200)]
    bank: Annotated[str, Field(min_length=1, max_length=200)]
    bank_code: Annotated[str, Field(max_length=11)] = ""


class ResultCodesIn(Ask):
    """Budget chapter, economic sector, economic item and source of funds, as the State Treasury's order asks."""

    chapter: Annotated[str, Field(max_length=3)]
    sector: Annotated[str, Field(max_length=3)]
    item: Annotated[str, Field(max_length=4)]
    source: Annotated[str, Field(max_length=4)]


class ResultPaymentIn(Ask):
    """``account_id``: from which account of the city. ``same_holder``: a holder of another name was compared and is right."""

    payee: ResultPayeeIn
    codes: ResultCodesIn
    content: Annotated[str, Field(min_length=1, max_length=140)]
    account_id: Annotated[int, Field(ge=1, le=LARGEST)]
    same_holder: bool = False
