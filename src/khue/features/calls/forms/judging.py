"""Which proposals go before which council."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.calls.domain.judging import PutBeforeCouncil
from khue.features.calls.forms.needs import Choices, choose
from khue.kernel.forms import OnceForm, TicksField


class CouncilForm(OnceForm):
    """All proposals that may go are ticked; whoever takes a tick off leaves that one for later."""

    council = forms.ChoiceField(label=_("Council"))
    proposals = TicksField(label=_("Proposals"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, councils: Choices, proposals: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "council", councils, _("Choose the council"))
        self.fields["proposals"].choices = list(proposals)  # type: ignore[attr-defined]  # a choice field
        self.fields["proposals"].initial = [number for number, _label in proposals]

    def command(self, call_id: int) -> PutBeforeCouncil:
        given = self.cleaned_data
        return PutBeforeCouncil(call_id, int(given["council"]), tuple(given["proposals"]), given["once"])
