"""One purpose, one button. The version says which text was read, the deed what the page offered."""

from __future__ import annotations

from django import forms

from khue.features.privacy.domain.consents import GiveConsent, WithdrawConsent
from khue.kernel.forms import OnceForm


class ConsentForm(OnceForm):
    GIVE, WITHDRAW = "give", "withdraw"

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10_000)
    deed = forms.ChoiceField(widget=forms.HiddenInput, choices=[(GIVE, GIVE), (WITHDRAW, WITHDRAW)])

    @property
    def gives(self) -> bool:
        return bool(self.cleaned_data["deed"] == self.GIVE)

    def give(self, purpose: str) -> GiveConsent:
        return GiveConsent(purpose, self.cleaned_data["version"], self.cleaned_data["once"])

    def withdraw(self, purpose: str) -> WithdrawConsent:
        return WithdrawConsent(purpose, self.cleaned_data["once"])
