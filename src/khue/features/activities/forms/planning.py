"""Forms of plans and their lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.activities.domain.commands import (
    DecidePlan,
    DraftPlan,
    ProposePlan,
    PutLine,
    RevisePlan,
    TakeLineOut,
    WithdrawPlan,
)
from khue.features.activities.domain.words import KINDS
from khue.kernel.forms import KhueForm, MoneyField, OnceForm, SeenForm


def in_language(options: Mapping[str, Text]) -> list[tuple[str, str]]:
    """Choices in the reader's language, capitalised."""
    words = get_language() or "vi"
    return [(code, text.capitalised().into(words)) for code, text in options.items()]


def kinds() -> list[tuple[str, str]]:
    return in_language({code: kind.label for code, kind in KINDS.items()})


def fill(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a choice field


def long(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    more.setdefault("max_length", 1000)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def yes_or_no(label: Any, yes: Any, no: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, widget=forms.RadioSelect, choices=[("yes", yes), ("no", no)])


class DraftForm(OnceForm):
    unit = forms.ChoiceField(label=_("Unit"))
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    line = forms.ChoiceField(label=_("Budget line to pay from"))
    ground = long(_("Ground of the plan"), help_text=_("The decision or letter that asks for it, with number and day."))

    def __init__(
        self,
        *args: Any,
        units: Iterable[tuple[str, str]],
        years: Iterable[int],
        lines: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "unit", units)
        fill(self, "year", [(year, str(year)) for year in years])
        fill(self, "line", [("", "–"), *lines])

    def command(self) -> DraftPlan:
        said = self.cleaned_data
        return DraftPlan(said["unit"], said["year"], said["line"], said["ground"], said["once"])


class ReviseForm(OnceForm):
    ground = long(_("Why the plan changes"))

    def command(self, plan_id: int) -> RevisePlan:
        return RevisePlan(plan_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class LineForm(OnceForm):
    kind = forms.ChoiceField(label=_("Kind of activity"), widget=forms.RadioSelect)
    purpose = forms.CharField(label=_("Purpose"), max_length=300)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=10_000)
    each = MoneyField(label=_("Amount for one"), least=1)
    ground = long(
        _("Ground of the amount"), required=False, help_text=_("Needed above the norm, and where no norm applies yet.")
    )
    for_fees = forms.BooleanField(
        label=_("Fees of our councils are paid from this line"), required=False,
        help_text=_("Fees that signed minutes earned then come here by themselves."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "kind", kinds())

    def command(self, version_id: int, line_id: int | None = None) -> PutLine:
        said = self.cleaned_data
        return PutLine(
            version_id, said["kind"], said["purpose"], said["quantity"], said["each"], said["ground"], said["for_fees"],
            line_id, once=said["once"],
        )  # fmt: skip


class TakeOutForm(OnceForm):
    def command(self, version_id: int, line_id: int) -> TakeLineOut:
        return TakeLineOut(version_id, line_id, self.cleaned_data["once"])


class ProposeForm(OnceForm, SeenForm):
    def command(self, version_id: int) -> ProposePlan:
        return ProposePlan(version_id, self.cleaned_data["seen"], self.cleaned_data["once"])


class DecideForm(OnceForm, SeenForm):
    outcome = yes_or_no(_("Decision"), _("Approve: the money is reserved from now on"), _("Do not approve"))
    ground = long(_("Ground"), required=False, help_text=_("Needed when it is not approved."))

    def command(self, version_id: int) -> DecidePlan:
        said = self.cleaned_data
        return DecidePlan(version_id, said["outcome"] == "yes", said["ground"], said["seen"], said["once"])


class WithdrawForm(OnceForm):
    ground = long(_("Ground"))

    def command(self, version_id: int) -> WithdrawPlan:
        return WithdrawPlan(version_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class FilterForm(KhueForm):
    """The search of lines; everything may stay empty."""

    year = forms.ChoiceField(label=_("Year"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    kind = forms.ChoiceField(label=_("Kind of activity"), required=False)

    def __init__(self, *args: Any, years: Iterable[int], units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "year", [("", _("All years")), *((str(year), str(year)) for year in years)])
        fill(self, "unit", [("", _("All units")), *units])
        fill(self, "kind", [("", _("All kinds")), *kinds()])

    def chosen(self) -> tuple[int | None, str, str]:
        """Year, unit, kind; what can't be read filters nothing."""
        self.is_valid()
        said = self.cleaned_data
        year = said.get("year", "")
        return int(year) if year else None, said.get("unit", ""), said.get("kind", "")
