"""Forms of the contract: drawn up for both sides to sign, and recorded once they have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.fund.domain.cases import DrawUpContract
from khue.features.fund.forms.cases import SignForm
from khue.kernel.forms import DayField, OnceForm


class DrawUpForm(OnceForm):
    until_on = DayField(label=_("Last day on which money may be asked for"))
    receiver_signs = forms.CharField(
        label=_("Who signs for the receiver"), help_text=_("Name and position."), max_length=200, required=False
    )

    def command(self, case_id: int) -> DrawUpContract:
        said = self.cleaned_data
        return DrawUpContract(case_id, said["until_on"], said["receiver_signs"], said["once"])


class ContractForm(SignForm):
    """As ``SignForm``; a contract that was drawn up here has its number, and its signatures stand for the copy."""

    def __init__(self, *args: Any, drawn_up: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if drawn_up:
            paper = self.fields["paper"]
            paper.required = False
            paper.help_text = _("Not needed once both sides have signed the contract drawn up here.")
