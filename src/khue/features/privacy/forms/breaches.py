"""The forms of a breach: record it, what was sent to the authority, whom to tell, the fix."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.actor import CITY_ZONE
from khue.features.privacy.domain.breaches import (
    LONGEST,
    SEVERITIES,
    FixBreach,
    NotifyAuthority,
    RecordBreach,
    TellPersons,
)
from khue.kernel.forms import DayField, HourField, KhueForm, OnceForm, SeenForm
from khue.kernel.web import language

MOST_PEOPLE = 200_000_000


def _words(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class MomentForm(KhueForm):
    """A day and an hour, which together are a moment on the city's clock."""

    def moment(self, day: str, hour: str) -> datetime:
        return joined(self.cleaned_data[day], self.cleaned_data[hour])


def joined(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, CITY_ZONE)


class PeopleForm(KhueForm):
    people = forms.IntegerField(
        label=_("How many people, about"),
        help_text=_("Leave it empty while nobody knows."),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
    )


class RecordBreachForm(OnceForm, PeopleForm, MomentForm):
    title = forms.CharField(label=_("What it is called"), max_length=200, required=False)
    detected_on = DayField(label=_("Detected on"))
    detected_hour = HourField(
        label=_("Detected at what time"), help_text=_("The hours of the law run from this moment.")
    )
    happened = forms.CharField(label=_("What happened"), widget=_words(5), max_length=LONGEST, required=False)
    kinds = forms.CharField(
        label=_("Which data"), help_text=_("Names, numbers, addresses, papers, health …"), widget=_words(2),
        max_length=LONGEST, required=False,
    )  # fmt: skip
    severity = forms.ChoiceField(label=_("Severity"), widget=forms.RadioSelect, required=False)
    measures = forms.CharField(label=_("What was done at once"), widget=_words(3), max_length=LONGEST, required=False)
    field_order = (
        "title",
        "detected_on",
        "detected_hour",
        "happened",
        "kinds",
        "people",
        "severity",
        "measures",
        "once",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["severity"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, text.capitalised().into(language())) for code, text in SEVERITIES.items()]

    def command(self) -> RecordBreach:
        given = self.cleaned_data
        return RecordBreach(
            given["title"],
            self.moment("detected_on", "detected_hour"),
            given["happened"],
            given["kinds"],
            given["people"],
            given["severity"],
            given["measures"],
            given["once"],
        )


class NotifyForm(OnceForm, SeenForm, PeopleForm, MomentForm):
    sent_to = forms.CharField(label=_("Sent to"), max_length=300, required=False)
    how = forms.CharField(
        label=_("How it was sent"), help_text=_("Portal, letter with its number …"), max_length=300, required=False
    )
    sent_on = DayField(label=_("Sent on"))
    sent_hour = HourField(label=_("Sent at what time"))
    happened = forms.CharField(
        label=_("What the notice says happened"), widget=_words(5), max_length=LONGEST, required=False
    )
    measures = forms.CharField(
        label=_("Measures taken and planned"), widget=_words(4), max_length=LONGEST, required=False
    )
    late_ground = forms.CharField(
        label=_("Why the notice is late"), help_text=_("Only when the hours have run out."), widget=_words(2), max_length=2000,
        required=False,
    )  # fmt: skip
    field_order = (
        "sent_to", "how", "sent_on", "sent_hour", "happened", "people", "measures", "late_ground", "once", "seen",
    )  # fmt: skip

    def command(self, breach_id: int) -> NotifyAuthority:
        given = self.cleaned_data
        return NotifyAuthority(
            breach_id,
            given["sent_to"],
            given["how"],
            self.moment("sent_on", "sent_hour"),
            given["happened"],
            given["people"],
            given["measures"],
            given["late_ground"],
            given["seen"],
            given["once"],
        )


class TellForm(OnceForm):
    """Persons by their record numbers, as the list of people shows them."""

    parties = forms.CharField(
        label=_("Record numbers of the persons"),
        help_text=_("One per line or with commas, as they stand in the list of people."),
        widget=_words(3),
        max_length=8000,
        required=False,
    )
    words = forms.CharField(
        label=_("What they are told"),
        help_text=_("What happened to their data, what it may mean for them, what they can do, whom to ask."),
        widget=_words(6),
        max_length=LONGEST,
        required=False,
    )

    def clean_parties(self) -> tuple[str, ...]:
        parts = self.cleaned_data["parties"].replace(",", " ").replace(";", " ").split()
        if not all(part.isascii() and part.isdecimal() and len(part) < 18 for part in parts):
            raise ValidationError(_("Record numbers have digits only."), code="digits")
        return tuple(dict.fromkeys(f"party:{int(part)}" for part in parts))

    def command(self, breach_id: int) -> TellPersons:
        given = self.cleaned_data
        return TellPersons(breach_id, given["parties"], given["words"], given["once"])


class FixForm(OnceForm, SeenForm):
    fixed_on = DayField(label=_("Fixed on"))
    words = forms.CharField(
        label=_("What was fixed, and how it is kept from happening again"),
        widget=_words(5),
        max_length=LONGEST,
        required=False,
    )

    def command(self, breach_id: int) -> FixBreach:
        given = self.cleaned_data
        return FixBreach(breach_id, given["fixed_on"], given["words"], given["seen"], given["once"])
