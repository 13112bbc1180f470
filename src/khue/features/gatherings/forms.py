"""Forms of events."""

from __future__ import annotations

from datetime import date, datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.features.gatherings.domain import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_SEATS,
    CancelGathering,
    TakeSeat,
    WriteGathering,
)
from khue.kernel.forms import DayField, HourField, OnceForm


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class GatheringForm(OnceForm):
    title_vi = forms.CharField(label=_("Title of the event in Vietnamese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Title of the event in English"), max_length=LONGEST_TITLE, required=False)
    about_vi = forms.CharField(label=_("What it is about, in Vietnamese"), max_length=LONGEST_WORDS, widget=area(6))
    about_en = forms.CharField(label=_("What it is about, in English"), max_length=LONGEST_WORDS, widget=area(4), required=False)  # fmt: skip
    place = forms.CharField(label=_("Where it takes place"), max_length=500, required=False)
    link = forms.URLField(
        label=_("Link for those who come online"), max_length=500, required=False, assume_scheme="https",
        help_text=_("Only those who have a seat read it."),
    )  # fmt: skip
    starts_on = DayField(label=_("Day"))
    starts = HourField(label=_("Begins at"))
    ends = HourField(label=_("Ends at"))
    seats = forms.IntegerField(label=_("Seats"), min_value=1, max_value=MOST_SEATS)

    def command(self) -> WriteGathering:
        said = self.cleaned_data
        return WriteGathering(
            Text(said["title_vi"], said["title_en"]), Text(said["about_vi"], said["about_en"]), said["place"], said["link"],
            _moment(said["starts_on"], said["starts"]), _moment(said["starts_on"], said["ends"]), said["seats"], said["once"],
        )  # fmt: skip


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, CITY_ZONE)


class ConfirmForm(OnceForm):
    """Nothing is asked: pressing is the deed."""


class SeatForm(OnceForm):
    note = forms.CharField(
        label=_("What the organiser should know"), max_length=500, required=False, widget=area(2),
        help_text=_("For example, whether you come online or need help. Only the organiser reads it."),
    )  # fmt: skip

    def command(self, gathering_id: int) -> TakeSeat:
        return TakeSeat(gathering_id, self.cleaned_data["note"], self.cleaned_data["once"])


class CancelForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))

    def command(self, gathering_id: int) -> CancelGathering:
        return CancelGathering(gathering_id, self.cleaned_data["ground"], self.cleaned_data["once"])
