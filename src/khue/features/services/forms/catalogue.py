"""Forms of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.services.domain.catalogue import (
    CAPITAL,
    EQUIPMENT,
    EXPERT,
    INVESTOR,
    KINDS,
    LONGEST_LINE,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_ANSWER_DAYS,
    MOST_DAYS,
    OPEN_TO,
    SERVICE,
    STAGES,
    Described,
    HandInEntry,
    RenewEntry,
    ReviewEntry,
    WithdrawEntry,
)
from khue.features.services.queries import EntryFilter
from khue.kernel.forms import DayField, KhueForm, MoneyField, OnceForm
from khue.kernel.web import language


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def in_language(options: Mapping[str, Text], counted: Mapping[str, int] | None = None) -> list[tuple[str, str]]:
    """Choices in the reader's language, capitalised; with how many entries each would leave."""
    words = [(code, text.capitalised().into(language())) for code, text in options.items()]
    if counted is None:
        return words
    return [(code, f"{label} ({counted.get(code, 0)})") for code, label in words]


_SIDES = {
    SERVICE: ("kind", "open_to"),
    EQUIPMENT: ("open_to",),
    CAPITAL: ("stage",),
    EXPERT: ("open_to",),
    INVESTOR: (),
}
"""By what the entries of a sort are narrowed, beside their words."""


class EntryFilterForm(KhueForm):
    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of service"), required=False)
    open_to = forms.ChoiceField(label=_("Who may order"), required=False)
    stage = forms.ChoiceField(label=_("Stage of the project"), required=False)

    def __init__(
        self, *args: Any, counted: Mapping[str, Mapping[str, int]], sort: str = SERVICE, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("kind", KINDS), ("open_to", OPEN_TO), ("stage", STAGES)):
            if name not in _SIDES[sort]:
                del self.fields[name]
                continue
            self.fields[name].choices = [("", _("All")), *in_language(options, counted[name])]  # type: ignore[attr-defined]  # a choice field


def asked_of(given: Mapping[str, Any], sort: str = SERVICE) -> EntryFilter:
    """What an address narrows the catalogue by; a value that is none of its kind narrows nothing."""
    known = {"kind": KINDS, "open_to": OPEN_TO, "stage": STAGES}
    sides = {name: given.get(name, "") for name in _SIDES[sort] if given.get(name, "") in known[name]}
    words = " ".join(str(given.get("q", "")).replace("\0", " ").split())[:200]
    return EntryFilter(words, sort=sort, **sides)


class ServiceForm(OnceForm):
    party = forms.ChoiceField(label=_("Who gives the service"))
    kind = forms.ChoiceField(label=_("Kind of service"))
    title_vi = forms.CharField(label=_("Name of the service in Vietnamese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Name of the service in English"), max_length=LONGEST_TITLE)
    summary_vi = forms.CharField(
        label=_("What is delivered, in Vietnamese"), max_length=LONGEST_WORDS, widget=area(5),
        help_text=_("What the client receives, in which form, by which method or standard."),
    )  # fmt: skip
    summary_en = forms.CharField(label=_("What is delivered, in English"), max_length=LONGEST_WORDS, widget=area(4), required=False)  # fmt: skip
    price = MoneyField(
        label=_("Price from, in đồng"), required=False, help_text=_("Left empty, the price is agreed for each order.")
    )
    price_note = forms.CharField(label=_("How the price is agreed"), max_length=LONGEST_LINE, required=False)
    days = forms.IntegerField(label=_("Working days that it takes"), min_value=1, max_value=MOST_DAYS)
    answer_days = forms.IntegerField(
        label=_("Working days within which you answer an order"), min_value=1, max_value=MOST_ANSWER_DAYS,
        help_text=_("An order without an answer lapses after this day."),
    )  # fmt: skip
    open_to = forms.ChoiceField(label=_("Who may order"))
    until_on = DayField(label=_("Shown until, this day included"), help_text=_("A year at most; you may renew it."))

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("party", list(parties)),
            ("kind", in_language(KINDS)),
            ("open_to", in_language(OPEN_TO)),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def command(self, replaces: int) -> HandInEntry:
        said = self.cleaned_data
        described = Described(
            SERVICE, Text(said["title_vi"], said["title_en"]), Text(said["summary_vi"], said["summary_en"]), said["kind"], said["price"],
            said["price_note"], said["days"], said["answer_days"], said["open_to"],
        )  # fmt: skip
        return HandInEntry(said["party"], described, said["until_on"], replaces, said["once"])


