"""Forms of proposals: beginning, members, handing in, taking back, the council's outcome."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.folding import fold
from khue.features.calls.domain.commands import (
    AnswerInvitation,
    DecideProposal,
    HandIn,
    InviteMember,
    RecordOutcome,
    StartProposal,
    TakeBack,
)
from khue.features.calls.domain.flows import ROLES
from khue.features.calls.forms.needs import LONGEST, Choices, choose, lines, organisation
from khue.features.people import queries as people
from khue.kernel.forms import OnceForm, SeenForm

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class ProposalForm(OnceForm):
    """Who leads, and the two questions of eligibility that no record answers."""

    lead = forms.ChoiceField(label=_("Lead organisation"))
    title = forms.CharField(label=_("Title of the proposal"), max_length=300)
    capacity = forms.ChoiceField(
        label=_("Has the organisation capacity and experience for this task?"), choices=YES_NO, widget=forms.RadioSelect
    )
    fits = forms.ChoiceField(
        label=_("Do its function and field match the task?"), choices=YES_NO, widget=forms.RadioSelect
    )

    concept = forms.ChoiceField(label=_("Concept that it goes on from"), required=False)
    field_order = ("lead", "concept", "title", "capacity", "fits")

    def __init__(self, *args: Any, parties: Choices, concepts: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "lead", parties, _("Choose the organisation"))
        if concepts:
            choose(self, "concept", concepts, _("Choose the concept") if len(concepts) > 1 else None)
        else:
            del self.fields["concept"]

    def command(self, call_id: int) -> StartProposal:
        given = self.cleaned_data
        concept = given.get("concept") or ""
        return StartProposal(
            call_id,
            given["lead"],
            given["title"],
            given["capacity"] == "yes",
            given["fits"] == "yes",
            given["once"],
            int(concept) if concept else None,
        )


class MemberForm(OnceForm):
    """A person by full name and e-mail: whoever knows only one of them learns nothing about the other."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The address that the person has in their own record."), max_length=200
    )
    role = forms.ChoiceField(label=_("Role"))
    organisation = forms.CharField(
        label=_("Organisation of the person"), help_text=_("Tax code or full name; leave it empty when there is none."),
        max_length=300, required=False,
    )  # fmt: skip
    months = forms.IntegerField(label=_("Working months"), min_value=0, max_value=600, initial=0)
    writes = forms.BooleanField(label=_("May write on the proposal"), initial=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "role", [(code, label.capitalised()) for code, label in ROLES.items()])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        name, email = cleaned.get("name"), cleaned.get("email")
        if name and email:
            found = [
                card
                for card in people.find_parties(name, 200, kind="person")
                if card.email.casefold() == email.casefold() and fold(card.name) == fold(name)
            ]
            if len(found) != 1:
                raise ValidationError(
                    _(
                        "Nobody with this name and this e-mail has a record. Ask the person to sign in once and to check it."
                    ),
                    code="unknown",
                )
            cleaned["person"] = found[0].key
        typed = (cleaned.get("organisation") or "").strip()
        if typed:
            cleaned["belongs"] = organisation(typed)
            if not cleaned["belongs"]:
                told = _("No single organisation with this tax code or name has a record.")
                self.add_error("organisation", ValidationError(told, code="none"))
        return cleaned

    def command(self, proposal_id: int) -> InviteMember:
        given = self.cleaned_data
        return InviteMember(
            proposal_id,
            given["person"],
            given["role"],
            given.get("belongs", ""),
            given["months"] or 0,
            given["writes"],
            given["once"],
        )


class InvitationForm(OnceForm):
    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("I commit to take part")), ("no", _("I decline"))],
        widget=forms.RadioSelect,
    )

    def command(self, proposal_id: int) -> AnswerInvitation:
        return AnswerInvitation(proposal_id, self.cleaned_data["answer"] == "yes", self.cleaned_data["once"])


class HandInForm(OnceForm):
    certified = forms.BooleanField(
        label=_(
            "I certify that the proposal is correct and complete, and that no other public source pays the same costs."
        ),
        required=False,
    )

    def command(self, proposal_id: int) -> HandIn:
        return HandIn(proposal_id, self.cleaned_data["certified"], self.cleaned_data["once"])


class TakeBackForm(OnceForm):
    BACK, GIVE_UP = "back", "give_up"

    what = forms.ChoiceField(label=_("What shall happen"), widget=forms.RadioSelect)
    ground = forms.CharField(label=_("Why, if you want to say"), widget=lines(2), max_length=2000, required=False)

    def __init__(self, *args: Any, sealed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(self.GIVE_UP, _("Give it up for good"))]
        if sealed:
            choices.insert(0, (self.BACK, _("Take it back to change it, and hand it in again before the closing hour")))
        choose(self, "what", choices)

    def command(self, proposal_id: int) -> TakeBack:
        given = self.cleaned_data
        return TakeBack(proposal_id, given["what"] == self.GIVE_UP, given["ground"], given["once"])


class DecisionForm(OnceForm, SeenForm):
    funded = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("To be carried out")), ("no", _("Not approved"))],
        widget=forms.RadioSelect,
    )
    ground = forms.CharField(
        label=_("Ground of the decision"), help_text=_("The authors read it word by word."), widget=lines(4), max_length=LONGEST,
        required=False,
    )  # fmt: skip

    def command(self, proposal_id: int) -> DecideProposal:
        given = self.cleaned_data
        return DecideProposal(proposal_id, given["funded"] == "yes", given["ground"], given["seen"], given["once"])


class OutcomeForm(OnceForm, SeenForm):
    """``concept``: the same for a concept, which is invited to the full stage or not."""

    recommended = forms.ChoiceField(
        label=_("What the council said"),
        choices=[("yes", _("Recommended")), ("no", _("Not recommended"))],
        widget=forms.RadioSelect,
    )
    points = forms.DecimalField(
        label=_("Mean of the points"), help_text=_("0 to 100, two decimals."), min_value=0, max_value=100, decimal_places=2,
        required=False, localize=True,
    )  # fmt: skip
    ground = forms.CharField(
        label=_("Ground of the council"), help_text=_("The authors read it word by word."), widget=lines(5), max_length=LONGEST,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, concept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if concept:
            choose(self, "recommended", [("yes", _("Invite to the full stage")), ("no", _("Do not invite"))])
            self.fields["recommended"].label = _("What was decided")
            self.fields["ground"].label = _("Ground, with what to improve")

    def command(self, proposal_id: int) -> RecordOutcome:
        given = self.cleaned_data
        points: Decimal | None = given["points"]
        hundredths = int(points * 100) if points is not None else None
        return RecordOutcome(
            proposal_id, given["recommended"] == "yes", given["ground"], hundredths, given["seen"], given["once"]
        )
