"""The form of an announcement; what it asks for depends on the kind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.features.auctions.domain.commands import AnnounceAuction
from khue.features.auctions.domain.terms import DUTCH, ENGLISH, TENDER, Terms
from khue.features.auctions.forms.fields import CriteriaField, SellerField, StepsField, area, moment
from khue.kernel.forms import DayField, HourField, MoneyField, OnceForm

OF_KIND = {
    "steps": {ENGLISH},
    "extend_within": {ENGLISH},
    "extend_by": {ENGLISH},
    "drop": {DUTCH},
    "every": {DUTCH},
    "lowest": {TENDER},
    "price_weight": {TENDER},
    "criteria": {TENDER},
}


class AnnounceForm(OnceForm):
    title_vi = forms.CharField(label=_("Subject in Vietnamese"), max_length=300)
    title_en = forms.CharField(label=_("Subject in English"), max_length=300, required=False)
    about = forms.CharField(label=_("What the winner gets"), max_length=4000, widget=area(4))
    reference = forms.CharField(
        label=_("Reference"), max_length=60, required=False, help_text=_("Such as the number of a listed offer.")
    )
    seller = SellerField(label=_("Who sells"), help_text=_("The full name, with or without marks, or the tax code."))
    start = MoneyField(
        label=_("Starting price"), help_text=_("The smallest first bid. Where the lowest price is best: the most that is paid.")
    )  # fmt: skip
    reserve = MoneyField(label=_("Reserve"), required=False, help_text=_("Below it nothing is sold."))
    reserve_open = forms.BooleanField(label=_("Everybody may read the reserve"), required=False)
    opens_on = DayField(label=_("First day of bids"))
    opens_hour = HourField(label=_("First hour"), initial="09:00")
    ends_on = DayField(label=_("Last day of bids"))
    ends_hour = HourField(label=_("Last hour"), initial="17:00")
    steps = StepsField(
        label=_("Steps by price"), initial="0: 5.000.000",
        help_text=_("One line for each range: from which price on, a colon, how far each bid goes."),
    )  # fmt: skip
    extend_within = forms.IntegerField(
        label=_("Soft close: minutes before the end"), min_value=0, max_value=1440, required=False, initial=5,
        help_text=_("A bid so near the end moves the end."),
    )  # fmt: skip
    extend_by = forms.IntegerField(
        label=_("Soft close: minutes that a bid adds"), min_value=0, max_value=1440, required=False, initial=5
    )  # fmt: skip
    drop = MoneyField(label=_("The price falls by"))
    every = forms.IntegerField(label=_("Minutes between two falls"), min_value=1, max_value=100_000)
    lowest = forms.BooleanField(label=_("The lowest price is best"), required=False)
    price_weight = forms.IntegerField(label=_("Weight of the price, of 100"), min_value=0, max_value=100)
    criteria = CriteriaField(
        label=_("Criteria beside the price"), required=False, help_text=_("One line each: title, colon, weight. All weights together are 100."),
    )  # fmt: skip

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for name, kinds in OF_KIND.items():
            if kind not in kinds:
                del self.fields[name]

    def command(self) -> AnnounceAuction:
        said = self.cleaned_data
        minutes = {name: timedelta(minutes=said.get(name) or 0) for name in ("extend_within", "extend_by", "every")}
        terms = Terms(
            self.kind,
            said["start"],
            moment(said["opens_on"], said["opens_hour"]),
            moment(said["ends_on"], said["ends_hour"]),
            said["reserve"],
            said["reserve_open"] or self.kind == DUTCH,
            said.get("steps", ()),
            minutes["extend_within"],
            minutes["extend_by"],
            said.get("drop") or 0,
            minutes["every"],
            said.get("lowest", False),
            said.get("price_weight") or 0,
            said.get("criteria", ()),
        )
        title = Text(said["title_vi"], said["title_en"])
        return AnnounceAuction(title, said["about"], said["reference"], said["seller"], terms, said["once"])
