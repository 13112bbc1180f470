"""The register of processing, for everybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.privacy import queries
from khue.features.privacy.views.frame import FILES, download_links
from khue.kernel.ui import Cell, Column, Row, TableView
from khue.kernel.web import actor_of, render
from khue.kernel.wording import certainty

_COLUMNS = (
    ("code", gettext_lazy("Code")),
    ("name", gettext_lazy("Purpose")),
    ("covers", gettext_lazy("Which data")),
    ("basis", gettext_lazy("Basis")),
    ("provision", gettext_lazy("Provision")),
    ("kept", gettext_lazy("How long it is kept")),
    ("certainty", gettext_lazy("Certainty")),
    ("version", gettext_lazy("Version of the text")),
)


@dataclass(frozen=True, slots=True)
class RegisterPage:
    table: TableView


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """For what the city processes personal data, and why it may."""
    rows = queries.processing(actor_of(request).today)
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        answer: HttpResponseBase = make("processing", _COLUMNS, rows)
        return answer
    table = TableView(
        columns=(Column(_("Purpose")), Column(_("Which data")), Column(_("Basis")), Column(_("How long it is kept"))),
        rows=tuple(
            Row(
                (
                    Cell(row.name, strong=True),
                    row.covers,
                    Cell(row.basis, note=row.provision),
                    Cell(row.kept, note="" if row.certainty == "unset" else certainty(row.certainty)),
                )
            )
            for row in rows
        ),
        exports=download_links(request),
        caption=_("Register of processing"),
    )
    return render(request, "privacy/register.html", RegisterPage(table))
