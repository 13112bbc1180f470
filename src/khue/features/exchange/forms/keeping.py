"""Forms of a supplier whose offer stands."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.exchange.domain.keeping import ConfirmOffer, WithdrawOffer
from khue.features.exchange.forms.fields import area
from khue.kernel.forms import DayField, OnceForm, SeenForm


class ConfirmForm(OnceForm, SeenForm):
    valid_until = DayField(label=_("The offer is valid until"))

    def command(self, offer_id: int) -> ConfirmOffer:
        said = self.cleaned_data
        return ConfirmOffer(offer_id, said["valid_until"], said["seen"], said["once"])


class WithdrawForm(OnceForm, SeenForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))

    def command(self, offer_id: int) -> WithdrawOffer:
        said = self.cleaned_data
        return WithdrawOffer(offer_id, said["ground"], said["seen"], said["once"])
