"""Two studies side by side: what they change, and what each costs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.policylab import queries
from khue.features.policylab.domain import amount_words, percent_words, summary
from khue.features.policylab.queries import Version
from khue.features.policylab.views.charts import bars, billions, series_of
from khue.features.policylab.views.frame import crumbs, lab_tabs, user
from khue.features.policylab.views.studies import changes_table, setting
from khue.kernel import web
from khue.kernel.ui import Answer, ChartView, Column, Link, Row, TableView


@dataclass(frozen=True, slots=True)
class Side:
    version: Version
    title: Text
    href: str
    changes: TableView
    setting: tuple[Answer, ...]
    summary: Text | None


@dataclass(frozen=True, slots=True)
class ComparePage:
    sides: tuple[Side, ...]
    choices: tuple[tuple[str, str], ...]
    chosen: tuple[str, str]
    chart: ChartView | None
    tabs: tuple[Link, ...]
    crumbs: tuple[Link, ...]


@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    """``a`` and ``b`` name versions as ``study.number``."""
    actor = user(request)
    chosen = (request.GET.get("a", ""), request.GET.get("b", ""))
    sides = tuple(side for each in chosen if (side := _side(each, actor)) is not None)
    lines = queries.studies(actor, size=100).rows
    words = web.language()
    choices = tuple(
        (f"{line.study_id}.{line.number}", f"{line.title.into(words)} ({line.study_id}.{line.number})")
        for line in lines
    )
    for each, side in zip(chosen, sides, strict=False):
        if each and each not in dict(choices):
            choices = ((each, f"{side.title.into(words)} ({each})"), *choices)
    page = ComparePage(
        sides=sides,
        choices=choices,
        chosen=chosen,
        chart=_chart(sides) if len(sides) == 2 and all(side.version.result for side in sides) else None,
        tabs=lab_tabs("compare", actor),
        crumbs=crumbs(),
    )
    return web.render(request, "policylab/compare.html", page)


def _side(named: str, actor: Actor) -> Side | None:
    if not re.fullmatch(r"[0-9]{1,9}\.[0-9]{1,6}", named):
        return None
    study, number = map(int, named.split("."))
    try:
        found = queries.version(study, number, actor)
    except Missing:
        return None
    return Side(
        found,
        found.content.title,
        reverse("policylab:version", args=[study, number]),
        changes_table(found),
        setting(found),
        summary(found.result, found.content.years) if found.result else None,
    )


def _chart(sides: tuple[Side, ...]) -> ChartView:
    totals = [(side.version.result or {})["total"] for side in sides]
    years = sorted(set(totals[0]) | set(totals[1]))
    words = web.language()

    def change(total: Any, year: str) -> int | None:
        return total[year]["cost_after"] - total[year]["cost_before"] if year in total else None

    series = [
        series_of(
            f"{letter}: {side.title.into(words)}",
            colour,
            [billions(change(total, year) or 0) for year in years],
        )
        for letter, colour, side, total in zip("AB", ("indigo", "vermilion"), sides, totals, strict=True)
    ]
    rows = []
    for year in years:
        cells: list[Any] = [year]
        for total in totals:
            found = change(total, year)
            cells += [
                amount_words(found) if found is not None else None,
                percent_words(found or 0, total[year]["cost_before"]) if found is not None else None,
            ]
        rows.append(Row(tuple(cells)))
    columns = (
        Column(_("Year")), Column(_("Difference, A"), "money"), Column(_("In per cent"), "number"),
        Column(_("Difference, B"), "money"), Column(_("In per cent"), "number"),
    )  # fmt: skip
    title = _("Difference to the present law, by year")
    return ChartView(title, bars(years, series, _("billion đồng")), TableView(columns, tuple(rows), caption=title))
