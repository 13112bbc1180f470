"""A code as it stands on the paper, or the file itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.kernel.forms import KhueForm


class CheckForm(KhueForm):
    code = forms.CharField(
        label=_("Check code"),
        max_length=40,
        required=False,
        help_text=_("It stands beside the square at the end of the paper. For example: K7QM-2XRT-9DWA"),
    )
    file = forms.FileField(
        label=_("The PDF as you received it"),
        required=False,
        allow_empty_file=True,
        help_text=_("The file is read and thrown away; it is not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not given.get("code") and not given.get("file") and not self.errors:
            raise ValidationError(_("Give the check code, or choose the PDF file."), code="nothing")
        return given
