"""Searching the directory; wrong input finds what it can and breaks nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.people import queries as people
from khue.features.staff.queries import STATES, Asked
from khue.kernel.web import language


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        words = language()
        unit, state = self.fields["unit"], self.fields["state"]
        assert isinstance(unit, forms.ChoiceField)
        assert isinstance(state, forms.ChoiceField)
        unit.choices = [("", _("All")), *((code, text.into(words)) for code, text in people.staff_units().items())]
        state.choices = [("", _("All")), *((code, text.into(words)) for code, text in STATES.items())]

    def asked(self) -> Asked:
        self.is_valid()
        said = self.cleaned_data
        return Asked(said.get("q", ""), said.get("unit", ""), said.get("state", ""))
