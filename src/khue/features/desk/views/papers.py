"""Books of the counter: the control slip of a dossier (form 06) and the register of a period (form 07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.desk import access, domain
from khue.features.desk.forms import RegisterForm
from khue.features.desk.views.tasks import MAKERS
from khue.features.dossiers import queries, usecases
from khue.features.dossiers.queries import RegisterAsked, RegisterRow
from khue.features.rulebook import queries as rulebook
from khue.kernel import viewing, web
from khue.kernel.forms import show_refusal
from khue.kernel.headers import disposition
from khue.kernel.paging import Page, href
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, TableView

ROWS = 30
BACK = timedelta(days=30)
PERIOD = ("from", "until", "procedure")
_COLUMNS = (
    ("number", gettext_lazy("Dossier number")),
    ("procedure", gettext_lazy("Procedure")),
    ("title", gettext_lazy("Title")),
    ("applicant", gettext_lazy("Applicant")),
    ("applicant_now", gettext_lazy("Present name")),
    ("unit", gettext_lazy("Who decides")),
    ("received_on", gettext_lazy("Received on")),
    ("due_on", gettext_lazy("Due on")),
    ("returned_at", gettext_lazy("Result given at")),
    ("state_label", gettext_lazy("State")),
)


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register of a period. ``pdf_href`` is empty where there is nothing to print."""

    table: TableView | None
    pdf_href: str
    most_printed: int
    crumbs: tuple[Link, ...]


@require_GET
def control_slip(request: HttpRequest, number: str) -> HttpResponse:
    """Form 06 of a received dossier, as PDF."""
    actor = _officer(request)
    slip, content = usecases.print_control_slip(number, actor=actor)
    if slip.is_private_person:
        viewing.note_view(actor, slip.applicant_key, "dossier", f"dossier:{slip.dossier_id}")
    return _pdf(content, f"phieu-kiem-soat-{slip.number}.pdf")


@require_GET
def register(request: HttpRequest) -> HttpResponseBase:
    """Dossiers received in a period; also as a file."""
    actor = _officer(request)
    form = _form(request, actor)
    if not form.is_valid():
        return _show(request, form, None, 422)
    asked = form.asked()
    make = MAKERS.get(request.GET.get("format", ""))
    if make is not None:
        file: HttpResponseBase = make("register", _COLUMNS, queries.whole_register(actor, asked))
        return file
    return _show(request, form, queries.register(actor, asked, request.GET.get("after"), ROWS))


@require_GET
def register_pdf(request: HttpRequest) -> HttpResponse:
    """Form 07 of a period, as PDF; the register's page where the period can't be printed."""
    actor = _officer(request)
    form = _form(request, actor)
    if form.is_valid():
        asked = form.asked()
        try:
            content = usecases.print_register(asked, actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return _pdf(content, f"so-theo-doi-ho-so-{asked.first}-{asked.last}.pdf")
    return _show(request, form, None, 422)


def _officer(request: HttpRequest) -> Actor:
    actor = web.signed_in(request)
    access.require_desk(actor)
    actor.require(domain.READ_DOSSIERS)
    return actor


def _form(request: HttpRequest, actor: Actor) -> RegisterForm:
    """What was asked for; the last thirty days where nothing was."""
    asked = QueryDict(mutable=True)
    if any(name in request.GET for name in PERIOD[:2]):
        asked.update({name: request.GET.get(name, "") for name in PERIOD})
    else:
        # What comes in after hours is received on the next working day: the register goes up to it.
        last = rulebook.calendar().next_working_day(actor.today)
        first = actor.today - BACK
        asked.update({"from": f"{first:%d/%m/%Y}", "until": f"{last:%d/%m/%Y}"})
        asked["procedure"] = request.GET.get("procedure", "")
    return RegisterForm(asked, procedures=queries.procedures())


def _show(request: HttpRequest, form: RegisterForm, found: Page[RegisterRow] | None, status: int = 200) -> HttpResponse:
    page = RegisterPage(
        table=_table(request, found) if found is not None else None,
        pdf_href=_pdf_href(form) if found is not None and found.rows else "",
        most_printed=usecases.MOST_PRINTED,
        crumbs=(Link(_("Desk"), reverse("desk:tasks")),),
    )
    return web.render(request, "desk/register.html", page, status, form=form)


def _pdf_href(form: RegisterForm) -> str:
    asked: RegisterAsked = form.asked()
    query = QueryDict(mutable=True)
    query.update({"from": str(asked.first), "until": str(asked.last), "procedure": asked.procedure})
    return f"{reverse('desk:register-pdf')}?{query.urlencode()}"


def _table(request: HttpRequest, found: Page[RegisterRow]) -> TableView:
    return TableView(
        columns=(
            Column(_("Dossier")),
            Column(_("Applicant")),
            Column(_("Who decides")),
            Column(_("Received on"), "day"),
            Column(_("Due on"), "day"),
            Column(_("Result given at"), "moment"),
            Column(_("State"), "state"),
        ),
        rows=tuple(Row(_cells(row), reverse("dossiers:follow", args=[row.number])) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in MAKERS),
        caption=_("Register of dossiers"),
        empty=EmptyView(
            _("No dossier was received in this time"),
            _("Choose another period, or every procedure."),
            icon="book",
        ),
    )


def _cells(row: RegisterRow) -> tuple[Any, ...]:
    return (
        Cell(row.title, note=row.number),
        Cell(row.applicant, note=_("now: %(name)s") % {"name": row.applicant_now} if row.applicant_now else ""),
        row.unit,
        row.received_on,
        row.due_on,
        row.returned_at,
        row.state,
    )


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response
