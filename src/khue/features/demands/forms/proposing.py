"""Forms of suppliers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.demands.domain.solutions import LONGEST, LONGEST_SECRET, MOST_DAYS, ProposeSolution, WithdrawSolution
from khue.features.demands.forms.asking import area
from khue.kernel.forms import MoneyField, OnceForm


class SolutionForm(OnceForm):
    party = forms.ChoiceField(label=_("Who proposes"))
    says = forms.CharField(
        label=_("Your solution"), max_length=LONGEST, widget=area(6),
        help_text=_("The demander reads it after the deadline; other suppliers never do."),
    )  # fmt: skip
    offer = forms.CharField(label=_("Number of your listed offer"), max_length=20, required=False)
    price = MoneyField(label=_("Your price, in đồng"), required=False)
    days = forms.IntegerField(label=_("Days until it works"), min_value=1, max_value=MOST_DAYS, required=False)
    confidential = forms.CharField(
        label=_("Confidential part"), max_length=LONGEST_SECRET, widget=area(4), required=False,
        help_text=_("Opened by the demander's side after the deadline, each time with a record that you see."),
    )  # fmt: skip

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field

    def command(self, demand_id: int) -> ProposeSolution:
        said = self.cleaned_data
        return ProposeSolution(
            demand_id, said["party"], said["says"], said["offer"], said["price"], said["days"], said["confidential"], said["once"]
        )  # fmt: skip


class LeaveForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))

    def command(self, demand_id: int, no: int) -> WithdrawSolution:
        return WithdrawSolution(demand_id, no, self.cleaned_data["ground"], self.cleaned_data["once"])
