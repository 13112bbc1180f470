"""The rehearsal drawn: days by step, now and under the draft, and how often in time."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from khue.features.procedures.domain.rehearsal import StepTimes
from khue.features.procedures.queries import Compared
from khue.kernel.ui import Cell, ChartView, Column, Row, TableView
from khue.kernel.web import language


def share(value: float | None) -> str | None:
    """A share from 0 to 1 as per cent."""
    return None if value is None else f"{round(value * 100)} %"


def rehearsal_charts(found: Compared) -> tuple[ChartView, ...]:
    """Nine of ten cases by step, beside the clock; and the share in time."""
    return _days(found), _in_time(found)


def _pairs(found: Compared) -> list[tuple[StepTimes | None, StepTimes | None]]:
    """(now, drafted) of every step, those of the draft in their order, dropped ones after them."""
    now = {step.key: step for step in found.present.steps}
    drafted = {step.key: step for step in found.drafted.steps}
    return [(now.get(key), drafted[key]) for key in drafted] + [(now[key], None) for key in now if key not in drafted]


def _name(now: StepTimes | None, drafted: StepTimes | None) -> str:
    step = drafted or now
    assert step is not None, "a pair has one of both"
    return step.name.into(language())


def _bars(
    pairs: list[tuple[StepTimes | None, StepTimes | None]], series: list[dict[str, Any]], **axis: Any
) -> dict[str, Any]:
    return {
        "legend": {"top": 0},
        "grid": {"top": 34, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", **axis},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [_name(*pair) for pair in pairs],
        },
        "series": series,
    }


def _series(name: str, colour: str, values: list[Any]) -> dict[str, Any]:
    return {"type": "bar", "barMaxWidth": 14, "name": name, "itemStyle": {"color": colour}, "data": values}


def _days(found: Compared) -> ChartView:
    pairs = _pairs(found)
    series = [
        _series(_("Version in force"), "indigo", [now.ninetieth if now else 0 for now, _d in pairs]),
        _series(_("Draft"), "jade", [drafted.ninetieth if drafted else 0 for _n, drafted in pairs]),
        _series(_("Clock of the draft"), "gold", [(drafted.clock or 0) if drafted else 0 for _n, drafted in pairs]),
    ]
    columns = (
        Column(_("Step")),
        Column(_("Half, now"), "number"),
        Column(_("Half, draft"), "number"),
        Column(_("Nine of ten, now"), "number"),
        Column(_("Nine of ten, draft"), "number"),
        Column(_("Clock, now"), "number"),
        Column(_("Clock, draft"), "number"),
    )
    rows = tuple(
        Row(
            (
                Cell(_name(now, drafted), note=_note(now, drafted)),
                now.median if now else None,
                drafted.median if drafted else None,
                now.ninetieth if now else None,
                drafted.ninetieth if drafted else None,
                now.clock if now else None,
                drafted.clock if drafted else None,
            )
        )
        for now, drafted in pairs
    )
    title = _("Working days that nine of ten cases need at most, by step")
    return ChartView(title, _bars(pairs, series), TableView(columns, rows, caption=title))


def _note(now: StepTimes | None, drafted: StepTimes | None) -> str:
    if drafted is None:
        return _("dropped by the draft")
    if drafted.taken_from is not None:
        return _("new: times of “%(step)s”") % {"step": drafted.taken_from.into(language())}
    return _("new: its whole clock is assumed") if drafted.source == "assumed" else ""


def _in_time(found: Compared) -> ChartView:
    pairs = _pairs(found)
    series = [
        _series(_("Version in force"), "indigo", [_per_cent(now) for now, _d in pairs]),
        _series(_("Draft"), "jade", [_per_cent(drafted) for _n, drafted in pairs]),
    ]
    columns = (Column(_("Step")), Column(_("In time, now"), "number"), Column(_("In time, draft"), "number"))
    rows = tuple(
        Row((_name(now, drafted), share(now.in_time) if now else None, share(drafted.in_time) if drafted else None))
        for now, drafted in pairs
    )
    title = _("Share of steps done within their clock, per cent")
    return ChartView(title, _bars(pairs, series, max=100), TableView(columns, rows, caption=title))


def _per_cent(step: StepTimes | None) -> int:
    return round(step.in_time * 100) if step and step.in_time is not None else 0
