"""Sheets of offers: brought, read by the worker, every wrong cell named."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from khue.features.exchange import queries, usecases
from khue.features.exchange.domain.drafts import MOST_AT_ONCE
from khue.features.exchange.domain.sheets import template
from khue.features.exchange.forms import SheetForm
from khue.features.exchange.queries import FaultRow, ImportRow
from khue.features.exchange.views.drafts import parties_of, way
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, listed
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FigureView, Link, Row
from khue.kernel.uploads import XLSX
from khue.kernel.web import language, render, signed_in

_IMPORTS = (
    ("name", gettext_lazy("Sheet")),
    ("party_name", gettext_lazy("Supplier")),
    ("rows", gettext_lazy("Rows")),
    ("good", gettext_lazy("Drafts")),
    ("bad", gettext_lazy("Rows to mend")),
    ("asked_at", gettext_lazy("Sent")),
)
_FAULTS = (
    ("row", gettext_lazy("Row")),
    ("key", gettext_lazy("Code")),
    ("column", gettext_lazy("Column")),
    ("expected", gettext_lazy("What belongs there")),
)


@require_safe
def imports(request: HttpRequest) -> HttpResponseBase:
    actor = signed_in(request)
    heads = (
        Column(_("Sheet")),
        Column(_("State"), "state"),
        Column(_("Rows"), "number"),
        Column(_("Drafts"), "number"),
        Column(_("Rows to mend"), "number"),
        Column(_("Sent"), "moment"),
    )
    table = listed(
        request,
        "imports",
        _IMPORTS,
        lambda after, size: queries.imports_of(actor, after, size),
        _import_line,
        heads,
        _("Sheets that were brought"),
        EmptyView(
            _("No sheet yet"),
            _("Bring your offers in a sheet."),
            reverse("exchange:send-sheet"),
            _("Bring a sheet of offers"),
            icon="bulb",
        ),
    )
    if isinstance(table, HttpResponseBase):
        return table
    deeds = (Link(_("Bring a sheet of offers"), reverse("exchange:send-sheet"), icon="plus"), _template_link())
    page = ListingPage(
        _("Sheets that were brought"),
        _("Each good row became a draft, each bad one is named."),
        table,
        (),
        deeds,
        crumbs=way(),
    )
    return render(request, "ui/record_list.html", page)


def _template_link() -> Link:
    return Link(_("Template of the sheet"), reverse("exchange:sheet-template"), icon="download")


def _import_line(row: ImportRow) -> Row:
    href = reverse("exchange:import", args=[row.id])
    return Row(
        (Cell(row.name, href, row.party_name, strong=True), row.state, row.rows, row.good, row.bad, row.asked_at)
    )


@ask
def send_sheet(request: HttpRequest) -> HttpResponse:
    """Bring offers in a sheet; the worker reads it."""
    actor = signed_in(request)
    form = bind(SheetForm, request, parties=parties_of(actor))
    page = DeedPage(
        _("Bring a sheet of offers"),
        _("Each good row becomes a draft; each bad one is named with its row, its column and what belongs there."),
        _("Send the sheet"),
        way(Link(_("Sheets that were brought"), reverse("exchange:imports"))),
        reverse("exchange:imports"),
        points=(
            _("The first row names the columns, as in the template."),
            _("The file is erased once it is read."),
            _("Nothing becomes public before you hand the drafts in and two persons have looked at them."),
        ),
        links=(_template_link(),),
    )
    return ask_for(
        request,
        form,
        page,
        lambda: usecases.import_offers(form.command(), actor=actor),
        _("The sheet is sent. It is being read."),
        lambda made: reverse("exchange:import", args=[made]),
    )


@require_safe
def sheet_template(request: HttpRequest) -> HttpResponse:
    """The template as a file, with the codes of today."""
    actor = signed_in(request)
    answer = HttpResponse(template(queries.field_names(actor.today)), content_type=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="mau-chao-ban.xlsx"'
    return answer


@require_safe
def import_(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """How far a sheet is read, and every cell that is wrong."""
    actor = signed_in(request)
    found = queries.import_row(import_id, actor)
    table = listed(
        request,
        "faults",
        _FAULTS,
        lambda after, size: queries.faults_of_import(import_id, actor, after, size),
        _fault_row,
        (Column(_("Row")), Column(_("Column")), Column(_("What belongs there"))),
        _("Cells to mend"),
        EmptyView(_("No cell is wrong so far"), icon="circle-check"),
    )
    if isinstance(table, HttpResponseBase):
        return table
    figures = (
        FigureView(str(found.rows or "–"), _("Rows")),
        FigureView(str(found.done), _("Read")),
        FigureView(str(found.good), _("Drafts")),
        FigureView(str(found.bad), _("Rows to mend")),
    )
    blocks = [Block(_("How far it is read"), text=found.why or "", figures=figures)]
    if found.bad:
        note = _("Mend these cells in your sheet and send only these rows again.")
        blocks.append(Block(_("Cells to mend"), table=replace(table, caption=_("Cells to mend")), note=note))
    deeds: tuple[Link, ...] = (Link(_("Bring a sheet of offers"), reverse("exchange:send-sheet"), icon="plus"),)
    if found.left and found.state.code == "done":
        label = ngettext("Hand in %(count)s draft", "Hand in %(count)s drafts", found.left) % {
            "count": min(found.left, MOST_AT_ONCE)
        }
        deeds = (Link(label, f"{reverse('exchange:hand-in-drafts')}?import={import_id}", icon="send"), *deeds)
    page = RecordPage(
        found.name,
        found.party_name,
        found.state,
        way(Link(_("Sheets that were brought"), reverse("exchange:imports"))),
        deeds,
        tuple(blocks),
        aside=(
            Block(_("Sent"), facts=(Answer(_("By"), found.asked_by), Answer(_("When"), found.asked_at, kind="moment"))),
        ),
    )
    return render(request, "exchange/import.html", page, runs=found.state.code == "waiting")


def _fault_row(row: FaultRow) -> Row:
    """The heads of the template are Vietnamese: who reads another language is told how the column is called there."""
    head = "" if language() == "vi" else row.column.vi
    return Row((Cell(_("Row %(no)s") % {"no": row.row}), Cell(row.column, note=head), row.expected.capitalised()))
