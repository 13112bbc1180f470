"""Forms that end in one command of the applicant's side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.folding import fold
from khue.features.dossiers.domain.commands import AddEditor, StartDraft, SubmitDossier, Supplement, Withdraw
from khue.features.people import queries as people
from khue.features.people.queries import PartyCard
from khue.kernel.forms import OnceForm


class StartForm(OnceForm):
    """On whose behalf."""

    applicant = forms.ChoiceField(label=_("Who applies?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, parties: Sequence[PartyCard] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(card.key, _named(card)) for card in parties]
        applicant = self.fields["applicant"]
        assert isinstance(applicant, forms.ChoiceField)
        applicant.choices = choices
        if len(choices) == 1:
            applicant.initial = choices[0][0]

    def command(self, procedure: str) -> StartDraft:
        return StartDraft(procedure, self.cleaned_data["applicant"], self.cleaned_data.get("once"))


def _named(card: PartyCard) -> Any:
    if card.is_private_person:
        return _("%(name)s (for myself)") % {"name": card.name}
    return f"{card.name} ({card.tax_code})" if card.tax_code else card.name


class CertifyForm(OnceForm):
    """The last word before handing in. Left open, the rule says so with everything else that is missing."""

    certified = forms.BooleanField(
        label=_("I certify that these answers are true, and I am answerable for them before the law."), required=False
    )

    def command(self, dossier_id: int) -> SubmitDossier:
        return SubmitDossier(dossier_id, bool(self.cleaned_data["certified"]), self.cleaned_data.get("once"))


class SupplementForm(OnceForm):
    """What was added or changed, in the applicant's words."""

    note = forms.CharField(
        label=_("What did you add or change?"),
        help_text=_("Two or three sentences for the officer."),
        widget=forms.Textarea,
        max_length=4000,
        required=False,
    )

    def command(self, dossier_id: int) -> Supplement:
        return Supplement(dossier_id, self.cleaned_data["note"], self.cleaned_data.get("once"))


class WithdrawForm(OnceForm):
    """Why the dossier is taken back; a draft needs no reason."""

    ground = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=2000, required=False)

    def command(self, dossier_id: int) -> Withdraw:
        return Withdraw(dossier_id, self.cleaned_data["ground"], self.cleaned_data.get("once"))


class EditorForm(OnceForm):
    """A person by full name and e-mail: whoever knows only one of them learns nothing about the other."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The address that the person has in their own record."), max_length=200
    )

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
        return cleaned

    def command(self, dossier_id: int) -> AddEditor:
        return AddEditor(dossier_id, self.cleaned_data["person"], self.cleaned_data["once"])
