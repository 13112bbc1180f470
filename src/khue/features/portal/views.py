"""Public pages: each asks one query and draws one page."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.money import format_dong, format_percent, format_short_dong
from khue.features.dossiers.domain.definition import Procedure
from khue.features.missions.queries import GrantedSupport
from khue.features.portal import queries
from khue.features.portal.domain import NOT_RECEIVED, RESOLUTIONS, Resolution
from khue.features.rulebook.queries import city_package
from khue.kernel import exports, limits, ui, web

LONGEST_SEARCH = 200
EXPORT_SIZE = 5000


# -- front page ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tile:
    key: str
    name: str
    role: Text
    icon: str
    tone: ui.Tone
    action: str
    steps: tuple[ui.Link, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    search_href: str
    doors: tuple[ui.CardView, ...]
    figures: tuple[ui.FigureView, ...]
    resolutions: tuple[ui.CardView, ...]
    personas: tuple[Tile, ...]
    day_href: str
    day_steps: tuple[tuple[int, str], ...]


DAY_STEPS = (1, 5, 20)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    page = HomePage(
        search_href=reverse("portal:procedures"),
        doors=_doors(),
        figures=_figures(queries.figures(web.actor_of(request).today)),
        resolutions=tuple(_resolution(found) for found in RESOLUTIONS),
        personas=tuple(_tile(found) for found in queries.personas()),
        day_href=reverse("sample-day"),
        day_steps=tuple(
            (days, ngettext("%(days)s day forward", "%(days)s days forward", days) % {"days": days})
            for days in DAY_STEPS
        ),
    )
    return web.render(request, "portal/home.html", page)


def _doors() -> tuple[ui.CardView, ...]:
    procedures, register = reverse("portal:procedures"), reverse("portal:register")
    return (
        ui.CardView(lazy("I do research"), lazy("Topics, equipment, contracts by result"), procedures, "flask", "now"),
        ui.CardView(lazy("I found a startup"), lazy("Trial production and what supports it"), procedures, "rocket", "good"),
        ui.CardView(lazy("I run a firm"), lazy("Equipment for tasks that the city needs"), procedures, "building-factory-2", "firm"),
        ui.CardView(lazy("I am a resident"), lazy("See where the money goes, download the data"), register, "users", "wait"),
    )  # fmt: skip


def _figures(found: queries.Figures) -> tuple[ui.FigureView, ...]:
    words = web.language()
    register = reverse("portal:register")
    rows = []
    if found.decided:
        share = format_percent(Fraction(found.in_time, found.decided), words, 1)
        label = _("decided on time in 30 days (%(in_time)s of %(decided)s dossiers)")
        rows.append(ui.FigureView(share, label % {"in_time": found.in_time, "decided": found.decided}, register))
    rows.append(ui.FigureView(format_short_dong(found.paid, words), _("paid for accepted results"), register))
    rows.append(ui.FigureView(str(found.supports), _("supports granted"), register))
    rows.append(ui.FigureView(format_short_dong(found.granted, words), _("granted in all"), register))
    return tuple(rows)


def _resolution(found: Resolution) -> ui.CardView:
    if not found.procedures:
        note = Text(f"{found.number.vi}. {NOT_RECEIVED.vi}", f"{found.number.en}. {NOT_RECEIVED.en}")
        return ui.CardView(found.name, note, "", found.icon, "plain")
    href = reverse("dossiers:procedure", args=[found.procedures[0]])
    return ui.CardView(found.name, found.number, href, found.icon, "now")


ICONS = {
    "researcher": ("flask", "now"), "founder": ("rocket", "good"), "clerk": ("inbox", "firm"),
    "officer": ("file-text", "firm"), "appraiser": ("checklist", "wait"), "decider": ("gavel", "now"),
    "accountant": ("coin", "good"), "auditor": ("search", "wait"), "administrator": ("adjustments", "plain"),
    "resident": ("users", "wait"),
}  # fmt: skip


def _tile(found: queries.PersonaCard) -> Tile:
    icon, tone = ICONS.get(found.key, ("user", "plain"))
    return Tile(
        found.key,
        found.name.into(web.language()),
        found.role,
        icon,
        tone,  # type: ignore[arg-type]
        reverse("sample-persona", args=[found.key]),
        tuple(ui.Link(step, "") for step in found.steps),
    )


# -- procedures ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    name: Text
    summary: Text
    term: Text | None
    decider: Text | None
    basis: Text | None
    href: str


@dataclass(frozen=True, slots=True)
class ProcedureGroup:
    title: Any
    procedures: tuple[ProcedureRow, ...]


@dataclass(frozen=True, slots=True)
class ProceduresPage:
    search_href: str
    query: str
    groups: tuple[ProcedureGroup, ...]


@require_safe
@limits.limited("search", "120/m/ip")
def procedures(request: HttpRequest) -> HttpResponse:
    query = _search(request)
    rows = tuple(_row(found) for found in queries.procedures(query))
    groups = (ProcedureGroup(RESOLUTIONS[0].name, rows),) if rows else ()
    return web.render(request, "portal/procedures.html", ProceduresPage(request.path, query, groups))


def _row(found: Procedure) -> ProcedureRow:
    decider = next((step.who for step in found.steps if step.kind == "decide"), None)
    basis = found.basis[0].text if found.basis else None
    return ProcedureRow(
        found.name, found.summary, None, decider, basis, reverse("dossiers:procedure", args=[found.key])
    )


def _search(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_SEARCH]


# -- the register --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisterPage:
    search_href: str
    query: str
    table: ui.TableView
    figures: tuple[ui.FigureView, ...] = ()
    years: tuple[ui.Link, ...] = ()


@require_safe
@limits.limited("search", "20000/m/ip")
def register(request: HttpRequest) -> HttpResponse:
    query = _search(request)
    found = queries.register(query, request.GET.get("after"))
    table = ui.TableView(
        columns=(
            ui.Column(lazy("Receiver")),
            ui.Column(lazy("Task")),
            ui.Column(lazy("Granted"), "money"),
            ui.Column(lazy("Paid"), "money"),
            ui.Column(lazy("Decided on"), "day"),
        ),
        rows=tuple(_entry(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=_exports(query),
        caption=lazy("Granted support"),
        empty=ui.EmptyView(
            lazy("Nothing is found"),
            lazy("Try fewer or other words; marks may be left out."),
            request.path,
            lazy("Show everything"),
            "search",
        ),
    )
    return web.render(request, "portal/register.html", RegisterPage(request.path, query, table))


def _entry(row: GrantedSupport) -> ui.Row:
    href = reverse("portal:support", args=[row.number])
    kind = row.task_kind
    cells = (
        ui.Cell(row.receiver, href, strong=True),
        ui.Cell(row.task_title, note=kind),
        row.granted,
        row.paid,
        row.decided_on,
    )
    return ui.Row(cells)


def _exports(query: str) -> tuple[ui.Link, ...]:
    suffix = f"?q={query}" if query else ""
    return tuple(
        ui.Link(kind.upper(), reverse("portal:register-file", args=[kind]) + suffix) for kind in ("csv", "xlsx", "json")
    )


COLUMNS = [
    ("number", lazy("Number")), ("receiver", lazy("Receiver")), ("task", lazy("Task")), ("kind", lazy("Kind")),
    ("granted", lazy("Granted (đồng)")), ("paid", lazy("Paid (đồng)")), ("decided_on", lazy("Decided on")),
    ("basis", lazy("Legal basis")), ("state", lazy("State")),
]  # fmt: skip


@require_safe
@limits.limited("export", "60/m/ip")
def register_file(request: HttpRequest, kind: str) -> HttpResponse:
    found = queries.register(_search(request), None, EXPORT_SIZE)
    words = web.language()
    rows = [
        {
            "number": row.number,
            "receiver": row.receiver,
            "task": row.task_title,
            "kind": row.task_kind.into(words),
            "granted": row.granted,
            "paid": row.paid,
            "decided_on": row.decided_on,
            "basis": row.basis.into(words),
            "state": row.state,
        }
        for row in found.rows
    ]
    columns = [(key, str(label)) for key, label in COLUMNS]
    answer = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}[kind]
    return answer("khue-register", columns, rows)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class SupportPage:
    found: queries.PublicSupport
    answers: tuple[ui.Answer, ...]
    steps: tuple[ui.StepView, ...]
    crumbs: tuple[ui.Link, ...]


@require_safe
def support(request: HttpRequest, number: str) -> HttpResponse:
    found = queries.support(number)
    entry = found.entry
    answers = (
        ui.Answer(lazy("Receiver"), entry.receiver),
        ui.Answer(lazy("Task"), entry.task_title),
        ui.Answer(lazy("Kind"), entry.task_kind),
        ui.Answer(lazy("Asked for"), found.asked, kind="money"),
        ui.Answer(lazy("Granted"), entry.granted, kind="money"),
        ui.Answer(lazy("Paid"), entry.paid, kind="money"),
        ui.Answer(lazy("Decided on"), entry.decided_on, kind="day"),
        ui.Answer(lazy("Legal basis"), entry.basis),
    )
    status: dict[str, ui.StepStatus] = {"paid": "done", "accepted": "now", "delivered": "now"}
    steps = tuple(
        ui.StepView(
            Text(f"Đợt {t.no}: {t.deliverable}", f"Tranche {t.no}: {t.deliverable}"),
            Text(
                f"{format_dong(t.amount, 'vi')} · {t.state.label.into('vi')}",  # type: ignore[union-attr]
                f"{format_dong(t.amount, 'en')} · {t.state.label.into('en')}",  # type: ignore[union-attr]
            ),
            t.paid_on or t.accepted_on,
            status.get(t.code, "next"),
        )
        for t in found.tranches
    )
    page = SupportPage(
        found, answers, steps, (ui.Link(lazy("Public register of support"), reverse("portal:register")),)
    )
    return web.render(request, "portal/support.html", page)


# -- about ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AboutPage:
    city: Text
    parts: tuple[ui.CardView, ...]
    verify: tuple[ui.Link, ...]
    contact: Text | None = None


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    verify = (
        ui.Link(
            lazy("The newest signed checkpoint"),
            reverse("portal:checkpoint"),
            note=lazy("Keep a copy: with it anybody can prove later that no earlier record was changed."),
        ),
    )
    parts = (
        ui.CardView(
            lazy("Procedures"),
            lazy("Apply, follow every step, see who decides and why."),
            reverse("portal:procedures"),
            "file-text",
            "now",
        ),
        ui.CardView(
            lazy("Public register of support"),
            lazy("Whom the city supports, with how much, and why."),
            reverse("portal:register"),
            "coin",
            "good",
        ),
        ui.CardView(
            lazy("The law in figures"),
            lazy("Every value that a decision rests on, with its source and how sure we are."),
            reverse("rulebook:parameters"),
            "scale",
            "wait",
        ),
    )
    return web.render(request, "portal/about.html", AboutPage(city_package().NAME, parts, verify))


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint as a line of text; 204 before there is one."""
    line = queries.checkpoint()
    return HttpResponse(
        line + "\n" if line else "", status=200 if line else 204, content_type="text/plain; charset=utf-8"
    )
