"""The public page of legal values."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from khue.features.rulebook import queries
from khue.features.rulebook.domain import Parameter
from khue.features.rulebook.forms import FilterForm, certainty_label
from khue.kernel import exports, web
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView, Tone

TONES: dict[str, Tone] = {"confirmed": "good", "reported": "good", "digest": "wait", "unset": "plain"}


@dataclass(frozen=True, slots=True)
class ParametersPage:
    table: TableView
    edition: str


@require_GET
def parameters(request: HttpRequest) -> HttpResponse:
    """Every legal value in force today, with its provision, source and certainty."""
    actor = web.actor_of(request)
    form = FilterForm(request.GET)
    words, certainty = form.wanted()
    found = queries.parameters(actor.today, search=words, certainty=certainty)
    query = urlencode({"q": words, "certainty": certainty})
    table = TableView(
        (
            Column(_("What")),
            Column(_("Value")),
            Column(_("Provision")),
            Column(_("How sure")),
            Column(_("In force since"), "day"),
        ),
        tuple(_row(parameter) for parameter in found),
        exports=tuple(
            Link(kind.upper(), f"{reverse('rulebook:parameters-file', args=[kind])}?{query}")
            for kind in ("csv", "json")
        ),
        caption=_("Legal values in force today"),
        empty=EmptyView(_("No value fits"), _("Try fewer words, or another certainty.")),
    )
    return web.render(request, "rulebook/parameters.html", ParametersPage(table, queries.edition()), form=form)


@require_GET
def parameters_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same as CSV or JSON."""
    words, certainty = FilterForm(request.GET).wanted()
    rows = [
        {
            "id": p.id, "text": p.text, "value": _plain(p), "unit": p.unit, "provision": p.provision_text,
            "source": p.source_url, "row": p.row, "certainty": p.certainty, "binding": p.binding,
            "sample": p.sample, "valid_from": p.valid_from, "valid_until": p.valid_until,
        }
        for p in queries.parameters(web.actor_of(request).today, search=words, certainty=certainty)
    ]  # fmt: skip
    columns = (
        ("id", "id"), ("text", _("What")), ("value", _("Value")), ("unit", _("Unit")), ("provision", _("Provision")),
        ("source", _("Source")), ("row", _("Row of the fact files")), ("certainty", _("How sure")),
        ("binding", _("Binding")), ("sample", _("Sample")), ("valid_from", _("In force since")),
        ("valid_until", _("In force until")),
    )  # fmt: skip
    respond = exports.csv_response if kind == "csv" else exports.json_response
    return respond("khue-parameters", columns, rows)


def _row(parameter: Parameter) -> Row:
    label = certainty_label(parameter.certainty)
    if parameter.sample:
        label = _("confirmed for the sample city")
    provision = Cell(parameter.provision_text, parameter.source_url, note=parameter.row)
    return Row(
        (
            Cell(parameter.text, note=parameter.id),
            value_words(parameter),
            provision,
            StateView(parameter.certainty, label, TONES.get(parameter.certainty, "plain")),
            parameter.valid_from,
        )
    )


def _plain(parameter: Parameter) -> str | int | bool | None:
    return str(parameter.value) if isinstance(parameter.value, Fraction) else parameter.value


def value_words(parameter: Parameter) -> str:
    """The value as people read it."""
    value = parameter.value
    if value is None:
        return _("not known yet")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if parameter.unit == "percent":
        return f"{value} %"
    if parameter.unit == "codes":
        return ", ".join(parameter.codes)
    if not isinstance(value, int):
        return str(value)
    units = {
        "working_days": ngettext("%(n)s working day", "%(n)s working days", value),
        "calendar_days": ngettext("%(n)s day", "%(n)s days", value),
        "months": ngettext("%(n)s month", "%(n)s months", value),
        "years": ngettext("%(n)s year", "%(n)s years", value),
        "hours": ngettext("%(n)s hour", "%(n)s hours", value),
    }
    return units.get(parameter.unit, "%(n)s") % {"n": value}
