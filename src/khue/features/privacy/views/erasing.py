"""Retention as a dry run, and erasure by two officers."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.features.privacy import access, queries, usecases
from khue.features.privacy.domain.erasing import KINDS, ConfirmErasure
from khue.features.privacy.forms import DecideErasureForm, ProposeForm
from khue.features.privacy.queries import ErasurePage, ErasureRow, RetentionPage, RetentionRow
from khue.features.privacy.views.frame import FILES, DeedPage, ask, did, download_links, show, status_of, tabs
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView
from khue.kernel.web import language, redirect, render, signed_in

_DUE = (
    ("kind", gettext_lazy("Kind of record")),
    ("subject", gettext_lazy("Record number")),
    ("since", gettext_lazy("Counted from")),
    ("verdict_words", gettext_lazy("Can it be erased?")),
    ("holds_words", gettext_lazy("What holds it back")),
)
_DONE = (
    ("kind", gettext_lazy("Kind of record")),
    ("subject", gettext_lazy("Record number")),
    ("ground", gettext_lazy("Ground of the erasure")),
    ("state_words", gettext_lazy("State")),
    ("proposed_by", gettext_lazy("Proposed by")),
    ("proposed_at", gettext_lazy("Proposed at")),
    ("decided_by", gettext_lazy("Second officer")),
    ("decided_at", gettext_lazy("Decided at")),
)
WENT = {
    "record": gettext_lazy("values of the record"),
    "answers": gettext_lazy("answers"),
    "files": gettext_lazy("files"),
    "former_answers": gettext_lazy("answers to former questions"),
    "accounts": gettext_lazy("accounts"),
    "identities": gettext_lazy("linked identities"),
    "history": gettext_lazy("former names and addresses"),
    "merges": gettext_lazy("values of merged records"),
    "requests": gettext_lazy("words of requests"),
    "notices": gettext_lazy("notices in the app"),
    "timeline": gettext_lazy("lines of the timeline"),
    "looks": gettext_lazy("names in the log of looks"),
    "audit_values": gettext_lazy("personal values beside the audit"),
    "told": gettext_lazy("words to persons"),
    "notices_sent": gettext_lazy("notices to the authority"),
}


@dataclass(frozen=True, slots=True)
class DryRunPage:
    retention: RetentionPage
    table: TableView
    pages: tuple[Link, ...]
    kinds: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ErasuresPage:
    table: TableView
    pages: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class OneErasurePage:
    erasure: ErasurePage
    facts: tuple[Answer, ...]
    went: tuple[Answer, ...]
    crumbs: tuple[Link, ...]


@require_safe
def retention(request: HttpRequest) -> HttpResponseBase:
    """What is past its time, and what holds each back. Nothing is erased by looking."""
    actor = signed_in(request)
    actor.require(access.READ)
    kind = request.GET.get("kind", "draft")
    kind = kind if kind in KINDS else "draft"
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        answer: HttpResponseBase = make("retention", _DUE, queries.all_retention(kind, actor))
        return answer
    found = queries.retention(kind, actor, request.GET.get("after"))
    handles = actor.may(access.HANDLE)
    table = TableView(
        columns=(
            Column(_("Name or number")),
            Column(_("Counted from"), "day"),
            Column(_("Can it be erased?"), "state"),
            Column(_("What holds it back")),
        ),
        rows=tuple(_due(kind, row, handles) for row in found.found.rows),
        next=found.found.next,
        previous=found.found.previous,
        exports=download_links(request),
        caption=found.name,
        empty=EmptyView(
            _("Nothing is past its time"),
            _("What passes the time of the law appears here; nothing goes by itself."),
        ),
    )
    here = reverse("privacy:retention")
    kinds = tuple(Link(text.capitalised(), f"{here}?kind={code}", current=code == kind) for code, text in KINDS.items())
    return render(request, "privacy/retention.html", DryRunPage(found, table, tabs(actor, "retention"), kinds))


def _due(kind: str, row: RetentionRow, handles: bool) -> Row:
    href = ""
    if row.erasure_id:
        href = reverse("privacy:erasure", args=[row.erasure_id])
    elif handles and not row.holds:
        href = reverse("privacy:propose", args=[kind, int(row.subject.partition(":")[2])])
    name = Cell(row.label, href, row.note, strong=True)
    return Row((name, row.since.date(), row.verdict, tuple(row.holds) or None))


@require_safe
def erasures(request: HttpRequest) -> HttpResponseBase:
    """The deeds of erasure, the newest first."""
    actor = signed_in(request)
    actor.require(access.READ)
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        answer: HttpResponseBase = make("erasures", _DONE, queries.all_erasures(actor))
        return answer
    found = queries.erasures(actor, request.GET.get("after"))
    table = TableView(
        columns=(
            Column(_("Erasure")),
            Column(_("State"), "state"),
            Column(_("Proposed by")),
            Column(_("Second officer")),
            Column(_("Proposed at"), "moment"),
        ),
        rows=tuple(_line(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=download_links(request),
        caption=_("Erasures"),
        empty=EmptyView(_("No erasure yet"), _("An erasure is proposed from the list of what is past its time.")),
    )
    return render(request, "privacy/erasures.html", ErasuresPage(table, tabs(actor, "erasures")))


def _line(row: ErasureRow) -> Row:
    name = Cell(row.label, reverse("privacy:erasure", args=[row.id]), row.kind, strong=True)
    return Row((name, row.state, row.proposed_by, row.decided_by or "–", row.proposed_at))


def _crumbs() -> tuple[Link, ...]:
    return (Link(_("Erasures"), reverse("privacy:erasures")),)


@ask
def propose(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Propose an erasure: what goes, what stays, what holds it back."""
    actor = signed_in(request)
    found = queries.proposal(kind, number, actor)
    form = bind(ProposeForm, request)
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        command = form.command(kind, found.subject, found.request_id)
        if did(form, lambda: made.append(usecases.propose_erasure(command, actor=actor))):
            messages.success(request, _("Proposed. A second officer confirms it."))
            return redirect("privacy:erasure", made[0])
    facts = [Answer(_("Kind of record"), found.name), Answer(_("What it is about"), found.label)]
    if found.request:
        facts.append(Answer(_("Request of the person"), found.request))
    if found.holds:
        facts.append(Answer(_("What holds it back"), "; ".join(hold.into(language()) for hold in found.holds)))
    page = DeedPage(
        title=_("Propose an erasure"),
        lead=_("Nothing is erased yet: a second officer confirms it, and then it cannot be undone."),
        button=_("Propose it"),
        crumbs=_crumbs(),
        back_href=reverse("privacy:retention"),
        name=found.label,
        facts=tuple(facts),
        points=(_("Ledger entries, sealed audit records, decisions and issued documents are never touched."),),
    )
    return show(request, page, form)


