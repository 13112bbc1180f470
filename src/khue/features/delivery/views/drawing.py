"""The timeline of milestones: when each is due, and how far each has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khue.core.bilingual import Text
from khue.kernel import charts
from khue.kernel.ui import ChartView, Column, Row, TableView

COLOURS = (
    ("paid", "jade", ("paid",)),
    ("accepted", "indigo", ("accepted", "ordered")),
    ("waiting", "gold", ("handed_in", "returned", "before_council")),
    ("open", "line", ("planned",)),
    ("failed", "vermilion", ("rejected", "cancelled")),
)


def timeline(rows: Sequence[Any], starts_on: date | None, today: date) -> ChartView:
    """A bar per milestone from the day before it to its own, coloured by how far it came; the same in a table.

    ``rows`` have no, deliverable, due_on, amount, state, accepted_on, paid_on (cards and public milestones alike).
    """
    days = sorted({row.due_on for row in rows})
    first = starts_on if starts_on is not None and starts_on < days[0] else days[0].replace(day=1)
    spans = []
    before = first
    for row in rows:
        begins = min(before, row.due_on)
        spans.append((begins, row))
        before = max(before, row.due_on)
    names = [_("Milestone %(no)s") % {"no": row.no} for row in rows]
    offset = [(begins - first).days for begins, _row in spans]
    series: list[dict[str, Any]] = [
        {
            "type": "bar",
            "stack": "time",
            "silent": True,
            "itemStyle": {"color": "transparent"},
            "data": offset,
            "name": "",
        }
    ]
    labels = {
        "paid": _("Accepted and paid"),
        "accepted": _("Accepted, to be paid"),
        "waiting": _("Handed in"),
        "open": _("Not handed in yet"),
        "failed": _("Not reached or cancelled"),
    }
    for code, colour, states in COLOURS:
        lengths: list[int | None] = [
            max(1, (row.due_on - begins).days) if row.state.code in states else None for begins, row in spans
        ]
        if any(lengths):
            series.append(charts.bars(labels[code], colour, lengths, widest=20, stack="time"))
    whole = max(1, (days[-1] - first).days)
    options = {
        "grid": charts.grid(8, 24, 32, 8),
        "legend": {"bottom": 0, "data": [one["name"] for one in series[1:]]},
        "xAxis": {"type": "value", "min": 0, "max": whole, "axisLabel": {"show": False}, "splitLine": {"show": False}},
        "yAxis": {"type": "category", "inverse": True, "data": names, "axisLabel": {"color": "ink-2"}},
        "series": series,
    }
    table = TableView(
        (
            Column(_("Milestone")),
            Column(_("Due day"), "day"),
            Column(_("State"), "state"),
            Column(_("Amount"), "money"),
        ),
        tuple(Row((f"{row.no}. {row.deliverable}", row.due_on, row.state, row.amount)) for row in rows),
        caption=_("Milestones over time"),
    )
    done = sum(row.accepted_on is not None for row in rows)
    summary = Text(f"Đã nghiệm thu {done}/{len(rows)} mốc.", f"{done} of {len(rows)} milestones accepted.")
    return ChartView(_("Milestones over time"), options, table, summary)
