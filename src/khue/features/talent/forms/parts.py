"""Fields that several forms of this room share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text


def in_language(options: Mapping[str, Text]) -> list[tuple[str, str]]:
    """Choices in the reader's language, capitalised."""
    words = get_language() or "vi"
    return [(code, text.capitalised().into(words)) for code, text in options.items()]


def long(label: Any, rows: int = 4, **more: Any) -> forms.CharField:
    more.setdefault("max_length", 4000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def ground(**more: Any) -> forms.CharField:
    return long(_("Ground"), 3, max_length=1000, **more)


def fill(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a choice field


def yes_or_no(label: Any, yes: Any, no: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=[("yes", yes), ("no", no)])
