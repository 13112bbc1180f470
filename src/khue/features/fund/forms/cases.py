"""Forms of a case: appraise and lay, vote, conclude, sign, ask for money, answer, pay, repay, close, opinion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.fund.domain.cases import (
    CAUSES,
    AnswerPayment,
    AskPayment,
    CastVote,
    CloseCase,
    DecideMotion,
    InterestFacts,
    LayMotion,
    OrderFundPayment,
    SignContract,
    WriteOpinion,
)
from khue.features.fund.domain.lending import BookRepayment, UndoRepayment
from khue.features.fund.domain.loans import ALLOCATIONS, DAY_COUNTS, KINDS, MOST_INSTALMENTS, Terms
from khue.features.fund.forms.fields import RateField, in_language
from khue.features.fund.forms.founding import LineForm
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.forms import DayField, MoneyField, OnceForm, SeenForm
from khue.kernel.transfer_form import TransferForm

TEXT = forms.Textarea(attrs={"rows": 4})


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; an empty tuple when none was chosen."""

    widget = ManyFiles

    def clean(self, value: Any, initial: Any = None) -> Any:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        if not given and self.required:
            super().clean(None, initial)
        return tuple(given)


class MotionForm(OnceForm, SeenForm):
    """The opinion of the executive body, with terms where a loan is decided on or restructured."""

    amount = MoneyField(label=_("Amount to be given or lent"))
    opinion = forms.CharField(label=_("Opinion of the appraisal"), max_length=4000, widget=TEXT)
    cause = forms.ChoiceField(label=_("Cause of the write-off"))
    kind = forms.ChoiceField(label=_("How it is repaid"))
    rate = RateField(label=_("Interest a year, per cent"), help_text=_("For example 4,8."))
    late_rate = RateField(label=_("Late interest a year on overdue principal, per cent"))
    day_count = forms.ChoiceField(label=_("How days are counted"))
    first_due = DayField(label=_("First instalment due on"))
    every = forms.TypedChoiceField(
        label=_("Months between instalments"), coerce=int, choices=[(n, str(n)) for n in (1, 3, 6, 12)]
    )
    count = forms.IntegerField(label=_("Number of instalments"), min_value=1, max_value=MOST_INSTALMENTS)
    grace = forms.IntegerField(
        label=_("Of them, first instalments of interest only"), min_value=0, max_value=MOST_INSTALMENTS, initial=0
    )
    allocation = forms.ChoiceField(label=_("What a repayment pays first"))
    papers = FilesField(label=_("Papers"), required=False)

    TERMS = ("kind", "rate", "late_rate", "day_count", "first_due", "every", "count", "grace", "allocation")

    def __init__(self, *args: Any, deed: str, lends: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deed, self.lends = deed, lends
        for name, options in (
            ("cause", CAUSES),
            ("kind", KINDS),
            ("day_count", DAY_COUNTS),
            ("allocation", ALLOCATIONS),
        ):
            self.fields[name].choices = in_language(options)  # type: ignore[attr-defined]  # a choice field
        unused = {"decide": ("cause",), "restructure": ("amount", "cause"), "write_off": ("amount",)}[deed]
        for name in (*unused, *(() if lends else self.TERMS)):
            del self.fields[name]

    def command(self, case_id: int) -> LayMotion:
        said = self.cleaned_data
        terms = Terms(**{name: said[name] for name in self.TERMS}) if self.lends else None
        return LayMotion(
            case_id, self.deed, said.get("amount") or 0, said["opinion"], terms, said.get("cause", ""), said["papers"],
            seen=said["seen"], once=said["once"],
        )  # fmt: skip


class VoteForm(OnceForm):
    vote = forms.ChoiceField(
        label=_("Your vote"),
        widget=forms.RadioSelect,
        choices=[("for", _("I agree")), ("against", _("I do not agree"))],
    )
    note = forms.CharField(label=_("Remark"), max_length=1000, required=False, widget=TEXT)

    def command(self, motion_id: int) -> CastVote:
        said = self.cleaned_data
        return CastVote(motion_id, said["vote"] == "for", said["note"], said["once"])


class ConcludeForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Conclusion"),
        widget=forms.RadioSelect,
        choices=[
            ("approve", _("The motion is carried")),
            ("reject", _("The motion is not carried")),
            ("back", _("Send it back to the executive body")),
        ],
    )
    ground = forms.CharField(label=_("Ground of the decision"), max_length=2000, widget=TEXT)

    def command(self, motion_id: int) -> DecideMotion:
        said = self.cleaned_data
        return DecideMotion(motion_id, said["outcome"], said["ground"], said["once"])


