"""What goes through the doors of this room. Money in đồng, rates as exact fractions of a year in text (``6/125``)."""

from __future__ import annotations

from datetime import date

from ninja import Schema

from khue.kernel.api.doors import Door
from khue.kernel.api.shapes import Bilingual

door = Door("fund")


class FundGrantOut(Schema):
    """What the fund gave or lent, as the public reads it."""

    number: str
    title: str
    receiver: str
    product: Bilingual
    granted: int
    paid: int
    decided_on: date
    state_words: Bilingual


class FundCaseLineOut(Schema):
    """A case of the fund in a list."""

    id: int
    number: str
    title: str
    party_name: str
    product: Bilingual
    asked: int
    granted: int | None
    paid: int
    state_words: Bilingual
    applied_on: date
    decided_on: date | None


class FundPortfolioOut(Schema):
    """One product and cohort; outstanding, overdue and in arrears are principal."""

    code: str
    product: Bilingual
    cohort: int
    cases: int
    granted: int
    paid: int
    outstanding: int
    overdue: int
    in_arrears: int
    written_off: int
    excused: int
