"""Which day, which words: what a reader of the law may ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.rules.lawbook import CERTAINTIES, INSTRUMENT_KINDS
from khue.features.rulebook.forms.words import INSTRUMENT
from khue.kernel.forms import DayField
from khue.kernel.wording import CERTAINTY_WORDS


class DayForm(forms.Form):
    """The law as it stands on a day, and as it was known on a day."""

    on = DayField(label=_("As it stands on"), required=False)
    known = DayField(label=_("As known on"), required=False)

    def wanted(self, today: date) -> tuple[date, date | None]:
        """The day asked (today when none, or when it is no day), and the day of knowledge (None: now)."""
        self.is_valid()
        return self.cleaned_data.get("on") or today, self.cleaned_data.get("known")


class FilterForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    certainty = forms.ChoiceField(
        label=_("How sure"),
        required=False,
        choices=[("", _("All")), *((code, CERTAINTY_WORDS[code]) for code in CERTAINTIES)],
    )
    on = DayField(label=_("As it stands on"), required=False)

    def wanted(self, today: date) -> tuple[str, str, date]:
        """Words, certainty and day; what can't be used is left out."""
        self.is_valid()
        return (
            self.cleaned_data.get("q", ""),
            self.cleaned_data.get("certainty", ""),
            self.cleaned_data.get("on") or today,
        )


class TextsForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("All")), *((kind, INSTRUMENT[kind]) for kind in INSTRUMENT_KINDS)],
    )
    on = DayField(label=_("As it stands on"), required=False)

    def wanted(self, today: date) -> tuple[str, str, date]:
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("kind", ""), self.cleaned_data.get("on") or today


class CompareForm(forms.Form):
    first = DayField(label=_("First day"), required=False)
    second = DayField(label=_("Second day"), required=False)

    def wanted(self, first: date, second: date) -> tuple[date, date]:
        """Both days, the earlier first; the given ones where none was asked."""
        self.is_valid()
        days = self.cleaned_data.get("first") or first, self.cleaned_data.get("second") or second
        return min(days), max(days)


class BoardForm(forms.Form):
    certainty = forms.ChoiceField(
        label=_("How sure"),
        required=False,
        choices=[("", _("All")), *((code, CERTAINTY_WORDS[code]) for code in reversed(CERTAINTIES[1:]))],
    )
    unit = forms.ChoiceField(label=_("Who should confirm"), required=False)
    on = DayField(label=_("As it stands on"), required=False)

    def __init__(self, *args: Any, units: Mapping[str, str] = {}, **kwargs: Any) -> None:
        """``units``: those that have something to confirm, by code, as people name them."""
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["unit"]
        chosen.choices = [("", _("All")), *sorted(units.items(), key=lambda unit: unit[1])]

    def wanted(self, today: date) -> tuple[str, str, date]:
        self.is_valid()
        return (
            self.cleaned_data.get("certainty", ""),
            self.cleaned_data.get("unit", ""),
            self.cleaned_data.get("on") or today,
        )


class RulesForm(forms.Form):
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    on = DayField(label=_("As it stands on"), required=False)

    def wanted(self, today: date) -> tuple[str, date]:
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("on") or today
