"""The forms of an erasure: its ground, the second officer's yes or no."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.privacy.domain.erasing import ConfirmErasure, DeclineErasure, ProposeErasure
from khue.kernel.forms import OnceForm


class ProposeForm(OnceForm):
    ground = forms.CharField(
        label=_("Ground of the erasure"),
        help_text=_("The provision and the reason. Name nobody: the ground stays when the data are gone."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )

    def command(self, kind: str, subject: str, request_id: int | None) -> ProposeErasure:
        given = self.cleaned_data
        return ProposeErasure(kind, subject, given["ground"], request_id, given["once"])


class DecideErasureForm(OnceForm):
    """Confirm, or decline with a reason."""

    CONFIRM, DECLINE = "confirm", "decline"

    choice = forms.ChoiceField(
        label=_("Decision of the second officer"),
        choices=[(CONFIRM, _("Erase it now: this cannot be undone")), (DECLINE, _("Do not erase it"))],
        widget=forms.RadioSelect,
    )
    ground = forms.CharField(
        label=_("Why it is not erased"),
        help_text=_("Only when it is not erased."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )
    told = forms.CharField(
        label=_("How the person was told"),
        help_text=_("The erasure answers a request; its account closes with it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )

    def __init__(self, *args: Any, paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not paper:
            del self.fields["told"]

    def command(self, erasure_id: int) -> ConfirmErasure | DeclineErasure:
        given = self.cleaned_data
        if given["choice"] == self.DECLINE:
            return DeclineErasure(erasure_id, given["ground"], given["once"])
        return ConfirmErasure(erasure_id, str(given.get("told", "")), given["once"])
