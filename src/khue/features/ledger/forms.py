"""Text in, command out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.ledger.domain import Appropriation, ChartLine, Reversal
from khue.kernel.forms import DayField, KhueForm, MoneyField

FIRST_YEAR, LAST_YEAR = 2000, 2199


class DayForm(KhueForm):
    """The day of a trial balance; empty for everything that is booked."""

    on = DayField(label=_("As of the end of day"), required=False)


class AppropriationForm(KhueForm):
    """Carries the entry's id, so that the form posted twice books once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    line = forms.ChoiceField(label=_("Budget line"))
    amount = MoneyField(label=_("Amount"), least=1)
    ground = forms.CharField(
        label=_("Ground"),
        max_length=200,
        help_text=_("Number and day of the decision that gives the money, for example: 12/QĐ-UBND, 05/01/2026"),
    )

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = list(lines)  # type: ignore[attr-defined]  # a choice field

    def command(self) -> Appropriation:
        given = self.cleaned_data
        return Appropriation(given["id"], given["line"], given["amount"], given["ground"].strip())


class BudgetLineForm(KhueForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Plain letters, digits, dots and hyphens. For example: 2026-EQ"),
    )
    name_vi = forms.CharField(label=_("Name in Vietnamese"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    year = forms.IntegerField(label=_("Budget year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def command(self) -> ChartLine:
        given = self.cleaned_data
        return ChartLine(given["code"].strip(), Text(given["name_vi"], given["name_en"]), given["year"])


class ReversalForm(KhueForm):
    """Carries the id of the new entry, so that the form posted twice reverses once."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    ground = forms.CharField(
        label=_("Ground"),
        max_length=200,
        help_text=_("Why the entry is taken back, and the paper that says so."),
    )

    def command(self, entry: UUID) -> Reversal:
        return Reversal(self.cleaned_data["id"], entry, self.cleaned_data["ground"].strip())


def month_from(text: str) -> date | None:
    """``2026-05`` as the first day of that month; None for anything else."""
    year, _dash, month = text.partition("-")
    try:
        return date(int(year), int(month), 1)
    except ValueError:
        return None
