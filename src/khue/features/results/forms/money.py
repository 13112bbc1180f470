"""Forms of income, distributions and payouts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.results.domain.distribution import ApproveDistribution, DrawUp, OrderPayout
from khue.features.results.domain.income import Income, ReportIncome
from khue.features.results.forms.fields import ShareField
from khue.features.results.forms.sharing import party_of
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.forms import DayField, MoneyField, OnceForm, SeenForm
from khue.kernel.transfer_form import TransferForm


class IncomeForm(OnceForm, SeenForm):
    from_on = DayField(label=_("First day of the period"))
    until_on = DayField(label=_("Day after its last day"))
    licence = MoneyField(label=_("Income from licences"), initial="0")
    sale = MoneyField(label=_("Income from sales"), initial="0")
    own_use = MoneyField(label=_("Income from own use"), initial="0")
    costs = MoneyField(label=_("Costs of this income"), initial="0")
    tax = MoneyField(label=_("Tax on the profit"), initial="0")
    intermediary = forms.RegexField(
        r"^\s*(party:)?\d{1,18}\s*$",
        label=_("Record number of the intermediary"),
        required=False,
        error_messages={"invalid": _("A record number is a whole number, such as 12.")},
    )
    agreed_fee = ShareField(
        label=_("Its part by contract"),
        required=False,
        help_text=_("33,5 or 1/3 of the after-tax profit; empty when no contract says it, the law then does."),
    )
    note = forms.CharField(label=_("Remark; the ground when a report is corrected"), max_length=1000, required=False)

    def command(self, result_id: int) -> ReportIncome:
        said = self.cleaned_data
        amounts = {name: said[name] for name in ("licence", "sale", "own_use", "costs", "tax")}
        return ReportIncome(
            result_id,
            Income(said["from_on"], said["until_on"], **amounts),
            party_of(said["intermediary"]),
            said["agreed_fee"],
            said["note"],
            said["seen"],
            said["once"],
        )


class DrawUpForm(OnceForm):
    agreed_reward = ShareField(
        label=_("Authors' part of the profit, when the owners grant more than the law's least"),
        required=False,
        help_text=_("33,5 or 1/3 of the after-tax profit; empty for the least that the law gives."),
    )

    def command(self, report_id: int) -> DrawUp:
        said = self.cleaned_data
        share: Fraction | None = said["agreed_reward"]
        return DrawUp(report_id, share, said["once"])


class DecideForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[("approve", _("Approve: every part is owed from now on")), ("reject", _("Do not approve"))],
    )
    line = forms.ChoiceField(label=_("Budget line to pay from"), required=False)
    ground = forms.CharField(
        label=_("Ground, when it is not approved"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [("", "–"), *lines]  # type: ignore[attr-defined]  # a choice field

    def command(self, distribution_id: int) -> ApproveDistribution:
        said = self.cleaned_data
        return ApproveDistribution(
            distribution_id, said["outcome"] == "approve", said["line"], said["ground"], said["once"]
        )


class PayoutForm(TransferForm):
    def command(self, payout_id: int) -> OrderPayout:
        said = self.cleaned_data
        return OrderPayout(
            payout_id,
            Payee(*self.payee),
            self.content_said,
            BudgetCodes(*self.codes),
            said["account_id"],
            said["same_holder"],
            said["once"],
        )
