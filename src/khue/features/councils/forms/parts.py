"""What several forms of the room are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.kernel.forms import OnceForm
from khue.kernel.web import language

LONGEST_GROUND = 500
REASON = _("Reason")


def options(words: Mapping[str, Text], empty: Any = None) -> list[tuple[str, Any]]:
    """Choices in the reader's language; ``empty`` labels the choice of none."""
    told = language()
    listed: list[tuple[str, Any]] = [(code, text.into(told)) for code, text in words.items()]
    return listed if empty is None else [("", empty), *listed]


def fill(form: forms.Form, **choices: list[tuple[str, Any]]) -> None:
    """Put the choices into the fields of that name."""
    for name, listed in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = listed


def ground_field(label: Any = REASON, **more: Any) -> forms.CharField:
    """A ground in a few sentences."""
    return forms.CharField(label=label, max_length=LONGEST_GROUND, widget=forms.Textarea(attrs={"rows": 3}), **more)


class GroundForm(OnceForm):
    """Asks for a reason and nothing else."""

    ground = ground_field(help_text=_("Those concerned can read it."))
