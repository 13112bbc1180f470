"""Forms of the desk: each ends in one command. All carry what the page had seen, and a key against sending twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.dossiers.domain.commands import AskSupplement, CompleteStep, HandOver, SendApology
from khue.features.dossiers.domain.definition import Procedure, StepOutcome
from khue.features.dossiers.queries import RegisterAsked
from khue.features.people.queries import PartyCard
from khue.kernel.forms import DayField, KhueForm, OnceForm, SeenForm
from khue.kernel.web import language

LONGEST_GROUND = 4000


def _ground(label: Any, help_text: Any = "") -> forms.CharField:
    # Required by the rule, which says so in its own words beside the field.
    made = forms.CharField(
        label=label, help_text=help_text, widget=forms.Textarea, max_length=LONGEST_GROUND, required=False
    )
    made.widget.attrs.pop("maxlength", None)
    return made


class StepForm(OnceForm, SeenForm):
    """What every deed on a task carries."""

    def seen_and_once(self) -> dict[str, Any]:
        return {"seen": self.cleaned_data["seen"], "once": self.cleaned_data.get("once")}


class AcceptForm(StepForm):
    """Accept for processing."""

    ground = _ground(_("Note (optional)"))

    def command(self, task_id: int) -> CompleteStep:
        return CompleteStep(task_id, "accept", self.cleaned_data["ground"], **self.seen_and_once())


class SupplementForm(StepForm):
    """Ask for supplements."""

    ground = _ground(_("Why"), _("The applicant reads this. Say what is missing or unclear, and what to do."))
    items = _ground(_("Papers and points (one per line)"), _("They appear as a list on the form."))

    def command(self, task_id: int) -> AskSupplement:
        items = tuple(line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip())
        return AskSupplement(task_id, self.cleaned_data["ground"], items, **self.seen_and_once())


class RefuseForm(StepForm):
    """Refuse receipt."""

    ground = _ground(_("Ground of the refusal"), _("The applicant reads this. Name the provision, and the way out."))

    def command(self, task_id: int) -> CompleteStep:
        return CompleteStep(task_id, "refuse", self.cleaned_data["ground"], **self.seen_and_once())


class OutcomeForm(StepForm):
    """How a generic step ends."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    ground = _ground(_("Reason"))

    def __init__(self, *args: Any, outcomes: Sequence[StepOutcome] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = [(each.key, each.label.into(language())) for each in outcomes]

    def command(self, task_id: int) -> CompleteStep:
        return CompleteStep(task_id, self.cleaned_data["outcome"], self.cleaned_data["ground"], **self.seen_and_once())


class HandOverForm(OnceForm):
    """To whom, and why."""

    to = forms.ChoiceField(label=_("To whom"), help_text=_("Everyone who holds the right for this step."))
    ground = _ground(_("Reason"))

    def __init__(self, *args: Any, colleagues: Sequence[PartyCard] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [("", "–"), *((card.key, card.name) for card in colleagues)]

    def command(self, task_id: int) -> HandOver:
        return HandOver(task_id, self.cleaned_data["to"], self.cleaned_data["ground"], self.cleaned_data.get("once"))


class ApologyForm(OnceForm):
    """Say sorry with a new day (form 04)."""

    new_due_on = DayField(label=_("New day"), help_text=_("A working day after today. For example: 17/03/2026"))
    ground = _ground(_("Why it takes longer"), _("The applicant reads this."))

    def command(self, dossier_id: int) -> SendApology:
        return SendApology(
            dossier_id, self.cleaned_data["new_due_on"], self.cleaned_data["ground"], self.cleaned_data.get("once")
        )


class RegisterForm(KhueForm):
    """The period of the register; ``from`` is a word of Python's, so the fields are put in by name."""

    def __init__(self, *args: Any, procedures: Sequence[Procedure] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Every procedure")), *((each.key, each.name.into(language())) for each in procedures)]
        self.fields["from"] = DayField(label=_("Received from"))
        self.fields["until"] = DayField(label=_("Received until"))
        self.fields["procedure"] = forms.ChoiceField(label=_("Procedure"), choices=choices, required=False)

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        first: date | None = self.cleaned_data.get("from")
        if first is not None and until < first:
            raise forms.ValidationError(_("The last day must not lie before the first one."), code="order")
        return until

    def asked(self) -> RegisterAsked:
        said = self.cleaned_data
        return RegisterAsked(said["from"], said["until"], said["procedure"])
