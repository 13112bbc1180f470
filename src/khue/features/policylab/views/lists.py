"""What is published, for everybody; every study, for who works in the lab."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.features.policylab import access, queries
from khue.features.policylab.domain import summary
from khue.features.policylab.queries import PublishedLine, StudyLine
from khue.features.policylab.views.frame import crumbs, lab_tabs, state_view, user
from khue.kernel import web
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView


@dataclass(frozen=True, slots=True)
class IndexPage:
    table: TableView
    tabs: tuple[Link, ...]
    new_href: str


@dataclass(frozen=True, slots=True)
class ListPage:
    table: TableView
    tabs: tuple[Link, ...]
    ways: tuple[Link, ...]
    new_href: str
    crumbs: tuple[Link, ...]


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Studies that are published, the newest first."""
    actor = web.actor_of(request)
    found = queries.published_studies(request.GET.get("after"))
    may = actor.may(access.USE)
    table = TableView(
        (Column(_("Study")), Column(_("What came of it")), Column(_("Published"), "moment")),
        tuple(map(_published_row, found.rows)),
        found.next,
        found.previous,
        caption=_("Published studies"),
        empty=EmptyView(
            _("Nothing is published yet"),
            _("When the city publishes what a change of the law would cost, it stands here."),
            reverse("policylab:new") if may else "",
            _("Begin a study") if may else "",
            icon="chart-bar",
        ),
    )
    page = IndexPage(table, lab_tabs("index", actor), reverse("policylab:new") if may else "")
    return web.render(request, "policylab/index.html", page)


def _published_row(line: PublishedLine) -> Row:
    years = f"{line.years[0]}–{line.years[1]}"
    name = Cell(line.title, reverse("policylab:published", args=[line.slug]), years, strong=True)
    told = summary(line.result, range(line.years[0], line.years[1] + 1))
    return Row((name, told, Cell(line.published_at, note=line.by)))


@require_safe
def study_list(request: HttpRequest) -> HttpResponseBase:
    """Every study of the lab, or one's own."""
    actor = user(request)
    mine = request.GET.get("of") == "me"
    found = queries.studies(actor, mine=mine, after=request.GET.get("after"))
    table = TableView(
        (
            Column(_("Study")),
            Column(_("State"), "state"),
            Column(_("Author")),
            Column(_("Changed"), "moment"),
        ),
        tuple(map(_study_row, found.rows)),
        found.next,
        found.previous,
        caption=_("Studies"),
        empty=EmptyView(
            _("No studies yet"),
            _("A study asks what a change of the law would cost, and who would gain and lose."),
            reverse("policylab:new"),
            _("Begin a study"),
            icon="chart-bar",
        ),
    )
    ways = (
        Link(_("All"), "?", current=not mine),
        Link(_("Mine"), "?of=me", current=mine),
    )
    page = ListPage(table, lab_tabs("studies", actor), ways, reverse("policylab:new"), crumbs())
    return web.render(request, "policylab/studies.html", page)


def _study_row(line: StudyLine) -> Row:
    note = _("version %(number)s, %(first)s–%(last)s") % {
        "number": line.number,
        "first": line.years[0],
        "last": line.years[1],
    }
    name = Cell(line.title, reverse("policylab:version", args=[line.study_id, line.number]), note, strong=True)
    return Row((name, state_view(line.state), line.owner_name, line.changed_at))
