"""Kinds of values that rules speak of, how each is read from outside, and what is said when it cannot be."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.money import MAX_DONG, MoneyError, parse_dong

FIRST_DAY: Final = date(2024, 1, 1)
LAST_DAY: Final = date(2045, 12, 31)
"""The law's life: nothing is asked for days outside, since no calendar of working days is known for them."""

EARLIEST: Final = date(2000, 1, 1)
"""What a case tells may lie before the law's life (a task approved years ago), but not before this day."""

MAX_COUNT: Final = 10**9
MAX_PART: Final = 10**6
"""A share is a fraction of whole numbers up to this, so that array arithmetic stays exact."""

MAX_LINES: Final = 1000


class Kind(StrEnum):
    """``money`` whole đồng · ``count`` whole number · ``share`` exact fraction between 0 and 1 · ``day`` ·
    ``yesno`` · ``choice`` one of named options · ``term`` a legal duration with its unit · ``codes`` a legal list ·
    ``lines`` a list of lines, each with fields of its own."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    DAY = "day"
    YESNO = "yesno"
    CHOICE = "choice"
    TERM = "term"
    CODES = "codes"
    LINES = "lines"


class ValueFault(ValueError):
    """A value is not of its kind. ``expected`` says, for a person, what would be."""

    def __init__(self, expected: Text) -> None:
        super().__init__(expected.en)
        self.expected = expected


def read_money(raw: Any) -> int:
    """Đồng from a whole number or from what a person typed (``1.850.000.000``). Raises ValueFault."""
    if isinstance(raw, str):
        try:
            return parse_dong(raw)
        except MoneyError as fault:
            raise ValueFault(fault.text) from None
    if type(raw) is float and raw.is_integer():
        raw = int(raw)
    if type(raw) is not int or not 0 <= raw <= MAX_DONG:
        raise ValueFault(
            Text(
                "Cần một số nguyên đồng, từ 0 đến " + f"{MAX_DONG:,}".replace(",", ".") + ".",
                f"Give a whole number of đồng from 0 to {MAX_DONG:,}.",
            )
        )
    return raw


def read_count(raw: Any) -> int:
    """A whole number that is not negative. Raises ValueFault."""
    if isinstance(raw, str) and re.fullmatch(r"\d{1,10}", raw.strip()):
        raw = int(raw)
    if type(raw) is not int or not 0 <= raw <= MAX_COUNT:
        raise ValueFault(Text("Cần một số nguyên không âm.", "Give a whole number that is not negative."))
    return raw


def read_share(raw: Any) -> Fraction:
    """A share between 0 and 1 from ``3/5``, ``60 %``, ``0,6``, 0.6 or 1. Raises ValueFault."""
    expected = Text(
        "Cần một tỷ lệ từ 0 đến 1, ví dụ 0,6 hoặc 60% hoặc 3/5.", "Give a share from 0 to 1, such as 0.6, 60% or 3/5."
    )
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Fraction):
        raise ValueFault(expected)
    typed = str(raw).strip().replace(",", ".")
    percent = typed.endswith("%")
    try:
        share = Fraction(typed.removesuffix("%").strip()) / (100 if percent else 1)
    except (ValueError, ZeroDivisionError):
        raise ValueFault(expected) from None
    if not 0 <= share <= 1 or share.denominator > MAX_PART:
        raise ValueFault(expected)
    return share


def read_day(raw: Any) -> date:
    """A day from EARLIEST to the end of the law's life, from ``2026-11-22`` or ``22/11/2026``. Raises ValueFault."""
    found = raw if type(raw) is date else _typed_day(raw)
    if found is None or not EARLIEST <= found <= LAST_DAY:
        raise ValueFault(
            Text(
                f"Cần một ngày từ {EARLIEST:%d/%m/%Y} đến {LAST_DAY:%d/%m/%Y}, ví dụ 2026-11-22.",
                f"Give a day from {EARLIEST} to {LAST_DAY}, such as 2026-11-22.",
            )
        )
    return found


def _typed_day(raw: Any) -> date | None:
    if not isinstance(raw, str):
        return None
    typed = raw.strip()
    local = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", typed)
    try:
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
        return date.fromisoformat(typed) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed) else None
    except ValueError:
        return None


_WORDS = {"yes": True, "có": True, "true": True, "no": False, "không": False, "false": False}


def read_yesno(raw: Any) -> bool:
    """Yes or no from a truth value or the words of either language. Raises ValueFault."""
    if isinstance(raw, str) and raw.strip().casefold() in _WORDS:
        return _WORDS[raw.strip().casefold()]
    if type(raw) is not bool:
        raise ValueFault(Text("Cần trả lời có hoặc không (true hoặc false).", "Answer yes or no (true or false)."))
    return raw
