"""Forms of the choice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.demands.domain.solutions import AwardDemand, DrawShortList, RecordTrial
from khue.features.demands.forms.asking import area, words
from khue.features.demands.queries import SolutionRow
from khue.kernel.forms import DayField, OnceForm, SeenForm


class ShortListForm(OnceForm, SeenForm):
    """An answer and its ground for each solution."""

    def __init__(self, *args: Any, solutions: Sequence[SolutionRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = [(row.no, row.name) for row in solutions]
        for no, _name in self.numbers:
            self.fields[f"chosen-{no}"] = forms.ChoiceField(
                label=_("Answer"), widget=forms.RadioSelect, required=False,
                choices=[("yes", _("On the short list")), ("no", _("Not on the short list"))],
            )  # fmt: skip
            self.fields[f"ground-{no}"] = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2), required=False)  # fmt: skip

    def groups(self) -> list[tuple[str, list[Any]]]:
        """For the page: number and name over each pair of fields."""
        return [(f"{no} · {name}", [self[f"chosen-{no}"], self[f"ground-{no}"]]) for no, name in self.numbers]

    def command(self, demand_id: int) -> DrawShortList:
        said = self.cleaned_data
        chosen = {no: said[f"chosen-{no}"] == "yes" for no, _name in self.numbers if said[f"chosen-{no}"]}
        grounds = {no: said[f"ground-{no}"] for no, _name in self.numbers}
        return DrawShortList(demand_id, chosen, grounds, said["seen"], said["once"])


class TrialForm(OnceForm):
    passed = forms.ChoiceField(
        label=_("Outcome of the acceptance test"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Passed")), ("no", _("Not passed"))],
    )
    result = words(_("What was measured"))
    on = DayField(label=_("Day of the trial"))

    def command(self, demand_id: int, no: int) -> RecordTrial:
        said = self.cleaned_data
        return RecordTrial(demand_id, no, said["passed"] == "yes", said["result"], said["on"], said["once"])


class AwardForm(OnceForm, SeenForm):
    no = forms.TypedChoiceField(label=_("Solution"), coerce=int)
    ground = forms.CharField(label=_("Ground of the choice; everybody reads it"), max_length=1000, widget=area(3))

    def __init__(self, *args: Any, solutions: Sequence[SolutionRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["no"].choices = [("", "–"), *((str(row.no), f"{row.no} · {row.name}") for row in solutions)]  # type: ignore[attr-defined]  # a choice field

    def command(self, demand_id: int) -> AwardDemand:
        said = self.cleaned_data
        return AwardDemand(demand_id, said["no"], said["ground"], said["seen"], said["once"])


class OpenForm(OnceForm):
    """Nothing is asked: pressing is the deed."""
