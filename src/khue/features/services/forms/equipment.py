"""Forms of slots and bookings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.services.domain.equipment import SHORTEST, BookSlot, EndBooking, OpenSlots
from khue.features.services.forms.catalogue import area
from khue.kernel.forms import DayField, HourField, OnceForm


class SlotsForm(OnceForm):
    from_on = DayField(label=_("First day"))
    to_on = DayField(
        label=_("Last day, included"), help_text=_("Working days between them; a single day counts whatever day it is.")
    )
    starts = HourField(label=_("Begins at"))
    ends = HourField(label=_("Ends at"))
    minutes = forms.IntegerField(label=_("Minutes of each slot"), min_value=SHORTEST, max_value=24 * 60)

    def command(self, entry_id: int) -> OpenSlots:
        said = self.cleaned_data
        return OpenSlots(
            entry_id, said["from_on"], said["to_on"], said["starts"], said["ends"], said["minutes"], said["once"]
        )


class BookForm(OnceForm):
    party = forms.ChoiceField(label=_("Who books"))
    purpose = forms.CharField(
        label=_("Purpose"), max_length=1000, widget=area(3), help_text=_("Only who has the equipment and you read it.")
    )

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field

    def command(self, slot_id: int) -> BookSlot:
        said = self.cleaned_data
        return BookSlot(slot_id, said["party"], said["purpose"], said["once"])


class EndBookingForm(OnceForm):
    ground = forms.CharField(
        label=_("Ground"), max_length=1000, widget=area(2), help_text=_("The other side reads it.")
    )

    def command(self, booking_id: int) -> EndBooking:
        return EndBooking(booking_id, self.cleaned_data["ground"], self.cleaned_data["once"])


class ConfirmForm(OnceForm):
    """Nothing is asked: pressing is the deed."""
