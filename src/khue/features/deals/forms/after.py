"""Forms of what follows a sale: audits of reported sales, obligations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.deals.domain.auditing import RecordFindings, ShowBooks
from khue.features.deals.domain.obliging import (
    MOST_AHEAD,
    OBLIGATIONS,
    ConfirmObligation,
    ProposeObligation,
    ReportObligation,
)
from khue.features.deals.domain.words import SIDES
from khue.features.deals.forms.fields import area, in_language
from khue.kernel.forms import DayField, MoneyField, OnceForm


class BooksForm(OnceForm):
    note = forms.CharField(
        label=_("What was shown"), max_length=4000, widget=area(4), help_text=_("Which books, where, on which day and to whom.")
    )  # fmt: skip

    def command(self, deal_id: int, no: int) -> ShowBooks:
        return ShowBooks(deal_id, no, self.cleaned_data["note"], self.cleaned_data["once"])


class FindingsForm(OnceForm):
    auditor = forms.CharField(label=_("Who looked"), max_length=200, help_text=_("Name of the auditor or audit firm."))
    sales = MoneyField(label=_("Sales found in the period"))
    findings = forms.CharField(label=_("Findings"), max_length=4000, widget=area(5))

    def command(self, deal_id: int, no: int) -> RecordFindings:
        said = self.cleaned_data
        return RecordFindings(deal_id, no, said["auditor"], said["findings"], said["sales"], said["once"])


class ObligationForm(OnceForm):
    kind = forms.ChoiceField(label=_("Kind of obligation"))
    what = forms.CharField(label=_("What is to be done"), max_length=1000, widget=area(2))
    side = forms.ChoiceField(label=_("Who does it"))
    due_on = DayField(label=_("To be done by"))
    remind_days = forms.IntegerField(
        label=_("Remind so many days before"), min_value=0, max_value=MOST_AHEAD, initial=7
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = in_language(OBLIGATIONS)  # type: ignore[attr-defined]  # a choice field
        self.fields["side"].choices = in_language(SIDES)  # type: ignore[attr-defined]  # a choice field

    def command(self, deal_id: int) -> ProposeObligation:
        said = self.cleaned_data
        return ProposeObligation(
            deal_id, said["kind"], said["what"], said["side"], said["due_on"], said["remind_days"], said["once"]
        )


class ObligationReportForm(OnceForm):
    words = forms.CharField(label=_("What was done"), max_length=2000, widget=area(3))

    def command(self, deal_id: int, no: int) -> ReportObligation:
        return ReportObligation(deal_id, no, self.cleaned_data["words"], self.cleaned_data["once"])


class ConfirmForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, choices=[("yes", _("It is done")), ("no", _("Not done yet"))]
    )
    ground = forms.CharField(label=_("Ground"), max_length=1000, required=False, widget=area(2))

    def command(self, deal_id: int, no: int) -> ConfirmObligation:
        said = self.cleaned_data
        return ConfirmObligation(deal_id, no, said["answer"] == "yes", said["ground"], said["once"])
