"""Forms of claims on results that are on offer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.results.domain.claims import LONGEST_PURPOSE, ClaimTransfer, WithdrawClaim
from khue.kernel.forms import OnceForm


class ClaimForm(OnceForm):
    party = forms.ChoiceField(label=_("Who wants the result"))
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=LONGEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say what you will use it for and how you meet the conditions."),
    )

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field

    def command(self, offer_id: int) -> ClaimTransfer:
        said = self.cleaned_data
        return ClaimTransfer(offer_id, said["party"], said["purpose"], said["once"])


class WithdrawClaimForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=500)

    def command(self, claim_id: int) -> WithdrawClaim:
        return WithdrawClaim(claim_id, self.cleaned_data["ground"], self.cleaned_data["once"])
