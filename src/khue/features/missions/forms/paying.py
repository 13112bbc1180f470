"""The form of a payment order: from which account, to which account, with which words and codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.missions.domain.commands import OrderPayment
from khue.features.treasury.domain.accounts import Payee, account_number
from khue.features.treasury.domain.orders import LONGEST_CONTENT, BudgetCodes
from khue.kernel.forms import OnceForm


class PayForm(OnceForm):
    """A typed account number is typed twice: no bank gives money back that went to a stranger by a slipped digit."""

    account_id = forms.TypedChoiceField(label=_("Paid from"), coerce=int)
    number = forms.CharField(label=_("Payee's account number"), max_length=40)
    number_again = forms.CharField(
        label=_("The account number once more"),
        max_length=40,
        help_text=_("Typed again from the agreement, not copied."),
    )
    holder = forms.CharField(label=_("Account holder"), max_length=200)
    bank = forms.CharField(label=_("Bank or treasury office of the payee"), max_length=200)
    bank_code = forms.CharField(
        label=_("BIC of the payee's bank"),
        max_length=11,
        required=False,
        help_text=_("8 or 11 signs, such as BFTVVNVX."),
    )
    same_holder = forms.BooleanField(
        label=_("The account holder has another name than the payee, and I have compared it with the agreement."),
        required=False,
    )
    content = forms.CharField(
        label=_("Content of the transfer"),
        max_length=LONGEST_CONTENT,
        help_text=_("Goes out after the reference of the order."),
    )
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
            self.add_error("number_again", forms.ValidationError(_("The two account numbers differ. Look at each digit again."), code="differ"))  # fmt: skip
        return given

    def command(self, task_id: int) -> OrderPayment:
        given = self.cleaned_data
        return OrderPayment(
            task_id,
            Payee(given["number"], given["holder"].strip(), given["bank"].strip(), given["bank_code"].strip().upper()),
            given["content"].strip(),
            BudgetCodes(given["chapter"], given["sector"], given["item"], given["source"]),
            given["account_id"],
            given["same_holder"],
            given["once"],
        )
