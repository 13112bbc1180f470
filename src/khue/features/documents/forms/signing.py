"""Sign, or decline with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.documents.domain import DeclinePaper, PrepareAgain, SignPaper
from khue.kernel.forms import OnceForm, SeenForm


class SignForm(OnceForm, SeenForm):
    """Which certificate, and that the paper was read."""

    certificate = forms.ChoiceField(label=_("Certificate"), widget=forms.RadioSelect, required=False)
    read = forms.BooleanField(
        label=_("I have read the paper and sign it as it is shown here."),
        error_messages={"required": _("Tick that you have read the paper, then sign.")},
    )

    def __init__(self, *args: Any, certificates: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(certificates)
        self.fields["certificate"].choices = choices  # type: ignore[attr-defined]  # a choice field
        if choices and not self.is_bound:
            self.initial.setdefault("certificate", choices[0][0])

    def command(self, signer_id: int) -> SignPaper:
        given = self.cleaned_data
        return SignPaper(signer_id, given["seen"], int(given["certificate"] or 0), given["once"])


class DeclineForm(OnceForm, SeenForm):
    ground = forms.CharField(
        label=_("Why you do not sign"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whoever prepared the paper and whoever signed before you read this."),
    )

    def command(self, signer_id: int) -> DeclinePaper:
        given = self.cleaned_data
        return DeclinePaper(signer_id, given["ground"], given["seen"], given["once"])


class AgainForm(OnceForm, SeenForm):
    ground = forms.CharField(
        label=_("What changed since it was declined"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The signers are asked anew in the same order. The text can be edited before the first signature."),
    )

    def command(self, code: str) -> PrepareAgain:
        given = self.cleaned_data
        return PrepareAgain(code, given["ground"], given["seen"], given["once"])
