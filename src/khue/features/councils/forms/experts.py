"""The register of experts: searching it, inviting, answering, what it says of an expert."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khue.core.bilingual import Text
from khue.features.councils.domain.commands import (
    AnswerInvitation,
    ClassExpert,
    InviteExpert,
    LeaveRegister,
    Profile,
    UpdateProfile,
)
from khue.features.councils.domain.words import DEGREES, EXPERT, FEE_CLASSES, LANGUAGES
from khue.features.councils.forms.parts import GroundForm, fill, options
from khue.features.councils.queries import Asked
from khue.features.councils.queries.naming import named_party
from khue.kernel.forms import DayField, KhueForm, OnceForm, SeenForm


class RegisterForm(forms.Form):
    """Narrows the register; wrong input finds what it can."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    field = forms.ChoiceField(label=pgettext_lazy("councils", "Field"), required=False)
    lang = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    free = forms.BooleanField(label=_("Takes items now"), required=False)

    def __init__(self, *args: Any, fields: dict[str, Text], **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        fill(
            self,
            field=options(fields, _("All")),
            lang=options(LANGUAGES, _("All")),
            state=options(dict(EXPERT.labels), _("All")),
        )

    def asked(self) -> Asked:
        self.is_valid()
        said = self.cleaned_data
        return Asked(
            said.get("q", ""),
            said.get("field", ""),
            said.get("lang", ""),
            said.get("state", ""),
            bool(said.get("free")),
        )


class PersonSearchForm(forms.Form):
    q = forms.CharField(label=_("Name"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class InviteForm(OnceForm):
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_(
            "How the city knows this expert. For example: proposed by an institute, by a professional society."
        ),
    )

    def command(self, person: str) -> InviteExpert:
        return InviteExpert(person, self.cleaned_data["source"], self.cleaned_data["once"])


class _ProfileFields(KhueForm):
    """What the register says of an expert."""

    degree = forms.ChoiceField(label=_("Title and degree"))
    fields_of = forms.MultipleChoiceField(label=_("Key fields"), required=False, widget=forms.CheckboxSelectMultiple)
    specialities = forms.CharField(
        label=_("Specialities"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("In your own words, one per line."),
    )
    languages = forms.MultipleChoiceField(label=_("Working languages"), widget=forms.CheckboxSelectMultiple)
    employer = forms.CharField(
        label=_("Employer"),
        required=False,
        max_length=200,
        help_text=_("Full name or tax code. Interests are looked for against it."),
    )
    position = forms.CharField(label=_("Position"), required=False, max_length=200)
    load_limit = forms.IntegerField(label=_("Items at a time"), min_value=1, max_value=200, initial=10)
    unavailable_until = DayField(
        label=_("Takes no items until"), required=False, help_text=_("Leave it empty when you are available now.")
    )

    def __init__(self, *args: Any, key_fields: dict[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(
            self,
            degree=options(DEGREES, "–"),
            fields_of=options(key_fields),
            languages=options(LANGUAGES),
        )

    def profile(self) -> Profile:
        said = self.cleaned_data
        employer, problem = named_party(said["employer"], kind="organisation") if said["employer"] else ("", None)
        return Profile(
            degree=said["degree"],
            fields=tuple(said["fields_of"]),
            specialities=tuple(line.strip() for line in said["specialities"].splitlines() if line.strip())[:20],
            languages=tuple(said["languages"]),
            employer=employer,
            employer_name="" if problem is None else said["employer"],
            position=said["position"],
            load_limit=said["load_limit"],
            unavailable_until=said["unavailable_until"],
        )


class AnswerForm(_ProfileFields, OnceForm):
    """Yes with a profile, or no (the button says which). For a no nothing of the profile is asked."""

    ground = forms.CharField(label=_("Note to the city"), required=False, max_length=500)

    def __init__(self, *args: Any, accepts: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.accepts = accepts
        if not accepts:
            for name in ("degree", "languages", "load_limit"):
                self.fields[name].required = False

    def command(self, expert_id: int) -> AnswerInvitation:
        said = self.cleaned_data
        profile = self.profile() if self.accepts else None
        return AnswerInvitation(expert_id, self.accepts, profile, said["ground"], said["once"])


class ProfileForm(_ProfileFields, OnceForm, SeenForm):
    def command(self, expert_id: int) -> UpdateProfile:
        return UpdateProfile(expert_id, self.profile(), self.cleaned_data["seen"], self.cleaned_data["once"])


class ClassForm(OnceForm, SeenForm):
    fee_class = forms.ChoiceField(
        label=_("Fee class"),
        required=False,
        help_text=_("What a class is worth is set by the rules of the city, not here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, fee_class=options(FEE_CLASSES))

    def command(self, expert_id: int) -> ClassExpert:
        said = self.cleaned_data
        return ClassExpert(expert_id, said["fee_class"], said["seen"], said["once"])


class LeaveForm(GroundForm):
    def command(self, expert_id: int) -> LeaveRegister:
        return LeaveRegister(expert_id, self.cleaned_data["ground"], self.cleaned_data["once"])
