"""The confirmation of a value: one field in the shape of the parameter's unit, and what was read."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.features.rulebook.domain import ConfirmValue
from khue.kernel.forms import DayField, MoneyField, OnceForm, SeenForm

HINTS = {
    "percent": _("A whole percentage. For example: 50"),
    "fraction": _("A share as two whole numbers. For example: 2/3"),
    "time": _("An hour. For example: 15:00"),
    "codes": _("Codes, parted by commas. For example: licence, exemption"),
    "dong": _("Whole đồng. For example: 600.000.000"),
    "text": _("As the document writes it."),
}
WHOLE = _("A whole number. For example: 30")


class ValueField(forms.CharField):
    """The value as a person writes it; gives it as the law files write it."""

    def __init__(self, unit: str, **kwargs: Any) -> None:
        super().__init__(max_length=2000, help_text=HINTS.get(unit, WHOLE), **kwargs)
        self.unit = unit

    def clean(self, value: Any) -> Any:
        typed = super().clean(value).strip()
        if self.unit == "fraction":
            return typed.replace(" ", "")
        if self.unit in ("text", "time"):
            return typed
        if self.unit == "codes":
            return [code for code in re.split(r"[,;\s]+", typed) if code]
        plain = re.sub(r"[\s%.]", "", typed) if re.fullmatch(r"[0-9\s.%]+", typed) else ""
        if not plain.isdigit() or len(plain) > 18:
            raise ValidationError(self.help_text, code="shape")
        return int(plain)


class ConfirmForm(OnceForm, SeenForm):
    valid_from = DayField(label=_("Holds from"))
    valid_until = DayField(
        label=_("Holds until (first day on which it no longer holds)"),
        required=False,
        help_text=_("Leave it empty while no end is known."),
    )
    document = forms.CharField(
        label=_("Document that you read"),
        max_length=240,
        help_text=_("Number and name, as on the document."),
    )
    document_date = DayField(label=_("Date of the document"))
    page = forms.CharField(label=_("Page or place"), max_length=60, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        value: forms.Field
        if unit == "flag":
            value = forms.TypedChoiceField(
                label=_("Value"),
                choices=[("yes", _("yes")), ("no", _("no"))],
                coerce=lambda typed: typed == "yes",
                widget=forms.RadioSelect,
            )
        elif unit == "dong":
            value = MoneyField(label=_("Value"), help_text=HINTS[unit])
        else:
            value = ValueField(unit, label=_("Value"))
        self.fields = {"value": value, **self.fields}

    def command(self, parameter: str) -> ConfirmValue:
        told = self.cleaned_data
        return ConfirmValue(
            parameter, told["value"], told["valid_from"], told["valid_until"], told["document"], told["document_date"],
            told["page"], told["note"], told["seen"], told["once"],
        )  # fmt: skip
