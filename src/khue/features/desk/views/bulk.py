"""Bulk deeds: choose and confirm, watch, take the results away."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.features.desk import access, queries, usecases
from khue.features.desk.domain.bulk import KINDS, MOST_ROWS, RESULTS, TONES, BulkKind, StopBulk
from khue.features.desk.forms import BulkForm
from khue.features.desk.forms.bulk import numbers
from khue.features.desk.queries import BulkLine, BulkRowLine
from khue.features.desk.views.listing import asked_of
from khue.features.desk.views.saved_views import crumbs, officer
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.queries import TaskLine
from khue.features.staff import queries as staff
from khue.kernel import exports, web
from khue.kernel.forms import OnceForm, bind, show_refusal
from khue.kernel.paging import href
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView

ask = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 20
_FILES: dict[str, Any] = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}
_COLUMNS = (
    ("number", gettext_lazy("Dossier number")),
    ("name", gettext_lazy("Step")),
    ("title", gettext_lazy("Title")),
    ("state_words", gettext_lazy("Result")),
    ("reason_words", gettext_lazy("Reasons")),
    ("done_at", gettext_lazy("Done")),
)


@dataclass(frozen=True, slots=True)
class BulkPage:
    """What will be done. ``left_out`` rows of the filter lie beyond what goes at a time; ``gone`` were ticked and are done."""

    kind: BulkKind
    count: int
    rows: TableView
    others: int
    beyond: bool
    gone: int
    query: str
    danger: bool
    back_href: str
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    bulk: BulkLine
    parts: tuple[tuple[str, Text, int], ...]
    tabs: tuple[Link, ...]
    table: TableView
    crumbs: tuple[Link, ...]


@ask
def bulk(request: HttpRequest) -> HttpResponse:
    """The ticked rows (``task=…``), or all of a filter (``all=1``), and what the deed needs; then the order."""
    actor = officer(request)
    given = request.GET.get("kind", "")
    key = given if given in KINDS else next(iter(KINDS))
    lines, asked_for, beyond = _chosen(request, actor)
    colleagues = staff.colleagues(actor.today) if "to" in KINDS[key].needs else ()
    form = bind(BulkForm, request, kind=key, colleagues=colleagues, shown=[line.id for line in lines])
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.order_bulk(form.command(), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The order is given. This page says what came of each row."))
            return web.redirect("desk:bulk-deed", made)
    page = BulkPage(
        kind=KINDS[key],
        count=len(lines),
        rows=_lines_table(lines[:SHOWN]),
        others=max(0, len(lines) - SHOWN),
        beyond=beyond,
        gone=asked_for - len(lines),
        query=request.GET.urlencode(),
        danger=key in ("accept", "apologise"),
        back_href=reverse("desk:tasks") + "?view=all",
        crumbs=crumbs(),
    )
    return web.render(request, "desk/bulk.html", page, 422 if form.errors else 200, form=form)


def _chosen(request: HttpRequest, actor: Actor) -> tuple[tuple[TaskLine, ...], int, bool]:
    """The tasks to show: those of the posted form, those ticked, or those of the filter; how many were meant; more left?"""
    beyond = False
    if request.method == "POST":
        ids = numbers(request.POST.get("tasks", ""))
    elif request.GET.get("all"):
        here, asked = asked_of(request, actor)
        found = [row.id for row in islice(dossiers.whole_desk(here, asked), MOST_ROWS + 1)]
        beyond, ids = len(found) > MOST_ROWS, tuple(found[:MOST_ROWS])
    else:
        ids = numbers(",".join(request.GET.getlist("task")))
    lines = dossiers.task_lines(ids, actor) if ids else ()
    seen = tuple(line for line in lines if access.may_see_task(actor, line.right))
    return seen, len(ids), beyond


def _lines_table(lines: tuple[TaskLine, ...]) -> TableView:
    columns = (Column(_("Dossier")), Column(_("Step")), Column(_("Due on"), "day"), Column(_("Who works on it")))
    rows = tuple(
        Row(
            (
                Cell(line.title, reverse("desk:task", args=[line.id]), line.number, strong=True),
                line.name,
                line.due_on,
                line.assignee_name or _("Nobody yet"),
            )
        )
        for line in lines
    )
    empty = EmptyView(
        _("No row is ticked"),
        _("Go back to the list and tick the rows that are meant."),
        reverse("desk:tasks") + "?view=all",
        _("Back to the list"),
        icon="square-check",
    )
    return TableView(columns, rows, caption=_("Tasks that are meant"), empty=empty)


@require_GET
def bulk_deeds(request: HttpRequest) -> HttpResponse:
    """What the officer ordered, newest first."""
    actor = officer(request)
    found = queries.bulk_deeds(actor, request.GET.get("after"))
    columns = (
        Column(_("Deed")), Column(_("Ordered"), "moment"), Column(_("Done"), "number"), Column(_("Not done"), "number"),
        Column(_("State"), "state"),
    )  # fmt: skip
    empty = EmptyView(
        _("No bulk deeds yet"),
        _("Tick rows on the desk and choose what shall be done with all of them."),
        reverse("desk:tasks") + "?view=all",
        _("Open the list"),
        icon="square-check",
    )
    table = TableView(
        columns, tuple(map(_order_row, found.rows)), found.next, found.previous, caption=_("Bulk deeds"), empty=empty
    )
    return web.render(request, "desk/bulk_deeds.html", table, crumbs=crumbs())


def _order_row(line: BulkLine) -> Row:
    name = Cell(line.label, reverse("desk:bulk-deed", args=[line.id]), line.to_name, strong=True)
    return Row((name, line.asked_at, line.done, line.tried - line.done, _state(line)))


def _state(line: BulkLine) -> StateView:
    if line.stopped_by_name:
        return StateView("stopped", _("stopped"), "plain")
    return StateView("ended", _("finished"), "good") if line.ended_at else StateView("running", _("under way"), "now")


@require_GET
def bulk_deed(request: HttpRequest, bulk_id: int) -> HttpResponseBase:
    """How far it is, and what came of each row; also as a file."""
    actor = officer(request)
    found = queries.bulk_deed(bulk_id, actor)
    state = request.GET.get("state", "")
    make = _FILES.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make(f"bulk-{bulk_id}", _COLUMNS, queries.every_bulk_row(bulk_id, actor, state))
        return file
    rows = queries.bulk_rows(bulk_id, actor, state, request.GET.get("after"))
    columns = (Column(_("Dossier")), Column(_("Step")), Column(_("Result"), "state"), Column(_("Done"), "moment"))
    table = TableView(
        columns,
        tuple(map(_result_row, rows.rows)),
        rows.next,
        rows.previous,
        tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in _FILES),
        caption=_("Result of each row"),
    )
    parts = tuple((name, RESULTS[name], found.counts[name]) for name in RESULTS if found.counts.get(name))
    page = ProgressPage(
        bulk=found,
        parts=parts,
        tabs=(
            Link(_("All rows"), "?state=", current=state not in RESULTS, note=str(found.total)),
            *(Link(label, f"?state={name}", current=name == state, note=str(count)) for name, label, count in parts),
        ),
        table=table,
        crumbs=(*crumbs(), Link(_("Bulk deeds"), reverse("desk:bulk-deeds"))),
    )
    return web.render(request, "desk/bulk_deed.html", page, form=OnceForm())


def _result_row(row: BulkRowLine) -> Row:
    state = StateView(row.state, row.state_words, TONES.get(row.state, "bad"))  # type: ignore[arg-type]  # the table holds words of Tone only
    name = Cell(row.title, reverse("desk:task", args=[row.task]), row.number, strong=True)
    return Row((name, row.name, Cell(state, note=row.reason_words or ""), row.done_at))


@require_POST
def stop_bulk(request: HttpRequest, bulk_id: int) -> HttpResponse:
    """What is not done yet is not done."""
    actor = officer(request)
    form = OnceForm(request.POST)
    usecases.stop_bulk(StopBulk(bulk_id, form.cleaned_data.get("once") if form.is_valid() else None), actor=actor)
    messages.success(request, _("The rest is stopped. What was done stays done."))
    return web.redirect("desk:bulk-deed", bulk_id)
