"""Options of the commonest pictures, for ``ui.ChartView``: bars that stand, bars that lie, lines. Colours are names of tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Options = dict[str, Any]


def grid(top: int, right: int, bottom: int, left: int) -> Options:
    """Room around the picture in pixels; names of the axes lie inside it."""
    return {"top": top, "right": right, "bottom": bottom, "left": left, "containLabel": True}


def bars(name: Any, colour: str, data: Sequence[float | int | None], *, widest: int = 28, **more: Any) -> Options:
    """One series. The same ``stack`` in several series puts them on top of each other."""
    style = {"itemStyle": {"color": colour}, "barMaxWidth": widest}
    return {"type": "bar", "name": str(name), "data": list(data), **style, **more}


def line(name: Any, colour: str, data: Sequence[float | int | None], **more: Any) -> Options:
    """One series as a line: an amount that goes on from day to day, as a balance does."""
    style = {"itemStyle": {"color": colour}, "lineStyle": {"color": colour}, "symbolSize": 6}
    return {"type": "line", "name": str(name), "data": list(data), **style, **more}


def long_names(width: int) -> Options:
    """Labels of an axis that break within ``width`` pixels."""
    return {"width": width, "overflow": "break", "lineHeight": 13, "fontSize": 11, "color": "ink-2"}


def standing(
    names: Sequence[str], series: Sequence[Options], unit: Any, room: Mapping[str, Any], **more: Any
) -> Options:
    """Bars that stand, ``unit`` over the axis of values; ``more`` are further options, as a legend."""
    return {
        "grid": room,
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(names)},
        "yAxis": {"type": "value", "name": unit},
        "series": list(series),
        **more,
    }


def lying(
    names: Sequence[str],
    series: Sequence[Options],
    unit: Any,
    room: Mapping[str, Any],
    labels: Options | None = None,
    **more: Any,
) -> Options:
    """Bars that lie, the first one on top, ``unit`` under the axis of values: long names stay readable."""
    category = {"type": "category", "data": list(names), "inverse": True, "axisLabel": labels or {"color": "ink-2"}}
    return {
        "grid": room,
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "name": unit, "nameLocation": "middle", "nameGap": 26},
        "yAxis": category,
        "series": list(series),
        **more,
    }
