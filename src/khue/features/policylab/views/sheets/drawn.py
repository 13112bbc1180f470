"""The people drawn, as tables: figures of the population, its groups, and how amounts vary."""

from __future__ import annotations

import math
from fractions import Fraction

from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.features.policylab.domain import amount_words, count_words, figure_words
from khue.features.policylab.views.sheets.sheet import Result, Sheet, certainty_label, text


def population(result: Result) -> Sheet:
    rows = [
        {
            "figure": text(each["title"]),
            "value": figure_words(Fraction(each["value"]), share=Fraction(each["value"]) < 1),
            "certainty": certainty_label(each["certainty"]),
            "url": each["url"] if each["certainty"] != "assumption" else "",
        }
        for each in result.get("assumptions", ())
    ]
    return Sheet(
        "population",
        _("Figures of the drawn population"),
        (
            ("figure", _("Figure of the population"), "text"),
            ("value", _("Value"), "text"),
            ("certainty", _("How sure"), "text"),
            ("url", _("Source"), "text"),
        ),
        tuple(rows),
    )


def weights(result: Result) -> Sheet:
    rows = [
        {
            "programme": text(each["programme"]),
            "way": text(each["way"]),
            "part": text(each["title"]),
            "weight": figure_words(Fraction(each["weight"]), share=True),
            "scale": figure_words(Fraction(each["scale"]), share=False),
            "certainty": _("changed by the study") if each["changed"] else certainty_label("assumption"),
        }
        for each in result.get("weights", ())
    ]
    return Sheet(
        "weights",
        _("How applicants part into groups and options"),
        (
            ("programme", _("Programme"), "text"),
            ("way", _("By"), "text"),
            ("part", _("Group"), "text"),
            ("weight", _("Part of the cases"), "number"),
            ("scale", _("Amounts, times the median"), "number"),
            ("certainty", _("How sure"), "text"),
        ),
        tuple(rows),
    )


def spreads(result: Result) -> Sheet:
    rows = [
        {
            "programme": text(each["programme"]),
            "fact": text(each["title"]),
            **{name: _size(int(Fraction(each[name])), money=each["money"]) for name in ("median", "most")},
            "spread": _times(each["spread"]),
        }
        for each in result.get("spreads", ())
    ]
    return Sheet(
        "spreads",
        _("How drawn amounts vary: two in three lie within so many times of the median"),
        (
            ("programme", _("Programme"), "text"),
            ("fact", _("What is drawn"), "text"),
            ("median", _("Median"), "number"),
            ("spread", _("Times"), "number"),
            ("most", _("At most"), "number"),
        ),
        tuple(rows),
    )


def _size(amount: int, *, money: bool) -> Text:
    return amount_words(amount) if money else count_words(amount)


def _times(spread: float) -> Text:
    """The spread of a log-normal draw as a factor: people read "3 times" more easily than a standard deviation."""
    return figure_words(Fraction(str(round(math.exp(spread), 1))), share=False)
