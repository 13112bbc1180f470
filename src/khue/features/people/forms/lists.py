"""Forms about pairs of records that look alike, and about the sanctions list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.people.domain import AddSanction, DismissPair, EndSanction, ImportSanctions, MatchSanction
from khue.features.people.domain.sanctions import KINDS
from khue.features.people.forms.records import choices
from khue.kernel.forms import DayField, OnceForm

LARGEST_FILE = 5 * 1024 * 1024


class SearchDuplicatesForm(OnceForm):
    """The button that has all records compared."""


class DismissForm(OnceForm):
    ground = forms.CharField(label=_("Why the two are not one party"), max_length=1000, widget=forms.Textarea)

    def command(self, pair_id: int) -> DismissPair:
        return DismissPair(pair_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class SanctionSearchForm(forms.Form):
    """Words and state; wrong input finds nothing and breaks nothing."""

    q = forms.CharField(label=_("Name or tax code"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=(("", _("All")), ("open", _("Waiting for confirmation")), ("holds", _("In force today"))),
    )

    def words(self) -> tuple[str, str]:
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("state", "")


class SanctionForm(OnceForm):
    """One entry with its source."""

    kind = forms.ChoiceField(label=_("Kind"))
    name = forms.CharField(label=_("Name as the document has it"), max_length=1000)
    tax_code = forms.CharField(label=_("Tax code"), required=False, max_length=40)
    document = forms.CharField(label=_("Document number"), max_length=300)
    document_on = DayField(label=_("Day of the document"))
    issuer = forms.CharField(label=_("Issued by"), max_length=300)
    url = forms.CharField(label=_("Where it can be read"), required=False, max_length=600)
    ground = forms.CharField(label=_("What it says"), max_length=1000, widget=forms.Textarea)
    binding = forms.BooleanField(
        label=_("The decision itself forbids support"),
        required=False,
        help_text=_("Without this the entry warns the applicant and the officer, and refuses nothing."),
    )
    valid_from = DayField(label=_("From"))
    valid_until = DayField(label=_("Until (first day without it)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices(KINDS)  # type: ignore[attr-defined]  # a choice field

    def command(self) -> AddSanction:
        given = self.cleaned_data
        return AddSanction(**{name: given[name] for name in self.fields})


class SanctionFileForm(OnceForm):
    """A CSV file of entries."""

    file = forms.FileField(label=_("CSV file"))

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than 5 MB."), code="large")
        return upload

    def command(self) -> ImportSanctions:
        upload = self.cleaned_data["file"]
        return ImportSanctions(upload.name, upload.read(), self.cleaned_data["once"])


class MatchForm(OnceForm):
    party = forms.RegexField(r"^\s*(party:)?\d{1,18}\s*$", label=_("Record number"))

    def command(self, sanction_id: int) -> MatchSanction:
        number = self.cleaned_data["party"].strip().removeprefix("party:")
        return MatchSanction(sanction_id, f"party:{int(number)}", self.cleaned_data["once"])


class EndSanctionForm(OnceForm):
    ends_on = DayField(label=_("First day without it"))
    ground = forms.CharField(label=_("On what ground"), max_length=1000)

    def command(self, sanction_id: int) -> EndSanction:
        given = self.cleaned_data
        return EndSanction(sanction_id, given["ends_on"], given["ground"], given["once"])
