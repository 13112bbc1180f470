"""Pages of technology lists and of who may see restricted technology."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.exchange import access, queries, usecases
from khue.features.exchange.domain.words import LISTS
from khue.features.exchange.forms import ClearanceForm, EndClearanceForm, EndForm, EntryForm
from khue.features.exchange.queries import ClearanceRow, EntryRow
from khue.features.exchange.views.parts import crumbs
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ListingPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, Words
from khue.kernel.web import actor_of, render, signed_in

_ENTRIES = (
    ("which", gettext_lazy("List")),
    ("title", gettext_lazy("Entry")),
    ("source", gettext_lazy("Text that has it, with its place")),
    ("terms", gettext_lazy("Words that point to it")),
    ("codes", gettext_lazy("IPC codes")),
    ("from_on", gettext_lazy("In force from")),
    ("until_on", gettext_lazy("No longer in force from")),
)
_CLEARANCES = (
    ("name", gettext_lazy("Party")),
    ("from_on", gettext_lazy("Cleared from")),
    ("until_on", gettext_lazy("Cleared until")),
    ("ground", gettext_lazy("Purpose and ground")),
    ("granted_by", gettext_lazy("Granted by")),
)


@require_safe
def lists(request: HttpRequest) -> HttpResponseBase:
    """Encouraged, restricted and prohibited technology with their days, for everybody."""
    actor = actor_of(request)
    view = chosen(request, (*LISTS, "all"), "all")
    keeps = actor.may(access.LISTS)

    def row_of(row: EntryRow) -> Row:
        waiting = _("%(count)s await a ruling") % {"count": row.waiting} if row.waiting else ""
        end: Link | str = ""
        if keeps and row.until_on is None:
            end = Link(_("End it"), reverse("exchange:end-entry", args=[row.id]))
        cells = (
            Cell(row.title, note=row.source, strong=True),
            Cell(row.which, note=waiting),
            row.from_on,
            row.until_on,
        )
        return Row((*cells, end) if keeps else cells)

    heads: tuple[Column, ...] = (
        Column(_("Entry of the list")),
        Column(_("List")),
        Column(_("In force from"), "day"),
        Column(_("No longer in force from"), "day"),
    )
    if keeps:
        heads = (*heads, Column(_("Deed"), hidden_label=True))
    empty = EmptyView(_("No entry is kept yet"), _("Entries stand here with the text that has them and their days."), icon="clipboard-list")  # fmt: skip
    table = listed(
        request, "technology-lists", _ENTRIES, lambda after, size: queries.entries(actor, view, after, size), row_of, heads,
        _("Technology lists"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    labels: tuple[tuple[str, Words], ...] = (
        ("all", _("All")),
        *((code, text.capitalised()) for code, text in LISTS.items()),
    )
    deeds = (Link(_("Add an entry"), reverse("exchange:add-entry"), icon="plus"),) if keeps else ()
    lead = _("An offer is judged by the lists in force on the day, and judged again when a list changes.")
    page = ListingPage(_("Technology lists"), lead, table, views_of(labels, view), deeds, crumbs=crumbs())
    return render(request, "ui/record_list.html", page)


@ask
def add_entry(request: HttpRequest) -> HttpResponse:
    """A new entry of a list; offers are compared with it at once."""
    actor = signed_in(request)
    actor.require(access.LISTS)
    form = bind(EntryForm, request)
    at = reverse("exchange:lists")
    page = DeedPage(
        _("Add an entry"), _("As the decree has it, with its place and its days."), _("Add the entry"),
        crumbs(Link(_("Technology lists"), at)), at,
        points=(_("Offers that a restricted or prohibited entry points to are hidden from its first day on, until somebody has ruled."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.put_entry(form.command(), actor=actor), _("The entry stands in the list."), at
    )  # fmt: skip


@ask
def end_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """The last day of an entry."""
    actor = signed_in(request)
    actor.require(access.LISTS)
    entry = queries.entry(entry_id)
    form = bind(EndForm, request)
    at = reverse("exchange:lists")
    facts = (
        Answer(_("Entry of the list"), entry.title, origin=entry.source),
        Answer(_("In force from"), entry.from_on, kind="day"),
    )
    page = DeedPage(
        _("End an entry"), entry.title, _("End it"), crumbs(Link(_("Technology lists"), at)), at, facts,
        (_("What was judged by it stays on record."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.end_entry(form.command(entry_id), actor=actor), _("The entry has its last day."), at
    )  # fmt: skip


@require_safe
def clearances(request: HttpRequest) -> HttpResponseBase:
    """Who may see restricted technology."""
    actor = signed_in(request)
    actor.require(access.READ)
    keeps = actor.may(access.LISTS)

    def row_of(row: ClearanceRow) -> Row:
        state = StateView("live", _("In force"), "good") if row.live else StateView("ended", _("Ended"), "plain")
        end = Link(_("End it"), reverse("exchange:end-clearance", args=[row.id])) if keeps and row.live else ""
        return Row(
            (Cell(row.name, note=row.ground, strong=True), row.from_on, row.until_on, state, row.granted_by, end)
        )

    heads = (
        Column(_("Party")), Column(_("Cleared from"), "day"), Column(_("Cleared until"), "day"), Column(_("State"), "state"),
        Column(_("Granted by")), Column(_("Deed"), hidden_label=True),
    )  # fmt: skip
    table = listed(
        request, "clearances", _CLEARANCES, lambda after, size: queries.clearances(actor, after, size), row_of, heads,
        _("Who may see restricted technology"), EmptyView(_("Nobody is cleared"), icon="lock"),
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    deeds = (Link(_("Clear a party"), reverse("exchange:clear"), icon="plus"),) if keeps else ()
    lead = _("Offers of restricted technology are shown to the supplier, to staff and to cleared parties only.")
    page = ListingPage(_("Who may see restricted technology"), lead, table, deeds=deeds, crumbs=crumbs())
    return render(request, "ui/record_list.html", page)


@ask
def clear(request: HttpRequest) -> HttpResponse:
    """A party may see restricted technology until a day."""
    actor = signed_in(request)
    actor.require(access.LISTS)
    form = bind(ClearanceForm, request)
    at = reverse("exchange:clearances")
    page = DeedPage(
        _("Clear a party"), _("It may then see offers of restricted technology."), _("Clear it"),
        crumbs(Link(_("Who may see restricted technology"), at)), at,
        points=(_("A transfer needs its own approval; seeing an offer is none."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.grant_clearance(form.command(), actor=actor), _("The party is cleared."), at
    )  # fmt: skip


@ask
def end_clearance(request: HttpRequest, clearance_id: int) -> HttpResponse:
    """The party may see restricted technology no longer."""
    actor = signed_in(request)
    actor.require(access.LISTS)
    row = queries.clearance(clearance_id, actor)
    form = bind(EndClearanceForm, request)
    at = reverse("exchange:clearances")
    facts = (Answer(_("Party"), row.name), Answer(_("Cleared until"), row.until_on, kind="day"))
    page = DeedPage(
        _("End a clearance"), row.name, _("End it"), crumbs(Link(_("Who may see restricted technology"), at)), at, facts
    )
    return ask_for(
        request, form, page, lambda: usecases.end_clearance(form.command(clearance_id), actor=actor), _("The clearance has ended."), at
    )  # fmt: skip
