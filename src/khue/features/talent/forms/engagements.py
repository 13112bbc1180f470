"""Forms of contracts, dues and evaluations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.talent.domain.commands import (
    AnswerEvaluation,
    CheckDue,
    CloseEngagement,
    ConcludeContract,
    ConcludeEvaluation,
    EndEngagement,
    HandIn,
    OpenEvaluation,
    OrderDue,
    ReportYear,
    SettleContest,
)
from khue.features.talent.domain.words import END_GROUNDS, OUTCOMES
from khue.features.talent.forms.parts import fill, ground, in_language, long, yes_or_no
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.forms import DayField, FilesField, MoneyField, OnceForm, SeenForm
from khue.kernel.transfer_form import TransferForm


class ConcludeForm(OnceForm, SeenForm):
    line = forms.ChoiceField(label=_("Budget line to pay from"))

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "line", [("", "–"), *lines])

    def command(self, engagement_id: int) -> ConcludeContract:
        return ConcludeContract(
            engagement_id, self.cleaned_data["line"], self.cleaned_data["once"], self.cleaned_data["seen"]
        )


class HandInForm(OnceForm):
    needed = ("papers",)
    note = long(_("What you hand in"), max_length=2000)
    amount = MoneyField(label=_("Amount asked for"), least=1, required=False)
    papers = FilesField(label=_("Result or evidence"), required=False)

    def __init__(self, *args: Any, asks_amount: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_amount:
            del self.fields["amount"]

    def command(self, due_id: int) -> HandIn:
        said = self.cleaned_data
        return HandIn(due_id, said["note"], said.get("amount"), tuple(said["papers"] or ()), said["once"])


class CheckForm(OnceForm, SeenForm):
    outcome = yes_or_no(_("Decision"), _("Accept: it meets the criteria"), _("Return it to the expert"))
    note = long(
        _("Note to the expert"), 3, max_length=2000, required=False, help_text=_("Needed when it is sent back.")
    )

    def command(self, due_id: int) -> CheckDue:
        said = self.cleaned_data
        return CheckDue(due_id, said["outcome"] == "yes", said["note"], said["once"], said["seen"])


class OrderForm(TransferForm, SeenForm):
    def command(self, due_id: int) -> OrderDue:
        said = self.cleaned_data
        return OrderDue(
            due_id,
            Payee(*self.payee),
            self.content_said,
            BudgetCodes(*self.codes),
            said["account_id"],
            said["same_holder"],
            said["once"],
            said["seen"],
        )


class EvaluateForm(OnceForm, SeenForm):
    until_on = DayField(label=_("Day after the last day of the period"))
    council = forms.TypedChoiceField(label=_("Evaluation group"), coerce=int, help_text=_("A founded council."))

    def __init__(self, *args: Any, councils: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "council", councils)

    def command(self, engagement_id: int) -> OpenEvaluation:
        said = self.cleaned_data
        return OpenEvaluation(engagement_id, said["until_on"], said["council"], said["once"], said["seen"])


class ReportForm(OnceForm):
    report = long(_("What you did this year"), 8)

    def command(self, evaluation_id: int) -> ReportYear:
        return ReportYear(evaluation_id, self.cleaned_data["report"], self.cleaned_data["once"])


class ConcludeEvaluationForm(OnceForm, SeenForm):
    outcome = forms.ChoiceField(label=_("Conclusion"), widget=forms.RadioSelect)
    bonus = MoneyField(label=_("Bonus of this year"), initial="0", required=False)
    ground = ground()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "outcome", in_language(OUTCOMES))

    def command(self, evaluation_id: int) -> ConcludeEvaluation:
        said = self.cleaned_data
        return ConcludeEvaluation(
            evaluation_id, said["outcome"], said["ground"], said["bonus"] or 0, said["once"], said["seen"]
        )


class ReplyForm(OnceForm):
    outcome = yes_or_no(_("Your answer"), _("I agree with the conclusion"), _("I ask for another look at it"))
    words = long(_("What you want to say"), 5, required=False, help_text=_("Needed when you ask for another look."))

    def command(self, evaluation_id: int) -> AnswerEvaluation:
        said = self.cleaned_data
        return AnswerEvaluation(evaluation_id, said["outcome"] == "yes", said["words"], said["once"])


class SettleForm(OnceForm, SeenForm):
    outcome = yes_or_no(_("Decision"), _("The conclusion stands"), _("Set it aside: the year is evaluated anew"))
    ground = ground()

    def command(self, evaluation_id: int) -> SettleContest:
        said = self.cleaned_data
        return SettleContest(evaluation_id, said["outcome"] == "yes", said["ground"], said["once"], said["seen"])


class EndForm(OnceForm, SeenForm):
    cause = forms.ChoiceField(label=_("Cause"), widget=forms.RadioSelect)
    ground = ground()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, "cause", in_language(END_GROUNDS))

    def command(self, engagement_id: int) -> EndEngagement:
        said = self.cleaned_data
        return EndEngagement(engagement_id, said["cause"], said["ground"], said["once"], said["seen"])


class CloseForm(OnceForm, SeenForm):
    def command(self, engagement_id: int) -> CloseEngagement:
        return CloseEngagement(engagement_id, self.cleaned_data["once"], self.cleaned_data["seen"])
