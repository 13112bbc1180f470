"""What waits, by due day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.features.desk import access, domain
from khue.features.dossiers import queries
from khue.features.dossiers.queries import DeskFilter, DeskRow
from khue.features.staff import queries as staff
from khue.kernel import exports, web
from khue.kernel.paging import href
from khue.kernel.ui import EmptyView, Link

ROWS = 30
MAKERS: dict[str, Any] = {
    "csv": exports.csv_response,
    "xlsx": exports.xlsx_response,
    "json": exports.json_response,
}
_COLUMNS = (
    ("number", gettext_lazy("Dossier number")),
    ("name", gettext_lazy("Step")),
    ("title", gettext_lazy("Title")),
    ("applicant", gettext_lazy("Applicant")),
    ("assignee_name", gettext_lazy("Who works on it")),
    ("opened_on", gettext_lazy("Opened on")),
    ("due_on", gettext_lazy("Due on")),
)


@dataclass(frozen=True, slots=True)
class TasksPage:
    rows: tuple[DeskRow, ...]
    tabs: tuple[Link, ...]
    procedures: tuple[Link, ...]
    next: str
    previous: str
    exports: tuple[Link, ...]
    empty: EmptyView
    here: str
    register_href: str
    colleague: staff.StandIn | None
    stands_in: bool


@require_GET
def tasks(request: HttpRequest) -> HttpResponseBase:
    """Open tasks that the officer's rights cover."""
    actor = web.signed_in(request)
    access.require_desk(actor)
    asked = _asked(request)
    colleagues = _stand_ins(actor)
    colleague = next((found for found in colleagues if f"for-{found.absence}" == request.GET.get("view")), None)
    if colleague is not None:
        # What the deputy would see in the colleague's place, before choosing to work there.
        asked = DeskFilter(f"for-{colleague.absence}", asked.procedure, of=colleague.person)
        actor_here = replace(actor, rights=colleague.rights)
    else:
        actor_here = actor
    if (file := _download(request, actor_here, asked)) is not None:
        return file
    found = queries.desk(actor_here, asked, request.GET.get("after"), ROWS)
    page = TasksPage(
        rows=found.rows,
        tabs=_tabs(request, actor, asked, colleagues),
        procedures=_procedures(request, asked),
        next=web.cursor_href(request, found.next),
        previous=web.cursor_href(request, found.previous),
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in ("csv", "xlsx", "json")),
        empty=EmptyView(
            _("Nothing waits here"),
            _("New dossiers appear as soon as they are submitted, sorted by the day on which they are due."),
            reverse("desk:tasks") if asked.view != "all" or asked.procedure else "",
            _("Show all tasks"),
            "circle-check",
        ),
        here=request.get_full_path(),
        register_href=reverse("desk:register") if actor.may(domain.READ_DOSSIERS) else "",
        colleague=colleague,
        stands_in=bool(actor.stands_in_for),
    )
    return web.render(request, "desk/tasks.html", page)


def _asked(request: HttpRequest) -> DeskFilter:
    view = request.GET.get("view", "all")
    return DeskFilter(view if view in queries.VIEWS else "all", request.GET.get("procedure", "")[:60])


def _stand_ins(actor: Actor) -> tuple[staff.StandIn, ...]:
    """Whom the officer stands in for today; one query."""
    return staff.stand_ins(actor.person_id, actor.today) if actor.person_id is not None else ()


def _tabs(
    request: HttpRequest, actor: Actor, asked: DeskFilter, colleagues: tuple[staff.StandIn, ...]
) -> tuple[Link, ...]:
    counts = queries.desk_counts(actor)
    labels = {
        "all": (_("All"), ""),
        "mine": (_("Mine"), _counted(counts.mine)),
        "free": (_("Free"), _counted(counts.free)),
        "overdue": (_("Overdue"), _counted(counts.overdue)),
    }
    own = tuple(
        Link(label, _with(request, "view", view), current=view == asked.view, note=note)
        for view, (label, note) in labels.items()
    )
    # While working in a colleague's place, "mine" holds that colleague's tasks.
    named = tuple(
        Link(c.name, _with(request, "view", f"for-{c.absence}"), current=asked.of == c.person)
        for c in colleagues
        if c.person != actor.stands_in_for
    )
    return (*own, *named)


def _counted(count: int) -> str:
    return f"{queries.MOST_COUNTED - 1}+" if count >= queries.MOST_COUNTED else str(count)


def _procedures(request: HttpRequest, asked: DeskFilter) -> tuple[Link, ...]:
    """The filter by procedure; none when the city has only one."""
    known = queries.procedures()
    if len(known) < 2:
        return ()
    links = [Link(_("Every procedure"), _with(request, "procedure", ""), current=not asked.procedure)]
    for found in known:
        links.append(Link(found.name, _with(request, "procedure", found.key), current=asked.procedure == found.key))
    return tuple(links)


def _with(request: HttpRequest, name: str, value: str) -> str:
    """The same list with another choice, from its first page on."""
    query = request.GET.copy()
    query.pop("after", None)
    query.pop("format", None)
    return href(query, value, name)


def _download(request: HttpRequest, actor: Actor, asked: DeskFilter) -> HttpResponseBase | None:
    make = MAKERS.get(request.GET.get("format", ""))
    if make is None:
        return None
    found: HttpResponseBase = make("desk", _COLUMNS, queries.whole_desk(actor, asked))
    return found
