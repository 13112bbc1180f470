"""Forms of rounds: calls, the declared way of choosing, a study, the decision."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from khue.core.bilingual import Text
from khue.core.money import format_dong
from khue.features.calls.domain.portfolio import DecidePortfolio, OrderStudy, StudyInputs
from khue.features.calls.domain.rounds import (
    MOST_WEIGHT,
    CancelRound,
    ChangeRules,
    FieldRule,
    PrepareRound,
    PublishRound,
    Rules,
)
from khue.features.calls.forms.needs import LONGEST, Choices, choose, lines
from khue.kernel.forms import MoneyField, OnceForm, SeenForm, TicksField
from khue.kernel.web import language

MOST_COUNT = 1000


def _points(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=0, max_value=100, decimal_places=2, required=False, localize=True
    )


def _hundredths(value: Decimal | None) -> int:
    return int(value * 100) if value is not None else 0


def _decimal(hundredths: int) -> Decimal | None:
    return Decimal(hundredths) / 100 if hundredths else None


class RoundForm(OnceForm):
    title = forms.CharField(label=_("Title of the round"), max_length=300)
    calls = TicksField(
        label=_("Calls that are chosen from together"), coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Only calls for selection whose proposals are not opened yet."),
    )  # fmt: skip

    def __init__(self, *args: Any, calls: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calls"].choices = list(calls)  # type: ignore[attr-defined]  # a choice field

    def command(self) -> PrepareRound:
        given = self.cleaned_data
        return PrepareRound(given["title"], tuple(given["calls"]), given["once"])


class RulesForm(OnceForm, SeenForm):
    """The way of choosing: some questions for each key field of the round, then those for all."""

    def __init__(self, *args: Any, fields: Sequence[tuple[str, Text]], amends: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = tuple(code for code, _label in fields)
        for code, label in fields:
            self._ask_field(code, label.into(language()))
        self._ask_all()
        if amends:
            self.fields["why"] = forms.CharField(
                label=_("Why it is changed"), widget=lines(2), max_length=2000, required=False,
                help_text=_("Published beside the new edition."),
            )  # fmt: skip

    def _ask_field(self, code: str, name: str) -> None:
        words = {"field": name}

        def number(label: Any, most: int, least: int = 0) -> forms.IntegerField:
            return forms.IntegerField(label=label % words, min_value=least, max_value=most, required=False)

        self.fields[f"{code}-weight"] = number(_("Weight of %(field)s, in percent"), MOST_WEIGHT, 1)
        self.fields[f"{code}-least_count"] = number(_("Least number of proposals of %(field)s"), MOST_COUNT)
        self.fields[f"{code}-most_count"] = number(_("Most proposals of %(field)s"), MOST_COUNT)
        self.fields[f"{code}-least_money"] = MoneyField(label=_("Least money for %(field)s") % words, required=False)
        self.fields[f"{code}-most_money"] = MoneyField(label=_("Most money for %(field)s") % words, required=False)

    def _ask_all(self) -> None:
        self.fields["per_call"] = forms.IntegerField(
            label=_("At most so many proposals of one call"), help_text=_("Empty: no limit."), min_value=1,
            max_value=MOST_COUNT, required=False,
        )  # fmt: skip
        self.fields["least_points"] = _points(
            _("Least points"), _("Whoever has fewer is not chosen. 0 to 100; empty: no limit.")
        )
        self.fields["outstanding_from"] = _points(
            _("A team is outstanding from these points on"), _("Its value grows by the percentage below.")
        )
        self.fields["outstanding_percent"] = forms.IntegerField(
            label=_("What an outstanding team counts for more, in percent"), min_value=0, max_value=100, required=False
        )
        self.fields["team_count"] = forms.IntegerField(
            label=_("Concentration: from so many proposals of one lead on"), min_value=0, max_value=20, required=False
        )
        self.fields["team_points"] = _points(_("the portfolio counts for so many points more"))
        self.fields["ground"] = forms.CharField(
            label=_("Ground of this way of choosing"), help_text=_("Everybody reads it."), widget=lines(3),
            max_length=LONGEST, required=False,
        )  # fmt: skip

    @staticmethod
    def initial_of(rules: Rules, codes: Sequence[str], version: int) -> dict[str, Any]:
        given: dict[str, Any] = {
            "seen": version,
            "per_call": rules.per_call,
            "least_points": _decimal(rules.least_points),
            "outstanding_from": _decimal(rules.outstanding_from),
            "outstanding_percent": rules.outstanding_percent or None,
            "team_count": rules.team_count or None,
            "team_points": _decimal(rules.team_points),
            "ground": rules.ground,
        }
        for code in codes:
            rule = rules.of(code)
            given |= {
                f"{code}-weight": rule.weight,
                f"{code}-least_count": rule.least_count or None,
                f"{code}-most_count": rule.most_count,
                f"{code}-least_money": rule.least_money or None,
                f"{code}-most_money": rule.most_money,
            }
        return given

    def command(self, round_id: int) -> ChangeRules:
        given = self.cleaned_data
        rules = Rules(
            fields={code: self._rule(code) for code in self.codes},
            per_call=given["per_call"],
            least_points=_hundredths(given["least_points"]),
            outstanding_from=_hundredths(given["outstanding_from"]),
            outstanding_percent=given["outstanding_percent"] or 0,
            team_count=given["team_count"] or 0,
            team_points=_hundredths(given["team_points"]),
            ground=given["ground"].strip(),
        )
        return ChangeRules(round_id, rules, given.get("why", ""), given["seen"], given["once"])

    def _rule(self, code: str) -> FieldRule:
        given = self.cleaned_data
        return FieldRule(
            100 if given[f"{code}-weight"] is None else given[f"{code}-weight"],
            given[f"{code}-least_count"] or 0,
            given[f"{code}-most_count"],
            given[f"{code}-least_money"] or 0,
            given[f"{code}-most_money"],
        )


class PublishRoundForm(OnceForm, SeenForm):
    def command(self, round_id: int) -> PublishRound:
        return PublishRound(round_id, self.cleaned_data["seen"], self.cleaned_data["once"])


class CancelRoundForm(OnceForm, SeenForm):
    ground = forms.CharField(
        label=_("Ground"), help_text=_("Everybody reads it."), widget=lines(3), max_length=2000, required=False
    )

    def command(self, round_id: int) -> CancelRound:
        given = self.cleaned_data
        return CancelRound(round_id, given["ground"], given["seen"], given["once"])


def _numbers(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())


class StudyForm(OnceForm):
    """Budget and ties. ``offers`` are (number, words) of the proposals to choose from."""

    title = forms.CharField(label=_("Name of the study"), max_length=200)
    source = forms.ChoiceField(label=_("Where the money comes from"), required=False)
    budget = MoneyField(
        label=_("Budget of the portfolio"), required=False,
        help_text=_("In đồng. Left empty with a budget line: all that the line holds."),
    )  # fmt: skip
    must = TicksField(label=_("Compulsory"), required=False, widget=forms.CheckboxSelectMultiple)
    must_not = TicksField(label=_("Not to be chosen"), required=False, widget=forms.CheckboxSelectMultiple)
    needs = forms.CharField(
        label=_("Only together with another"), required=False, widget=lines(2), max_length=LONGEST,
        help_text=_("One pair in each line, the dependent one first: number > number."),
    )  # fmt: skip
    exclusions = forms.CharField(
        label=_("Not together"), required=False, widget=lines(2), max_length=LONGEST,
        help_text=_("One group in each line, numbers parted by commas: at most one of them is chosen."),
    )  # fmt: skip
    ground = forms.CharField(
        label=_("Ground of these ties"), required=False, widget=lines(2), max_length=2000,
        help_text=_("Needed as soon as anything is compulsory, excluded or tied."),
    )  # fmt: skip

    def __init__(self, *args: Any, offers: Choices, budgets: Sequence[tuple[str, Text, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = language()
        self.available = {subject: available for subject, _name, available in budgets}
        told = [
            (subject, f"{name.into(words)} · {format_dong(available, words)}") for subject, name, available in budgets
        ]
        choose(self, "source", told, _("The amount below"))
        for name in ("must", "must_not"):
            self.fields[name].choices = list(offers)  # type: ignore[attr-defined]  # a choice field
        # The form of ticks takes numbers of the database or names; here they are numbers of dossiers.
        if not offers:
            del self.fields["must"], self.fields["must_not"]

    def clean_needs(self) -> tuple[tuple[str, str], ...]:
        pairs = []
        for line in filter(str.strip, self.cleaned_data["needs"].splitlines()):
            one, arrow, other = line.partition(">")
            if not arrow or not one.strip() or not other.strip():
                raise ValidationError(_("Write each line as: number > number."))
            pairs.append((one.strip(), other.strip()))
        return tuple(pairs)

    def clean_exclusions(self) -> tuple[tuple[str, ...], ...]:
        groups = [_numbers(line) for line in self.cleaned_data["exclusions"].splitlines() if line.strip()]
        if any(len(group) < 2 for group in groups):
            raise ValidationError(_("Name at least two numbers in each line."))
        return tuple(groups)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        source = given.get("source", "")
        if given.get("budget") is None and "budget" not in self.errors:
            if source:
                given["budget"] = self.available.get(source, 0)
            else:
                self.add_error("budget", ValidationError(_("Enter an amount, or choose a budget line.")))
        return given

    def command(self, round_id: int) -> OrderStudy:
        given = self.cleaned_data
        inputs = StudyInputs(
            given["budget"],
            given["source"],
            given["needs"],
            given["exclusions"],
            tuple(given.get("must") or ()),
            tuple(given.get("must_not") or ()),
            given["ground"].strip(),
        )
        return OrderStudy(round_id, given["title"], inputs, given["once"])


class PortfolioForm(OnceForm, SeenForm):
    """The decision: what is carried out is ticked as the study proposed; a ground where people depart."""

    funded = TicksField(label=_("Carried out"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple)
    ground = forms.CharField(
        label=_("Ground of the decision"), help_text=_("Published with the list."), widget=lines(3), max_length=2000,
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, proposals: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids = tuple(number for number, _words in proposals)
        self.fields["funded"].choices = list(proposals)  # type: ignore[attr-defined]  # a choice field
        for number, words in proposals:
            self.fields[f"ground-{number}"] = forms.CharField(
                label=_("Why it departs from the study: %(proposal)s") % {"proposal": words}, widget=lines(1),
                max_length=2000, required=False,
            )  # fmt: skip

    def command(self, study_id: int) -> DecidePortfolio:
        given = self.cleaned_data
        grounds = {number: given[f"ground-{number}"].strip() for number in self.ids}
        return DecidePortfolio(
            study_id,
            tuple(given["funded"]),
            given["ground"],
            {number: ground for number, ground in grounds.items() if ground},
            given["seen"],
            given["once"],
        )
