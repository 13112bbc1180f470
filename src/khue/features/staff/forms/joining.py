"""Inviting, coming, giving roles, leaving, lost keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.people import queries as people
from khue.features.staff.domain.commands import (
    AcceptInvitation,
    AskKeyReset,
    InviteColleague,
    ProposeRole,
    RecordDeparture,
)
from khue.kernel.forms import DayField, KhueForm, OnceForm
from khue.kernel.web import language


class RoleFields(OnceForm):
    """Role, unit, from and until."""

    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ChoiceField(label=_("Unit"))
    valid_from = DayField(label=_("From"))
    valid_until = DayField(label=_("Until (first day without it)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = language()
        role, unit = self.fields["role"], self.fields["unit"]
        assert isinstance(role, forms.ChoiceField)
        assert isinstance(unit, forms.ChoiceField)
        mark = _("second person confirms")
        role.choices = [
            ("", "–"),
            *(
                (code, f"{text.into(words)} · {mark}" if second else text.into(words))
                for code, text, second in people.staff_roles()
            ),
        ]
        unit.choices = [("", "–"), *((code, text.into(words)) for code, text in people.staff_units().items())]


class ProposeForm(RoleFields):
    def command(self, person: str) -> ProposeRole:
        said = self.cleaned_data
        return ProposeRole(
            person, said["unit"], said["role"], said["valid_from"], said["valid_until"], said.get("once")
        )


class InviteForm(RoleFields):
    """A colleague and the first role."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The link goes to this address."))
    citizen_number = forms.CharField(
        label=_("Citizen number"),
        required=False,
        max_length=20,
        help_text=_("Finds the record of somebody whom the city knows already."),
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=(("vi", "Tiếng Việt"), ("en", "English")))
    field_order = ("name", "email", "citizen_number", "language", "role", "unit", "valid_from", "valid_until")

    def command(self) -> InviteColleague:
        said = self.cleaned_data
        return InviteColleague(
            said["name"],
            said["email"],
            said["unit"],
            said["role"],
            said["valid_from"],
            said["valid_until"],
            said["citizen_number"].strip(),
            said["language"],
            said.get("once"),
        )


class AcceptForm(KhueForm):
    """User name and password of a new account."""

    username = forms.CharField(
        label=_("User name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "username"})
    )
    password1 = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. A long phrase is easier to remember than odd signs."),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password again"),
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password2(self) -> str:
        again: str = self.cleaned_data["password2"]
        if again != self.cleaned_data.get("password1"):
            raise forms.ValidationError(_("The two passwords differ. Please type both again."), code="differ")
        return again

    def command(self, token: str) -> AcceptInvitation:
        return AcceptInvitation(token, self.cleaned_data["username"].strip(), self.cleaned_data["password1"])


class LeaveForm(OnceForm):
    """The last day, why, and what happens to tasks that are still held."""

    last_day = DayField(label=_("Last day of work"))
    ground = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    to_queue = forms.BooleanField(label=_("Put the tasks that are still held back into the queue"), required=False)

    def command(self, person: str) -> RecordDeparture:
        said = self.cleaned_data
        return RecordDeparture(person, said["last_day"], said["ground"], said["to_queue"], said.get("once"))


class ResetForm(OnceForm):
    ground = forms.CharField(
        label=_("Reason"),
        help_text=_("How you know that it is this person: came in person, showed the staff card …"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def command(self, person: str) -> AskKeyReset:
        return AskKeyReset(person, self.cleaned_data["ground"], self.cleaned_data.get("once"))


class AnswerForm(OnceForm):
    """Confirm or refuse; a refusal says why."""

    answer = forms.CharField(label=_("Reason of a refusal"), required=False, max_length=500)
