"""The public register of granted support: its list, its data, and one support with its grounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import Context
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.money import format_dong, format_short_dong
from khue.features.dossiers.queries import PublicPaper
from khue.features.missions.queries import GrantedSupport, TrancheRow
from khue.features.portal import queries
from khue.features.portal.views.frame import kept, public_file, public_page, searched
from khue.features.portal.views.home import supports_label
from khue.kernel import exports, limits, ui, web
from khue.kernel.headers import disposition
from khue.kernel.templatetags.khue import datatable
from khue.kernel.wording import number as grouped

COLUMNS = (
    ("number", _("Number")), ("receiver", _("Receiver")), ("receiver_now", _("Present name")), ("task", _("Task")), ("kind", _("Kind")),
    ("granted", _("Granted (đồng)")), ("paid", _("Paid (đồng)")), ("decided_on", _("Decided on")),
    ("basis", _("Legal basis")), ("state", _("State")),
)  # fmt: skip
ANNULLED = Text("đã bị hủy theo kết quả giải quyết khiếu nại", "annulled after an appeal")
FORMATS = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}


@dataclass(frozen=True, slots=True)
class RegisterPage:
    search_href: str
    query: str
    figures: tuple[ui.FigureView, ...]
    table: SafeString


@require_safe
@public_page
def register(request: HttpRequest) -> HttpResponseBase:
    """Newest decision first; words in any order, with or without marks."""
    query, after = searched(request), request.GET.get("after")
    table = kept(("register", web.language(), query, after), lambda: _table(request, query, after))
    figures = _figures(queries.figures(web.actor_of(request).today))
    return web.render(request, "portal/register.html", RegisterPage(request.path, query, figures, table))


def _table(request: HttpRequest, query: str, after: str | None) -> SafeString:
    """The list as HTML."""
    found = queries.register(query, after)
    table = ui.TableView(
        columns=(
            ui.Column(_("Task")),
            ui.Column(_("Receiver")),
            ui.Column(_("Granted"), "money"),
            ui.Column(_("Paid"), "money"),
            ui.Column(_("Decided on"), "day"),
        ),
        rows=tuple(_entry(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=_exports(query),
        caption=_("Granted support"),
        empty=_nothing(request.path, query),
    )
    return mark_safe(datatable(Context({"request": request}), table))


def _nothing(path: str, query: str) -> ui.EmptyView:
    if not query:
        return ui.EmptyView(_("No support is granted yet"), _("As soon as one is decided, it is published here."))
    return ui.EmptyView(
        _("Nothing is found"),
        _("Try fewer or other words; marks may be left out."),
        path,
        _("Show everything"),
        "search",
    )


def _figures(found: queries.Figures) -> tuple[ui.FigureView, ...]:
    """Of the whole register; none while it is empty."""
    if not found.supports:
        return ()
    words = web.language()
    return (
        ui.FigureView(grouped(found.supports), supports_label(found.supports)),
        ui.FigureView(format_short_dong(found.granted, words), _("granted in all")),
        ui.FigureView(format_short_dong(found.paid, words), _("paid for accepted results")),
    )


def _entry(row: GrantedSupport) -> ui.Row:
    href = reverse("portal:support", args=[row.number])
    cells = (
        ui.Cell(row.task_title, href, note=ANNULLED if row.state == "annulled" else row.task_kind, strong=True),
        ui.Cell(row.receiver, note=_now(row)),
        row.granted,
        row.paid,
        row.decided_on,
    )
    return ui.Row(cells)


def _now(row: GrantedSupport) -> str:
    return gettext("now: %(name)s") % {"name": row.receiver_now} if row.receiver_now else ""


def _exports(query: str) -> tuple[ui.Link, ...]:
    suffix = f"?{urlencode({'q': query})}" if query else ""
    return tuple(
        ui.Link(kind.upper(), reverse("portal:register-file", args=[kind]) + suffix) for kind in ("csv", "xlsx", "json")
    )


@require_safe
@limits.limited("portal.export", "30/m", methods=("GET",))
def register_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The register, or what fits the words, as open data."""
    rows = _lines(searched(request), web.language())
    return public_file(FORMATS[kind]("khue-register", COLUMNS, rows))


