"""What waits, by due day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.features.desk import access, domain
from khue.features.desk import queries as saved
from khue.features.desk.domain.saved_views import Wanted
from khue.features.desk.forms import BulkKindForm, FilterForm
from khue.features.desk.queries import Overseen, ViewLine
from khue.features.desk.views.listing import PARTS, reading, stand_ins, wanted_of
from khue.features.dossiers import queries
from khue.features.dossiers.domain.definition import Procedure
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
    next: str
    previous: str
    exports: tuple[Link, ...]
    empty: EmptyView
    here: str
    register_href: str
    boards_href: str
    colleague: staff.StandIn | None
    overseen: Overseen | None
    stands_in: bool
    saved: tuple[Link, ...]
    broken: ViewLine | None
    save_href: str
    narrowed: bool
    view: str
    whole: tuple[tuple[str, str], ...]
    shortcuts: bool


@require_GET
def tasks(request: HttpRequest) -> HttpResponseBase:
    """Open tasks that the officer's rights cover."""
    actor = web.signed_in(request)
    access.require_desk(actor)
    known = queries.procedures(actor.today)
    shown = _opened(request, actor, known)
    form = FilterForm(shown.wanted.to_json(), procedures=known)
    colleagues = stand_ins(actor)
    read = reading(request.GET, shown.wanted, actor, colleagues)
    asked, actor_here, colleague = read.asked, read.actor, read.colleague
    if (file := _download(request, actor_here, asked)) is not None:
        return file
    found = queries.desk(actor_here, asked, request.GET.get("after"), ROWS)
    page = TasksPage(
        rows=found.rows,
        tabs=_tabs(request, actor, asked, colleagues),
        next=web.cursor_href(request, found.next),
        previous=web.cursor_href(request, found.previous),
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in ("csv", "xlsx", "json")),
        empty=EmptyView(
            _("Nothing waits here"),
            _("New dossiers appear as soon as they are submitted, sorted by the day on which they are due."),
            f"{reverse('desk:tasks')}?view=all" if asked != DeskFilter() else "",
            _("Show all tasks"),
            "circle-check",
        ),
        here=request.get_full_path(),
        boards_href=reverse("desk:load") if access.watches(actor) else "",
        register_href=reverse("desk:register") if actor.may(domain.READ_DOSSIERS) else "",
        colleague=colleague,
        overseen=read.overseen,
        stands_in=bool(actor.stands_in_for),
        saved=tuple(
            Link(
                line.name,
                f"{reverse('desk:tasks')}?saved={line.id}",
                current=shown.line is not None and line.id == shown.line.id,
                note="" if line.works else _("no longer works"),
            )
            for line in shown.lines
        ),
        broken=shown.line if shown.line is not None and not shown.line.works else None,
        save_href=_save_href(asked, shown),
        narrowed=bool(asked.procedure or asked.step or asked.due),
        view=asked.view,
        whole=_whole(asked),
        shortcuts=shown.shortcuts,
    )
    return web.render(request, "desk/tasks.html", page, form=form, bulk=BulkKindForm())


@dataclass(frozen=True, slots=True)
class _Shown:
    """The filter of this request, the saved view that it comes from, and all saved views."""

    wanted: Wanted
    line: ViewLine | None
    lines: tuple[ViewLine, ...]
    shortcuts: bool


def _opened(request: HttpRequest, actor: Actor, known: Sequence[Procedure]) -> _Shown:
    """What the address asks for; a bare address opens the chosen view, ``saved`` a named one."""
    chosen = saved.choice(actor.key)
    lines = saved.saved_views(actor, chosen, known)
    given = request.GET
    number = given.get("saved", "")
    line = next((each for each in lines if (str(each.id) == number if given else each.default and each.works)), None)
    if line is not None and not any(given.get(name) for name in PARTS):
        return _Shown(line.wanted, line, lines, chosen.shortcuts)
    return _Shown(wanted_of(given), line, lines, chosen.shortcuts)


def _whole(asked: DeskFilter) -> tuple[tuple[str, str], ...]:
    """The filter that is shown, for a deed on all of it."""
    parts = {"view": asked.view, "procedure": asked.procedure, "step": asked.step, "due": asked.due, "of": asked.of}
    return tuple((name, value) for name, value in parts.items() if value)


def _save_href(asked: DeskFilter, shown: _Shown) -> str:
    """Where the filter that is shown gets a name; none for a filter that is saved as it stands."""
    wanted = Wanted(asked.view if asked.view in queries.VIEWS else "all", asked.procedure, asked.step, asked.due)
    if asked.of or wanted == Wanted() or any(line.wanted == wanted for line in shown.lines):
        return ""
    parts = wanted.to_json()
    if shown.line is not None and shown.line.may_change:
        parts["replaces"] = str(shown.line.id)
    return f"{reverse('desk:save-view')}?{urlencode(parts)}"


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


def _with(request: HttpRequest, name: str, value: str) -> str:
    """The same list with another choice, from its first page on."""
    query = request.GET.copy()
    for passing in ("after", "format", "saved", "of"):
        query.pop(passing, None)
    return href(query, value, name)


def _download(request: HttpRequest, actor: Actor, asked: DeskFilter) -> HttpResponseBase | None:
    make = MAKERS.get(request.GET.get("format", ""))
    if make is None:
        return None
    found: HttpResponseBase = make("desk", _COLUMNS, queries.whole_desk(actor, asked))
    return found
