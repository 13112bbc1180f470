"""The figures of a result as tables: the same rows for the page, the picture's table and the files."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.core.rules.yearly import QUANTILES
from khue.features.policylab.domain import amount_words, count_words, figure_words, percent_words
from khue.features.policylab.queries import value_words
from khue.kernel import exports
from khue.kernel.ui import Column, ColumnKind, Link, Row, TableView

Result = Mapping[str, Any]
FILES: dict[str, Callable[..., HttpResponseBase]] = {
    "csv": exports.csv_response,
    "xlsx": exports.xlsx_response,
    "json": exports.json_response,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """``columns``: key, heading, kind. ``rows`` hold plain values, Text and whole đồng."""

    key: str
    title: str
    columns: tuple[tuple[str, str, ColumnKind], ...]
    rows: tuple[Mapping[str, Any], ...]

    def table(self, base: str = "", *, show_caption: bool = False) -> TableView:
        """``base`` is the address before ``<key>.csv``; empty: nothing to take away."""
        return TableView(
            tuple(Column(label, kind) for _key, label, kind in self.columns),
            tuple(
                Row(tuple(_shown(key, row.get(key), kind) for key, _label, kind in self.columns)) for row in self.rows
            ),
            exports=tuple(Link(kind.upper(), f"{base}{self.key}.{kind}") for kind in FILES) if base else (),
            caption=self.title,
            show_caption=show_caption,
        )

    def file(self, file_kind: str, name: str) -> HttpResponseBase:
        columns = [(key, f"{label} (đồng)" if kind == "money" else label) for key, label, kind in self.columns]
        return FILES[file_kind](f"{name}-{self.key}", columns, self.rows)


def _shown(key: str, value: Any, kind: ColumnKind) -> Any:
    """As a page shows it: sums in billions, which people can compare; files have every đồng."""
    if kind == "money" and isinstance(value, int):
        return amount_words(value)
    return Link(_("the source"), value) if key == "url" and value else value


def certainty_label(certainty: str, *, sample: bool = False) -> str:
    if sample:
        return _("confirmed for the sample city")
    return {
        "confirmed": _("confirmed from the signed text"),
        "reported": _("reported, not confirmed"),
        "digest": _("from a digest of the text"),
        "draft": _("from a draft, not binding"),
        "comparator": _("as another city does, not binding"),
        "unset": _("not known yet"),
        "assumption": _("assumption of ours"),
    }.get(certainty, certainty)


def text(told: Mapping[str, str]) -> Text:
    return Text.from_json(told).capitalised()


# ---- one function per table ------------------------------------------------------------------------------------------


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


def all_sheets(result: Result, told: Sequence[Mapping[str, Any]]) -> dict[str, Sheet]:
    found = [
        make(result)
        for make in (
            years, groups, distribution, quantiles, values, figures, chance, law, population, weights, spreads
        )
    ]  # fmt: skip
    return {sheet.key: sheet for sheet in (*found, past(told, result))}


def file_of(result: Result, told: Sequence[Mapping[str, Any]], key: str, kind: str, name: str) -> HttpResponseBase:
    """A table of a result as CSV, XLSX or JSON. Raises Missing for a table that there is not."""
    sheet = all_sheets(result, told).get(key)
    if sheet is None:
        raise Missing(
            Text("Kết quả không có bảng này.", "The result has no such table."),
            Text("Mời ông/bà tải các bảng từ trang kết quả.", "Download the tables from the page of the result."),
        )
    return sheet.file(kind, name)


# ---- parts -----------------------------------------------------------------------------------------------------------


def _size(amount: int, *, money: bool) -> Text:
    return amount_words(amount) if money else count_words(amount)


def _times(spread: float) -> Text:
    """The spread of a log-normal draw as a factor: people read "3 times" more easily than a standard deviation."""
    return figure_words(Fraction(str(round(math.exp(spread), 1))), share=False)


def _cost_columns() -> tuple[tuple[str, str, ColumnKind], ...]:
    return (
        ("before", _("Cost now"), "money"),
        ("after", _("Cost under the change"), "money"),
        ("change", _("Difference"), "money"),
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
