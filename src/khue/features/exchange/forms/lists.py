"""Forms of technology lists and of who may see restricted technology."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.exchange.domain.lists import EndClearance, EndEntry, GrantClearance, PutEntry
from khue.features.exchange.domain.words import LISTS
from khue.features.exchange.forms.fields import CodesField, area, in_language
from khue.kernel.forms import DayField, OnceForm


class EntryForm(OnceForm):
    which = forms.ChoiceField(label=_("List"))
    title_vi = forms.CharField(label=_("Entry in Vietnamese, as the text has it"), max_length=500)
    title_en = forms.CharField(label=_("Entry in English"), max_length=500, required=False)
    source = forms.CharField(label=_("Text that has it, with its place"), max_length=300)
    terms = CodesField(
        label=_("Words that point to it"),
        required=False,
        widget=area(2),
        help_text=_("With commas between them. They only point: a person rules on every offer."),
    )
    codes = CodesField(label=_("Beginnings of IPC codes"), required=False, upper=True)
    from_on = DayField(label=_("In force from"))
    until_on = DayField(label=_("No longer in force from"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = in_language(LISTS, empty="–")  # type: ignore[attr-defined]  # a choice field

    def command(self) -> PutEntry:
        said = self.cleaned_data
        title = Text(said["title_vi"], said["title_en"])
        return PutEntry(
            said["which"], title, said["source"], said["from_on"], said["terms"], said["codes"], said["until_on"], said["once"]
        )  # fmt: skip


class EndForm(OnceForm):
    until_on = DayField(label=_("No longer in force from"))
    ground = forms.CharField(label=_("Text that ends it"), max_length=300)

    def command(self, entry_id: int) -> EndEntry:
        said = self.cleaned_data
        return EndEntry(entry_id, said["until_on"], said["ground"], said["once"])


class ClearanceForm(OnceForm):
    party = forms.RegexField(
        r"^\s*(party:)?\d{1,18}\s*$",
        label=_("Record number"),
        error_messages={"invalid": _("A record number is a whole number, such as 12.")},
    )
    until_on = DayField(label=_("Cleared until"))
    ground = forms.CharField(label=_("Purpose and ground"), max_length=1000, widget=area())

    def command(self) -> GrantClearance:
        said = self.cleaned_data
        party = f"party:{int(said['party'].strip().removeprefix('party:'))}"
        return GrantClearance(party, said["until_on"], said["ground"], said["once"])


class EndClearanceForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))

    def command(self, clearance_id: int) -> EndClearance:
        return EndClearance(clearance_id, self.cleaned_data["ground"], self.cleaned_data["once"])
