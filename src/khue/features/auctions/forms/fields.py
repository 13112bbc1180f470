"""Fields that forms of auctions share."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.core.money import MoneyError, parse_dong
from khue.features.auctions.domain.terms import MOST_CRITERIA, MOST_STEPS, Criterion, PriceStep
from khue.features.people import queries as people
from khue.kernel.web import language


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, CITY_ZONE)


def _lines(value: Any) -> list[tuple[str, str]]:
    """``left: right`` line by line; a line without a colon has an empty right side."""
    found = []
    for line in str(value or "").splitlines():
        if line.strip():
            left, _colon, right = line.rpartition(":")
            found.append((left.strip(), right.strip()) if _colon else (right.strip(), ""))
    return found


class SellerField(forms.CharField):
    """The one party that is meant by its full name or tax code; gives its key."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=300, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        key = people.key_of_name(typed)
        if typed and not key:
            raise ValidationError(_("No party bears exactly this name, or several do. Enter the full name or the tax code."), code="unknown")  # fmt: skip
        return key


class StepsField(forms.CharField):
    """``0: 5.000.000`` line by line: from which price on, how far each bid goes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, widget=area(3), **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            steps = tuple(PriceStep(parse_dong(over), parse_dong(by)) for over, by in _lines(super().clean(value)))
        except MoneyError as error:
            raise ValidationError(error.text.into(language()), code=error.code) from error
        if len(steps) > MOST_STEPS:
            raise ValidationError(_("At most %(most)s lines."), params={"most": MOST_STEPS})
        return steps


class CriteriaField(forms.CharField):
    """``Năng lực: 30`` line by line: what is judged, and its weight."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, widget=area(4), **kwargs)

    def clean(self, value: Any) -> Any:
        found = _lines(super().clean(value))
        if len(found) > MOST_CRITERIA:
            raise ValidationError(_("At most %(most)s lines."), params={"most": MOST_CRITERIA})
        if any(not title or not weight.isascii() or not weight.isdecimal() or len(weight) > 3 for title, weight in found):  # fmt: skip
            raise ValidationError(_("Write each line as a title, a colon and a weight. For example: Capacity: 30"))
        return tuple(Criterion(f"c{no}", Text(title[:200]), int(weight)) for no, (title, weight) in enumerate(found, 1))
