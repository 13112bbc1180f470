"""The lead organisation's forms: delivering a tranche, registering equipment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from khue.features.missions.domain.commands import DeliverTranche, RegisterEquipment
from khue.features.missions.queries import LineRow
from khue.kernel.forms import DayField, KhueForm, MoneyField, OnceForm
from khue.kernel.uploads import ACCEPT

MOST_FILES = 20


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once; gives a tuple of uploads. What they are is looked at by ``kernel.files``."""

    widget = ManyFilesInput

    def clean(self, value: Any, initial: Any = None) -> tuple[UploadedFile[bytes], ...]:
        given = [upload for upload in value or () if upload]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files at once."), code="many", params={"most": MOST_FILES})
        return tuple(given)


class DeliverForm(OnceForm):
    """What was delivered, in words and files. What is missing is said by the rule, with everything else."""

    evidence = forms.CharField(
        label=_("What was delivered"),
        help_text=_("Two or three sentences: what it is, where it stands and how it can be checked."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not as a class attribute: a form's own ``files`` are the uploads.
        self.fields["files"] = ManyFilesField(
            label=_("Files as evidence"),
            help_text=_(
                "Minutes, pictures, invoices, test reports: PDF, PNG, JPEG, DOCX, XLSX, CSV or TXT. Choose all of them at once."
            ),
            widget=ManyFilesInput(attrs={"accept": ACCEPT}),
            required=False,
        )

    def command(self, support_id: int, no: int) -> DeliverTranche:
        given = self.cleaned_data
        return DeliverTranche(support_id, no, given["evidence"].strip(), given["files"], once=given["once"])


class EquipmentForm(OnceForm):
    """One piece of equipment, tied to the cost line that paid for it."""

    line_no = forms.TypedChoiceField(label=_("Cost line that paid for it"), coerce=int)
    name = forms.CharField(
        label=_("Name"), help_text=_("As on its type plate. For example: FTIR spectrometer, model 6800"), max_length=300
    )
    serial = forms.CharField(label=_("Serial number"), max_length=80, required=False)
    location = forms.CharField(
        label=_("Place"),
        help_text=_("Room, building, address."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
    cost = MoneyField(label=_("Original cost"), help_text=_("What was paid for it, all sources together."), least=1)
    in_use_on = DayField(label=_("In use since"), help_text=_("As day/month/year. For example: 17/03/2026"))

    def __init__(self, *args: Any, lines: Sequence[LineRow], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice, day = self.fields["line_no"], self.fields["in_use_on"]
        assert isinstance(choice, forms.ChoiceField)
        assert isinstance(day, DayField)
        choice.choices = [(str(line.no), f"{line.no}. {line.description}") for line in lines]
        day.latest = today

    def command(self, support_id: int) -> RegisterEquipment:
        given = self.cleaned_data
        return RegisterEquipment(
            support_id,
            given["line_no"],
            given["name"].strip(),
            given["serial"].strip(),
            given["location"].strip(),
            given["cost"],
            given["in_use_on"],
            given["once"],
        )


class SearchForm(KhueForm):
    q = forms.CharField(
        label=_("Search the register"),
        help_text=_("Name, serial number, place or organisation, with or without marks."),
        max_length=200,
        required=False,
        strip=True,
    )
