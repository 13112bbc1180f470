"""One appeal, for its applicant and for officers; and the desk of appeals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.appeals import access, queries
from khue.features.appeals.queries import AppealPage, AppealRow
from khue.features.appeals.views.frame import crumbs
from khue.features.appeals.views.writing import answer_groups
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers import usecases as dossier_usecases
from khue.kernel import exports, viewing
from khue.kernel.paging import href
from khue.kernel.ui import AnswerGroup, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import redirect, render, signed_in

ROWS = 25
_COLUMNS = (
    ("number", gettext_lazy("Appeal")),
    ("level", gettext_lazy("Level")),
    ("dossier_number", gettext_lazy("Dossier number")),
    ("title", gettext_lazy("Title")),
    ("applicant", gettext_lazy("Applicant")),
    ("state_words", gettext_lazy("State")),
    ("outcome_words", gettext_lazy("Outcome")),
    ("lodged_on", gettext_lazy("Lodged on")),
    ("due_on", gettext_lazy("Due on")),
    ("decider", gettext_lazy("Second decider")),
)
_FILES: dict[str, Any] = {
    "csv": exports.csv_response,
    "xlsx": exports.xlsx_response,
    "json": exports.json_response,
}


@dataclass(frozen=True, slots=True)
class FollowPage:
    """``case`` and ``panels`` are the first case, for officers only; ``deeds`` what this reader can do now."""

    appeal: AppealPage
    groups: tuple[AnswerGroup, ...]
    deeds: tuple[Link, ...]
    case: Any
    panels: Sequence[Any]
    crumbs: tuple[Link, ...]
    dossier_href: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    table: TableView
    tabs: tuple[Link, ...]


@require_safe
def appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """Where it stands, with its clocks; for officers everything of the first case beside it."""
    actor = signed_in(request)
    found = queries.appeal_page(appeal_id, actor)
    if found.code == "draft":
        return redirect("appeals:check", appeal_id)
    officer = not found.is_side and actor.may("dossiers.read")
    case: Any = None
    panels: Sequence[Any] = ()
    if officer:
        case = dossiers.case(found.dossier_number, actor, found.decided)
        panels = dossier_usecases.panels(case, actor, every=False)
        if case.applicant.is_private_person:
            viewing.note_view(actor, found.applicant_key, "appeal", f"appeal:{found.id}")
    page = FollowPage(
        appeal=found,
        groups=answer_groups(found),
        deeds=_deeds(found, actor),
        case=case,
        panels=panels,
        crumbs=crumbs(actor, found),
        dossier_href=reverse("dossiers:follow", args=[found.dossier_number]),
    )
    return render(request, "appeals/appeal.html", page)


def _deeds(found: AppealPage, actor: Actor) -> tuple[Link, ...]:
    """What this reader can do now, the next deed first."""
    links: list[Link] = []

    def add(name: str, label: str, icon: str) -> None:
        links.append(Link(label, reverse(f"appeals:{name}", args=[found.id]), icon=icon))

    examined = found.code == "admitted"
    decides = examined and actor.may(access.DECIDE) and found.decider in actor.hands
    receives = actor.may(access.RECEIVE)
    if receives and found.code == "lodged":
        add("admission", _("Admit or decline"), "circle-check")
    if receives and found.code in ("lodged", "admitted"):
        add("assign", _("Give it to a second decider"), "user-plus")
    if decides:
        add("decide", _("Decide the appeal"), "gavel")
    if examined and (receives or decides):
        add("dialogue", _("Record a dialogue"), "users")
        if not found.complex_ground:
            add("extend", _("Extend: a complex case"), "clock")
    if decides and found.first.outcome == "granted":
        label = _("Let the execution go on") if found.suspended else _("Suspend the execution")
        add("execution", label, "player-pause")
    if found.may_withdraw:
        add("withdraw", _("Withdraw the appeal"), "arrow-back-up")
    return tuple(links)


# -- the desk ----------------------------------------------------------------------------------------------------------


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """Appeals by the day on which something is due."""
    actor = signed_in(request)
    actor.require(access.READ)
    view = request.GET.get("view", "open")
    view = view if view in queries.VIEWS else "open"
    make = _FILES.get(request.GET.get("format", ""))
    if make is not None:
        answer: HttpResponseBase = make("appeals", _COLUMNS, queries.all_appeals(actor, view))
        return answer
    found = queries.appeals(actor, view, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(
            Column(_("Appeal")),
            Column(_("Applicant")),
            Column(_("State"), "state"),
            Column(_("Clock")),
            Column(_("Second decider")),
        ),
        rows=tuple(_line(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in _FILES),
        caption=_("Appeals"),
        empty=EmptyView(
            _("No appeal here"), _("Appeals appear as soon as they are lodged, by the day on which they are due.")
        ),
    )
    return render(request, "appeals/desk.html", DeskPage(table, _tabs(view)))


def _tabs(view: str) -> tuple[Link, ...]:
    labels = {"open": _("Open"), "mine": _("Given to me"), "overdue": _("Overdue"), "ended": _("Ended")}
    here = reverse("appeals:desk")
    return tuple(Link(label, f"{here}?view={code}", current=code == view) for code, label in labels.items())


def _line(row: AppealRow) -> Row:
    name = Cell(row.number, reverse("appeals:appeal", args=[row.id]), row.title, strong=True)
    state = row.outcome or row.state
    return Row((name, row.applicant, state, row.clock, row.decider or "–"), tone="wait" if row.late else "plain")
