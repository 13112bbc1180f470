"""Lists: for staff, for the lead's side and the team, and the public register of missions."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.delivery import access, queries
from khue.features.delivery.queries import MissionRow, PublicMission, PublicRow
from khue.features.delivery.views.drawing import timeline
from khue.kernel.paging import Page, every
from khue.kernel.record_pages import ROWS, ListingPage, chosen, download, downloads, said, views_of
from khue.kernel.ui import Answer, Cell, ChartView, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.web import render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Mission")),
    ("lead", gettext_lazy("Lead organisation")),
    ("field", gettext_lazy("Key field")),
    ("state_words", gettext_lazy("State")),
    ("asked", gettext_lazy("Asked of the city")),
    ("granted", gettext_lazy("Approved")),
    ("paid", gettext_lazy("Paid")),
    ("ends_on", gettext_lazy("Ends on")),
)
_PUBLIC = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Mission")),
    ("lead", gettext_lazy("Lead organisation")),
    ("field", gettext_lazy("Key field")),
    ("kind", gettext_lazy("Kind of mission")),
    ("granted", gettext_lazy("Approved")),
    ("paid", gettext_lazy("Paid")),
    ("decided_on", gettext_lazy("Decided on")),
    ("starts_on", gettext_lazy("Begins on")),
    ("ends_on", gettext_lazy("Ends on")),
    ("state", gettext_lazy("State")),
)


@require_safe
def missions(request: HttpRequest) -> HttpResponseBase:
    """All missions, newest first, by state, with search and downloads."""
    actor = signed_in(request)
    actor.require(access.READ)
    view, search = chosen(request, queries.VIEWS, "open"), said(request)
    file = download(
        request, "missions", _COLUMNS,
        lambda: every(lambda after, size: queries.missions(actor, view, search, after, size)),
    )  # fmt: skip
    if file is not None:
        return file
    found = queries.missions(actor, view, search, request.GET.get("after"), ROWS)
    labels = (("open", _("Under way")), ("running", _("Running")), ("ended", _("Ended")), ("all", _("All")))
    page = ListingPage(
        title=_("Missions"),
        lead=_("From the cost appraisal to the settlement: who carries out what, with which money, and how far it is."),
        tabs=views_of(labels, view),
        table=_table(request, found, EmptyView(_("No mission here"), _("A proposal that is decided to be carried out becomes a mission."))),
        query=search,
        search_href=request.path,
        deeds=(Link(_("Public register of missions"), reverse("delivery:register")),),
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """Missions of my organisations, and those that I work on."""
    actor = signed_in(request)
    file = download(
        request, "my-missions", _COLUMNS, lambda: every(lambda after, size: queries.my_missions(actor, after, size))
    )
    if file is not None:
        return file
    found = queries.my_missions(actor, request.GET.get("after"), ROWS)
    empty = EmptyView(
        _("You have no mission"),
        _("A proposal that is decided to be carried out becomes a mission."),
        reverse("calls:calls"),
        _("Calls"),
    )
    page = ListingPage(
        title=_("My missions"),
        lead=_("What your organisation carries out for the city, and what you work on."),
        table=_table(request, found, empty),
    )
    return render(request, "ui/record_list.html", page)


def _table(request: HttpRequest, found: Page[MissionRow], empty: EmptyView) -> TableView:
    return TableView(
        columns=(
            Column(_("Mission")), Column(_("Lead organisation")), Column(_("State"), "state"), Column(_("Approved"), "money"),
            Column(_("Paid"), "money"), Column(_("Ends on"), "day"),
        ),
        rows=tuple(map(_line, found.rows)),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("Missions"),
        empty=empty,
    )  # fmt: skip


def _line(row: MissionRow) -> Row:
    """A mission that is closed to the reader stands there as the public register shows it, and leads nowhere."""
    href, state = reverse("delivery:mission", args=[row.id]), row.state
    if row.closed is not None:
        href, state = "", StateView("closed", _("Closed to you: an interest"), "wait")
    return Row((Cell(row.title, href, row.number, strong=True), row.lead, state, row.granted, row.paid, row.ends_on))


# -- the public register ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PublicPage:
    found: PublicMission
    facts: tuple[Answer, ...]
    milestones: TableView
    chart: ChartView | None
    crumbs: tuple[Link, ...]


@require_safe
def register(request: HttpRequest) -> HttpResponseBase:
    """Funded missions, newest decision first."""
    search = said(request)
    file = download(
        request, "funded-missions", _PUBLIC,
        lambda: every(lambda after, size: queries.public_missions(search, after, size)),
    )  # fmt: skip
    if file is not None:
        return file
    found = queries.public_missions(search, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(
            Column(_("Mission")), Column(_("Lead organisation")), Column(_("State"), "state"), Column(_("Approved"), "money"),
            Column(_("Paid"), "money"), Column(_("Decided on"), "day"),
        ),
        rows=tuple(map(_public_row, found.rows)),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=_("Public register of missions"),
        empty=EmptyView(_("No mission is public yet"), _("Missions appear here once their money is approved.")),
    )  # fmt: skip
    page = ListingPage(
        title=_("Public register of missions"),
        lead=_("What the city pays for in science and technology: who carries it out, with which money, and what was accepted."),
        table=table,
        query=search,
        search_href=request.path,
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


def _public_row(row: PublicRow) -> Row:
    title = Cell(row.title, reverse("delivery:public", args=[row.number]), row.number, strong=True)
    return Row((title, row.lead, row.state_view, row.granted, row.paid, row.decided_on))


@require_safe
def public(request: HttpRequest, number: str) -> HttpResponse:
    """What everybody may read of one mission."""
    found = queries.public_mission(number)
    row = found.row
    facts = (
        Answer(_("Lead organisation"), row.lead),
        Answer(_("Key field"), row.field),
        Answer(_("Kind of mission"), row.kind.capitalised() if row.kind else None),
        Answer(
            _("Way of ordering"),
            (_("direct assignment") if found.mode == "direct-assignment" else _("selection")).capitalize(),
        ),
        Answer(_("Call"), found.call),
        Answer(_("Decided on"), row.decided_on, kind="day"),
        Answer(_("Approved"), row.granted, kind="money"),
        Answer(_("Paid"), row.paid, kind="money"),
        Answer(_("Begins on"), row.starts_on, kind="day"),
        Answer(_("Ends on"), row.ends_on, kind="day"),
    )
    table = TableView(
        columns=(
            Column(_("Milestone")), Column(_("Due day"), "day"), Column(_("Amount"), "money"), Column(_("State"), "state"),
            Column(_("Accepted on"), "day"), Column(_("Paid on"), "day"),
        ),
        rows=tuple(
            Row((f"{one.no}. {one.deliverable}", one.due_on, one.amount, one.state, one.accepted_on, one.paid_on))
            for one in found.milestones
        ),
        caption=_("Milestones"),
        empty=EmptyView(_("No contract yet"), _("Milestones appear once the contract is concluded.")),
    )  # fmt: skip
    page = PublicPage(
        found,
        tuple(fact for fact in facts if fact.value is not None),
        table,
        timeline(found.milestones, row.starts_on, row.decided_on) if found.milestones else None,
        (Link(_("Public register of missions"), reverse("delivery:register")),),
    )
    return render(request, "delivery/public.html", page)
