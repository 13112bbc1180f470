"""The accountant's form for money that comes back."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.missions.domain.overturning import RecordRecovery
from khue.kernel.forms import DayField, MoneyField, OnceForm


class RecoverForm(OnceForm):
    amount = MoneyField(label=_("Amount received"))
    received_on = DayField(label=_("Received on"))
    reference = forms.CharField(
        label=_("Reference of the payment"), help_text=_("Number of the slip or of the transfer."), max_length=80,
        required=False,
    )  # fmt: skip

    def command(self, claim_id: int) -> RecordRecovery:
        given = self.cleaned_data
        return RecordRecovery(claim_id, given["amount"], given["received_on"], given["reference"], given["once"])
