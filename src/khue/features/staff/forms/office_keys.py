"""A key for one's own programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.staff.domain.office_keys import RIGHT_WORDS, MakeOfficeKey
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.web import language


class OfficeKeyForm(OnceForm):
    """``rights`` are those of one's own that a key may carry; none is ticked."""

    name = forms.CharField(
        label=_("Name of the key"), max_length=100, help_text=_("Which program uses it. For example: monthly report")
    )
    rights = forms.MultipleChoiceField(label=_("What it may do"), widget=forms.CheckboxSelectMultiple)
    valid_until = DayField(label=_("Until (first day without it)"))

    def __init__(self, *args: Any, rights: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = language()
        field = self.fields["rights"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, RIGHT_WORDS[code].into(words) if code in RIGHT_WORDS else code) for code in rights]

    def command(self) -> MakeOfficeKey:
        given = self.cleaned_data
        return MakeOfficeKey(given["name"], tuple(given["rights"]), given["valid_until"], given["once"])
