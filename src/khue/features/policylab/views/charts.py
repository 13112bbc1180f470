"""The pictures of a result, each over its table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from khue.features.policylab.views.sheets import Result, text
from khue.kernel import charts
from khue.kernel.ui import ChartView, TableView
from khue.kernel.web import language

MOST_BARS = 12
BILLION, MILLION = 10**9, 10**6


def billions(amount: int) -> float:
    return round(amount / BILLION, 3)


def _millions(amount: int) -> float:
    return round(amount / MILLION, 3)


def _plain(told: Mapping[str, str]) -> str:
    return text(told).into(language())


def bars(names: Sequence[str], series: Sequence[dict[str, Any]], unit: str) -> dict[str, Any]:
    made = charts.standing(names, series, unit, charts.grid(60, 24, 8, 8), legend={"top": 0, "type": "scroll"})
    made["yAxis"]["nameTextStyle"] = {"align": "left"}
    return made


def _lying(names: Sequence[str], series: Sequence[dict[str, Any]], unit: str) -> dict[str, Any]:
    legend = {"top": 0, "type": "scroll"}
    return charts.lying(names, series, unit, charts.grid(40, 24, 32, 8), charts.long_names(150), legend=legend)


series_of = charts.bars


def cost(result: Result, table: TableView) -> ChartView:
    years = list(result["total"])
    options = bars(
        years,
        (
            series_of(_("Now"), "indigo", [billions(each["cost_before"]) for each in result["total"].values()]),
            series_of(
                _("Under the change"), "vermilion", [billions(each["cost_after"]) for each in result["total"].values()]
            ),
        ),
        _("billion đồng"),
    )
    return ChartView(_("Cost by year"), options, table, _("All programmes of the study together, in billion đồng."))


def programmes(result: Result, table: TableView) -> ChartView:
    changes = [
        sum(each["cost_after"] - each["cost_before"] for each in found["years"].values())
        for found in result["programmes"]
    ]
    names = [_plain(each["title"]) for each in result["programmes"]]
    options = _lying(
        names, (series_of(_("Change in cost"), "vermilion", [billions(each) for each in changes]),), _("billion đồng")
    )
    return ChartView(_("Difference by programme, over all years"), options, table)


def gains(found: Mapping[str, Any], table: TableView) -> ChartView:
    """Who gains and who loses in one programme: gained to the right, lost to the left."""
    moved = [each for each in found["groups"] if each["gained"] or each["lost"]]
    names = [text(each["title"]).into(language()) for each in moved]
    gained = [billions(each["gained"]) for each in moved]
    lost = [-billions(each["lost"]) for each in moved]
    series = [series_of(_("Gained"), "jade", gained, stack="one")]
    if any(lost):
        series.append(series_of(_("Lost"), "vermilion", lost, stack="one"))
    options = _lying(names, series, _("billion đồng"))
    return ChartView(_plain(found["title"]), options, table, _("What each group gains or loses, over all years."))


def spread(found: Mapping[str, Any], table: TableView) -> ChartView:
    edges = found["histogram"].get("edges", [])
    names = [_short(each) for each in edges[:-1]]
    series = (
        series_of(_("Now"), "indigo", found["histogram"].get("before", []), barGap="0%"),
        series_of(_("Under the change"), "vermilion", found["histogram"].get("after", [])),
    )
    options = bars(names, series, _("cases"))
    options["xAxis"]["name"] = _("million đồng and more")
    options["xAxis"]["nameLocation"] = "middle"
    options["xAxis"]["nameGap"] = 28
    options["grid"]["bottom"] = 32
    return ChartView(_plain(found["title"]), options, table, _("How many cases receive how much, in the last year."))


def _short(amount: int) -> str:
    millions = amount / MILLION
    written = f"{millions:,.0f}" if millions >= 10 else f"{millions:,.1f}"
    return written if language() == "en" else written.translate(str.maketrans(",.", ".,"))


def tornado(lines: Sequence[Mapping[str, Any]], title: str, summary: str, table: TableView) -> ChartView:
    """How far the cost moves to both sides; what moves it most lies on top."""
    moving = [each for each in lines if each["lower"]["cost"] != each["higher"]["cost"]][:MOST_BARS]
    names = [_plain(each["title"]) for each in moving]
    series = (
        series_of(
            _("A tenth lower"), "indigo", [_millions(e["lower"]["cost"] - e["cost"]) for e in moving], stack="one"
        ),
        series_of(
            _("A tenth higher"), "gold", [_millions(e["higher"]["cost"] - e["cost"]) for e in moving], stack="one"
        ),
    )
    return ChartView(title, _lying(names, series, _("million đồng")), table, summary)


def chance(result: Result, table: TableView) -> ChartView:
    years = result["draws"]["years"]

    def line(name: Any, colour: str, place: int, **also: Any) -> dict[str, Any]:
        data = [billions(each["change"][place]) for each in years.values()]
        return {"type": "line", "name": str(name), "itemStyle": {"color": colour}, "data": data, **also}

    options = bars(
        list(years),
        (
            line(_("5 in 100 below"), "indigo", 0),
            line(_("Middle"), "vermilion", 1),
            line(_("5 in 100 above"), "gold", 2),
        ),
        _("billion đồng"),
    )
    return ChartView(
        _("The difference when the people are drawn anew"),
        options,
        table,
        _("%(count)s drawings with other seeds: between the outer lines lie nine in ten of them.")
        % {"count": result["draws"]["count"]},
    )


def past(told: Sequence[Mapping[str, Any]], table: TableView) -> ChartView | None:
    shown = [group for each in told for group in each["groups"]]
    if not shown:
        return None
    names = [text(each["title"]).into(language()) for each in shown]
    series = (
        series_of(_("Now"), "indigo", [billions(each["cost_before"]) for each in shown]),
        series_of(_("Under the change"), "vermilion", [billions(each["cost_after"]) for each in shown]),
    )
    return ChartView(
        _("What the rules would have allowed at most"),
        _lying(names, series, _("billion đồng")),
        table,
        _("The same cost lines under the law of their day, and as if the change had held then."),
    )
