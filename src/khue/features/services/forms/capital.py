"""Forms of decks and interests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.features.services.domain.capital import AnswerInterest, GiveInterest, KeepDeck, ShutDeck
from khue.features.services.forms.catalogue import area
from khue.kernel.forms import DayField, FilesField, OnceForm, TicksField


class DeckForm(OnceForm):
    words = forms.CharField(
        label=_("Deck"), max_length=20_000, widget=area(10),
        help_text=_("Only you and persons whom you name read it; each reading is on record."),
    )  # fmt: skip
    papers = FilesField(label=_("Papers"), required=False)

    def command(self, entry_id: int) -> KeepDeck:
        said = self.cleaned_data
        return KeepDeck(entry_id, said["words"], said["papers"], said["once"])


class InterestForm(OnceForm):
    party = forms.ChoiceField(label=_("Who is interested"))
    words = forms.CharField(
        label=_("What interests you"), max_length=2000, widget=area(4), help_text=_("Only the project and you read it.")
    )

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field

    def command(self, entry_id: int) -> GiveInterest:
        said = self.cleaned_data
        return GiveInterest(entry_id, said["party"], said["words"], said["once"])


class AnswerInterestForm(OnceForm):
    welcome = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Invite to talk")), ("no", _("Decline with a ground"))],
    )
    words = forms.CharField(
        label=_("Answer"), max_length=2000, required=False, widget=area(3), help_text=_("Needed where you decline.")
    )
    readers = TicksField(
        label=_("Who of them reads the deck"), required=False, widget=forms.CheckboxSelectMultiple, choices=[]
    )
    until_on = DayField(label=_("Last day of reading"), required=False)

    def __init__(self, *args: Any, readers: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].choices = list(readers)  # type: ignore[attr-defined]  # a choice field

    def command(self, interest_id: int) -> AnswerInterest:
        said = self.cleaned_data
        return AnswerInterest(
            interest_id, said["welcome"] == "yes", said["words"], tuple(said["readers"]), said["until_on"], said["once"]
        )


class ShutForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))

    def command(self, reader_id: int) -> ShutDeck:
        return ShutDeck(reader_id, self.cleaned_data["ground"], self.cleaned_data["once"])