class SignForm(OnceForm):
    number = forms.CharField(label=_("Number of the contract"), max_length=100)
    signed_on = DayField(label=_("Signed on"))
    paper = forms.FileField(label=_("The contract, signed by both sides"))

    def command(self, case_id: int) -> SignContract:
        said = self.cleaned_data
        return SignContract(case_id, said["number"], said["signed_on"], paper=said["paper"], once=said["once"])


class AskForm(OnceForm):
    """What the receiver asks for; a statement of interest where the product needs it, else an invoice where there is one."""

    amount = MoneyField(label=_("Amount asked for now"))
    purpose = forms.CharField(label=_("What the money is for"), max_length=1000, widget=TEXT)
    from_on = DayField(label=_("Interest from"))
    until_on = DayField(label=_("Interest until (not included)"))
    interest_paid = MoneyField(label=_("Interest paid in this time"), help_text=_("Without late interest."))
    balance = MoneyField(label=_("Average balance of the loan in this time"))
    ends_on = DayField(label=_("Last day of the bank loan"))
    seller = forms.CharField(label=_("Tax code of the seller"), max_length=20, required=False)
    symbol = forms.CharField(label=_("Invoice symbol"), max_length=20, required=False)
    invoice_number = forms.CharField(label=_("Invoice number"), max_length=20, required=False)
    invoice_line = forms.IntegerField(label=_("Invoice line"), min_value=1, required=False)
    papers = FilesField(label=_("Papers that show it"))

    INTEREST = ("from_on", "until_on", "interest_paid", "balance", "ends_on")
    INVOICE = ("seller", "symbol", "invoice_number", "invoice_line")

    def __init__(self, *args: Any, interest: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.INVOICE if interest else self.INTEREST:
            del self.fields[name]
        self.interest = interest

    def command(self, case_id: int) -> AskPayment:
        said = self.cleaned_data
        facts = (
            InterestFacts(said["from_on"], said["until_on"], said["interest_paid"], said["balance"], said["ends_on"])
            if self.interest
            else None
        )
        number = said.get("invoice_number", "")
        invoice = (said["seller"], said["symbol"], number, said["invoice_line"] or 0) if number else None
        return AskPayment(case_id, said["amount"], said["purpose"], said["papers"], invoice, facts, said["once"])


class AnswerForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("Answer"),
        widget=forms.RadioSelect,
        choices=[("accept", _("Accept: the fund owes the amount from now on")), ("return", _("Send it back"))],
    )
    ground = forms.CharField(label=_("Reason, when it goes back"), max_length=1000, required=False, widget=TEXT)

    def command(self, payment_id: int) -> AnswerPayment:
        said = self.cleaned_data
        return AnswerPayment(payment_id, said["outcome"] == "accept", said["ground"], said["once"])


class PayForm(TransferForm):
    def command(self, payment_id: int) -> OrderFundPayment:
        said = self.cleaned_data
        return OrderFundPayment(
            payment_id,
            Payee(*self.payee),
            self.content_said,
            BudgetCodes(*self.codes),
            said["account_id"],
            said["same_holder"],
            said["once"],
        )


class RepayForm(LineForm, SeenForm):
    amount = MoneyField(
        label=_("Part of it that repays this loan"), required=False, help_text=_("Empty: as much as the loan owes.")
    )

    def command(self, loan_id: int) -> BookRepayment:
        said = self.cleaned_data
        return BookRepayment(loan_id, said["line"], said["amount"], said["seen"], said["once"])


class UndoRepaymentForm(OnceForm):
    ground = forms.CharField(label=_("Why it was booked wrongly"), max_length=1000, widget=TEXT)

    def command(self, repayment_id: int) -> UndoRepayment:
        return UndoRepayment(repayment_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class CloseForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("How it ends"),
        widget=forms.RadioSelect,
        choices=[
            ("close", _("Everything is settled")),
            ("excuse", _("The aim was not reached; the risk is accepted with its file")),
        ],
    )
    ground = forms.CharField(label=_("Ground"), max_length=2000, widget=TEXT)
    papers = FilesField(label=_("Papers"), required=False)

    def command(self, case_id: int) -> CloseCase:
        said = self.cleaned_data
        return CloseCase(case_id, said["outcome"] == "excuse", said["ground"], said["papers"], said["once"])


class OpinionForm(OnceForm):
    text = forms.CharField(label=_("Opinion of the control board"), max_length=4000, widget=TEXT)

    def command(self, case_id: int | None) -> WriteOpinion:
        said = self.cleaned_data
        return WriteOpinion(case_id, said["text"], said["once"])
