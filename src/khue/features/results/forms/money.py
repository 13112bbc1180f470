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
from khue.features.treasury.domain.accounts import Payee, account_number
from khue.features.treasury.domain.orders import LONGEST_CONTENT, BudgetCodes
from khue.kernel.forms import DayField, MoneyField, OnceForm, SeenForm


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


class PayoutForm(OnceForm):
    """A typed account number is typed twice: no bank gives money back that went to a stranger by a slipped digit."""

    account_id = forms.TypedChoiceField(label=_("Paid from"), coerce=int)
    number = forms.CharField(label=_("Payee's account number"), max_length=40)
    number_again = forms.CharField(label=_("The account number once more"), max_length=40)
    holder = forms.CharField(label=_("Account holder"), max_length=200)
    bank = forms.CharField(label=_("Bank or treasury office of the payee"), max_length=200)
    bank_code = forms.CharField(label=_("BIC of the payee's bank"), max_length=11, required=False)
    same_holder = forms.BooleanField(
        label=_("The account holder has another name than the payee, and I have compared it with the agreement."),
        required=False,
    )
    content = forms.CharField(label=_("Content of the transfer"), max_length=LONGEST_CONTENT)
    chapter = forms.CharField(label=_("Budget chapter"), max_length=3, help_text=_("3 digits"))
    sector = forms.CharField(label=_("Economic sector code"), max_length=3, help_text=_("3 digits"))
    item = forms.CharField(label=_("Economic item code"), max_length=4, help_text=_("4 digits"))
    source = forms.CharField(label=_("Code of the source of funds"), max_length=4, help_text=_("2 to 4 digits"))

    def __init__(self, *args: Any, accounts: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_id"].choices = list(accounts)  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, again = given.get("number", ""), given.get("number_again", "")
        if first and again and account_number(first) != account_number(again):
            message = _("The two account numbers differ. Look at each digit again.")
            self.add_error("number_again", forms.ValidationError(message, code="differ"))
        return given

    def command(self, payout_id: int) -> OrderPayout:
        said = self.cleaned_data
        return OrderPayout(
            payout_id,
            Payee(said["number"], said["holder"].strip(), said["bank"].strip(), said["bank_code"].strip().upper()),
            said["content"].strip(),
            BudgetCodes(said["chapter"], said["sector"], said["item"], said["source"]),
            said["account_id"],
            said["same_holder"],
            said["once"],
        )
