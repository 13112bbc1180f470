"""The figures of a provision over time, as bars on one line of years: what held from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khue.core.rules.lawbook import Dated, Entry, as_parameter
from khue.features.rulebook import queries
from khue.features.rulebook.views.frame import TONES, value_words
from khue.kernel.ui import ChartView, TableView

MOST = 24
"""So many lines a reader still takes in; of a provision with more, the first ones are drawn, and the chart says so."""
AHEAD = 2
"""Years beyond the day shown that a bar without an end is drawn to."""
COLOURS = {"good": "jade", "wait": "gold", "plain": "ink-2"}


def lives(entries: Sequence[Entry], on: date, known: date | None, table: TableView) -> ChartView | None:
    """None where there is nothing to draw."""
    found = [(entry, queries.life(entry.id, known)) for entry in entries]
    every = [(entry, life) for entry, life in found if life]
    found = every[:MOST][::-1]
    if not found:
        return None
    first = min(life[0].valid_from.year for _entry, life in found)
    last = max([on.year + AHEAD, *(life[-1].valid_from.year + AHEAD for _entry, life in found)])
    parts = max(len(life) for _entry, life in found)
    series: list[dict[str, Any]] = []
    for place in range(parts):
        series += _bars([(entry, life, place) for entry, life in found], last)
    series[0]["markLine"] = {
        "silent": True, "symbol": "none", "data": [{"xAxis": round(_year(on), 3)}], "label": {"show": False},
        "lineStyle": {"color": "vermilion", "type": "solid", "width": 2},
    }  # fmt: skip
    options = {
        "grid": {"top": 8, "right": 16, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", "min": first, "max": last, "minInterval": 1, "years": True},
        "yAxis": {"type": "category", "data": [entry.text for entry, _life in found],
                  "axisLabel": {"width": 150, "overflow": "break", "interval": 0,
                                "lineHeight": 16, "color": "ink"}},
        "tooltip": {"show": False},
        "series": series,
    }  # fmt: skip
    told = _("The red line is the day shown.")
    if len(every) > MOST:
        told += " " + _("%(drawn)s of %(all)s figures are drawn; the table has every one.") % {
            "drawn": MOST,
            "all": len(every),
        }
    return ChartView(_("The figures over time"), options, table, told)


def _bars(parts: list[tuple[Entry, tuple[Dated, ...], int]], last: int) -> list[dict[str, Any]]:
    """The space before a period, unseen, and the period itself; figures with fewer periods have none of either."""
    gaps: list[Any] = []
    bars: list[Any] = []
    for entry, life, place in parts:
        if place >= len(life):
            gaps.append(0)
            bars.append({"value": 0, "label": {"show": False}})
            continue
        dated = life[place]
        # The axis begins at the year 0: the first gap leads there, each later one to where the period before it ended.
        before = _year(life[place - 1].valid_until or dated.valid_from) if place else 0.0
        until = _year(dated.valid_until) if dated.valid_until else last
        tone = TONES.get(as_parameter(entry, dated).certainty, "plain")
        gaps.append(round(max(0.0, _year(dated.valid_from) - before), 3))
        bars.append(
            {
                "value": round(max(0.0, until - _year(dated.valid_from)), 3),
                "itemStyle": {"color": COLOURS.get(tone, "ink-2"), "borderColor": "paper", "borderWidth": 1},
                "label": {"formatter": value_words(entry.unit, dated.value, queries.code_words(entry.id))},
            }
        )
    plain = {"type": "bar", "stack": "life", "silent": True, "barMaxWidth": 26}
    label = {"show": True, "position": "insideLeft", "color": "paper", "overflow": "truncate", "width": 150}
    return [
        plain | {"data": gaps, "itemStyle": {"opacity": 0}},
        plain | {"data": bars, "label": label, "labelLayout": {"hideOverlap": True}},
    ]


def _year(day: date) -> float:
    """The day as a point on the line of years: 1 July 2026 is about 2026.5."""
    return day.year + (day.timetuple().tm_yday - 1) / 366
