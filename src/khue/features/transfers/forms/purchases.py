"""Forms by which the city buys a technology and spreads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.transfers.domain.purchasing import (
    SPREADS,
    TAKES,
    AnswerLicence,
    AskLicence,
    DecidePurchase,
    JudgeLicenceDuty,
    OrderPurchase,
    ProposePurchase,
    ReceivePurchase,
    ReportLicenceDuty,
)
from khue.features.transfers.forms import DutiesField, JudgeForm, ReportForm, area
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.forms import DayField, MoneyField, OnceForm
from khue.kernel.transfer_form import TransferForm
from khue.kernel.web import language


def _choices(options: Mapping[str, Text]) -> list[tuple[str, str]]:
    return [(code, text.capitalised().into(language())) for code, text in options.items()]


class PurchaseForm(OnceForm):
    takes = forms.ChoiceField(label=_("What is bought"), widget=forms.RadioSelect)
    need = forms.CharField(
        label=_("The need"),
        max_length=4000,
        widget=area(4),
        help_text=_("Which public task needs it: everybody reads it once it is decided."),
    )
    benefit = forms.CharField(label=_("The benefit"), max_length=4000, widget=area(4))
    rights = forms.CharField(
        label=_("How the rights stand"), max_length=4000, widget=area(3), help_text=_("Who owns it, by which papers, and that it may be passed on.")
    )  # fmt: skip
    price = MoneyField(label=_("Price, in đồng"), least=1)
    valued = MoneyField(label=_("Value by the valuation, in đồng"), least=1)
    valuer = forms.CharField(label=_("Who valued it, and by which method"), max_length=4000)
    valued_on = DayField(label=_("Day of the valuation"))
    basis = forms.CharField(
        label=_("Price basis"), max_length=4000, widget=area(3), help_text=_("Why this price: a valuation is advice, so say where the price differs from it.")
    )  # fmt: skip
    line = forms.ChoiceField(label=_("Budget line"))
    spread = forms.ChoiceField(label=_("How it is spread"), widget=forms.RadioSelect)
    terms = forms.CharField(
        label=_("Terms of the licence"), max_length=4000, required=False, widget=area(3), help_text=_("Needed on favourable terms and under conditions.")
    )  # fmt: skip
    fee = MoneyField(
        label=_("Fee for each user, in đồng"),
        required=False,
        help_text=_("Only on favourable terms or under conditions; empty: none."),
    )

    def __init__(self, *args: Any, lines: Iterable[tuple[str, Text]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("takes", _choices(TAKES)), ("spread", _choices(SPREADS)),
            ("line", [("", _("Choose one")), *((code, name.into(language())) for code, name in lines)]),
        ):  # fmt: skip
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def command(self, offer_id: int) -> ProposePurchase:
        said = self.cleaned_data
        words = {
            name: said[name]
            for name in (
                "takes",
                "need",
                "benefit",
                "rights",
                "price",
                "basis",
                "valuer",
                "valued",
                "valued_on",
                "line",
                "spread",
                "terms",
            )
        }
        return ProposePurchase(offer_id, **words, fee=said["fee"] or 0, once=said["once"])


class DecidePurchaseForm(OnceForm):
    buys = forms.ChoiceField(
        label=_("The decision"), widget=forms.RadioSelect, choices=[("yes", _("Buy it")), ("no", _("Do not buy it"))]
    )
    ground = forms.CharField(label=_("Ground"), max_length=2000, widget=area(3), help_text=_("Everybody reads it where it is bought."))  # fmt: skip

    def command(self, purchase_id: int) -> DecidePurchase:
        said = self.cleaned_data
        return DecidePurchase(purchase_id, said["buys"] == "yes", said["ground"], said["once"])


class ReceiveForm(OnceForm):
    note = forms.CharField(
        label=_("What was delivered"),
        max_length=4000,
        widget=area(4),
        help_text=_("Documents, software, samples, training, and how they were checked."),
    )

    def command(self, purchase_id: int) -> ReceivePurchase:
        return ReceivePurchase(purchase_id, self.cleaned_data["note"], self.cleaned_data["once"])


class PurchaseOrderForm(TransferForm):
    def command(self, purchase_id: int) -> OrderPurchase:
        said = self.cleaned_data
        return OrderPurchase(
            purchase_id, Payee(*self.payee), self.content_said, BudgetCodes(*self.codes), said["account_id"], said["same_holder"], said["once"]
        )  # fmt: skip


class AskLicenceForm(OnceForm):
    party = forms.ChoiceField(label=_("Who will use it"))
    use = forms.CharField(label=_("What you will use it for"), max_length=4000, widget=area(4))

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field

    def command(self, purchase_id: int) -> AskLicence:
        said = self.cleaned_data
        return AskLicence(purchase_id, said["party"], said["use"], said["once"])


class AnswerLicenceForm(OnceForm):
    grants = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Grant the licence")), ("no", _("Refuse it"))],
    )
    ground = forms.CharField(label=_("Ground"), max_length=2000, widget=area(3), help_text=_("The user reads it."))
    until_on = DayField(label=_("Last day of the licence"), required=False, help_text=_("Empty: no end."))
    duties = DutiesField(
        label=_("Duties of the user"), required=False, help_text=_("Each on a line: what, a colon, the day. For example: Report on the use: 31/12/2026")
    )  # fmt: skip

    def command(self, licence_id: int) -> AnswerLicence:
        said = self.cleaned_data
        return AnswerLicence(
            licence_id, said["grants"] == "yes", said["ground"], said["until_on"], said["duties"], said["once"]
        )


class LicenceReportForm(ReportForm):
    def licence_command(self, duty_id: int) -> ReportLicenceDuty:
        return ReportLicenceDuty(duty_id, self.cleaned_data["said"], self.cleaned_data["once"])


class LicenceJudgeForm(JudgeForm):
    def licence_command(self, duty_id: int) -> JudgeLicenceDuty:
        said = self.cleaned_data
        return JudgeLicenceDuty(duty_id, said["done"] == "yes", said["ground"], said["once"])
