"""Forms with which a deal begins, is answered and ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.deals.domain.commands import AnswerInterest, ExpressInterest
from khue.features.deals.forms.fields import area
from khue.kernel.forms import OnceForm


class InterestForm(OnceForm):
    """``parties`` are keys with names for which the reader may act."""

    party = forms.ChoiceField(label=_("Who is interested"))
    note = forms.CharField(label=_("What you want to use it for"), max_length=4000, widget=area(5))

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = list(parties)
        self.fields["party"].choices = found  # type: ignore[attr-defined]  # a choice field
        if len(found) == 1:
            self.fields["party"].initial = found[0][0]

    def command(self, number: str) -> ExpressInterest:
        said = self.cleaned_data
        return ExpressInterest(number, said["party"], said["note"], said["once"])


class AnswerForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, choices=[("yes", _("We negotiate")), ("no", _("We decline"))]
    )
    ground = forms.CharField(
        label=_("Ground"), max_length=1000, required=False, widget=area(2), help_text=_("Needed where you decline; the other side reads it.")
    )  # fmt: skip

    def command(self, deal_id: int) -> AnswerInterest:
        said = self.cleaned_data
        return AnswerInterest(deal_id, said["answer"] == "yes", said["ground"], said["once"])


class GroundForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))


class SignForm(OnceForm):
    """Nothing is asked: pressing is signing."""
