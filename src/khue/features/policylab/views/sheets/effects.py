"""What a change brings about, as tables: costs by year and group, sensitivity, the changed law, past decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.core.rules.yearly import QUANTILES
from khue.features.policylab.domain import figure_words, percent_words
from khue.features.policylab.queries import value_words
from khue.features.policylab.views.sheets.sheet import Result, Sheet, certainty_label, text
from khue.kernel.ui import ColumnKind


def years(result: Result) -> Sheet:
    rows = [
        {"year": year, "programme": text(each["title"]), **_costs(effect)}
        for each in result["programmes"]
        for year, effect in each["years"].items()
    ]
    if len(result["programmes"]) > 1:
        rows += [
            {"year": year, "programme": Text("Tất cả chương trình", "All programmes"), **_costs(effect)}
            for year, effect in result["total"].items()
        ]
    return Sheet(
        "years",
        _("Cost by year and programme"),
        (("year", _("Year"), "text"), ("programme", _("Programme"), "text"), *_cost_columns()),
        tuple(rows),
    )


def groups(result: Result) -> Sheet:
    rows = [
        {
            "programme": text(each["title"]),
            "dimension": text(each["dimensions"][group["dimension"]]),
            "group": text(group["title"]),
            **_costs(group),
        }
        for each in result["programmes"]
        for group in each["groups"]
    ]
    return Sheet(
        "groups",
        _("Who gains and who loses, over all years"),
        (
            ("programme", _("Programme"), "text"),
            ("dimension", _("By"), "text"),
            ("group", _("Group"), "text"),
            *_cost_columns(),
        ),
        tuple(rows),
    )


def distribution(result: Result) -> Sheet:
    rows = []
    for each in result["programmes"]:
        edges = each["histogram"].get("edges", [])
        for place in range(len(edges) - 1):
            before, after = (each["histogram"].get(name, []) for name in ("before", "after"))
            rows.append(
                {
                    "programme": text(each["title"]),
                    "least": edges[place],
                    "most": edges[place + 1] - 1,
                    "before": before[place] if before else 0,
                    "after": after[place] if after else 0,
                }
            )
    return Sheet(
        "distribution",
        _("How amounts are spread in the last year"),
        (
            ("programme", _("Programme"), "text"),
            ("least", _("From"), "money"),
            ("most", _("To"), "money"),
            ("before", _("Cases now"), "number"),
            ("after", _("Cases under the change"), "number"),
        ),
        tuple(rows),
    )


def quantiles(result: Result) -> Sheet:
    rows = []
    for each in result["programmes"]:
        before, after = (each["quantiles"].get(name, []) for name in ("before", "after"))
        for place, part in enumerate(QUANTILES):
            rows.append(
                {
                    "programme": text(each["title"]),
                    "part": f"{part} %",
                    "before": before[place] if before else None,
                    "after": after[place] if after else None,
                }
            )
    return Sheet(
        "quantiles",
        _("So many of the cases receive at most this amount (last year)"),
        (
            ("programme", _("Programme"), "text"),
            ("part", _("Share of the cases"), "text"),
            ("before", _("Now"), "money"),
            ("after", _("Under the change"), "money"),
        ),
        tuple(rows),
    )


def values(result: Result) -> Sheet:
    rows = [
        {
            "value": text(line["title"]),
            **_moved(line, lambda raw, line=line: value_words(line["unit"], raw)),  # type: ignore[misc]  # bound now, not later
        }
        for line in result["sensitivity"]
    ]
    return Sheet(
        "values",
        _("What the cost of the last year hangs on: each legal value a tenth lower and higher"),
        _moved_columns(_("Legal value")),
        tuple(rows),
    )


def figures(result: Result) -> Sheet:
    shares = {each["id"]: Fraction(each["value"]) < 1 for each in result.get("assumptions", ())}

    def words(line: Mapping[str, Any]) -> Callable[[Any], Text]:
        return lambda raw: figure_words(Fraction(raw), share=shares.get(line["figure"], False))

    rows = [
        {
            "value": text(line["title"]),
            "certainty": certainty_label(line["certainty"]),
            **_moved(line, words(line)),
        }
        for line in result["figures"]
    ]
    columns = _moved_columns(_("Figure of the population"))
    return Sheet(
        "figures",
        _("Which assumptions matter most for the difference in the last year"),
        (columns[0], ("certainty", _("How sure"), "text"), *columns[1:]),
        tuple(rows),
    )


def chance(result: Result) -> Sheet:
    rows = [
        {"year": year, "low": bands["change"][0], "middle": bands["change"][1], "high": bands["change"][2]}
        for year, bands in result["draws"]["years"].items()
    ]
    return Sheet(
        "chance",
        _("How much is chance: the difference when the people are drawn anew"),
        (
            ("year", _("Year"), "text"),
            ("low", _("5 in 100 below"), "money"),
            ("middle", _("Middle"), "money"),
            ("high", _("5 in 100 above"), "money"),
        ),
        tuple(rows),
    )


def law(result: Result) -> Sheet:
    rows = [
        {
            "value": text(line["title"]),
            "before": value_words(line["unit"], line["before"]),
            "after": value_words(line["unit"], line["after"]),
            "changed": _("changed") if line["after"] != line["before"] else "",
            "certainty": certainty_label(line["certainty"], sample=line["sample"]),
            "cited": Text.from_json(line["cited"]),
        }
        for line in result.get("law", ())
    ]
    return Sheet(
        "law",
        _("Legal values behind the result, in the last year"),
        (
            ("value", _("Legal value"), "text"),
            ("before", _("Now"), "text"),
            ("after", _("Under the change"), "text"),
            ("changed", _("Changed"), "text"),
            ("certainty", _("How sure"), "text"),
            ("cited", _("Provision"), "text"),
        ),
        tuple(rows),
    )


def past(told: Sequence[Mapping[str, Any]], result: Result) -> Sheet:
    titles = {each["rule"]: text(each["title"]) for each in result["programmes"]}
    rows: list[dict[str, Any]] = []
    for each in told:
        whole = {"programme": titles.get(each["rule"]), "decisions": each["decisions"], "lines": each["lines"]}
        if each["effect"] is not None:
            every = {"dimension": Text("Tất cả", "All"), "group": Text("Tất cả", "All")}
            rows.append({**whole, **every, **_costs(each["effect"])})
        rows += [
            {
                "programme": titles.get(each["rule"]),
                "dimension": text(group["dimension_title"]),
                "group": text(group["title"]),
                "decisions": group["decisions"],
                "lines": group["lines"],
                **_costs(group),
            }
            for group in each["groups"]
        ]
    return Sheet(
        "past",
        _("Decisions that were made, as if the change had held on their day"),
        (
            ("programme", _("Programme"), "text"),
            ("dimension", _("By"), "text"),
            ("group", _("Group"), "text"),
            ("decisions", _("Decisions"), "number"),
            *_cost_columns(),
        ),
        tuple(rows),
    )


def _cost_columns() -> tuple[tuple[str, str, ColumnKind], ...]:
    return (
        ("before", _("Cost now"), "money"),
        ("after", _("Cost under the change"), "money"),
        ("change", _("Change in cost"), "money"),
        ("percent", _("In per cent"), "number"),
        ("gain", _("Receive more"), "number"),
        ("lose", _("Receive less"), "number"),
    )


def _costs(effect: Mapping[str, int]) -> dict[str, Any]:
    change = effect["cost_after"] - effect["cost_before"]
    return {
        "before": effect["cost_before"],
        "after": effect["cost_after"],
        "change": change,
        "percent": percent_words(change, effect["cost_before"]),
        "gain": effect["gain"],
        "lose": effect["lose"],
    }


def _moved_columns(first: str) -> tuple[tuple[str, str, ColumnKind], ...]:
    return (
        ("value", first, "text"),
        ("lower_value", _("Lower"), "text"),
        ("lower", _("Cost then"), "money"),
        ("higher_value", _("Higher"), "text"),
        ("higher", _("Cost then"), "money"),
        ("range", _("Moves the cost by"), "money"),
    )


def _moved(line: Mapping[str, Any], words: Callable[[Any], Text]) -> dict[str, Any]:
    return {
        "lower_value": words(line["lower"]["value"]),
        "lower": line["lower"]["cost"],
        "higher_value": words(line["higher"]["value"]),
        "higher": line["higher"]["cost"],
        "range": abs(line["higher"]["cost"] - line["lower"]["cost"]),
    }
