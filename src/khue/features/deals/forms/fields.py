"""Fields that forms of deals share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.core.money import MoneyError, parse_dong
from khue.kernel.web import language

PERCENT = re.compile(r"\d{1,3}([.,]\d{1,2})?%?")
MOST_LINES = 60


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def in_language(options: Mapping[str, Text]) -> list[tuple[str, str]]:
    """Choices in the reader's language, capitalised."""
    return [(key, text.capitalised().into(language())) for key, text in options.items()]


class RoyaltyField(forms.CharField):
    """Per cent of sales, ``3,5``; gives hundredths of a per cent: 350. Empty: 0."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        typed = "".join(str(super().clean(value) or "").split())
        if not typed:
            return 0
        if not PERCENT.fullmatch(typed):
            raise ValidationError(_("Write per cent of sales, with two decimals at most. For example: 3,5"))
        return int(Fraction(typed.removesuffix("%").replace(",", ".")) * 100)


class InstalmentsField(forms.CharField):
    """``01/04/2026: 50.000.000`` line by line: the day on which it is due, and how much in đồng."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4000, widget=area(3), **kwargs)

    def clean(self, value: Any) -> Any:
        found = []
        for line in str(super().clean(value) or "").splitlines():
            if line.strip():
                day, _colon, amount = line.partition(":")
                found.append((_day(day.strip()), _dong(amount)))
        if len(found) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines."), params={"most": MOST_LINES})
        return tuple(found)


def _day(typed: str) -> date:
    for written in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(typed, written).date()  # noqa: DTZ007 – a day without an hour
        except ValueError:
            continue
    raise ValidationError(_("Write each line as a day, a colon and an amount. For example: 01/04/2026: 50.000.000"))


def _dong(typed: str) -> int:
    try:
        return int(parse_dong(typed))
    except MoneyError as error:
        raise ValidationError(error.text.into(language()), code=error.code) from error
