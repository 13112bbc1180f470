"""Who works for the city, and one colleague's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.features.dossiers import queries as dossiers
from khue.features.people import queries as people
from khue.features.staff import access, queries
from khue.features.staff.forms import SearchForm
from khue.features.staff.queries import joining
from khue.features.staff.views.parts import absence_table, found_line, person_href, staff_actor, state_of
from khue.kernel import exports, web
from khue.kernel.paging import href
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView
from khue.kernel.wording import day_words

MAKERS: dict[str, Any] = {
    "csv": exports.csv_response,
    "xlsx": exports.xlsx_response,
    "json": exports.json_response,
}
COLUMNS = (
    ("name", gettext_lazy("Name")),
    ("role_words", gettext_lazy("Roles")),
    ("since", gettext_lazy("From")),
    ("until", gettext_lazy("Until")),
    ("state_words", gettext_lazy("State")),
    ("back_on", gettext_lazy("Day of return")),
    ("deputy_name", gettext_lazy("Deputy")),
)


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    table: TableView
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PersonPage:
    name: str
    state: StateView
    roles: TableView
    absences: TableView
    open_tasks: int
    deeds: tuple[Link, ...]


@require_GET
def directory(request: HttpRequest) -> HttpResponseBase:
    """Staff by name: unit, roles, from and until, and how things stand."""
    actor = staff_actor(request)
    form = SearchForm(request.GET)
    asked = form.asked()
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make("staff", COLUMNS, queries.whole_directory(asked, actor.today))
        return file
    found = queries.directory(asked, actor.today, request.GET.get("after"))
    table = TableView(
        (
            Column(_("Name")),
            Column(_("Roles")),
            Column(_("From"), "day"),
            Column(_("Until"), "day"),
            Column(_("State"), "state"),
        ),
        tuple(_row(line) for line in found.rows),
        found.next,
        found.previous,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in MAKERS),
        caption=_("Staff"),
        empty=EmptyView(_("Nobody found"), _("Try fewer words, or another unit."), icon="users"),
    )
    return web.render(request, "staff/directory.html", DirectoryPage(table, _links(actor)), form=form)


def _row(line: queries.StaffLine) -> Row:
    note = ""
    if line.absence is not None:
        note = _("back on %(day)s") % {"day": day_words(line.absence.valid_until, short=True)}
        if line.deputy_name:
            note = _("%(back)s; deputy: %(name)s") % {"back": note, "name": line.deputy_name}
    href = person_href(line.id)
    return Row(
        (
            Cell(line.name, href, strong=True),
            line.role_words if line.roles else None,
            line.since,
            line.until,
            Cell(state_of(line), note=note),
        ),
        href=href,
    )


def _links(actor: Actor) -> tuple[Link, ...]:
    links = [Link(_("My absences and deputies"), reverse("staff:absences"), icon="calendar")]
    if actor.may(access.INVITE):
        links.append(Link(_("Invite a colleague"), reverse("staff:invite"), icon="user-plus"))
        links.append(Link(_("Waiting for a second person"), reverse("staff:waiting"), icon="checklist"))
    return tuple(links)


@require_GET
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """One colleague: roles over time, absences, and what can be arranged."""
    actor = staff_actor(request)
    key = f"party:{person_id}"
    line = found_line(key, actor)
    units = {h.unit_code for h in line.roles if h.holds_on(actor.today)}
    may = access.may_for(actor, access.ABSENCES, key, units)
    page = PersonPage(
        name=line.name,
        state=state_of(line),
        roles=_role_table(key, actor),
        absences=absence_table(
            queries.absences_of(key, actor.today), _("Absences"), _("No absence is registered."), ending=may
        ),
        open_tasks=dossiers.held_count(key),
        deeds=_deeds(actor, line, units),
    )
    return web.render(request, "staff/person.html", page)


def _role_table(key: str, actor: Actor) -> TableView:
    """Roles over time; for administrators above them those that wait for a second person."""
    columns = (Column(_("Role")), Column(_("Unit")), Column(_("From"), "day"), Column(_("Until"), "day"))
    held = people.holdings_of([key]).get(key, ())
    waiting = [one for one in joining.open_proposals() if one.person == key] if actor.may(access.INVITE) else []
    words = _("waits for a second person")
    rows = (
        *(
            Row((Cell(w.role, reverse("staff:proposal", args=[w.id]), note=words), w.unit, w.valid_from, w.valid_until))
            for w in waiting
        ),
        *(Row((h.role, h.unit, h.valid_from, h.valid_until)) for h in reversed(held)),
    )
    return TableView(columns, rows, caption=_("Roles"), empty=EmptyView(_("No role is held."), icon="users"))


def _deeds(actor: Actor, line: queries.StaffLine, units: set[str]) -> tuple[Link, ...]:
    links = []
    if line.state in ("working", "absent") and access.may_for(actor, access.ABSENCES, line.key, units):
        links.append(Link(_("Register an absence"), reverse("staff:absent", args=[line.id]), icon="calendar"))
    own = line.key == actor.key
    if actor.may(access.HAND_OVER) if own else access.may_for(actor, access.DESKS, line.key, units):
        links.append(Link(_("Hand over the desk"), reverse("staff:desk", args=[line.id]), icon="arrows-exchange"))
    if actor.may(access.INVITE) and line.key != actor.key:
        links.append(Link(_("Give a role"), reverse("staff:propose", args=[line.id]), icon="user-check"))
        if line.state in ("working", "absent"):
            links.append(Link(_("Record a departure"), reverse("staff:leave", args=[line.id]), icon="door-enter"))
    if actor.may(access.KEYS) and line.key != actor.key:
        links.append(Link(_("Sign-in and keys"), reverse("staff:keys-of", args=[line.id]), icon="key"))
    return tuple(links)
