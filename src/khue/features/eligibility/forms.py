"""Under which name a check is kept, and for whom it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.eligibility.domain import LONGEST_NAME, SaveCheck
from khue.kernel.forms import OnceForm


class SaveForm(OnceForm):
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=2 * LONGEST_NAME,
        help_text=_("A short name that you will recognise; without one, the day."),
    )
    party = forms.ChoiceField(label=_("For whom"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, parties: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = dict(parties or {})
        party = self.fields["party"]
        assert isinstance(party, forms.ChoiceField)
        party.choices = list(found.items())
        party.initial = self.initial.get("party") or next(iter(found), "")

    def command(self, typed: tuple[tuple[str, str], ...]) -> SaveCheck:
        said = self.cleaned_data
        return SaveCheck(said["name"], typed, said["party"], said.get("once"))