@ask
def erasure(request: HttpRequest, erasure_id: int) -> HttpResponse:
    """One erasure; the second officer decides here."""
    actor = signed_in(request)
    found = queries.erasure_page(erasure_id, actor)
    form = bind(DecideErasureForm, request, paper=found.paper)
    if request.method == "POST":
        actor.require(access.CONFIRM)
        if form.is_valid():
            command = form.command(erasure_id)
            confirms = isinstance(command, ConfirmErasure)

            def deed() -> None:
                if isinstance(command, ConfirmErasure):
                    usecases.confirm_erasure(command, actor=actor)
                else:
                    usecases.decline_erasure(command, actor=actor)

            if did(form, deed):
                messages.success(request, _("Erased.") if confirms else _("Nothing was erased."))
                return redirect("privacy:erasure", erasure_id)
    row = found.row
    facts = [
        Answer(_("Kind of record"), row.kind),
        Answer(_("Record number"), row.subject),
        Answer(_("Ground of the erasure"), row.ground),
        Answer(_("Proposed by"), row.proposed_by),
        Answer(_("Proposed at"), row.proposed_at, kind="moment"),
    ]
    if row.request:
        facts.append(Answer(_("Request of the person"), row.request))
    if row.decided_by:
        facts.append(Answer(_("Second officer"), row.decided_by))
        facts.append(Answer(_("Decided at"), row.decided_at, kind="moment"))
    if row.decline_ground:
        facts.append(Answer(_("Why it is not erased"), row.decline_ground))
    went = tuple(Answer(WENT.get(code, code), count, kind="number") for code, count in row.counts.items() if count)
    page = OneErasurePage(found, tuple(facts), went, _crumbs())
    return render(request, "privacy/erasure.html", page, status_of(form), form=form)
