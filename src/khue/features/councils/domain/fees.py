"""What signed minutes entitle members to: a norm for the meeting by role, one for each score sheet; both are dated values of the law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from khue.core.bilingual import Text
from khue.features.councils.domain.words import ROLES
from khue.features.rulebook.domain import Parameter

MEETING_FEE, SHEET_FEE = "meeting", "sheet"
BASES: Final[Mapping[str, Text]] = {
    MEETING_FEE: Text("dự họp", "meeting attended"),
    SHEET_FEE: Text("phiếu nhận xét, đánh giá", "score sheets"),
}
NORMS: Final[Mapping[str, str]] = {role: f"talent.city.council_fee.{role}" for role in ROLES}
"""Role → norm for one meeting."""
SHEET_NORM: Final = "talent.city.council_fee.sheet"
NO_FEE = "none"
"""The fee class of those who take no fee."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What a member did by the minutes. ``sheets`` on items decided there, in which the member has no interest."""

    seat: int
    role: str
    fee_class: str
    present: bool
    sheets: int


@dataclass(frozen=True, slots=True)
class Fee:
    """``count`` meetings or sheets; ``each`` and ``amount`` in đồng, None where no value of the norm applies."""

    seat: int
    role: str
    fee_class: str
    basis: str
    count: int
    norm: str
    each: int | None
    amount: int | None


def fees_for(worked: Sequence[Worked], norms: Mapping[str, Parameter]) -> tuple[Fee, ...]:
    """A line for each who was there, and one for those who wrote sheets. ``norms`` by id, as they stood on the day of the meeting.

    Only a value that applies counts (no draft, no comparator); whoever takes no fee is entitled to nothing, in so many words.
    """
    found = []
    for one in worked:
        if one.present:
            found.append(_fee(one, MEETING_FEE, 1, norms[NORMS[one.role]]))
        if one.sheets:
            found.append(_fee(one, SHEET_FEE, one.sheets, norms[SHEET_NORM]))
    return tuple(found)


def _fee(one: Worked, basis: str, count: int, norm: Parameter) -> Fee:
    each = norm.number if norm.applies else None
    amount = 0 if one.fee_class == NO_FEE else None if each is None else each * count
    return Fee(one.seat, one.role, one.fee_class, basis, count, norm.id, each, amount)


def amount_words(fee_class: str, amount: int | None) -> Text | None:
    """Why a line has no amount; None where it has one."""
    if fee_class == NO_FEE:
        return Text("không nhận thù lao", "takes no fee")
    if amount is None:
        return Text("chưa có mức chi áp dụng", "no value of the norm applies")
    return None
