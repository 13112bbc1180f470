"""Forms while a mission runs and when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.delivery.domain.commands import (
    AnswerMilestone,
    AskReport,
    DecideEnding,
    FindUnmet,
    HandInMilestone,
    HandInReport,
    InvoiceGiven,
    LiftWarning,
    NoteReport,
    OrderMilestone,
    PutBeforeCouncil,
    RecordSiteCheck,
    SettleMission,
    Warn,
)
from khue.features.delivery.forms.fields import LONGEST, files_field, words
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.orders import BudgetCodes
from khue.kernel.forms import DayField, MoneyField, OnceForm, SeenForm, TaxCodeField
from khue.kernel.transfer_form import TransferForm

INVOICES = 3
"""How many invoice lines the page asks for at once; a milestone may be handed in again with more."""


class FilesForm(OnceForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = files_field()


class HandInForm(FilesForm, SeenForm):
    """What is handed in for a milestone, with invoices of what lies outside the lump sum."""

    needed = ("words", "files")

    words = forms.CharField(
        label=_("What is handed in"),
        help_text=_("Along the criteria of the contract: what it is, where it stands, how it can be checked."),
        widget=words(5),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, asks_invoices: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.turns = range(1, INVOICES + 1) if asks_invoices else range(0)
        for turn in self.turns:
            at = {"no": turn}
            self.fields[f"seller_{turn}"] = TaxCodeField(
                label=_("Invoice %(no)s: seller's tax code") % at, required=False
            )
            self.fields[f"symbol_{turn}"] = forms.CharField(
                label=_("Invoice %(no)s: symbol") % at, max_length=20, required=False
            )
            self.fields[f"number_{turn}"] = forms.CharField(
                label=_("Invoice %(no)s: number") % at, max_length=20, required=False
            )
            self.fields[f"line_{turn}"] = forms.IntegerField(
                label=_("Invoice %(no)s: line") % at, min_value=1, max_value=999, initial=1, required=False
            )
            self.fields[f"amount_{turn}"] = MoneyField(label=_("Invoice %(no)s: amount, đồng") % at, required=False)  # fmt: skip

    def command(self, mission_id: int, no: int) -> HandInMilestone:
        given = self.cleaned_data
        invoices = tuple(
            InvoiceGiven(
                given[f"seller_{turn}"],
                given[f"symbol_{turn}"].strip(),
                given[f"number_{turn}"].strip(),
                given[f"line_{turn}"] or 1,
                given[f"amount_{turn}"] or 0,
            )
            for turn in self.turns
            if any(given[f"{name}_{turn}"] for name in ("seller", "symbol", "number", "amount"))
        )
        return HandInMilestone(
            mission_id, no, given["words"].strip(), given["files"], invoices, given["seen"], given["once"]
        )


class AnswerMilestoneForm(OnceForm):
    """Accept, send back; a final product goes before a council instead."""

    outcome = forms.ChoiceField(label=_("Result of the check"), widget=forms.RadioSelect)
    council = forms.ChoiceField(label=_("Acceptance council"), required=False)
    note = forms.CharField(
        label=_("Remark"),
        help_text=_("When it goes back: what is missing, so that it can be put right."),
        widget=words(4),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, final: bool, councils: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accept = ("council", _("Checked: put it before the council")) if final else ("accept", _("Accept it"))
        self.fields["outcome"].choices = [accept, ("return", _("Send it back for completion"))]  # type: ignore[attr-defined]  # Django's stubs know less of the field
        if final:
            self.fields["council"].choices = [("", "–"), *councils]  # type: ignore[attr-defined]  # Django's stubs know less of the field
        else:
            del self.fields["council"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") == "council" and not given.get("council"):
            self.add_error("council", forms.ValidationError(_("Choose a council that is founded."), code="required"))
        return given

    def command(self, milestone_id: int) -> AnswerMilestone | PutBeforeCouncil:
        given = self.cleaned_data
        note, once = given["note"].strip(), given["once"]
        if given["outcome"] == "council":
            return PutBeforeCouncil(milestone_id, int(given["council"]), note, once)
        return AnswerMilestone(milestone_id, given["outcome"] == "accept", note, once)


class TakeBackForm(OnceForm):
    note = forms.CharField(label=_("Why the council does not decide on it"), widget=words(3), max_length=LONGEST)


class PayForm(TransferForm):
    def command(self, what: str) -> OrderMilestone:
        given = self.cleaned_data
        return OrderMilestone(
            what,
            Payee(*self.payee),
            self.content_said,
            BudgetCodes(*self.codes),
            given["account_id"],
            given["same_holder"],
            given["once"],
        )


class AskReportForm(OnceForm):
    needed = ("about",)
    about = forms.CharField(label=_("What the report is about"), widget=words(3), max_length=LONGEST, required=False)
    due_on = DayField(label=_("Report due on"))

    def command(self, mission_id: int) -> AskReport:
        given = self.cleaned_data
        return AskReport(mission_id, given["about"].strip(), given["due_on"], given["once"])


class ReportForm(FilesForm):
    needed = ("words",)
    words = forms.CharField(
        label=_("Report"),
        help_text=_("What was done, what was spent, what stands in the way, what comes next."),
        widget=words(8),
        max_length=20_000,
        required=False,
    )

    def command(self, report_id: int) -> HandInReport:
        given = self.cleaned_data
        return HandInReport(report_id, given["words"].strip(), given["files"], given["once"])


class NoteReportForm(OnceForm):
    outcome = forms.ChoiceField(
        label=_("The report"),
        choices=[("noted", _("Is complete; noted")), ("again", _("Needs more"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Remark"), widget=words(3), max_length=LONGEST, required=False)

    def command(self, report_id: int) -> NoteReport:
        given = self.cleaned_data
        return NoteReport(report_id, given["outcome"] == "noted", given["note"].strip(), given["once"])


class SiteCheckForm(FilesForm):
    needed = ("finding",)
    on = DayField(label=_("Visited on"))
    outcome = forms.ChoiceField(
        label=_("What was found"),
        choices=[("good", _("In order")), ("bad", _("There is a finding"))],
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(label=_("What was seen"), widget=words(5), max_length=LONGEST, required=False)

    def command(self, mission_id: int) -> RecordSiteCheck:
        given = self.cleaned_data
        return RecordSiteCheck(
            mission_id, given["on"], given["outcome"] == "good", given["finding"].strip(), given["files"], given["once"]
        )


class WarnForm(OnceForm):
    needed = ("ground",)
    ground = forms.CharField(label=_("What is wrong"), widget=words(4), max_length=LONGEST, required=False)
    due_on = DayField(label=_("To be put right by"))

    def command(self, mission_id: int) -> Warn:
        given = self.cleaned_data
        return Warn(mission_id, given["ground"].strip(), given["due_on"], given["once"])


class LiftForm(OnceForm):
    needed = ("ground",)
    ground = forms.CharField(
        label=_("How one knows that it is put right"), widget=words(3), max_length=LONGEST, required=False
    )

    def command(self, warning_id: int) -> LiftWarning:
        given = self.cleaned_data
        return LiftWarning(warning_id, given["ground"].strip(), given["once"])


class UnmetForm(OnceForm, SeenForm):
    needed = ("ground",)
    ground = forms.CharField(
        label=_("Why the result is not reached"), widget=words(5), max_length=LONGEST, required=False
    )

    def command(self, mission_id: int) -> FindUnmet:
        given = self.cleaned_data
        return FindUnmet(mission_id, given["ground"].strip(), given["seen"], given["once"])


_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class EndingForm(FilesForm, SeenForm):
    """The compliance facts; what follows from them is the law's answer, not a choice."""

    needed = ("ground",)

    procedures_followed = forms.ChoiceField(
        label=_("Were the procedures of the mission followed fully?"), choices=_YES_NO, widget=forms.RadioSelect
    )
    fraud_found = forms.ChoiceField(label=_("Was there fraud?"), choices=_YES_NO, widget=forms.RadioSelect)
    intentional_breach = forms.ChoiceField(
        label=_("Was there an intentional breach?"), choices=_YES_NO, widget=forms.RadioSelect
    )
    purpose_kept = forms.ChoiceField(
        label=_("Was the money kept to its purpose and scope?"), choices=_YES_NO, widget=forms.RadioSelect
    )
    ground = forms.CharField(label=_("Grounds of the decision"), widget=words(5), max_length=LONGEST, required=False)
    amount = MoneyField(label=_("To be given back, đồng"), help_text=_("Only when money is recovered."), required=False)
    repay_by = DayField(label=_("To be given back by"), required=False)  # fmt: skip

    def command(self, mission_id: int) -> DecideEnding:
        given = self.cleaned_data
        yes = {name: given[name] == "yes" for name in ("procedures_followed", "fraud_found", "intentional_breach", "purpose_kept")}  # fmt: skip
        return DecideEnding(
            mission_id,
            **yes,
            ground=given["ground"].strip(),
            amount=given["amount"] or 0,
            repay_by=given["repay_by"],
            files=given["files"],
            seen=given["seen"],
            once=given["once"],
        )


class SettleForm(OnceForm, SeenForm):
    def command(self, mission_id: int) -> SettleMission:
        return SettleMission(mission_id, self.cleaned_data["seen"], self.cleaned_data["once"])


class WithdrawForm(OnceForm):
    """Nothing to fill in: the deed is asked for once more."""
