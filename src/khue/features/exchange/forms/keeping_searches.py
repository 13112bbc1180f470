"""Forms of kept searches and of words that mean the same."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.exchange.domain.searching import DropSearch, EndMeaning, PutMeaning, SaveSearch
from khue.features.exchange.forms.fields import CodesField, area
from khue.kernel.forms import KhueForm, OnceForm


class SaveSearchForm(OnceForm):
    name = forms.CharField(label=_("How you call it"), max_length=200)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def command(self) -> SaveSearch:
        said = self.cleaned_data
        return SaveSearch(said["name"], said["query"], said["once"])


class DropSearchForm(OnceForm):
    def command(self, search_id: int) -> DropSearch:
        return DropSearch(search_id, self.cleaned_data["once"])


class MeaningForm(OnceForm):
    words = CodesField(
        label=_("Words that mean the same"),
        widget=area(2),
        help_text=_("With commas between them; Vietnamese with its marks, English, abbreviations."),
    )
    ground = forms.CharField(label=_("Why"), max_length=300)

    def command(self, instead: int | None = None) -> PutMeaning:
        said = self.cleaned_data
        return PutMeaning(said["words"], said["ground"], instead, said["once"])


class EndMeaningForm(OnceForm):
    ground = forms.CharField(label=_("Why"), max_length=300)

    def command(self, line_id: int) -> EndMeaning:
        return EndMeaning(line_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class TryForm(KhueForm):
    q = forms.CharField(label=_("A question"), max_length=200, required=False)
    line = CodesField(label=_("With this line more"), required=False, max_length=500)
