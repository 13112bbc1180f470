"""The officers' forms: admission, handing over, extension, dialogue, suspension, decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.features.appeals.domain.commands import (
    AdmitAppeal,
    AssignDecider,
    DecideAppeal,
    DeclineAppeal,
    ExtendAnswer,
    RecordDialogue,
    ResumeExecution,
    SuspendExecution,
)
from khue.features.appeals.domain.flow import OUTCOMES
from khue.features.appeals.usecases import Matter
from khue.kernel.forms import DayField, MoneyField, OnceForm, SeenForm
from khue.kernel.web import language

LONGEST = 8000


def _words(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AdmissionForm(OnceForm, SeenForm):
    """Admit, or decline with reasons."""

    ADMIT, DECLINE = "admit", "decline"

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[(ADMIT, _("Admit the appeal")), (DECLINE, _("Do not admit it"))],
        widget=forms.RadioSelect,
    )
    ground = forms.CharField(
        label=_("Reasons"),
        help_text=_("Needed to decline, and to admit a late appeal. The applicant reads them word by word."),
        widget=_words(),
        max_length=LONGEST,
        required=False,
    )
    answer_due_on = DayField(
        label=_("Another day for the answer"),
        help_text=_("Leave it empty for the day that the term gives."),
        required=False,
    )
    departure = forms.CharField(label=_("Why another day"), widget=_words(2), max_length=2000, required=False)

    def command(self, appeal_id: int) -> AdmitAppeal | DeclineAppeal:
        given = self.cleaned_data
        ground = given["ground"].strip()
        if given["answer"] == self.DECLINE:
            return DeclineAppeal(appeal_id, ground, given["seen"], given["once"])
        return AdmitAppeal(
            appeal_id, ground, given["answer_due_on"], given["departure"].strip(), given["seen"], given["once"]
        )


class AssignForm(OnceForm):
    to = forms.ChoiceField(label=_("Who decides"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(people)

    def command(self, appeal_id: int) -> AssignDecider:
        return AssignDecider(appeal_id, self.cleaned_data["to"], self.cleaned_data["once"])


class GroundForm(OnceForm):
    """A deed that only needs its ground."""

    ground = forms.CharField(label=_("Grounds"), widget=_words(), max_length=LONGEST, required=False)


class ExtendForm(GroundForm):
    def command(self, appeal_id: int) -> ExtendAnswer:
        return ExtendAnswer(appeal_id, self.cleaned_data["ground"].strip(), self.cleaned_data["once"])


class SuspendForm(GroundForm):
    def command(self, appeal_id: int) -> SuspendExecution:
        return SuspendExecution(appeal_id, self.cleaned_data["ground"].strip(), self.cleaned_data["once"])


class ResumeForm(GroundForm):
    def command(self, appeal_id: int) -> ResumeExecution:
        return ResumeExecution(appeal_id, self.cleaned_data["ground"].strip(), self.cleaned_data["once"])


class DialogueForm(OnceForm):
    held_on = DayField(label=_("Held on"))
    place = forms.CharField(label=_("Place"), max_length=300, required=False)
    present = forms.CharField(
        label=_("Who was present"), help_text=_("Names and whom they stood for."), widget=_words(3), max_length=2000,
        required=False,
    )  # fmt: skip
    summary = forms.CharField(label=_("What was said and agreed"), widget=_words(6), max_length=LONGEST, required=False)

    def command(self, appeal_id: int) -> RecordDialogue:
        given = self.cleaned_data
        return RecordDialogue(
            appeal_id, given["held_on"], given["place"], given["present"], given["summary"], given["once"]
        )


class DecideForm(OnceForm, SeenForm):
    """The outcome with its grounds; what else is asked depends on the matter."""

    outcome = forms.ChoiceField(label=_("Decision on the appeal"), widget=forms.RadioSelect)
    amount = MoneyField(
        label=_("New amount"),
        help_text=_("In đồng, when the amount is amended or the refusal replaced."),
        required=False,
    )
    budget_line = forms.ChoiceField(label=_("Budget line"), widget=forms.RadioSelect, required=False)
    repay_by = DayField(
        label=_("Paid money comes back by"),
        help_text=_("Only when part of what was paid must be given back."),
        required=False,
    )
    ground = forms.CharField(
        label=_("Grounds of the decision"),
        help_text=_("What was examined, what was found, and why it leads to this outcome."),
        widget=_words(8),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, outcomes: tuple[str, ...], matter: Matter | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, line = self.fields["outcome"], self.fields["budget_line"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(line, forms.ChoiceField)
        field.choices = [(code, OUTCOMES[code].capitalised().into(language())) for code in outcomes]
        lines = matter.budget_lines if matter else ()
        line.choices = [(choice.code, _left(choice.code, choice.name, choice.available)) for choice in lines]
        if not lines:
            del self.fields["budget_line"]
        elif len(lines) == 1:
            line.initial = lines[0].code
        if matter is not None and not matter.sums:
            del self.fields["amount"]
        if matter is None or not matter.paid:
            del self.fields["repay_by"]
        elif matter.repay_by is not None:
            self.fields["repay_by"].initial = matter.repay_by

    def command(self, appeal_id: int) -> DecideAppeal:
        given = self.cleaned_data
        return DecideAppeal(
            appeal_id,
            given["outcome"],
            given["ground"].strip(),
            given.get("amount"),
            given.get("budget_line", ""),
            given.get("repay_by"),
            given["seen"],
            given["once"],
        )


def _left(code: str, name: Text, available: int) -> str:
    values = {"name": name.into(language()), "code": code, "left": format_dong(available, language())}
    return gettext("%(name)s (%(code)s): %(left)s left") % values
