"""Text in, command out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.transfers import LONGEST_CONTENT
from khue.features.treasury.domain.accounts import ACCOUNT_KINDS, AccountKind, OpenCityAccount, Payee
from khue.features.treasury.domain.clearing import WAYS, ClearSuspense, SendBack
from khue.features.treasury.domain.deciding import KINDS, ImportStatement, MatchLine, UndoMatch
from khue.features.treasury.domain.orders import (
    AmendOrder,
    ApproveOrder,
    BudgetCodes,
    CancelOrder,
    ReopenOrder,
    SendFile,
)
from khue.kernel.forms import OnceForm, TicksField
from khue.kernel.web import language


def _ground(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class SeenOnceForm(OnceForm):
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)


class ApproveForm(SeenOnceForm):
    """Nothing to type: the order is compared and approved."""

    def command(self, order_id: int) -> ApproveOrder:
        return ApproveOrder(order_id, self.cleaned_data["seen"], self.cleaned_data["once"])


class CancelForm(SeenOnceForm):
    ground = _ground(_("Ground"), _("Why the order is not to be paid. Whoever prepared it reads this."))

    def command(self, order_id: int) -> CancelOrder:
        given = self.cleaned_data
        return CancelOrder(order_id, given["ground"].strip(), given["seen"], given["once"])


class ReopenForm(SeenOnceForm):
    ground = _ground(
        _("Ground"), _("How one knows that the bank has not carried it out, for example the bank's message.")
    )

    def command(self, order_id: int) -> ReopenOrder:
        given = self.cleaned_data
        return ReopenOrder(order_id, given["ground"].strip(), given["seen"], given["once"])


class AmendForm(SeenOnceForm):
    number = forms.CharField(label=_("Payee's account number"), max_length=40)
    holder = forms.CharField(label=_("Account holder"), max_length=200)
    same_holder = forms.BooleanField(
        label=_("The account holder has another name than the payee, and I have compared it with the agreement."),
        required=False,
    )
    bank = forms.CharField(label=_("Bank or treasury office of the payee"), max_length=200)
    bank_code = forms.CharField(label=_("BIC of the payee's bank"), max_length=11, required=False)
    content = forms.CharField(label=_("Content of the transfer"), max_length=LONGEST_CONTENT)
    chapter = forms.CharField(label=_("Budget chapter"), max_length=3)
    sector = forms.CharField(label=_("Economic sector code"), max_length=3)
    item = forms.CharField(label=_("Economic item code"), max_length=4)
    source = forms.CharField(label=_("Code of the source of funds"), max_length=4)
    ground = _ground(_("Ground"), _("Why it is changed; the approver reads this."))

    def command(self, order_id: int) -> AmendOrder:
        given = self.cleaned_data
        return AmendOrder(
            order_id,
            Payee(given["number"], given["holder"].strip(), given["bank"].strip(), given["bank_code"].strip().upper()),
            given["content"].strip(),
            BudgetCodes(given["chapter"], given["sector"], given["item"], given["source"]),
            given["ground"].strip(),
            given["same_holder"],
            given["seen"],
            given["once"],
        )


class SendForm(OnceForm):
    """Approved orders of one account; all are ticked at first."""

    orders = TicksField(label=_("Orders in the file"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, choices: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = list(choices)
        self.fields["orders"].choices = found  # type: ignore[attr-defined]  # a choice field
        self.fields["orders"].initial = [number for number, _label in found]

    def command(self, account_id: int) -> SendFile:
        return SendFile(account_id, tuple(self.cleaned_data["orders"]), self.cleaned_data["once"])


class AccountForm(OnceForm):
    kind = forms.ChoiceField(label=_("Where the account is"), widget=forms.RadioSelect)
    number = forms.CharField(label=_("Account number"), max_length=40)
    holder = forms.CharField(label=_("Account holder"), max_length=200)
    institution = forms.CharField(label=_("Treasury office or bank"), max_length=200)
    bic = forms.CharField(label=_("BIC (SWIFT code)"), max_length=11, required=False, help_text=_("Needed for an account at a bank."))  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a choice field
            (kind.value, name.capitalised().into(language())) for kind, name in ACCOUNT_KINDS.items()
        ]

    def command(self) -> OpenCityAccount:
        given = self.cleaned_data
        return OpenCityAccount(
            AccountKind(given["kind"]), given["number"], given["holder"], given["institution"], given["bic"].strip(),
            given["once"],
        )  # fmt: skip


class StatementForm(OnceForm):
    """The file as the bank gives it; what it is, is seen from its bytes."""

    account_id = forms.TypedChoiceField(label=_("Account"), coerce=int)
    file = forms.FileField(
        label=_("Statement file"), help_text=_("CSV (UTF-8), XLSX, MT940 or CAMT.053."), allow_empty_file=True
    )

    def __init__(self, *args: Any, accounts: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account_id"].choices = list(accounts)  # type: ignore[attr-defined]  # a choice field


class ImportForm(OnceForm):
    def command(self, statement_id: int) -> ImportStatement:
        return ImportStatement(statement_id, self.cleaned_data["once"])


class MatchForm(OnceForm):
    """What the line is: one of the proposals (``order:12``, ``fee`` …), or an order or a claim by its reference."""

    choice = forms.ChoiceField(label=_("What is this line?"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Reference of the order or claim"),
        max_length=25,
        required=False,
        help_text=_("Only for one that is not proposed."),
    )
    ground = forms.CharField(
        label=_("Remark"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when the line is set aside, and when more came in than is owed."),
    )  # fmt: skip

    def __init__(self, *args: Any, proposed: Iterable[tuple[str, str]], amount: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = language()
        kinds = ("return", "recovery", "funding", "aside") if amount > 0 else ("order", "fee", "aside")
        others = [(kind, KINDS[kind].capitalised().into(words)) for kind in kinds]
        self.fields["choice"].choices = [*proposed, *others]  # type: ignore[attr-defined]  # a choice field

    def command(self, line_id: int, orders: dict[str, int], receivables: dict[str, int]) -> MatchLine:
        """``orders``, ``receivables``: ids by reference, for what was typed."""
        given = self.cleaned_data
        kind, _colon, number = given["choice"].partition(":")
        known = receivables if kind == "recovery" else orders
        chosen = int(number) if number else known.get(given["reference"].strip().upper())
        order = chosen if kind in ("order", "return") else None
        return MatchLine(line_id, kind, order, chosen if kind == "recovery" else None, given["ground"], given["once"])


class UndoForm(OnceForm):
    ground = _ground(_("Ground"), _("Why the match was wrong."))

    def command(self, line_id: int) -> UndoMatch:
        return UndoMatch(line_id, self.cleaned_data["ground"].strip(), self.cleaned_data["once"])


class ClearForm(OnceForm):
    """What an amount in suspense is. ``way`` may name a claim that is proposed (``recovery:3``)."""

    way = forms.ChoiceField(label=_("What is this money?"), widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Reference of the claim"),
        max_length=25,
        required=False,
        help_text=_("Only for one that is not proposed."),
    )
    ground = _ground(_("Ground"), _("How one knows, for example the payer's letter. It stays with the entry."))

    def __init__(self, *args: Any, proposed: Iterable[tuple[str, str]], came_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = ("recovery", "funding") if came_in else ("fee",)
        others = [(way, WAYS[way].capitalised().into(language())) for way in ways]
        self.fields["way"].choices = [*proposed, *others]  # type: ignore[attr-defined]  # a choice field
        if not came_in:
            del self.fields["reference"]

    def command(self, line_id: int, receivables: dict[str, int]) -> ClearSuspense:
        given = self.cleaned_data
        way, _colon, number = given["way"].partition(":")
        chosen = int(number) if number else receivables.get(given.get("reference", "").strip().upper())
        return ClearSuspense(line_id, way, chosen, given["ground"].strip(), given["once"])


class SendBackForm(AmendForm):
    """The payer's account and the order's words; the amount is what lies in suspense."""

    seen = None  # type: ignore[assignment]  # the field of the parent is left out
    same_holder = forms.BooleanField(
        label=_("The account holder has another name than the payer, and I have compared it with the payer's letter."),
        required=False,
    )
    ground = _ground(_("Ground"), _("Why it goes back; the approver reads this."))

    def send_back(self, line_id: int) -> SendBack:
        given = self.cleaned_data
        return SendBack(
            line_id,
            Payee(given["number"], given["holder"].strip(), given["bank"].strip(), given["bank_code"].strip().upper()),
            given["content"].strip(),
            BudgetCodes(given["chapter"], given["sector"], given["item"], given["source"]),
            given["ground"].strip(),
            given["same_holder"],
            given["once"],
        )
