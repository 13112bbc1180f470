"""Text in, commands out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.actor import Actor
from khue.features.people import access
from khue.features.people.domain import (
    LEGAL_FORMS,
    SCOPES,
    AddMember,
    AddressWords,
    AskForMandate,
    AssignRole,
    CorrectRecord,
    EndMandate,
    EndMember,
    EndRole,
    GrantMandate,
    RefuseMandateRequest,
    RegisterOrganisation,
    RegisterPerson,
)
from khue.kernel.forms import DayField, OnceForm
from khue.kernel.web import language

COUNTRIES = (
    ("VN", _("Viet Nam")), ("AU", _("Australia")), ("CA", _("Canada")), ("CN", _("China")), ("DE", _("Germany")),
    ("FI", _("Finland")), ("FR", _("France")), ("GB", _("United Kingdom")), ("IN", _("India")), ("JP", _("Japan")),
    ("KR", _("South Korea")), ("NL", _("Netherlands")), ("RU", _("Russia")), ("SE", _("Sweden")),
    ("SG", _("Singapore")), ("TW", _("Taiwan")), ("US", _("United States")),
)  # fmt: skip


def choices(words: Any) -> list[tuple[str, str]]:
    """Codes with their words in the reader's language, an empty one first."""
    return [("", "—"), *((code, text.into(language())) for code, text in words.items())]


