"""The sanctions list: right-limited, every look written down, not public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.people import access, queries, usecases
from khue.features.people.domain.sanctions import COLUMNS
from khue.features.people.forms import (
    EndSanctionForm,
    MatchForm,
    SanctionFileForm,
    SanctionForm,
    SanctionSearchForm,
)
from khue.features.people.views.parts import FILES, FormPage, ask, asked, export_links
from khue.kernel import viewing, web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.paging import every
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.wording import day_words

LIST = "list:sanctions"


@dataclass(frozen=True, slots=True)
class SanctionsPage:
    table: TableView


@dataclass(frozen=True, slots=True)
class SanctionPage:
    line: queries.SanctionLine
    answers: tuple[Answer, ...]
    candidates: TableView


@dataclass(frozen=True, slots=True)
class SanctionFilePage:
    columns: str


def _keeper(request: HttpRequest) -> Actor:
    actor = web.signed_in(request)
    access.require_sanctions(actor)
    return actor


@require_GET
def sanctions(request: HttpRequest) -> HttpResponseBase:
    """The list with search and downloads."""
    actor = _keeper(request)
    form = SanctionSearchForm(request.GET)
    words, state = form.words()
    viewing.note_view(actor, LIST, "sanctions", LIST)
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        columns = tuple((name, name) for name in (*COLUMNS, "party_name"))
        rows = every(lambda after, size: queries.list_sanctions(words, state, after, actor.today, size))
        return make("sanctions", columns, rows)
    found = queries.list_sanctions(words, state, request.GET.get("after"), actor.today)
    columns_shown = (
        Column(_("Name")), Column(_("Kind")), Column(_("Source")), Column(_("From"), "day"), Column(_("Until"), "day"),
        Column(_("About whom")),
    )  # fmt: skip
    table = TableView(
        columns_shown,
        tuple(map(_row, found.rows)),
        found.next,
        found.previous,
        export_links(request),
        caption=_("Sanctions and debarments"),
        empty=EmptyView(_("No entry"), _("Entries are added one by one or from a file.")),
    )
    return web.render(request, "people/sanctions.html", SanctionsPage(table), form=form)


def _row(line: queries.SanctionLine) -> Row:
    about: Any = StateView("open", _("waits for confirmation"), "wait")
    if line.party:
        about = Link(line.party[1], reverse("people:party", args=[line.party[0].removeprefix("party:")]))
    return Row(
        (
            Cell(line.name, reverse("people:sanction", args=[line.id]), line.tax_code, strong=True),
            (line.label, _effect(line)),
            Cell(line.document, note=f"{day_words(line.document_on, short=True)}, {line.issuer}"),
            line.valid_from,
            line.valid_until,
            about,
        )
    )


def _effect(line: queries.SanctionLine) -> StateView:
    if line.binding:
        return StateView("refuse", _("refuses"), "bad")
    return StateView("warn", _("warns"), "wait")


@ask
def sanction(request: HttpRequest, sanction_id: int) -> HttpResponse:
    """One entry; whom it may be about; confirm."""
    actor = _keeper(request)
    line = queries.sanction(sanction_id)
    viewing.note_view(actor, line.party[0] if line.party else LIST, "sanctions", f"sanction:{line.id}")
    form = bind(MatchForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.match_sanction(form.command(sanction_id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The entry is confirmed and has its effect from now on."))
            return web.redirect("people:sanction", sanction_id)
    page = SanctionPage(line, _answers(line), _candidates(line))
    return web.render(request, "people/sanction.html", page, 422 if form.errors else 200, form=form)


def _answers(line: queries.SanctionLine) -> tuple[Answer, ...]:
    return (
        Answer(_("Name as the document has it"), line.name),
        Answer(_("Tax code"), line.tax_code),
        Answer(_("Kind"), line.label),
        Answer(_("What it says"), line.ground),
        Answer(
            _("Source"), f"{line.document}, {day_words(line.document_on, short=True)}, {line.issuer}", origin=line.url
        ),
        Answer(_("From"), line.valid_from, kind="day"),
        Answer(_("Until"), line.valid_until, kind="day"),
        Answer(_("Effect"), _effect(line)),
        Answer(_("About whom"), line.party_name or _("waits for confirmation")),
    )


def _candidates(line: queries.SanctionLine) -> TableView:
    columns = (
        Column(_("Record number"), "number"), Column(_("Name")), Column(_("Tax code")), Column(_("Why")),
    )  # fmt: skip
    found = () if line.party else queries.candidates(line)
    rows = tuple(
        Row(
            (
                c.card.id,
                Cell(c.card.name, reverse("people:party", args=[c.card.id]), c.card.address, strong=True),
                c.card.tax_code,
                _("same tax code") if c.same_tax_code else _("name alike: %(score)s of 100") % {"score": c.alike},
            )
        )
        for c in found
    )
    return TableView(columns, rows, caption=_("Whom it may be about"), empty=EmptyView(_("No record looks like it.")))


@ask
def add_sanction(request: HttpRequest) -> HttpResponse:
    """One entry by hand."""
    actor = _keeper(request)
    form = bind(SanctionForm, request, initial={"valid_from": actor.today})
    back = reverse("people:sanctions")
    lead = _("It has no effect before a person has confirmed whom it is about.")
    page = FormPage(_("Add an entry"), lead, _("Add the entry"), back, _("Sanctions and debarments"))
    return asked(
        request, form, page, lambda: usecases.add_sanction(form.command(), actor=actor), back, _("The entry was added.")
    )


@ask
def import_sanctions(request: HttpRequest) -> HttpResponse:
    """A file of entries, whole or not at all."""
    actor = _keeper(request)
    form = bind(SanctionFileForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            count = usecases.import_sanctions(form.command(), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("%(count)s entries were taken in.") % {"count": count})
            return web.redirect("people:sanctions")
    page = SanctionFilePage(", ".join(COLUMNS))
    return web.render(request, "people/sanction_file.html", page, 422 if form.errors else 200, form=form)


@ask
def end_sanction(request: HttpRequest, sanction_id: int) -> HttpResponse:
    """The entry no longer holds."""
    actor = _keeper(request)
    line = queries.sanction(sanction_id)
    form = bind(EndSanctionForm, request, initial={"ends_on": actor.today})
    back = reverse("people:sanction", args=[sanction_id])
    page = FormPage(_("End the entry"), line.name, _("End the entry"), back, line.name)
    return asked(
        request, form, page, lambda: usecases.end_sanction(form.command(sanction_id), actor=actor), back,
        _("The entry ends."),
    )  # fmt: skip
