"""Fields that several forms of the exchange share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.exchange.domain.offers import LARGEST_PART
from khue.kernel.web import language

SHARE = re.compile(r"\d{1,7}/\d{1,7}")
PERCENT = re.compile(r"\d{1,3}(\.\d{1,4})?%?")


def in_language(options: Mapping[Any, Text], *, empty: str | None = None) -> list[tuple[str, str]]:
    """Choices in the reader's language, capitalised; ``empty`` is the words of no choice."""
    found = [(str(key), text.capitalised().into(language())) for key, text in options.items()]
    return found if empty is None else [("", empty), *found]


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PartField(forms.CharField):
    """A share of the whole: ``33,5``, ``33.5 %`` (per cent) or ``1/3``. Gives an exact ``Fraction``; None when empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        typed = "".join(str(super().clean(value) or "").split()).replace(",", ".")
        if not typed:
            return None
        try:
            if SHARE.fullmatch(typed):
                part = Fraction(typed)
            elif PERCENT.fullmatch(typed):
                part = Fraction(typed.removesuffix("%")) / 100
            else:
                raise ValueError(typed)
        except (ValueError, ZeroDivisionError) as error:
            raise ValidationError(_("Write a share such as 33,5 (per cent) or 1/3."), code="share") from error
        if part > 1 or part.denominator > LARGEST_PART:
            raise ValidationError(_("A share is at most 100%."), code="share")
        return part


class CodesField(forms.CharField):
    """Codes or words with commas or line ends between them; a tuple, each once, in order."""

    def __init__(self, *, upper: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        super().__init__(**kwargs)
        self.upper = upper

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value) or "")
        parts = (" ".join(part.split()) for part in re.split(r"[,;\n]", typed))
        if self.upper:
            parts = ("".join(part.upper().split()) for part in parts)
        return tuple(dict.fromkeys(part for part in parts if part))
