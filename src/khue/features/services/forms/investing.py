"""The form by which an investor says what it looks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.services.domain.catalogue import INVESTOR, LONGEST_TITLE, LONGEST_WORDS, Described, HandInEntry
from khue.features.services.forms.catalogue import area, in_language
from khue.kernel.forms import DayField, MoneyField, OnceForm


class InvestorForm(OnceForm):
    party = forms.ChoiceField(label=_("Who invests"))
    title_vi = forms.CharField(label=_("What you look for, in Vietnamese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("What you look for, in English"), max_length=LONGEST_TITLE)
    seeks = forms.MultipleChoiceField(label=_("Fields"), widget=forms.CheckboxSelectMultiple)
    stage = forms.TypedChoiceField(
        label=_("Least readiness that will do"), coerce=int, choices=[(0, _("Not asked")), *((no, f"TRL {no}") for no in range(1, 10))]
    )  # fmt: skip
    territory = forms.CharField(
        label=_("Country where the right must hold"), max_length=2, required=False, help_text=_("Its code, such as VN; left empty, it is not asked.")
    )  # fmt: skip
    ticket_from = MoneyField(label=_("You put into one technology from, in đồng"), required=False)
    ticket_to = MoneyField(
        label=_("You put into one technology up to, in đồng"), required=False, least=1,
        help_text=_("Everybody reads both sums. Left empty, no sum is compared."),
    )  # fmt: skip
    summary_vi = forms.CharField(
        label=_("What you look for and what you bring, in Vietnamese"), max_length=LONGEST_WORDS, widget=area(5),
        help_text=_("Everybody reads it, and it is compared with the public words of offers. The more exactly you write, the better."),
    )  # fmt: skip
    summary_en = forms.CharField(
        label=_("What you look for and what you bring, in English"), max_length=LONGEST_WORDS, widget=area(4), required=False
    )  # fmt: skip
    until_on = DayField(label=_("Shown until, this day included"), help_text=_("A year at most; you may renew it."))

    def __init__(
        self, *args: Any, parties: Iterable[tuple[str, str]], known: Mapping[str, Text] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field
        self.fields["seeks"].choices = in_language(known or {})  # type: ignore[attr-defined]  # a choice field

    def command(self, replaces: int) -> HandInEntry:
        said = self.cleaned_data
        described = Described(
            INVESTOR, Text(said["title_vi"], said["title_en"]), Text(said["summary_vi"], said["summary_en"]), seeks=tuple(said["seeks"]),
            least_stage=said["stage"], territory=said["territory"], ticket_from=said["ticket_from"], ticket_to=said["ticket_to"],
        )  # fmt: skip
        return HandInEntry(said["party"], described, said["until_on"], replaces, said["once"])
