"""Forms of the appraisal, the decision and the contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from khue.core.money import format_dong
from khue.features.delivery.domain.commands import (
    AnswerAppraisal,
    AnswerContract,
    AppraisedLine,
    AppraiseMission,
    AskChange,
    DecideChange,
    DecideMission,
    PrepareContract,
)
from khue.features.delivery.domain.words import COST_CLASSES, FORMS, KINDS
from khue.features.delivery.forms.fields import LONGEST, MilestonesForm, words
from khue.features.delivery.queries import CostRow
from khue.kernel.forms import DayField, MoneyField, OnceForm, SeenForm
from khue.kernel.web import language


def _choices(labels: Any) -> list[tuple[str, str]]:
    return [(code, label.capitalised().into(language())) for code, label in labels.items()]


class AppraiseForm(OnceForm, SeenForm):
    """Kind, form of the lump sum, and for each cost line its class, the agreed amount and the ground of a cut."""

    kind = forms.ChoiceField(label=_("Kind of mission"), widget=forms.RadioSelect)
    form = forms.ChoiceField(label=_("Form of lump sum"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note for the decider"),
        help_text=_("What was compared and checked: market prices, quotes, need of the task."),
        widget=words(),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, lines: Sequence[CostRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = tuple(lines)
        self.fields["kind"].choices = _choices(KINDS)  # type: ignore[attr-defined]  # Django's stubs know less of the field
        self.fields["form"].choices = _choices(FORMS)  # type: ignore[attr-defined]  # Django's stubs know less of the field
        classes = [("", "–"), *_choices(COST_CLASSES)]
        direct = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]
        for line in self.lines:
            at = {"no": line.no}
            agreed = line.requested if line.agreed is None else line.agreed
            self.fields[f"lines-{line.no}-cost_class"] = forms.ChoiceField(
                label=_("Line %(no)s, cost class") % at, choices=classes, initial=line.cost_class
            )
            self.fields[f"lines-{line.no}-agreed"] = MoneyField(
                label=_("Line %(no)s, agreed amount") % at, widget=forms.TextInput(attrs={"size": 14}), initial=agreed
            )
            self.fields[f"lines-{line.no}-ground"] = forms.CharField(
                label=_("Line %(no)s, ground of a cut") % at,
                initial=line.ground,
                widget=words(2),
                max_length=LONGEST,
                required=False,
            )
            self.fields[f"lines-{line.no}-software"] = forms.BooleanField(
                label=_("Line %(no)s is software or a digital system") % at, initial=line.software, required=False
            )
            serves = "" if line.serves_directly is None else "yes" if line.serves_directly else "no"
            self.fields[f"lines-{line.no}-serves_directly"] = forms.ChoiceField(
                label=_("Line %(no)s, the software serves the mission directly") % at, choices=direct, initial=serves,
                required=False,
            )  # fmt: skip

    def rows(self) -> tuple[tuple[CostRow, tuple[BoundField, ...]], ...]:
        names = ("cost_class", "agreed", "ground", "software", "serves_directly")
        return tuple((line, tuple(self[f"lines-{line.no}-{name}"] for name in names)) for line in self.lines)

    def plain(self) -> tuple[BoundField, ...]:
        return self["kind"], self["form"]

    def command(self, mission_id: int) -> AppraiseMission:
        given = self.cleaned_data
        direct = {"yes": True, "no": False}
        found = tuple(
            AppraisedLine(
                line.no,
                given[f"lines-{line.no}-cost_class"],
                given[f"lines-{line.no}-agreed"],
                given[f"lines-{line.no}-ground"].strip(),
                given[f"lines-{line.no}-software"],
                direct.get(given[f"lines-{line.no}-serves_directly"]),
            )
            for line in self.lines
        )
        return AppraiseMission(
            mission_id, given["kind"], given["form"], found, given["note"].strip(), given["seen"], given["once"]
        )


class AnswerCostsForm(OnceForm, SeenForm):
    """The finance opinion on the appraised costs."""

    outcome = forms.ChoiceField(
        label=_("Opinion of the Department of Finance"),
        choices=[("agree", _("Agree to the appraised costs")), ("object", _("Have the costs appraised again"))],
        widget=forms.RadioSelect,
    )
    ground = forms.CharField(
        label=_("Remark"),
        help_text=_("To have them appraised again: which line and which amount, and why. The appraiser reads it."),
        widget=words(4),
        max_length=LONGEST,
        required=False,
    )

    def command(self, mission_id: int) -> AnswerAppraisal:
        given = self.cleaned_data
        agrees = given["outcome"] == "agree"
        return AnswerAppraisal(mission_id, agrees, given["ground"].strip(), given["seen"], given["once"])


class DecideForm(OnceForm, SeenForm):
    """Approve from a budget line, send back, or refuse; the last two say why."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("grant", _("Approve the mission with its money")),
            ("back", _("Send back to cost appraisal")),
            ("refuse", _("Do not approve")),
        ],
        widget=forms.RadioSelect,
    )
    needed = ("budget_line", "ground")

    budget_line = forms.ChoiceField(
        label=_("Budget line"), help_text=_("When it is approved: where its money is reserved."), required=False
    )
    ground = forms.CharField(
        label=_("Grounds of the decision"),
        help_text=_("When it goes back or is not approved: why. The lead reads it."),
        widget=words(4),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, budget: Sequence[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [(code, f"{name} · {format_dong(rest, language())}") for code, name, rest in budget]
        self.fields["budget_line"].choices = [("", "–"), *left]  # type: ignore[attr-defined]  # Django's stubs know less of the field

    def command(self, mission_id: int) -> DecideMission:
        given = self.cleaned_data
        return DecideMission(
            mission_id, given["outcome"], given["ground"].strip(), given["budget_line"], given["seen"], given["once"]
        )


class ContractForm(MilestonesForm):
    """The contract as the city offers it."""

    starts_on = DayField(label=_("Begins on"))
    ends_on = DayField(label=_("Ends on"))
    advance = MoneyField(label=_("Advance, đồng"), help_text=_("0 when there is none."))

    def command(self, mission_id: int) -> PrepareContract:
        given = self.cleaned_data
        return PrepareContract(
            mission_id,
            self.planned(),
            given["advance"],
            given["starts_on"],
            given["ends_on"],
            given["seen"],
            given["once"],
        )


class AnswerContractForm(OnceForm, SeenForm):
    """One side's word on the contract."""

    outcome = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("agree", _("Agree to the contract")), ("change", _("It should be otherwise"))],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What should be otherwise"),
        help_text=_("Which milestone, which sum or which day, and why."),
        widget=words(4),
        max_length=LONGEST,
        required=False,
    )

    def command(self, mission_id: int) -> AnswerContract:
        given = self.cleaned_data
        return AnswerContract(
            mission_id, given["outcome"] == "agree", given["note"].strip(), given["seen"], given["once"]
        )


class ChangeForm(MilestonesForm):
    """The contract as the lead would have it."""

    needed = ("ground",)

    ends_on = DayField(label=_("Ends on"))
    ground = forms.CharField(label=_("Why it should be changed"), widget=words(4), max_length=LONGEST, required=False)

    def command(self, mission_id: int) -> AskChange:
        given = self.cleaned_data
        return AskChange(
            mission_id, self.planned(), given["ends_on"], given["ground"].strip(), given["seen"], given["once"]
        )


class DecideChangeForm(OnceForm):
    needed = ("ground",)

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[("grant", _("Grant the change")), ("refuse", _("Do not grant it"))],
        widget=forms.RadioSelect,
    )
    ground = forms.CharField(label=_("Grounds of the decision"), widget=words(4), max_length=LONGEST, required=False)

    def command(self, change_id: int) -> DecideChange:
        given = self.cleaned_data
        return DecideChange(change_id, given["outcome"] == "grant", given["ground"].strip(), given["once"])
