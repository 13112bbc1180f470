"""How long steps take, and whether promised days are kept: each figure with what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.features.desk import queries
from khue.features.desk.forms import FiguresForm
from khue.features.desk.views.boards import watcher, ways
from khue.features.desk.views.saved_views import crumbs
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import DecidedRow, Period, Punctuality, StepTime
from khue.kernel import exports, web
from khue.kernel.paging import href
from khue.kernel.ui import Cell, ChartView, Column, EmptyView, FigureView, Link, Row, TableView

_FILES: dict[str, Any] = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}
_STEP_COLUMNS = (
    ("procedure", gettext_lazy("Procedure")),
    ("step", gettext_lazy("Step")),
    ("closed", gettext_lazy("Closed")),
    ("median", gettext_lazy("Half within (working days)")),
    ("ninetieth", gettext_lazy("Nine of ten within (working days)")),
    ("supplements", gettext_lazy("Supplements asked for")),
    ("sent_back", gettext_lazy("Sent back")),
)
_ROW_COLUMNS = (
    ("number", gettext_lazy("Dossier number")),
    ("title", gettext_lazy("Title")),
    ("applicant", gettext_lazy("Applicant")),
    ("received_on", gettext_lazy("Received on")),
    ("due_on", gettext_lazy("Due on")),
    ("decided_on", gettext_lazy("Decided on")),
    ("days_late", gettext_lazy("Days late")),
    ("supplements", gettext_lazy("Supplements asked for")),
)
MEASURES = {
    "on_time": gettext_lazy("On time"),
    "early": gettext_lazy("Early"),
    "overdue": gettext_lazy("Overdue"),
    "supplemented": gettext_lazy("Asked for supplements"),
    "apologised": gettext_lazy("With an apology (form 04)"),
    "first_promise": gettext_lazy("By the day promised first, without counting supplements out"),
    "electronic": gettext_lazy("Electronic from handing in to result"),
}
SHOWN_FIRST = ("on_time", "early", "overdue", "supplemented")


@dataclass(frozen=True, slots=True)
class StepsPage:
    """``chart`` is None while there is nothing to draw."""

    chart: ChartView | None
    table: TableView | None
    crumbs: tuple[Link, ...]
    ways: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class OnTimePage:
    figures: tuple[FigureView, ...]
    measures: TableView | None
    tabs: tuple[Link, ...]
    rows: TableView | None
    crumbs: tuple[Link, ...]
    ways: tuple[Link, ...]


@require_GET
def bottlenecks(request: HttpRequest) -> HttpResponseBase:
    """Steps of the period: how long half and nine in ten took, how often cases went back."""
    actor = watcher(request)
    form = _form(request, actor)
    if not form.is_valid():
        page = StepsPage(None, None, crumbs(), ways("desk:bottlenecks"))
        return web.render(request, "desk/bottlenecks.html", page, 422, form=form)
    found = dossiers.step_times(_period(form, actor), actor)
    make = _FILES.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make("step-times", _STEP_COLUMNS, found)
        return file
    page = StepsPage(_chart(found) if found else None, _steps_table(request, found), crumbs(), ways("desk:bottlenecks"))
    return web.render(request, "desk/bottlenecks.html", page, form=form)


def _form(request: HttpRequest, actor: Actor) -> FiguresForm:
    return FiguresForm(
        request.GET, today=actor.today, procedures=dossiers.procedures(actor.today), units=queries.watched_units(actor)
    )


def _period(form: FiguresForm, actor: Actor) -> Period:
    said = form.cleaned_data
    keys = queries.people_of(actor, said["unit"], said["until"]) if said["unit"] else None
    return Period(said["from"], said["until"], said["procedure"], keys)


def _steps_table(request: HttpRequest, found: tuple[StepTime, ...]) -> TableView:
    columns = (
        Column(_("Step")), Column(_("Closed"), "number"), Column(_("Half within"), "number"),
        Column(_("Nine of ten within"), "number"), Column(_("Supplements asked for"), "number"),
        Column(_("Sent back"), "number"),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(line.step, note=line.procedure, strong=True),
                line.closed,
                line.median if line.closed else None,
                line.ninetieth if line.closed else None,
                line.supplements,
                line.sent_back,
            )
        )
        for line in found
    )
    return TableView(
        columns,
        rows,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in _FILES) if rows else (),
        caption=_("Steps in this period"),
        empty=_nothing(),
    )


def _nothing() -> EmptyView:
    return EmptyView(_("Nothing in this period"), _("Choose a longer period, or another unit."), icon="calendar")


def _chart(found: tuple[StepTime, ...]) -> ChartView:
    names = [line.step.into(web.language()) for line in found]
    options = {
        "legend": {"top": 0},
        "grid": {"top": 34, "right": 24, "bottom": 8, "left": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": names},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "series": [
            _series(_("Half within"), "jade", [line.median for line in found]),
            _series(_("Nine of ten within"), "vermilion", [line.ninetieth for line in found]),
            _series(_("Went back"), "gold", [line.returns for line in found]),
        ],
    }
    columns = (
        Column(_("Step")), Column(_("Half within"), "number"), Column(_("Nine of ten within"), "number"),
        Column(_("Went back"), "number"),
    )  # fmt: skip
    rows = tuple(Row((line.step, line.median, line.ninetieth, line.returns)) for line in found)
    title = _("Working days of each step, and how often cases went back")
    return ChartView(title, options, TableView(columns, rows, caption=title))


def _series(name: str, colour: str, values: list[int]) -> dict[str, Any]:
    return {"type": "bar", "barMaxWidth": 14, "name": name, "itemStyle": {"color": colour}, "data": values}


@require_GET
def on_time(request: HttpRequest) -> HttpResponseBase:
    """Each measure as a count out of a count, with the dossiers that it is made of."""
    actor = watcher(request)
    form = _form(request, actor)
    if not form.is_valid():
        page = OnTimePage((), None, (), None, crumbs(), ways("desk:on-time"))
        return web.render(request, "desk/on_time.html", page, 422, form=form)
    period = _period(form, actor)
    measure = request.GET.get("measure", "all")
    measure = measure if measure in MEASURES else "all"
    make = _FILES.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make(
            f"on-time-{measure}", _ROW_COLUMNS, dossiers.every_decided_dossier(period, measure, actor)
        )
        return file
    found = dossiers.punctuality(period, actor)
    rows = dossiers.decided_dossiers(period, measure, actor, request.GET.get("after"))
    page = OnTimePage(
        figures=tuple(
            FigureView(_share(found, name), MEASURES[name], _measure_href(request, name)) for name in SHOWN_FIRST
        ),
        measures=_measures(request, found),
        tabs=_tabs(request, found, measure),
        rows=_rows_table(
            request, rows.rows, web.cursor_href(request, rows.next), web.cursor_href(request, rows.previous)
        ),
        crumbs=crumbs(),
        ways=ways("desk:on-time"),
    )
    return web.render(request, "desk/on_time.html", page, form=form)


def _share(found: Punctuality, name: str) -> str:
    """``98,2 % (54/55)``: never a share without both counts; ``0/0`` has none. Rounded to the nearest tenth, but 100 % means
    all of them and 0 % none."""
    count = found.counts[name]
    if not found.decided:
        return "0/0"
    nearest = (2000 * count + found.decided) // (2 * found.decided)
    tenths = nearest if count in (0, found.decided) else min(999, max(1, nearest))
    share = f"{tenths / 10:.1f}"
    return f"{share.replace('.', ',') if web.language() == 'vi' else share} % ({count}/{found.decided})"


def _measure_href(request: HttpRequest, name: str) -> str:
    query: QueryDict = request.GET.copy()
    for passing in ("after", "format"):
        query.pop(passing, None)
    return href(query, name, "measure") + "#counted"


def _measures(request: HttpRequest, found: Punctuality) -> TableView:
    columns = (Column(_("Measure")), Column(_("Count"), "number"), Column(_("Out of"), "number"), Column(_("Share")))
    rows = tuple(
        Row((Cell(label, _measure_href(request, name)), found.counts[name], found.decided, _percent(found, name)))
        for name, label in MEASURES.items()
    )
    asked = Row((_("Requests for supplements in these dossiers"), found.requests, None, None))
    return TableView(columns, (*rows, asked), caption=_("Dossiers decided in this period"), show_caption=True)


def _percent(found: Punctuality, name: str) -> str | None:
    return _share(found, name).split(" (")[0] if found.decided else None


def _tabs(request: HttpRequest, found: Punctuality, measure: str) -> tuple[Link, ...]:
    every = Link(_("All"), _measure_href(request, "all"), current=measure == "all", note=str(found.decided))
    return (
        every,
        *(
            Link(MEASURES[name], _measure_href(request, name), current=name == measure, note=str(found.counts[name]))
            for name in MEASURES
        ),
    )


def _rows_table(request: HttpRequest, rows: tuple[DecidedRow, ...], after: str, before: str) -> TableView:
    columns = (
        Column(_("Dossier")), Column(_("Applicant")), Column(_("Received on"), "day"), Column(_("Due on"), "day"),
        Column(_("Decided on"), "day"), Column(_("Days late"), "number"), Column(_("Supplements"), "number"),
    )  # fmt: skip
    made = tuple(
        Row(
            (
                Cell(row.title, reverse("dossiers:follow", args=[row.number]), row.number, strong=True),
                row.applicant,
                row.received_on,
                Cell(row.due_on, note=_("moved by an apology later") if row.apologised else ""),
                row.decided_on,
                row.days_late if row.days_late > 0 else None,
                row.supplements,
            ),
            tone="bad" if row.days_late > 0 else "plain",
        )
        for row in rows
    )
    return TableView(
        columns,
        made,
        after or None,
        before or None,
        tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in _FILES) if made else (),
        caption=_("Dossiers that are counted"),
        empty=_nothing(),
    )
