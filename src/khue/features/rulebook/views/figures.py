"""The list of legal values, on any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.rules.lawbook import Parameter
from khue.features.rulebook import queries
from khue.features.rulebook.forms import FilterForm
from khue.features.rulebook.views.frame import asked, parameter_state, plain_value, sheet, tabs, value_words
from khue.kernel import exports, web
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView


@dataclass(frozen=True, slots=True)
class ParametersPage:
    table: TableView
    edition: str
    pages: tuple[Link, ...]
    on: date


@require_GET
def parameters(request: HttpRequest) -> HttpResponse:
    """Every legal value in force on a day, with its provision, source and certainty."""
    today = web.actor_of(request).today
    form = FilterForm(request.GET)
    words, certainty, on = form.wanted(today)
    found = queries.parameters(on, search=words, certainty=certainty)
    query = asked(q=words, certainty=certainty, on=on.isoformat() if on != today else "")
    shown = sheet(request, found, lambda parameter: parameter.id)
    table = TableView(
        (
            Column(_("What")),
            Column(_("Value")),
            Column(_("Provision")),
            Column(_("How sure")),
            Column(_("In force since"), "day"),
        ),
        tuple(_row(parameter, query if on != today else "") for parameter in shown.rows),
        next=shown.next,
        previous=shown.previous,
        exports=tuple(
            Link(kind.upper(), f"{reverse('rulebook:parameters-file', args=[kind])}{query}")
            for kind in ("csv", "xlsx", "json")
        ),
        caption=_("Legal values in force on the day"),
        empty=EmptyView(_("No value fits"), _("Try fewer words, another certainty or another day.")),
    )
    page = ParametersPage(table, queries.edition(), tabs("parameters"), on)
    return web.render(request, "rulebook/parameters.html", page, form=form)


@require_GET
def parameters_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same as CSV, XLSX or JSON."""
    words, certainty, on = FilterForm(request.GET).wanted(web.actor_of(request).today)
    rows = [
        {
            "id": p.id, "text": p.text, "value": plain_value(p.value), "unit": p.unit, "provision": p.provision_text,
            "source": p.source_url, "row": p.row, "certainty": p.certainty, "binding": p.binding,
            "sample": p.sample, "valid_from": p.valid_from, "valid_until": p.valid_until,
            "known_from": p.known_from, "document": p.document, "document_date": p.document_date,
        }
        for p in queries.parameters(on, search=words, certainty=certainty)
    ]  # fmt: skip
    columns = (
        ("id", "id"), ("text", _("What")), ("value", _("Value")), ("unit", _("Unit")), ("provision", _("Provision")),
        ("source", _("Source")), ("row", _("Row of the fact files")), ("certainty", _("How sure")),
        ("binding", _("Binding")), ("sample", _("Sample")), ("valid_from", _("In force since")),
        ("valid_until", _("In force until")), ("known_from", _("Known since")), ("document", _("Document")),
        ("document_date", _("Date of the document")),
    )  # fmt: skip
    makers = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}
    return makers[kind]("khue-parameters", columns, rows)


def _row(parameter: Parameter, query: str) -> Row:
    provision = Cell(
        parameter.provision_text, reverse("rulebook:provision", args=[parameter.provision]), note=parameter.row
    )
    return Row(
        (
            Cell(parameter.text, reverse("rulebook:parameter", args=[parameter.id]) + query, note=parameter.id),
            value_words(parameter.unit, parameter.value, queries.code_words(parameter.id)),
            provision,
            parameter_state(parameter),
            parameter.valid_from,
        )
    )