class EquipmentForm(OnceForm):
    party = forms.ChoiceField(label=_("Who has it"))
    title_vi = forms.CharField(label=_("Name of the equipment in Vietnamese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Name of the equipment in English"), max_length=LONGEST_TITLE)
    summary_vi = forms.CharField(
        label=_("What it is and does, in Vietnamese"), max_length=LONGEST_WORDS, widget=area(4)
    )
    summary_en = forms.CharField(
        label=_("What it is and does, in English"), max_length=LONGEST_WORDS, widget=area(3), required=False
    )
    place = forms.CharField(label=_("Place"), max_length=LONGEST_LINE)
    technical = forms.CharField(label=_("Technical data"), max_length=LONGEST_WORDS, widget=area(4))
    terms = forms.CharField(
        label=_("Terms of use"), max_length=LONGEST_WORDS, widget=area(4),
        help_text=_("Who operates it, what a user must bring or know, who answers for damage."),
    )  # fmt: skip
    price = MoneyField(
        label=_("Price from, in đồng"), required=False, help_text=_("For one slot. Left empty, it is agreed.")
    )
    price_note = forms.CharField(label=_("How the price is agreed"), max_length=LONGEST_LINE, required=False)
    open_to = forms.ChoiceField(label=_("Who may order"))
    until_on = DayField(label=_("Shown until, this day included"), help_text=_("A year at most; you may renew it."))

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field
        self.fields["open_to"].choices = in_language(OPEN_TO)  # type: ignore[attr-defined]  # a choice field

    def command(self, replaces: int) -> HandInEntry:
        said = self.cleaned_data
        described = Described(
            EQUIPMENT, Text(said["title_vi"], said["title_en"]), Text(said["summary_vi"], said["summary_en"]), price=said["price"],
            price_note=said["price_note"], open_to=said["open_to"], place=said["place"], technical=said["technical"], terms=said["terms"],
        )  # fmt: skip
        return HandInEntry(said["party"], described, said["until_on"], replaces, said["once"])


class ProjectForm(OnceForm):
    party = forms.ChoiceField(label=_("Who raises capital"))
    title_vi = forms.CharField(label=_("Name of the project in Vietnamese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Name of the project in English"), max_length=LONGEST_TITLE)
    stage = forms.ChoiceField(label=_("Stage of the project"))
    sought = MoneyField(label=_("Sum sought, in đồng"), least=1)
    summary_vi = forms.CharField(
        label=_("Public summary in Vietnamese"), max_length=LONGEST_WORDS, widget=area(5),
        help_text=_("Everybody reads it: no terms of shares, no promise of return. What is confidential belongs into the deck."),
    )  # fmt: skip
    summary_en = forms.CharField(
        label=_("Public summary in English"), max_length=LONGEST_WORDS, widget=area(4), required=False
    )
    until_on = DayField(label=_("Shown until, this day included"), help_text=_("A year at most; you may renew it."))

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field
        self.fields["stage"].choices = in_language(STAGES)  # type: ignore[attr-defined]  # a choice field

    def command(self, replaces: int) -> HandInEntry:
        said = self.cleaned_data
        described = Described(
            CAPITAL, Text(said["title_vi"], said["title_en"]), Text(said["summary_vi"], said["summary_en"]), open_to="members",
            sought=said["sought"], stage=said["stage"],
        )  # fmt: skip
        return HandInEntry(said["party"], described, said["until_on"], replaces, said["once"])


class ExpertForm(OnceForm):
    """Of oneself: what the register says of degree, fields and languages stands beside it."""

    title_vi = forms.CharField(label=_("What you help with, in Vietnamese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("What you help with, in English"), max_length=LONGEST_TITLE)
    summary_vi = forms.CharField(label=_("About your work, in Vietnamese"), max_length=LONGEST_WORDS, widget=area(5))
    summary_en = forms.CharField(
        label=_("About your work, in English"), max_length=LONGEST_WORDS, widget=area(4), required=False
    )
    price = MoneyField(
        label=_("Price from, in đồng"), required=False, help_text=_("Left empty, the price is agreed for each order.")
    )
    price_note = forms.CharField(label=_("How the price is agreed"), max_length=LONGEST_LINE, required=False)
    answer_days = forms.IntegerField(
        label=_("Working days within which you answer an order"), min_value=1, max_value=MOST_ANSWER_DAYS,
        help_text=_("An order without an answer lapses after this day."),
    )  # fmt: skip
    open_to = forms.ChoiceField(label=_("Who may order"))
    until_on = DayField(label=_("Shown until, this day included"), help_text=_("A year at most; you may renew it."))

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = next(iter(parties), ("", ""))[0]
        self.fields["open_to"].choices = in_language(OPEN_TO)  # type: ignore[attr-defined]  # a choice field

    def command(self, replaces: int) -> HandInEntry:
        said = self.cleaned_data
        described = Described(
            EXPERT, Text(said["title_vi"], said["title_en"]), Text(said["summary_vi"], said["summary_en"]), price=said["price"],
            price_note=said["price_note"], answer_days=said["answer_days"], open_to=said["open_to"],
        )  # fmt: skip
        return HandInEntry(self.person, described, said["until_on"], replaces, said["once"])


class ReviewForm(OnceForm):
    publish = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Publish")), ("no", _("Return with a ground"))],
    )
    ground = forms.CharField(
        label=_("Ground"),
        max_length=1000,
        required=False,
        widget=area(),
        help_text=_("Needed where you return it; the member reads it."),
    )

    def command(self, entry_id: int) -> ReviewEntry:
        said = self.cleaned_data
        return ReviewEntry(entry_id, said["publish"] == "yes", said["ground"], said["once"])


class RenewForm(OnceForm):
    until_on = DayField(label=_("Shown until, this day included"))

    def command(self, entry_id: int) -> RenewEntry:
        return RenewEntry(entry_id, self.cleaned_data["until_on"], self.cleaned_data["once"])


class TakeDownForm(OnceForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))

    def command(self, entry_id: int) -> WithdrawEntry:
        return WithdrawEntry(entry_id, self.cleaned_data["ground"], self.cleaned_data["once"])
