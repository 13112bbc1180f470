"""Forms of the demander, and of the second person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from khue.core.actor import CITY_ZONE
from khue.core.bilingual import Text
from khue.features.demands.domain.demands import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    CloseDemand,
    DescribeDemand,
    ExtendDeadline,
    HandInDemand,
    PublishDemand,
    Wanted,
    WithdrawDemand,
)
from khue.features.exchange.domain.words import MODES
from khue.features.results.domain.register import STAGES
from khue.kernel.forms import DayField, MoneyField, OnceForm, SeenForm, TicksField
from khue.kernel.web import language

LAST_HOUR = time(17)


def in_language(options: Mapping[Any, Text], *, empty: str | None = None) -> list[tuple[str, str]]:
    """Choices in the reader's language, capitalised; ``empty`` is the words of no choice."""
    found = [(str(key), text.capitalised().into(language())) for key, text in options.items()]
    return found if empty is None else [("", empty), *found]


def area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def end_of(day: date) -> datetime:
    """Solutions are taken until five in the afternoon of the day."""
    return datetime.combine(day, LAST_HOUR, CITY_ZONE)


def words(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST_WORDS, widget=area(rows), help_text=help_text, required=required)  # fmt: skip


class WantedForm(OnceForm):
    """What a new demand and a mended one share."""

    title_vi = forms.CharField(label=_("Title in Vietnamese"), max_length=LONGEST_TITLE)
    title_en = forms.CharField(label=_("Title in English"), max_length=LONGEST_TITLE)
    problem_vi = words(_("What the problem is, in Vietnamese"), _("Everybody reads it: what happens today, how often, what it costs."), rows=5)  # fmt: skip
    problem_en = words(_("What the problem is, in English"), required=False)
    material = words(_("Data that you offer"), _("What a supplier gets to work with: measurements, a site, access to a system."), required=False)  # fmt: skip
    test = words(_("Acceptance test"), _("What is measured, and what value will do."))
    rules = words(_("By which rules you choose"), _("Your own rules of purchase; everybody reads them before answering."))  # fmt: skip
    field = forms.ChoiceField(label=_("Key field"))
    codes = forms.CharField(label=_("IPC codes"), max_length=300, required=False, help_text=_("With commas between them, such as C02F3/34, B01D."))  # fmt: skip
    stage = forms.TypedChoiceField(label=_("Least readiness that will do"), coerce=int, required=False)
    modes = TicksField(label=_("How it may be transferred"), widget=forms.CheckboxSelectMultiple, choices=[], required=False)  # fmt: skip
    territory = forms.CharField(label=_("Country where the right must hold"), max_length=2, initial="VN", required=False)  # fmt: skip
    budget_from = MoneyField(label=_("Budget from, in đồng"), required=False, help_text=_("Leave both empty if you don't tell it."))  # fmt: skip
    budget_to = MoneyField(label=_("Budget to, in đồng"), required=False)
    deadline_on = DayField(label=_("Last day for solutions"), help_text=_("They are taken until 17:00 of this day, and opened afterwards."))  # fmt: skip

    def __init__(self, *args: Any, fields: Mapping[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = in_language(fields, empty="–")  # type: ignore[attr-defined]  # a choice field
        self.fields["stage"].choices = in_language(STAGES, empty="–")  # type: ignore[attr-defined]  # a choice field
        self.fields["modes"].choices = in_language(MODES)  # type: ignore[attr-defined]  # a choice field

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        codes = ("".join(part.upper().split()) for part in re.split(r"[,;\n]", said["codes"]))
        return Wanted(
            title=Text(said["title_vi"], said["title_en"]),
            problem=Text(said["problem_vi"], said["problem_en"]),
            data=said["material"],
            test=said["test"],
            rules=said["rules"],
            field=said["field"],
            deadline=end_of(said["deadline_on"]),
            codes=tuple(dict.fromkeys(code for code in codes if code)),
            stage=said["stage"] or 0,
            modes=tuple(said["modes"]),
            territory=said["territory"],
            budget_from=said["budget_from"],
            budget_to=said["budget_to"],
        )


class DemandForm(WantedForm):
    party = forms.ChoiceField(label=_("Who asks"))
    field_order = ("party",)

    def __init__(self, *args: Any, parties: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties)  # type: ignore[attr-defined]  # a choice field

    def command(self) -> HandInDemand:
        return HandInDemand(self.cleaned_data["party"], self.wanted(), self.cleaned_data["once"])


class MendForm(WantedForm, SeenForm):
    def command(self, demand_id: int) -> DescribeDemand:
        said = self.cleaned_data
        return DescribeDemand(demand_id, self.wanted(), said["seen"], said["once"])


def initial_of(said: Wanted) -> dict[str, Any]:
    """What a form begins with."""
    return {
        "title_vi": said.title.vi, "title_en": said.title.en, "problem_vi": said.problem.vi, "problem_en": said.problem.en, "material": said.data,
        "test": said.test, "rules": said.rules, "field": said.field, "codes": ", ".join(said.codes), "stage": said.stage or "",
        "modes": list(said.modes), "territory": said.territory, "budget_from": said.budget_from, "budget_to": said.budget_to,
        "deadline_on": said.deadline.astimezone(CITY_ZONE).date(),
    }  # fmt: skip


class PublishForm(OnceForm, SeenForm):
    accepted = forms.ChoiceField(
        label=_("Answer"),
        widget=forms.RadioSelect,
        choices=[("yes", _("In order; publish it")), ("no", _("Send back to be mended"))],
    )
    note = forms.CharField(label=_("What is to be mended"), max_length=1000, required=False, widget=area())

    def command(self, demand_id: int) -> PublishDemand:
        said = self.cleaned_data
        return PublishDemand(demand_id, said["accepted"] == "yes", said["note"], said["seen"], said["once"])


class ExtendForm(OnceForm, SeenForm):
    deadline_on = DayField(label=_("New last day for solutions"), help_text=_("They are taken until 17:00 of this day, and opened afterwards."))  # fmt: skip
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(2))

    def command(self, demand_id: int) -> ExtendDeadline:
        said = self.cleaned_data
        return ExtendDeadline(demand_id, end_of(said["deadline_on"]), said["ground"], said["seen"], said["once"])


class GroundForm(OnceForm, SeenForm):
    ground = forms.CharField(label=_("Ground"), max_length=1000, widget=area(3))

    def withdrawal(self, demand_id: int) -> WithdrawDemand:
        said = self.cleaned_data
        return WithdrawDemand(demand_id, said["ground"], said["seen"], said["once"])

    def closing(self, demand_id: int) -> CloseDemand:
        said = self.cleaned_data
        return CloseDemand(demand_id, said["ground"], said["seen"], said["once"])