class AddressPart(forms.Form):
    """Country, province or city, commune or ward, line: the two levels in force since July 2025."""

    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES, initial="VN", required=False)
    province = forms.CharField(label=_("Province or city"), required=False, max_length=300)
    commune = forms.CharField(
        label=_("Commune or ward"), required=False, max_length=300, help_text=_("There is no district any more.")
    )
    line = forms.CharField(label=_("House number, street"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", "—"), *access.provinces().items()]
        self.fields["province"].widget = forms.Select(choices=names)
        self.fields["province"].help_text = _("Outside Viet Nam leave this empty.")

    def address(self) -> AddressWords | None:
        """None when nothing but the country was given."""
        given = self.cleaned_data
        parts = [given.get(name, "") for name in ("line", "commune", "province")]
        if not any(parts):
            return None
        return AddressWords(parts[0], parts[1], parts[2], given.get("country") or "VN")


class CorrectForm(OnceForm, AddressPart):
    """What the person says is right."""

    name = forms.CharField(label=_("Full name"), max_length=1000)
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=300)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=60)
    language = forms.ChoiceField(
        label=_("Language of letters and notices"), choices=(("vi", "Tiếng Việt"), ("en", "English"))
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("name", "birth_year", "email", "phone", "country", "province", "commune", "line", "language")

    def command(self) -> CorrectRecord:
        given = self.cleaned_data
        return CorrectRecord(
            name=given["name"],
            email=given["email"],
            phone=given["phone"],
            address=self.address(),
            birth_year=given["birth_year"],
            language=given["language"],
            version=given["version"],
            once=given["once"],
        )


class OrganisationForm(OnceForm, AddressPart):
    """Register an organisation or a group without legal form."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=1000)
    legal_form = forms.ChoiceField(label=_("Legal form"))
    tax_code = forms.CharField(
        label=_("Tax code"),
        required=False,
        max_length=40,
        help_text=_("10 digits, 13 for a branch. A group without legal form has none."),
    )
    short_name = forms.CharField(label=_("Short name"), required=False, max_length=200)
    email = forms.CharField(label=_("E-mail"), required=False, max_length=300)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=60)
    position = forms.CharField(
        label=_("Your position there"), required=False, max_length=200, help_text=_("For example: director")
    )
    field_order = (
        "name", "legal_form", "tax_code", "short_name", "position", "email", "phone",
        "country", "province", "commune", "line", "once",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["legal_form"].choices = choices(LEGAL_FORMS)  # type: ignore[attr-defined]  # a choice field
        self.fields["tax_code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def command(self) -> RegisterOrganisation:
        given = self.cleaned_data
        return RegisterOrganisation(
            name=given["name"],
            legal_form=given["legal_form"],
            tax_code=given["tax_code"],
            short_name=given["short_name"],
            email=given["email"],
            phone=given["phone"],
            address=self.address(),
            position=given["position"],
            once=given["once"],
        )


class PersonForm(OnceForm, AddressPart):
    """A person at the counter: with citizen number, with passport, or with neither and the reason."""

    name = forms.CharField(label=_("Full name"), max_length=1000)
    citizen_number = forms.CharField(label=_("Citizen number"), required=False, max_length=40)
    passport_number = forms.CharField(label=_("Passport number"), required=False, max_length=40)
    passport_country = forms.ChoiceField(label=_("Passport issued by"), choices=(("", "—"), *COUNTRIES), required=False)
    no_number_reason = forms.CharField(label=_("Why there is neither"), required=False, max_length=1000)
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False)
    nationality = forms.ChoiceField(label=_("Nationality"), choices=COUNTRIES, initial="VN")
    email = forms.CharField(label=_("E-mail"), required=False, max_length=300)
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=60)
    field_order = (
        "name", "citizen_number", "passport_number", "passport_country", "no_number_reason", "birth_year",
        "nationality", "email", "phone", "country", "province", "commune", "line", "once",
    )  # fmt: skip

    def command(self) -> RegisterPerson:
        given = self.cleaned_data
        return RegisterPerson(
            name=given["name"],
            citizen_number=given["citizen_number"],
            passport_number=given["passport_number"],
            passport_country=given["passport_country"],
            no_number_reason=given["no_number_reason"],
            birth_year=given["birth_year"],
            nationality=given["nationality"],
            email=given["email"],
            phone=given["phone"],
            address=self.address(),
            once=given["once"],
        )


class AskForm(OnceForm):
    """Ask to act for an organisation that the city knows already."""

    scope = forms.ChoiceField(label=_("What you want to do for it"))
    ground = forms.CharField(
        label=_("On what ground"), max_length=1000, help_text=_("For example: power of attorney of 3 March 2026")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = choices(SCOPES)  # type: ignore[attr-defined]  # a choice field

    def command(self, party_key: str) -> AskForMandate:
        return AskForMandate(
            party_key, self.cleaned_data["scope"], self.cleaned_data["ground"], self.cleaned_data["once"]
        )


class AnswerForm(OnceForm):
    """Agree to, or refuse, a request to act for a party."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=(("grant", _("Agree")), ("refuse", _("Refuse"))), widget=forms.RadioSelect
    )
    valid_until = DayField(label=_("Until (first day without it)"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000)

    def grant(self, request_id: int, person: str, party: str, scope: str, ground: str, actor: Actor) -> GrantMandate:
        given = self.cleaned_data
        return GrantMandate(
            person, party, scope, actor.today, given["valid_until"], ground, request_id=request_id, once=given["once"]
        )

    def refuse(self, request_id: int) -> RefuseMandateRequest:
        return RefuseMandateRequest(request_id, self.cleaned_data["reason"], self.cleaned_data["once"])


class GrantForm(OnceForm):
    """Let a person whom the city knows act for a party."""

    person = forms.RegexField(
        r"^\s*(party:)?\d{1,18}\s*$",
        label=_("Record number of the person"),
        help_text=_("The person reads it on the page “What the city holds about me”."),
    )
    scope = forms.ChoiceField(label=_("Scope"))
    valid_from = DayField(label=_("From"))
    valid_until = DayField(label=_("Until (first day without it)"), required=False)
    ground = forms.CharField(label=_("On what ground"), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = choices(SCOPES)  # type: ignore[attr-defined]  # a choice field

    def command(self, party_key: str) -> GrantMandate:
        given = self.cleaned_data
        number = given["person"].strip().removeprefix("party:")
        return GrantMandate(
            f"party:{int(number)}",
            party_key,
            given["scope"],
            given["valid_from"],
            given["valid_until"],
            given["ground"],
            once=given["once"],
        )


class EndMandateForm(OnceForm):
    ends_on = DayField(label=_("First day without it"))
    ground = forms.CharField(label=_("On what ground"), max_length=1000)

    def command(self, mandate_id: int) -> EndMandate:
        return EndMandate(
            mandate_id, self.cleaned_data["ends_on"], self.cleaned_data["ground"], self.cleaned_data["once"]
        )


class RoleForm(OnceForm):
    """Give a person a role in a unit."""

    role = forms.ChoiceField(label=_("Role"))
    unit = forms.ChoiceField(label=_("Unit"))
    valid_from = DayField(label=_("From"))
    valid_until = DayField(label=_("Until (first day without it)"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = choices({c: r.text for c, r in access.roles().items()})  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = choices({c: u.text for c, u in access.units().items()})  # type: ignore[attr-defined]  # a choice field

    def command(self, person: str) -> AssignRole:
        given = self.cleaned_data
        return AssignRole(
            person, given["unit"], given["role"], given["valid_from"], given["valid_until"], given["once"]
        )


class EndRoleForm(OnceForm):
    ends_on = DayField(label=_("First day without it"))

    def command(self, holding_id: int) -> EndRole:
        return EndRole(holding_id, self.cleaned_data["ends_on"], self.cleaned_data["once"])


class MemberForm(OnceForm):
    """A person joins a group without legal form."""

    person = forms.RegexField(
        r"^\s*(party:)?\d{1,18}\s*$",
        label=_("Record number of the person"),
        help_text=_("It stands under the person's name on the page “What the city holds about me”."),
    )
    position = forms.CharField(label=_("Position in the group"), required=False, max_length=200)
    valid_from = DayField(label=_("From"))

    def command(self, group: str) -> AddMember:
        given = self.cleaned_data
        number = given["person"].strip().removeprefix("party:")
        return AddMember(group, f"party:{int(number)}", given["valid_from"], given["position"], given["once"])


class EndMemberForm(OnceForm):
    ends_on = DayField(label=_("First day without it"))

    def command(self, member_id: int) -> EndMember:
        return EndMember(member_id, self.cleaned_data["ends_on"], self.cleaned_data["once"])


class SearchForm(forms.Form):
    """Search among parties; wrong input finds nothing and breaks nothing."""

    q = forms.CharField(label=_("Name or tax code"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=(("", _("All")), ("organisation", _("Organisations")), ("person", _("Persons"))),
    )

    def words(self) -> tuple[str, str]:
        """Search words and kind; what can't be used is left out."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("kind", "")
