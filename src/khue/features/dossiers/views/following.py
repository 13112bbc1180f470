"""My dossiers, and one of them from handing in to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from khue.core.actor import Actor
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.dossiers import access, queries, usecases
from khue.features.dossiers.forms import SupplementForm, WithdrawForm
from khue.features.dossiers.queries import CasePage, MyRow
from khue.features.dossiers.queries.pages import SupplementLine
from khue.features.dossiers.views.handing_in import Finding, place_of
from khue.features.dossiers.views.writing import crumbs
from khue.kernel import exports, viewing, web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.paging import href
from khue.kernel.ui import Cell, Column, EmptyView, Link, PanelView, Row, TableView

ask = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 20
AUDIT = "audit.read"


@dataclass(frozen=True, slots=True)
class MinePage:
    table: TableView
    catalogue_href: str


@dataclass(frozen=True, slots=True)
class FollowPage:
    case: CasePage
    panels: Sequence[Any]
    crumbs: tuple[Link, ...]
    watched: bool
    papers: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class SubmittedPage:
    panel: PanelView
    case: CasePage


@dataclass(frozen=True, slots=True)
class SupplementPage:
    number: str
    request: SupplementLine
    findings: tuple[Finding, ...]
    crumbs: tuple[Link, ...]
    edit_href: str
    back_href: str


@dataclass(frozen=True, slots=True)
class WithdrawPage:
    number: str
    title: str
    is_draft: bool
    back_href: str
    crumbs: tuple[Link, ...]


# -- mine ------------------------------------------------------------------------------------------------------------

_COLUMNS = (
    ("number", gettext_lazy("Dossier number")),
    ("title", gettext_lazy("Title")),
    ("applicant", gettext_lazy("Applicant")),
    ("state", gettext_lazy("State")),
    ("created_at", gettext_lazy("Begun at")),
    ("due_on", gettext_lazy("Due on")),
)


@require_GET
def mine(request: HttpRequest) -> HttpResponseBase:
    """Drafts and dossiers of everyone I stand for; first what waits for me."""
    actor = web.signed_in(request)
    if (file := _download(request, actor)) is not None:
        return file
    found = queries.my_dossiers(actor, request.GET.get("after"), ROWS)
    table = TableView(
        columns=(
            Column(_("Dossier")),
            Column(_("Applicant")),
            Column(_("State"), "state"),
            Column(_("Clock")),
            Column(_("What to do"), hidden_label=True),
        ),
        rows=tuple(_my_line(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in ("csv", "xlsx", "json")),
        caption=_("My dossiers"),
        empty=EmptyView(
            _("You have no dossier yet"),
            _("A dossier that you begin is kept here, also before you submit it."),
            web.shell_of(request).home_href + "procedures/",
            _("Choose a procedure"),
        ),
    )
    return web.render(request, "dossiers/mine.html", MinePage(table, web.shell_of(request).home_href + "procedures/"))


def _my_line(row: MyRow) -> Row:
    ways = {"write": ("dossiers:edit", _("Continue")), "supplement": ("dossiers:supplement", _("Supplement"))}
    route, label = ways.get(row.next, ("dossiers:follow", _("Follow")))
    # Two words of a deed stay on one line.
    link = Link(label.replace(" ", "\N{NO-BREAK SPACE}"), reverse(route, args=[row.number]))
    tone: Any = "now" if row.next == "supplement" else "plain"
    home = reverse("dossiers:edit" if row.next == "write" else "dossiers:follow", args=[row.number])
    return Row((Cell(row.title, home, row.number, strong=True), row.applicant, row.state, row.clock, link), tone=tone)


def _download(request: HttpRequest, actor: Actor) -> HttpResponseBase | None:
    answer = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}
    make = answer.get(request.GET.get("format", ""))
    if make is None:
        return None
    return make("dossiers", _COLUMNS, (_as_line(row) for row in queries.all_my_dossiers(actor)))


def _as_line(row: MyRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "applicant": row.applicant,
        "state": row.state.label,
        "created_at": row.created_at,
        "due_on": row.due_on,
    }


# -- following -------------------------------------------------------------------------------------------------------


@require_GET
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """Where it stands, what was decided and why, what is asked of the applicant."""
    actor = web.signed_in(request)
    case = queries.case(number, actor)
    # Whoever may only look at a draft reads here what stands in it; there is nothing to write for them.
    if case.facts.state == "draft" and case.may_write:
        return web.redirect("dossiers:edit", case.facts.number)
    if case.facts.state == "draft" and (home := usecases.home_of(case.facts)):
        return web.redirect(home)
    watched = case.applicant.is_private_person and not case.is_side
    if watched:
        viewing.note_view(actor, case.facts.applicant_key, "dossier", f"dossier:{case.facts.id}")
    trail = (Link(_("My dossiers"), reverse("dossiers:mine")),) if case.is_side else ()
    panels = usecases.panels(case, actor)
    page = FollowPage(case, panels, trail, watched, _papers(case, actor))
    return web.render(request, "dossiers/follow.html", page)


def _papers(case: CasePage, actor: Actor) -> tuple[Link, ...]:
    """What officers read beside the case. The desk stands above this room, so its pages are named only."""
    facts, links = case.facts, []
    if actor.may(access.READ) and queries.has_slip(facts.received_on, facts.due_on):
        slip = reverse("desk:control-slip", args=[facts.number])
        links.append(Link(_("Process control slip (form 06)"), slip, icon="file-type-pdf"))
    if actor.may(AUDIT):
        trail = reverse("desk:audit", args=[f"dossier:{facts.id}"])
        links.append(Link(_("Audit of the dossier"), trail, icon="history"))
    return tuple(links)


@require_GET
def submitted(request: HttpRequest, number: str) -> HttpResponse:
    """It has arrived: the number, and what happens next."""
    case = queries.case(number, web.signed_in(request))
    if case.facts.state == "draft":
        return web.redirect("dossiers:edit", case.facts.number)
    links = [Link(_("Follow the dossier"), reverse("dossiers:follow", args=[case.facts.number]))]
    if case.receipt_href:
        links.append(Link(_("Receipt (form 01)"), case.receipt_href))
    panel = PanelView(_("Your dossier has been submitted"), case.facts.number, case.facts.title, tuple(links))
    return web.render(request, "dossiers/submitted.html", SubmittedPage(panel, case))


@ask
def supplement(request: HttpRequest, number: str) -> HttpResponse:
    """Answer the request: what was asked, where to write it, and the button that sends it."""
    actor = web.signed_in(request)
    draft = queries.draft(number, actor)
    if draft.facts.state != "awaiting_supplement" or draft.request is None:
        return web.redirect("dossiers:follow", draft.facts.number)
    form = bind(SupplementForm, request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            usecases.supplement_dossier(form.command(draft.facts.id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
            reasons = tuple(reason for reason in refused.decision.reasons if reason.field != "note")
        else:
            messages.success(request, _("The supplement was sent. The clock runs again."))
            return web.redirect("dossiers:follow", draft.facts.number)
    page = SupplementPage(
        number=draft.facts.number,
        request=draft.request,
        findings=tuple(Finding(reason, place_of(draft, reason.field)) for reason in reasons),
        crumbs=crumbs(draft),
        edit_href=reverse("dossiers:edit", args=[draft.facts.number]),
        back_href=reverse("dossiers:follow", args=[draft.facts.number]),
    )
    return web.render(request, "dossiers/supplement.html", page, 422 if form.errors else 200, form=form)


@ask
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take the dossier back, after saying what that means."""
    actor = web.signed_in(request)
    case = queries.case(number, actor)
    form = bind(WithdrawForm, request)
    if request.method == "POST" and form.is_valid():
        try:
            usecases.withdraw_dossier(form.command(case.facts.id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Dossier %(number)s was withdrawn.") % {"number": case.facts.number})
            return web.redirect("dossiers:mine")
    if not case.may_withdraw and not form.errors:
        return web.redirect("dossiers:follow", case.facts.number)
    is_draft = case.facts.state == "draft"
    form.fields["ground"].required = not is_draft
    back = reverse("dossiers:edit" if is_draft else "dossiers:follow", args=[case.facts.number])
    trail = (Link(_("My dossiers"), reverse("dossiers:mine")), Link(case.facts.number, back))
    page = WithdrawPage(case.facts.number, case.facts.title, is_draft, back, trail)
    return web.render(request, "dossiers/withdraw.html", page, 422 if form.errors else 200, form=form)
