"""The pictures: where money flows, and how long each stretch takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from khue.core.money import format_short_dong
from khue.features.publicity.domain.awards import POINTS
from khue.features.publicity.domain.flow import LEVELS, Flow, Node
from khue.features.publicity.domain.lead_time import Stretch
from khue.kernel import charts
from khue.kernel.ui import ChartView, TableView
from khue.kernel.web import language

COLOURS = {"budget": "indigo", "programme": "vermilion", "field": "gold", "party": "jade"}
BILLION = 10**9


def flowing(found: Flow, title: str, table: TableView) -> ChartView:
    """A Sankey picture: four columns from the budget to the parties. Names carry their sum, so it reads without pointing."""
    lang = language()

    def named(node: Node) -> str:
        # The sum stays on one line: broken before its unit it would push the names of small neighbours into each other.
        amount = format_short_dong(node.amount, lang).replace(" ", "\u00a0")
        return f"{node.name.into(lang)}\n{amount}"

    names = _unlike({node.key: named(node) for node in found.nodes})
    options: dict[str, Any] = {
        "tooltip": {"trigger": "item"},
        "series": [
            {
                "type": "sankey",
                "left": 4,
                "right": 176,
                "top": 24,
                "bottom": 30,
                "nodeWidth": 12,
                "nodeGap": 60,
                "layoutIterations": 0,
                "emphasis": {"focus": "adjacency"},
                "lineStyle": {"color": "gradient", "opacity": 0.35},
                "label": {"width": 132, "overflow": "break", "fontSize": 11, "lineHeight": 14, "color": "ink"},
                "data": [
                    {
                        "name": names[node.key],
                        "depth": LEVELS.index(node.level),
                        "itemStyle": {"color": COLOURS[node.level]},
                    }
                    for node in found.nodes
                ],
                "links": [
                    {
                        "source": names[edge.source],
                        "target": names[edge.target],
                        "value": round(edge.amount / BILLION, 4),
                    }
                    for edge in found.edges
                ],
            }
        ],
    }
    return ChartView(title, options, table, _("Budget line, programme, key field, receiver; in billion đồng."))


def _unlike(names: Mapping[str, str]) -> dict[str, str]:
    """Two nodes of one name must not become one: spaces that nobody sees tell them apart, no more than are needed.

    The picture takes each of them for a letter and would break the line before it.
    """
    seen: Counter[str] = Counter()
    found = {}
    for key, name in names.items():
        found[key] = name + "\u200b" * seen[name]
        seen[name] += 1
    return found


def taking(parts: Sequence[Stretch], title: str, table: TableView) -> ChartView:
    """Median days of each stretch, lying one under the other."""
    lang = language()
    names = [f"{POINTS[each.since].into(lang)} → {POINTS[each.until].into(lang)}" for each in parts]
    medians = charts.bars(
        _("median"),
        "indigo",
        [each.median for each in parts],
        widest=22,
        label={"show": True, "position": "right", "color": "ink"},
    )
    options = charts.lying(names, [medians], _("days"), charts.grid(8, 40, 40, 8), charts.long_names(190))
    return ChartView(title, options, table)
