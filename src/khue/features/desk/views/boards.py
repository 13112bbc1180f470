"""The board of a unit's load: who has how much, by when it is due, who is away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.desk import access, queries
from khue.features.desk.queries import LoadBoard, PersonLoad
from khue.features.desk.views.saved_views import crumbs
from khue.kernel import exports, web
from khue.kernel.paging import href
from khue.kernel.ui import Cell, ChartView, Column, EmptyView, Link, Row, TableView
from khue.kernel.wording import day_words

_FILES: dict[str, Any] = {"csv": exports.csv_response, "xlsx": exports.xlsx_response}
LABELS = {
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Today"),
    "week": gettext_lazy("This week"),
    "later": gettext_lazy("Later"),
    "standing": gettext_lazy("Standing still"),
}
COLOURS = {"overdue": "vermilion", "today": "gold", "week": "indigo", "later": "jade", "standing": "line"}
_COLUMNS = (("name", gettext_lazy("Name")), *LABELS.items(), ("total", gettext_lazy("Total")))


@dataclass(frozen=True, slots=True)
class LoadPage:
    board: LoadBoard
    units: tuple[Link, ...]
    chart: ChartView | None
    table: TableView
    crumbs: tuple[Link, ...]
    ways: tuple[Link, ...]


def watcher(request: HttpRequest) -> Actor:
    actor = web.signed_in(request)
    access.require_watch(actor)
    return actor


def ways(here: str) -> tuple[Link, ...]:
    """The three boards beside each other."""
    boards = {
        "desk:load": _("Load"),
        "desk:bottlenecks": _("Times of steps"),
        "desk:on-time": _("Promised days kept"),
    }
    return tuple(Link(label, reverse(name), current=name == here) for name, label in boards.items())


@require_GET
def load(request: HttpRequest) -> HttpResponseBase:
    """The board of one unit; the own one, or where most lies, when none is named."""
    actor = watcher(request)
    units = queries.watched_units(actor)
    asked = request.GET.get("unit", "")
    board = queries.load_board(actor, asked or queries.busiest_unit(actor))
    make = _FILES.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make(f"load-{board.unit}", _COLUMNS, list(map(_flat, board.people)))
        return file
    page = LoadPage(
        board=board,
        units=tuple(Link(name, f"?unit={code}", current=code == board.unit) for code, name in units.items()),
        chart=_chart(board) if any(each.total for each in board.people) else None,
        table=_table(request, board, arranges=actor.may(access.ARRANGE_DESKS)),
        crumbs=crumbs(),
        ways=ways("desk:load"),
    )
    return web.render(request, "desk/load.html", page)


def _flat(person: PersonLoad) -> dict[str, object]:
    return {"name": person.name, **person.counts, "total": person.total}


def _list_href(person: PersonLoad, due: str = "") -> str:
    parts = {"of": person.key} | ({"due": due} if due else {})
    return f"{reverse('desk:tasks')}?{urlencode(parts)}"


def _table(request: HttpRequest, board: LoadBoard, *, arranges: bool) -> TableView:
    columns = (
        Column(_("Name")), *(Column(label, "number") for label in LABELS.values()), Column(_("Total"), "number"),
        Column(_("Desk")),
    )  # fmt: skip
    rows = [_row(person, arranges=arranges) for person in board.people]
    free = board.unclaimed
    if sum(free.values()):
        queue = Cell(_("Nobody yet"), note=_("tasks that the unit’s rights cover"))
        rows.append(Row((queue, *(free[name] for name in LABELS), sum(free.values()), None)))
    return TableView(
        columns,
        tuple(rows),
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in _FILES),
        caption=_("Open tasks by person and due time"),
        empty=EmptyView(
            _("Nobody works in this unit today"), _("Roles are given in the staff directory."), icon="users"
        ),
    )


def _row(person: PersonLoad, *, arranges: bool) -> Row:
    cells = [
        Cell(person.counts[name], _list_href(person, name) if person.counts[name] else "", strong=name == "overdue")
        for name in LABELS
    ]
    hand_over = Link(_("Hand over"), reverse("staff:desk", args=[person.id])) if arranges and person.total else None
    name: Any = Cell(person.name, _list_href(person), note=_away(person), strong=True)
    return Row((name, *cells, person.total, hand_over), tone="bad" if person.counts["overdue"] else "plain")


def _away(person: PersonLoad) -> Text | str:
    if person.away is None:
        return ""
    last = day_words(person.away.valid_until, short=True)
    if person.away.deputy_name:
        return _("away, back on %(day)s; deputy: %(name)s") % {"day": last, "name": person.away.deputy_name}
    return _("away, back on %(day)s; no deputy") % {"day": last}


def _chart(board: LoadBoard) -> ChartView:
    """Stacked bars, one per person; the table beside it has the links, so its own is short."""
    names = [person.name for person in board.people]
    series = [
        {
            "type": "bar",
            "stack": "load",
            "barMaxWidth": 18,
            "name": str(label),
            "itemStyle": {"color": COLOURS[name]},
            "data": [person.counts[name] for person in board.people],
        }
        for name, label in LABELS.items()
    ]
    options = {
        "legend": {"top": 0},
        "grid": {"top": 48, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": names},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": series,
    }
    columns = (Column(_("Name")), *(Column(label, "number") for label in LABELS.values()))
    rows = tuple(Row((person.name, *(person.counts[name] for name in LABELS))) for person in board.people)
    title = _("Open tasks by person")
    return ChartView(title, options, TableView(columns, rows, caption=title), board.unit_name)
