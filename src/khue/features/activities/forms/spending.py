"""Forms of spends, fees and reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.activities.domain.commands import (
    AcceptFees,
    AnswerSpend,
    AskBack,
    AskSpend,
    CloseLine,
    OrderSpend,
    ReportActivity,
    SettleFee,
    WithdrawSpend,
)
from khue.features.activities.forms.planning import fill, long, yes_or_no
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.forms import DayField, FilesField, MoneyField, OnceForm
from khue.kernel.transfer_form import TransferForm


class AskForm(OnceForm):
    """An invoice where there is one: it counts once in the whole city."""

    needed = ("papers",)

    payee = forms.RegexField(
        r"^\s*(party:)?\d{1,18}\s*$",
        label=_("Record number of the payee"),
        help_text=_("As it stands on the payee's page in the register."),
        error_messages={"invalid": _("A record number is a whole number, such as 12.")},
    )
    amount = MoneyField(label=_("Amount"), least=1)
    purpose = forms.CharField(label=_("What the money is for"), max_length=500)
    seller = forms.CharField(label=_("Tax code of the seller"), max_length=20, required=False)
    symbol = forms.CharField(label=_("Invoice symbol"), max_length=20, required=False)
    invoice_number = forms.CharField(label=_("Invoice number"), max_length=20, required=False)
    invoice_line = forms.IntegerField(label=_("Invoice line"), min_value=1, max_value=9999, required=False)
    papers = FilesField(label=_("Papers that show it"), required=False)

    INVOICE = ("seller", "symbol", "invoice_number", "invoice_line")

    def clean(self) -> dict[str, Any]:
        """An invoice has all its four parts, or there is none."""
        given = super().clean() or {}
        if any(given.get(name) for name in self.INVOICE):
            for name in self.INVOICE:
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, forms.ValidationError(_("Fill in every part of the invoice."), code="part"))
        return given

    def command(self, line_id: int) -> AskSpend:
        said = self.cleaned_data
        number = said["payee"].strip().removeprefix("party:")
        invoice = (
            (said["seller"], said["symbol"], said["invoice_number"], said["invoice_line"])
            if said["invoice_number"]
            else None
        )
        return AskSpend(
            line_id, f"party:{int(number)}", said["amount"], said["purpose"], tuple(said["papers"] or ()), invoice, said["once"]
        )  # fmt: skip


class AcceptFeesForm(OnceForm):
    spends = forms.TypedMultipleChoiceField(
        label=_("Fees to accept"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("One of these is not waiting any more. Look at the list again.")},
    )  # fmt: skip

    def __init__(self, *args: Any, spends: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "spends", spends)

    def command(self) -> AcceptFees:
        return AcceptFees(tuple(self.cleaned_data["spends"]), self.cleaned_data["once"])


class AnswerForm(OnceForm):
    outcome = yes_or_no(_("Decision"), _("Accept: the city owes the amount from now on"), _("Send it back"))
    ground = long(_("Ground"), required=False, help_text=_("Needed when it is sent back."))

    def command(self, spend_id: int) -> AnswerSpend:
        said = self.cleaned_data
        return AnswerSpend(spend_id, said["outcome"] == "yes", said["ground"], said["once"])


class TakeBackForm(OnceForm):
    ground = long(_("Ground"))

    def command(self, spend_id: int) -> WithdrawSpend:
        return WithdrawSpend(spend_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class OrderForm(TransferForm):
    def command(self, spend_id: int) -> OrderSpend:
        said = self.cleaned_data
        return OrderSpend(
            spend_id,
            Payee(*self.payee),
            self.content_said,
            BudgetCodes(*self.codes),
            said["account_id"],
            said["same_holder"],
            said["once"],
        )


class AskBackForm(OnceForm):
    amount = MoneyField(label=_("Amount to be paid back"), least=1)
    ground = long(_("Ground"))

    def command(self, spend_id: int) -> AskBack:
        said = self.cleaned_data
        return AskBack(spend_id, said["amount"], said["ground"], said["once"])


class SettleForm(OnceForm):
    each = MoneyField(label=_("Fee for one"), least=1)
    ground = long(_("Ground"), help_text=_("The decision that sets this fee, or why it is sent on again."))

    def command(self, fee_id: int) -> SettleFee:
        said = self.cleaned_data
        return SettleFee(fee_id, said["each"], said["ground"], said["once"])


class ReportForm(OnceForm):
    held_on = DayField(label=_("Day on which it took place"))
    title = forms.CharField(label=_("Name of the activity"), max_length=300)
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    participants = forms.IntegerField(label=_("Number of participants"), min_value=1, max_value=100_000)
    outcome = long(_("What came of it"), 5, max_length=4000)
    papers = FilesField(label=_("Files: list of participants, minutes, photographs"), required=False)

    def command(self, line_id: int) -> ReportActivity:
        said = self.cleaned_data
        return ReportActivity(
            line_id, said["held_on"], said["title"], said["place"], said["participants"], said["outcome"],
            tuple(said["papers"] or ()), said["once"],
        )  # fmt: skip


class CloseForm(OnceForm):
    def command(self, line_id: int) -> CloseLine:
        return CloseLine(line_id, self.cleaned_data["once"])
