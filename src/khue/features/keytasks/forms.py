"""Text in, commands out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.features.keytasks.domain.commands import (
    AnswerWithdrawal,
    CheckReport,
    DecideRecognition,
    ExamineTask,
    FileReport,
    Found,
    ProposeWithdrawal,
    PutBeforeCouncil,
    RecordOpinion,
    SettleWithdrawal,
)
from khue.features.keytasks.domain.recognition import CONDITIONS
from khue.kernel.forms import DayField, MoneyField, OnceForm, SeenForm
from khue.kernel.web import language

LONGEST = 4000
YES_NO = (("yes", _("Met")), ("no", _("Not met")))


def _words(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; an empty tuple when none was chosen."""

    widget = ManyFiles

    def clean(self, value: Any, initial: Any = None) -> Any:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        return tuple(given)


class ExamineForm(OnceForm, SeenForm):
    """Each condition with a note, and whether a council is asked."""

    ask_council = forms.BooleanField(label=_("Ask a council before the decision"), required=False)
    note = forms.CharField(label=_("Remark for the decider"), max_length=LONGEST, widget=_words(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label in CONDITIONS.items():
            self.fields[f"{code}_met"] = forms.ChoiceField(
                label=label.into(language()), choices=YES_NO, widget=forms.RadioSelect, required=False
            )
            self.fields[f"{code}_note"] = forms.CharField(
                label=_("Remark; what is lacking when it is not met"), max_length=1000, widget=_words(2), required=False
            )
        self.needed = tuple(f"{code}_met" for code in CONDITIONS)
        self.order_fields(
            [*(f"{code}_{part}" for code in CONDITIONS for part in ("met", "note")), "ask_council", "note"]
        )

    def command(self, task_id: int) -> ExamineTask:
        said = self.cleaned_data
        found = {
            code: Found({"yes": True, "no": False}.get(said[f"{code}_met"]), said[f"{code}_note"])
            for code in CONDITIONS
        }
        return ExamineTask(task_id, found, said["ask_council"], said["note"], said["seen"], said["once"])


class OpinionForm(OnceForm, SeenForm):
    needed = ("favours",)
    council = forms.CharField(label=_("Council"), max_length=300, required=False)
    met_on = DayField(label=_("Day of the meeting"), required=False)
    minutes = forms.CharField(label=_("Number of the minutes"), max_length=60, required=False)
    favours = forms.ChoiceField(
        label=_("Opinion of the council"),
        choices=(("yes", _("It proposes the recognition")), ("no", _("It does not propose the recognition"))),
        widget=forms.RadioSelect,
        required=False,
    )
    conclusion = forms.CharField(label=_("Conclusion"), max_length=LONGEST, widget=_words(5), required=False)
    council_id = forms.TypedChoiceField(
        label=_("Council of the system"),
        help_text=_("Only when the council has yet to meet. Add the papers on the page of its item."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, councils: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not councils:
            del self.fields["council_id"]
            return
        choices: Any = self.fields["favours"]
        choices.choices = [*choices.choices, ("put", _("It has yet to meet: put the task before it"))]
        self.fields["council_id"].choices = [("", _("Choose a council")), *councils]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("favours") == "put" and not said.get("council_id"):
            self.add_error("council_id", forms.ValidationError(_("Choose the council."), code="required"))
        return said

    def command(self, task_id: int) -> RecordOpinion | PutBeforeCouncil:
        said = self.cleaned_data
        if said["favours"] == "put":
            return PutBeforeCouncil(task_id, said["council_id"], said["seen"], said["once"])
        favours = {"yes": True, "no": False}.get(said["favours"])
        return RecordOpinion(
            task_id, said["council"], said["met_on"], said["minutes"], favours, said["conclusion"], said["seen"], said["once"]
        )  # fmt: skip


class DecideForm(OnceForm, SeenForm):
    needed = ("outcome",)
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=(
            ("recognise", _("Recognise the task")),
            ("refuse", _("Refuse the recognition")),
            ("back", _("Send back to the check")),
        ),
        widget=forms.RadioSelect,
        required=False,
    )
    last_day = DayField(
        label=_("The recognition holds until (last day)"),
        help_text=_("The law does not say how long a recognition holds yet, so the decision says it."),
        required=False,
    )
    ground = forms.CharField(label=_("Grounds of the decision"), max_length=LONGEST, widget=_words(5), required=False)

    def __init__(self, *args: Any, by_law: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_law:
            del self.fields["last_day"]

    def command(self, task_id: int) -> DecideRecognition:
        said = self.cleaned_data
        return DecideRecognition(
            task_id, said["outcome"], said["ground"], said.get("last_day"), said["seen"], said["once"]
        )


class ReportForm(OnceForm):
    """A report of a period. Where the law sets no periods, the lead names its own."""

    needed = ("report_id", "from_on", "until_on", "progress", "products", "impact", "spent", "papers")

    report_id = forms.TypedChoiceField(label=_("Period"), coerce=int, empty_value=None, required=False)
    from_on = DayField(label=_("First day of the period"), required=False)
    until_on = DayField(label=_("Last day of the period"), required=False)
    progress = forms.CharField(label=_("Progress"), max_length=LONGEST, widget=_words(4), required=False)
    products = forms.CharField(label=_("Products so far"), max_length=LONGEST, widget=_words(4), required=False)
    impact = forms.CharField(
        label=_("Effect on the capital so far"), max_length=LONGEST, widget=_words(4), required=False
    )
    spent = MoneyField(label=_("Own money spent in the period"), help_text=_("In đồng; 0 if none."), required=False)
    used = forms.CharField(
        label=_("Benefits that were used"),
        help_text=_("Which benefit, when, and for what. Leave it empty when none was used."),
        max_length=LONGEST,
        widget=_words(),
        required=False,
    )
    papers = FilesField(label=_("Evidence"), required=False)
    final = forms.BooleanField(
        label=_("This is the final report: the task is completed"),
        help_text=_("Once it is accepted, the benefits end."),
        required=False,
    )

    def __init__(self, *args: Any, periods: tuple[tuple[int, str], ...], by_law: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["report_id"]
        assert isinstance(field, forms.TypedChoiceField)
        if periods or by_law:
            field.choices = [("", "–"), *periods]
        else:
            del self.fields["report_id"]
        if by_law:
            del self.fields["from_on"]
            del self.fields["until_on"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("report_id") and said.get("from_on"):
            raise ValidationError(_("Choose a period of the list, or name your own, not both."), code="period")
        return said

    def command(self, key_task_id: int) -> FileReport:
        said = self.cleaned_data
        return FileReport(
            key_task_id,
            said["progress"],
            said["products"],
            said["impact"],
            said["spent"],
            said["used"],
            said["final"],
            said["papers"],
            said.get("report_id"),
            said.get("from_on"),
            said.get("until_on"),
            said["once"],
        )


class CheckForm(OnceForm, SeenForm):
    needed = ("outcome",)
    outcome = forms.ChoiceField(
        label=_("Answer"),
        choices=(("accept", _("The report is in order")), ("back", _("Return it for completion"))),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note; what is to be completed when it is returned"),
        max_length=LONGEST,
        widget=_words(),
        required=False,
    )

    def command(self, task_id: int) -> CheckReport:
        said = self.cleaned_data
        return CheckReport(task_id, said["outcome"] == "accept", said["note"], said["seen"], said["once"])


class ProposeForm(OnceForm, SeenForm):
    needed = ("ground",)
    ground = forms.CharField(
        label=_("Ground of the withdrawal"),
        help_text=_("Which condition is no longer met, and what shows it. The lead reads it word by word."),
        max_length=LONGEST,
        widget=_words(5),
        required=False,
    )
    hear_until = DayField(
        label=_("Last day for the lead's statement"),
        help_text=_("The law does not say how long a hearing is yet, so you name a day."),
        required=False,
    )

    def __init__(self, *args: Any, by_law: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_law:
            del self.fields["hear_until"]

    def command(self, key_task_id: int) -> ProposeWithdrawal:
        said = self.cleaned_data
        return ProposeWithdrawal(key_task_id, said["ground"], said.get("hear_until"), said["seen"], said["once"])


class StatementForm(OnceForm):
    needed = ("statement",)
    statement = forms.CharField(label=_("Your statement"), max_length=LONGEST, widget=_words(8), required=False)
    papers = FilesField(label=_("Papers"), required=False)

    def command(self, withdrawal_id: int) -> AnswerWithdrawal:
        said = self.cleaned_data
        return AnswerWithdrawal(withdrawal_id, said["statement"], said["papers"], said["once"])


class SettleForm(OnceForm, SeenForm):
    needed = ("withdraws", "ground")
    withdraws = forms.ChoiceField(
        label=_("Decision"),
        choices=(("yes", _("Withdraw the recognition")), ("no", _("Let the recognition stand"))),
        widget=forms.RadioSelect,
        required=False,
    )
    ground = forms.CharField(label=_("Grounds of the decision"), max_length=LONGEST, widget=_words(5), required=False)

    def command(self, task_id: int) -> SettleWithdrawal:
        said = self.cleaned_data
        withdraws = {"yes": True, "no": False}.get(said["withdraws"])
        return SettleWithdrawal(task_id, withdraws, said["ground"], said["seen"], said["once"])
