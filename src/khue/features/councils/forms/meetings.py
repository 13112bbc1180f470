"""Meetings, presence, ballots, decisions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.actor import CITY_ZONE
from khue.features.councils.domain.commands import CallMeeting, CastBallot, DecideItem, OpenBallot, RecordPresence
from khue.features.councils.domain.words import CHOICES, OUTCOMES
from khue.features.councils.forms.parts import fill, options
from khue.features.councils.queries import ItemLine, SeatLine
from khue.kernel.forms import DayField, OnceForm, TicksField


class CallForm(OnceForm):
    held_on = DayField(label=_("Day of the meeting"))
    held_time = forms.TimeField(
        label=_("Time of the meeting"), input_formats=["%H:%M"], help_text=_("For example: 14:30")
    )
    place = forms.CharField(label=_("Place of the meeting"), max_length=300)
    items = TicksField(label=_("Agenda"), coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, listed: Iterable[ItemLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, items=[(str(line.id), f"{line.number}. {line.title}") for line in listed])

    def command(self, council_id: int) -> CallMeeting:
        said = self.cleaned_data
        held_at = datetime.combine(said["held_on"], said["held_time"], tzinfo=CITY_ZONE)
        return CallMeeting(council_id, held_at, said["place"], tuple(said["items"]), said["once"])


class PresenceForm(OnceForm):
    present = TicksField(
        label=_("Members who are there"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, seats: Iterable[SeatLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, present=[(str(seat.id), f"{seat.number}. {seat.name}") for seat in seats])

    def command(self, meeting_id: int) -> RecordPresence:
        return RecordPresence(meeting_id, tuple(self.cleaned_data["present"]), self.cleaned_data["once"])


class OpenBallotForm(OnceForm):
    question = forms.CharField(label=_("Question of the ballot"), max_length=400)

    def command(self, agenda_id: int) -> OpenBallot:
        return OpenBallot(agenda_id, self.cleaned_data["question"], self.cleaned_data["once"])


class BallotForm(OnceForm):
    choice = forms.ChoiceField(label=_("My vote"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, choice=options(CHOICES))

    def command(self, ballot_id: int) -> CastBallot:
        return CastBallot(ballot_id, self.cleaned_data["choice"], self.cleaned_data["once"])


class DecideForm(OnceForm):
    outcome = forms.ChoiceField(label=_("Decision of the council"))
    conclusion = forms.CharField(
        label=_("Conclusion of the council"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, outcome=options(OUTCOMES, "–"))

    def command(self, agenda_id: int) -> DecideItem:
        said = self.cleaned_data
        return DecideItem(agenda_id, said["outcome"], said["conclusion"], said["once"])
