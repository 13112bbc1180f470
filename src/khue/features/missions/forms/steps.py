"""The officers' forms: one per step of a support."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from khue.core.money import format_dong
from khue.features.ledger.queries import BudgetLine
from khue.features.missions.domain.commands import (
    AnswerCosts,
    AnswerDelivery,
    AppraiseCosts,
    DecideSupport,
    RecordAudit,
)
from khue.features.missions.domain.support import Appraised
from khue.features.missions.queries import LineRow
from khue.kernel.forms import MoneyField, OnceForm, SeenForm
from khue.kernel.web import language

LONGEST = 4000  # characters of a ground or a finding


def _words(rows: int = 3, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class AppraiseForm(OnceForm, SeenForm):
    """An amount and, where it is cut, a ground for each cost line: ``lines-<no>-appraised``, ``lines-<no>-ground``."""

    note = forms.CharField(
        label=_("Note for the decider"),
        help_text=_("What was compared and checked: market prices, quotes, need of the task."),
        widget=_words(),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, lines: Sequence[LineRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = tuple(lines)
        for line in self.lines:
            at = {"no": line.no}
            self.fields[f"lines-{line.no}-appraised"] = MoneyField(
                label=_("Line %(no)s, appraised amount") % at,
                widget=forms.TextInput(attrs={"size": 14}),
                initial=min(line.requested, line.most) if line.appraised is None else line.appraised,
            )
            self.fields[f"lines-{line.no}-ground"] = forms.CharField(
                label=_("Line %(no)s, ground of a cut") % at,
                initial=line.ground,
                widget=_words(2, cols=26),
                max_length=LONGEST,
                required=False,
            )

    def rows(self) -> tuple[tuple[LineRow, BoundField, BoundField], ...]:
        """(line, amount, ground) for the table of inputs."""
        return tuple((line, self[f"lines-{line.no}-appraised"], self[f"lines-{line.no}-ground"]) for line in self.lines)

    def command(self, task_id: int) -> AppraiseCosts:
        given = self.cleaned_data
        found = tuple(
            Appraised(line.no, given[f"lines-{line.no}-appraised"], given[f"lines-{line.no}-ground"].strip())
            for line in self.lines
        )
        return AppraiseCosts(task_id, found, given["note"].strip(), given["seen"], given["once"])


class AnswerCostsForm(OnceForm, SeenForm):
    """The finance opinion on the appraised costs."""

    AGREE, OBJECT = "agree", "object"

    outcome = forms.ChoiceField(
        label=_("Opinion of the Department of Finance"),
        choices=[(AGREE, _("Agree to the appraised costs")), (OBJECT, _("Have the costs appraised again"))],
        widget=forms.RadioSelect,
    )
    ground = forms.CharField(
        label=_("Remark"),
        help_text=_("To have them appraised again: which line and which amount, and why. The appraiser reads it."),
        widget=_words(4),
        max_length=LONGEST,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") == self.OBJECT and not (given.get("ground") or "").strip():
            self.add_error(
                "ground", ValidationError(_("Write why, so that it can be understood and acted on."), code="required")
            )
        return given

    def command(self, task_id: int) -> AnswerCosts:
        given = self.cleaned_data
        agrees = given["outcome"] == self.AGREE
        return AnswerCosts(task_id, agrees, given["ground"].strip(), given["seen"], given["once"])


class DecideForm(OnceForm, SeenForm):
    """Grant from a budget line, send back, or refuse; the last two say why."""

    GRANT, BACK, REFUSE = "grant", "back", "refuse"

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (GRANT, _("Grant the support")),
            (BACK, _("Send back to cost appraisal")),
            (REFUSE, _("Refuse the support")),
        ],
        widget=forms.RadioSelect,
    )
    budget_line = forms.ChoiceField(
        label=_("Budget line"),
        help_text=_("Where the money of a grant comes from. The amount is committed there at once."),
        widget=forms.RadioSelect,
        required=False,
    )
    ground = forms.CharField(
        label=_("Grounds of the decision"),
        help_text=_(
            "To refuse or to send back: the applicant reads it. To grant, only when there is something to add."
        ),
        widget=_words(4),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, budget: Sequence[BudgetLine], amount: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.budget = {line.subject.removeprefix("budget:"): line for line in budget}
        wide_enough = [code for code, line in self.budget.items() if line.available >= amount > 0]
        choice = self.fields["budget_line"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(code, _left(code, line)) for code, line in self.budget.items()]
        if len(wide_enough) == 1:
            choice.initial = wide_enough[0]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        outcome = given.get("outcome")
        if outcome == self.GRANT and not given.get("budget_line") and "budget_line" not in self.errors:
            self.add_error("budget_line", ValidationError(_("Choose the budget line that pays."), code="required"))
        if outcome in (self.BACK, self.REFUSE) and not (given.get("ground") or "").strip():
            self.add_error(
                "ground", ValidationError(_("Write why, so that it can be understood and acted on."), code="required")
            )
        return given

    def command(self, task_id: int) -> DecideSupport:
        given = self.cleaned_data
        line = given["budget_line"] if given["outcome"] == self.GRANT else ""
        return DecideSupport(task_id, given["outcome"], given["ground"].strip(), line, given["seen"], given["once"])


def _left(code: str, line: BudgetLine) -> str:
    values = {"name": line.name.into(language()), "code": code, "left": format_dong(line.available, language())}
    return gettext("%(name)s (%(code)s): %(left)s left") % values


class AnswerForm(OnceForm):
    """Accept a delivery, or return it with the ground."""

    ACCEPTED, RETURNED = "accepted", "returned"

    outcome = forms.ChoiceField(
        label=_("Result of the acceptance"),
        choices=[(ACCEPTED, _("Accepted: it is what was agreed")), (RETURNED, _("Returned: something is missing"))],
        widget=forms.RadioSelect,
    )
    ground = forms.CharField(
        label=_("Remark"),
        help_text=_("When you return it: what is missing and how it can be completed. The lead organisation reads it."),
        widget=_words(4),
        max_length=LONGEST,
        required=False,
    )

    def command(self, task_id: int) -> AnswerDelivery:
        given = self.cleaned_data
        return AnswerDelivery(task_id, given["outcome"] == self.ACCEPTED, given["ground"].strip(), given["once"])


class AuditForm(OnceForm):
    """What a later look found."""

    YES, NO = "yes", "no"

    in_order = forms.ChoiceField(
        label=_("Is the support in order?"),
        choices=[(YES, _("Yes, everything is in order")), (NO, _("No, there is a finding"))],
        widget=forms.RadioSelect,
    )
    finding = forms.CharField(
        label=_("What was found"),
        help_text=_("What was looked at, where and when, and what follows from it."),
        widget=_words(6),
        max_length=LONGEST,
    )

    def command(self, task_id: int) -> RecordAudit:
        given = self.cleaned_data
        return RecordAudit(task_id, given["in_order"] == self.YES, given["finding"].strip(), given["once"])