def _lines(query: str, words: str) -> Iterator[dict[str, Any]]:
    for row in queries.whole_register(query):
        yield {
            "number": row.number,
            "receiver": row.receiver,
            "receiver_now": row.receiver_now,
            "task": row.task_title,
            "kind": row.task_kind.into(words),
            "granted": row.granted,
            "paid": row.paid,
            "decided_on": row.decided_on,
            "basis": row.basis.into(words),
            "state": row.state,
        }


# -- one support ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper that is public: what it is, where it is checked, and its copy when there is one."""

    title: ui.Words
    number: str
    issued_on: date
    note: ui.Words
    check_href: str
    copy_href: str


@dataclass(frozen=True, slots=True)
class SupportPage:
    found: queries.PublicSupport
    papers: tuple[PaperView, ...]
    answers: tuple[ui.Answer, ...]
    steps: tuple[ui.StepView, ...]
    crumbs: tuple[ui.Link, ...]


@require_safe
@public_page
def support(request: HttpRequest, number: str) -> HttpResponseBase:
    """One granted support: receiver, amounts, grounds with their provisions, tranches."""
    found = queries.support(number)
    page = SupportPage(
        found,
        tuple(_paper(number, paper) for paper in found.papers),
        _answers(found),
        tuple(_step(tranche) for tranche in found.card.tranches),
        (ui.Link(_("Public register of support"), reverse("portal:register")),),
    )
    return web.render(request, "portal/support.html", page)


def _paper(number: str, paper: PublicPaper) -> PaperView:
    return PaperView(
        paper.title,
        paper.number,
        paper.issued_on,
        _("signed on paper") if paper.by_hand else "",
        reverse("documents:check-code", args=[paper.code]),
        reverse("portal:paper", args=[number, paper.code]) if paper.copy else "",
    )


@require_safe
@limits.limited("portal.paper", "30/m", methods=("GET",))
def paper(request: HttpRequest, number: str, code: str) -> HttpResponseBase:
    """The copy of a paper that everybody may read, as PDF."""
    name, content = queries.paper_copy(number, code)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _answers(found: queries.PublicSupport) -> tuple[ui.Answer, ...]:
    entry, card = found.entry, found.card
    rows = [
        ui.Answer(_("Number"), entry.number),
        ui.Answer(_("Receiver"), entry.receiver, origin=_now(entry)),
        ui.Answer(_("Task"), entry.task_title),
        ui.Answer(_("Kind"), entry.task_kind),
        ui.Answer(_("Amount asked for"), card.asked, kind="money"),
        ui.Answer(_("Granted"), entry.granted, kind="money"),
        ui.Answer(_("Accepted"), found.accepted, kind="money"),
        ui.Answer(_("Paid"), entry.paid, kind="money"),
        ui.Answer(_("Decided on"), entry.decided_on, kind="day"),
        ui.Answer(_("Agreement signed on"), card.agreed_on, kind="day"),
        ui.Answer(_("Law as of"), card.law_day, kind="day"),
        ui.Answer(_("Legal basis"), entry.basis),
        ui.Answer(_("State"), card.state),
    ]
    return tuple(row for row in rows if row.value is not None)


def _step(tranche: TrancheRow) -> ui.StepView:
    label = tranche.state.label
    status: dict[str, ui.StepStatus] = {
        "paid": "done", "ordered": "now", "accepted": "now", "delivered": "now", "returned": "now",
    }  # fmt: skip
    told = label if isinstance(label, Text) else Text(str(label))
    return ui.StepView(
        Text(f"Đợt {tranche.no}: {tranche.deliverable}", f"Tranche {tranche.no}: {tranche.deliverable}"),
        Text(
            f"{format_dong(tranche.amount, 'vi')} · {told.vi}",
            f"{format_dong(tranche.amount, 'en')} · {told.into('en')}",
        ),
        tranche.paid_on or tranche.accepted_on,
        status.get(tranche.code, "next"),
    )
