"""The city's register of equipment that its support has paid for."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.missions import access, queries
from khue.features.missions.forms import SearchForm
from khue.features.missions.queries import ItemRow
from khue.kernel import exports
from khue.kernel.paging import every, href
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import render, signed_in

ROWS = 25
_COLUMNS = (
    ("id", gettext_lazy("Register number")),
    ("name", gettext_lazy("Name")),
    ("serial", gettext_lazy("Serial number")),
    ("owner", gettext_lazy("Organisation")),
    ("location", gettext_lazy("Place")),
    ("in_use_on", gettext_lazy("In use since")),
    ("cost", gettext_lazy("Original cost")),
    ("dossier_number", gettext_lazy("Dossier number")),
)
_FILES = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}


@dataclass(frozen=True, slots=True)
class RegisterPage:
    table: TableView
    searched: bool


@require_safe
def equipment(request: HttpRequest) -> HttpResponseBase:
    """All equipment, newest first, with search and downloads."""
    signed_in(request).require(access.READ)
    form = SearchForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    make = _FILES.get(request.GET.get("format", ""))
    if make is not None:
        return make("equipment", _COLUMNS, every(lambda after, size: queries.equipment(search, after, size)))
    found = queries.equipment(search, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(
            Column(_("Name")),
            Column(_("Organisation")),
            Column(_("Place")),
            Column(_("In use since"), "day"),
            Column(_("Original cost"), "money"),
        ),
        rows=tuple(_line(item) for item in found.rows),
        next=found.next,
        previous=found.previous,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in _FILES),
        caption=_("Equipment register"),
        empty=_nothing(search),
    )
    return render(request, "missions/equipment.html", RegisterPage(table, bool(search)), form=form)


def _line(item: ItemRow) -> Row:
    name = Cell(item.name, reverse("missions:support", args=[item.support_id]), _note(item), strong=True)
    return Row((name, item.owner, item.location, item.in_use_on, item.cost))


def _note(item: ItemRow) -> str:
    """The serial number; equipment of an annulled support says so."""
    mark = _("support annulled, to be recovered") if item.annulled else ""
    return " · ".join(part for part in (item.serial, mark) if part)


def _nothing(search: str) -> EmptyView:
    if search:
        return EmptyView(
            _("Nothing found"), _("Try fewer or other words."), reverse("missions:equipment"), _("Show all")
        )
    return EmptyView(
        _("No equipment in the register yet"), _("It fills when supported equipment is put to use."), icon="microscope"
    )
