"""Values as people read them, in either language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from khue.core.bilingual import Text
from khue.core.money import format_dong, format_percent
from khue.core.rules.expressions import Expression, Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.lawbook import Value

_UNIT = {
    "working_days": (" ngày làm việc", " working days"),
    "calendar_days": (" ngày", " days"),
    "months": (" tháng", " months"),
    "years": (" năm", " years"),
    "hours": (" giờ", " hours"),
}


_SPOKEN_PARTS = 12
"""Thirds to twelfths are said as they are."""


def spoken(value: Any, node: Expression, language: str, *, unit: str = "", words: Mapping[str, Text] = {}) -> str:
    """A value in words; ``unit`` is that of a legal term, ``words`` the labels of options."""
    english = language == "en"
    if value is None:
        return "not known" if english else "chưa biết"
    if node.kind is Kind.MONEY:
        return format_dong(value, language)
    if node.kind is Kind.SHARE:
        return spoken_share(Fraction(value), language)
    if node.kind is Kind.YESNO:
        return ("yes" if value else "no") if english else ("có" if value else "không")
    if node.kind is Kind.DAY:
        return spoken_day(value, language)
    if node.kind is Kind.CHOICE:
        labels = node.labels if isinstance(node, Fact) and node.labels else words
        return labels[value].into(language) if value in labels else str(value)
    if node.kind is Kind.CODES:
        return "; ".join(words[code].into(language) if code in words else code for code in sorted(value))
    if node.kind is Kind.LINES:
        return f"{len(value)} lines" if english else f"{len(value)} dòng"
    return _counted(value, unit, language)


def spoken_legal(unit: str, value: Value, words: Mapping[str, Text] = {}) -> Text:
    """A legal value by its unit, as people read it; ``words`` say what its codes mean."""
    if value is None:
        return Text("chưa xác định", "not known yet")
    if isinstance(value, bool):
        return Text("có", "yes") if value else Text("không", "no")
    if isinstance(value, Fraction):
        share = f"{value.numerator}/{value.denominator}"
        return Text(share, share)
    if unit == "codes":
        named = [words.get(code, Text(code)) for code in str(value).split(",")]
        return Text("; ".join(each.vi for each in named), "; ".join(each.into("en") for each in named))
    if unit == "day":
        day = date.fromisoformat(str(value))
        return Text(spoken_day(day, "vi"), spoken_day(day, "en"))
    if not isinstance(value, int):
        return Text(str(value), str(value))
    if unit == "percent":
        return Text(f"{value}%", f"{value}%")
    if unit == "dong":
        return Text(format_dong(value, "vi"), format_dong(value, "en"))
    return Text(_counted(value, unit, "vi"), _counted(value, unit, "en"))


def _counted(value: int, unit: str, language: str) -> str:
    english = language == "en"
    number = f"{value:,}" if english else f"{value:,}".replace(",", ".")
    tail = _UNIT.get(unit, ("", ""))[1 if english else 0]
    return number + (tail.removesuffix("s") if english and value == 1 else tail)


def spoken_day(value: date, language: str) -> str:
    return f"{value.day} {value:%B %Y}" if language == "en" else f"{value:%d/%m/%Y}"


def spoken_share(value: Fraction, language: str) -> str:
    """``49%``, ``0,1%``; a fraction that no short decimal holds stays one (``2/3``), with its per cent when people do not
    think in it: ``49,77% (5215/10478)``."""
    percent = value * 100
    scaled = percent * 1000
    if scaled.denominator != 1:
        exact = f"{value.numerator}/{value.denominator}"
        return exact if value.denominator <= _SPOKEN_PARTS else f"{format_percent(value, language)} ({exact})"
    whole, rest = divmod(int(scaled), 1000)
    decimals = f"{rest:03d}".rstrip("0")
    mark = "." if language == "en" else ","
    return f"{whole}{mark + decimals if decimals else ''}%"
