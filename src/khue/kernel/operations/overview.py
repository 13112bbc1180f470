"""How the portal is doing just now: requests, answers' times, the queue, overdue work, the disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from khue.kernel import web
from khue.kernel.exports import csv_response, xlsx_response
from khue.kernel.jobs.deeds import MANAGE
from khue.kernel.metrics import kept, reading, requests
from khue.kernel.metrics.reading import RequestFigures
from khue.kernel.paging import href
from khue.kernel.ui import Cell, ChartView, Column, EmptyView, FigureView, Link, Row, StateView, TableView
from khue.kernel.wording import number, size

SHOWN = 10
CLOCKS = (
    ("in-time", _("In time")),
    ("soon", _("Due within two days")),
    ("overdue", _("Overdue")),
    ("no-clock", _("No clock runs")),
)


AGAIN = (
    # what, the figure in seconds, the age from which it is too old, what to do
    (
        _("Sign of life of the worker"),
        "khue_worker_heartbeat_age_seconds",
        60,
        _("A worker has to run: khue run, or the service of its own."),
    ),
    (
        _("Longest wait of a job that is due"),
        "khue_job_oldest_due_seconds",
        300,
        _("The worker does not keep up, or it stands."),
    ),
    (
        _("Last checkpoint of the audit"),
        "khue_audit_checkpoint_age_seconds",
        26 * 3600,
        _("It is made every night by the worker, or by khue audit checkpoint."),
    ),
    (
        _("Last backup made on this machine"),
        "khue_backup_age_seconds",
        26 * 3600,
        _("Run khue backup every night."),
    ),
)


@dataclass(frozen=True, slots=True)
class OverviewPage:
    figures: tuple[FigureView, ...]
    charts: tuple[ChartView, ...]
    standing: TableView
    routes: TableView


@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """For administrators; the same figures for machines stand under ``/metrics``."""
    web.actor_of(request).require(MANAGE)
    counted = reading.read()
    match request.GET.get("format"):
        case "csv":
            return csv_response("requests", COLUMNS, counted.routes)
        case "xlsx":
            return xlsx_response("requests", COLUMNS, counted.routes)
    found = {figure.name: value for figure, value in kept.readings()}
    routes = TableView(
        (Column(_("Page")), Column(_("Requests"), "number"), Column(_("Errors"), "number"), Column(_("Half within")), Column(_("95 % within"))),
        tuple(Row((line.route, line.count, line.failed, _time(line.half), _time(line.most))) for line in counted.routes[:SHOWN]),
        caption=_("The pages asked for most"),
        exports=tuple(Link(label, href(request.GET, kind, "format")) for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"))),
        empty=EmptyView(_("No request was counted yet")),
    )  # fmt: skip
    page = OverviewPage(_figures(counted, found), _charts(counted, found), _standing(found), routes)
    return web.render(request, "operations/overview.html", page)


COLUMNS = (
    ("route", _("Page")),
    ("count", _("Requests")),
    ("failed", _("Errors")),
    ("half", _("Half within")),
    ("most", _("95 % within")),
)


def _figures(counted: RequestFigures, found: Mapping[str, Any]) -> tuple[FigureView, ...]:
    jobs = reverse("operations:jobs")
    return (
        FigureView(number(counted.count), _("Requests since the start")),
        FigureView(_time(counted.most), _("95 % answered within")),
        FigureView(number(int(_sum(found.get("khue_jobs"), "failed"))), _("Failed jobs"), f"{jobs}?state=failed"),
        FigureView(number(int(_sum(found.get("khue_open_tasks"), "overdue"))), _("Overdue tasks")),
    )


def _charts(counted: RequestFigures, found: Mapping[str, Any]) -> tuple[ChartView, ...]:
    return (
        _bars(_("How long answers took"), _bounds(), counted.spread, _("Requests")),
        _slowest(counted),
        _queue(found.get("khue_jobs") or {}),
        _bars(
            _("Open tasks by their clock"),
            [label for _name, label in CLOCKS],
            [int(_sum(found.get("khue_open_tasks"), name)) for name, _label in CLOCKS],
            _("Tasks"),
        ),
        _disk(found),
    )


def _bars(title: Any, names: list[Any], values: Any, what: Any) -> ChartView:
    """One bar per name, with its table."""
    options = {
        "grid": {"top": 16, "right": 24, "bottom": 8, "left": 28, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": [str(name) for name in names]},
        "series": [{"type": "bar", "barMaxWidth": 28, "name": str(what), "data": list(values)}],
    }
    rows = tuple(Row((name, value)) for name, value in zip(names, values, strict=False))
    return ChartView(title, options, TableView((Column(_("Kind")), Column(what, "number")), rows, caption=title))


def _bounds() -> list[str]:
    """``up to 50 ms`` …, and what took longer."""
    names = [gettext("up to %(time)s") % {"time": _time(bound)} for bound in requests.BUCKETS]
    return [*names, gettext("longer than %(time)s") % {"time": _time(requests.BUCKETS[-1])}]


def _slowest(counted: RequestFigures) -> ChartView:
    """The routes in which most requests wait longest; half of the requests beside nearly all."""
    lines = sorted(counted.routes, key=lambda line: -line.most)[:SHOWN]
    title = _("The slowest pages, in milliseconds")
    options = {
        "legend": {"bottom": 0},
        "grid": {"top": 16, "right": 24, "bottom": 40, "left": 28, "containLabel": True},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "inverse": True, "data": [line.route for line in lines]},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 28,
                "name": gettext("Half within"),
                "data": [round(line.half * 1000) for line in lines],
            },
            {
                "type": "bar",
                "barMaxWidth": 28,
                "name": gettext("95 % within"),
                "data": [round(line.most * 1000) for line in lines],
            },
        ],
    }
    columns = (Column(_("Page")), Column(_("Half within"), "number"), Column(_("95 % within"), "number"))
    rows = tuple(Row((line.route, round(line.half * 1000), round(line.most * 1000))) for line in lines)
    return ChartView(title, options, TableView(columns, rows, caption=title))


def _queue(jobs: Mapping[tuple[str, ...], float]) -> ChartView:
    kinds = sorted({kind for kind, _state in jobs})
    states = (("waiting", _("Waiting")), ("running", _("Running")), ("failed", _("Failed")))
    title = _("Jobs by kind")
    options = {
        "legend": {"bottom": 0},
        "grid": {"top": 16, "right": 24, "bottom": 40, "left": 28, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "inverse": True, "data": kinds},
        "series": [
            {
                "type": "bar",
                "barMaxWidth": 28,
                "stack": "kind",
                "name": str(label),
                "data": [int(jobs.get((kind, state), 0)) for kind in kinds],
            }
            for state, label in states
        ],
    }
    columns = (Column(_("Kind of job")), *(Column(label, "number") for _state, label in states))
    rows = tuple(Row((kind, *(int(jobs.get((kind, state), 0)) for state, _label in states))) for kind in kinds)
    empty = EmptyView(_("Nothing waits"), _("Every job is done."), icon="circle-check")
    return ChartView(title, options, TableView(columns, rows, caption=title, empty=empty))


def _disk(found: Mapping[str, Any]) -> ChartView:
    free, total = found["khue_disk_free_bytes"], found["khue_disk_total_bytes"]
    parts = ((_("In use"), max(0.0, total - free)), (_("Free space"), free))
    title = _("The disk of the files, in GB")
    options = {
        "legend": {"bottom": 0},
        "grid": {"top": 16, "right": 24, "bottom": 40, "left": 28, "containLabel": True},
        "xAxis": {"type": "value"},
        "yAxis": {"type": "category", "data": [""]},
        "series": [
            {"type": "bar", "barMaxWidth": 28, "stack": "disk", "name": str(label), "data": [round(value / 1e9, 2)]}
            for label, value in parts
        ],
    }
    rows = tuple(Row((label, size(int(value)))) for label, value in parts)
    return ChartView(title, options, TableView((Column(_("Part")), Column(_("Size"))), rows, caption=title))


def _standing(found: Mapping[str, Any]) -> TableView:
    """What has to happen again and again, when it last did, and whether that is soon enough."""
    lines = tuple((label, found.get(name), most, remedy) for label, name, most, remedy in AGAIN)
    rows = tuple(
        Row(
            (
                Cell(label, note="" if age is not None and age <= most else remedy),
                _("never") if age is None else _age(age),
                StateView("good", _("Normal"), "good")
                if age is not None and age <= most
                else StateView("late", _("Look at it"), "bad"),
            )
        )
        for label, age, most, remedy in lines
    )
    columns = (Column(_("What")), Column(_("How long ago")), Column(_("State"), "state"))
    return TableView(columns, rows, caption=_("What has to happen again and again"))


def _sum(labelled: Mapping[tuple[str, ...], float] | None, label: str) -> float:
    return sum(value for labels, value in (labelled or {}).items() if label in labels)


def _time(seconds: float) -> str:
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    return f"{number(round(seconds, 1))} s"


def _age(seconds: float) -> str:
    for length, words in ((86400, _("%(n)s days")), (3600, _("%(n)s hours")), (60, _("%(n)s minutes"))):
        if seconds >= 2 * length:
            return str(words) % {"n": int(seconds // length)}
    return gettext("%(n)s seconds") % {"n": int(seconds)}
