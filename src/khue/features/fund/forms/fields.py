"""Fields of this room."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(options: Any) -> list[tuple[str, str]]:
    """Choices in the reader's language, capitalised."""
    words = get_language() or "vi"
    return [(str(key), text.capitalised().into(words)) for key, text in options.items()]


class RateField(forms.CharField):
    """A rate of a year in per cent: ``4,8``, ``4.8 %``, at most four decimals. Gives an exact ``Fraction``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        typed = "".join(str(super().clean(value) or "").split()).replace(",", ".").removesuffix("%")
        if not typed:
            return None
        if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", typed):
            raise ValidationError(_("Write a rate in per cent a year, such as 4,8."), code="rate")
        return Fraction(typed) / 100


class DaysField(forms.CharField):
    """Days separated by commas: ``1, 30, 90``. Gives a tuple of integers."""

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value) or "")
        parts = [part for part in re.split(r"[\s,;]+", typed) if part]
        if any(not re.fullmatch(r"\d{1,4}", part) for part in parts) or len(parts) > 20:
            raise ValidationError(_("Write days as numbers with commas, such as 1, 30, 90."), code="days")
        return tuple(int(part) for part in parts)
