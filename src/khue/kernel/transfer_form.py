"""The form of a payment order, for every room that pays: from which account, to which account, with which words and codes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.transfers import LONGEST_CONTENT, account_number
from khue.kernel.forms import OnceForm


class TransferForm(OnceForm):
    """A typed account number is typed twice: no bank gives money back that went to a stranger by a slipped digit.

    ``accounts``: id and label of the accounts that may pay. A room adds ``command`` and builds its order from ``payee``,
    ``codes`` and what else was typed.
    """

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
            message = _("The two account numbers differ. Look at each digit again.")
            self.add_error("number_again", forms.ValidationError(message, code="differ"))
        return given

    @property
    def payee(self) -> tuple[str, str, str, str]:
        """Account number, holder, bank and BIC."""
        said = self.cleaned_data
        return said["number"], said["holder"].strip(), said["bank"].strip(), said["bank_code"].strip().upper()

    @property
    def codes(self) -> tuple[str, str, str, str]:
        """Budget chapter, economic sector, economic item and source of funds."""
        said = self.cleaned_data
        return said["chapter"], said["sector"], said["item"], said["source"]

    @property
    def content_said(self) -> str:
        return str(self.cleaned_data["content"]).strip()
