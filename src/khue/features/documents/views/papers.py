"""The register of papers, and one paper with its files and signatures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.features.documents import access, queries
from khue.features.documents.domain import PAPER, SIGNING, may_prepare_again
from khue.features.documents.queries import PaperCard, PaperRow
from khue.features.documents.queries.papers import COPY_FILTERS
from khue.features.documents.views.copies import CopyView, copy_state, copy_views
from khue.features.documents.views.frame import paper_state, signing_state, turn_steps, version_files
from khue.kernel import exports
from khue.kernel.paging import every, href
from khue.kernel.ui import Answer, Cell, Column, EmptyView, FileView, Link, Row, StateView, StepView, TableView, Words
from khue.kernel.web import actor_of, cursor_href, render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Paper")),
    ("about", gettext_lazy("About")),
    ("body", gettext_lazy("Issued by")),
    ("issued_on", gettext_lazy("Issued on")),
    ("state", gettext_lazy("State")),
    ("signing", gettext_lazy("Signing")),
    ("copy", gettext_lazy("Signed on paper")),
    ("code", gettext_lazy("Check code")),
)


@dataclass(frozen=True, slots=True)
class PapersPage:
    tabs: tuple[Link, ...]
    table: TableView


@dataclass(frozen=True, slots=True)
class PaperPage:
    title: Words
    lead: Words
    state: StateView
    signing: StateView | None
    facts: tuple[Answer, ...]
    steps: tuple[StepView, ...]
    files: tuple[FileView, ...]
    copies: tuple[CopyView, ...]
    copy_href: str
    check_href: str
    edit_href: str
    again_href: str
    crumbs: tuple[Link, ...]


@require_GET
def papers(request: HttpRequest) -> HttpResponseBase:
    """Papers that count, newest first, by how far their signing is."""
    actor = actor_of(request)
    state = request.GET.get("state", "")
    state = state if state in SIGNING.states or state in COPY_FILTERS else ""
    kind = request.GET.get("format", "")
    if kind in ("csv", "xlsx"):
        maker = exports.csv_response if kind == "csv" else exports.xlsx_response
        actor.require("documents.read")
        return maker("papers", _COLUMNS, every(lambda after, size: queries.list_papers(actor, state, after, size)))
    found = queries.list_papers(actor, state, request.GET.get("after"))
    table = TableView(
        columns=(
            Column(_("Paper")),
            Column(_("About")),
            Column(_("Issued on"), "day"),
            Column(_("State"), "state"),
            Column(_("Signatures"), "state"),
        ),
        rows=tuple(_row(row) for row in found.rows),
        next=cursor_href(request, found.next) or None,
        previous=cursor_href(request, found.previous) or None,
        exports=tuple(
            Link(label, href(request.GET, value, "format")) for value, label in (("csv", "CSV"), ("xlsx", "XLSX"))
        ),
        caption=_("Papers"),
        empty=EmptyView(_("No papers here"), _("Decisions, agreements and minutes appear as soon as they are issued.")),
    )
    here = reverse("documents:papers")
    tabs = [Link(_("All"), here, current=not state)]
    tabs += [
        Link(SIGNING.label(code), f"{here}?state={code}", current=state == code)
        for code in ("prepared", "under_way", "signed", "declined", "superseded")
    ]
    tabs += [
        Link(label, f"{here}?state={code}", current=state == code)
        for code, label in (("by_hand", _("Signed on paper")), ("awaiting_copy", _("Copies to compare")))
    ]
    return render(request, "documents/papers.html", PapersPage(tuple(tabs), table))


def _row(row: PaperRow) -> Row:
    page = reverse("documents:paper", args=[row.code])
    signing = copy_state(row.copy) if row.copy else signing_state(row.signing)
    count = f"{row.signed}/{row.signers}" if row.signers and not row.copy else ""
    return Row(
        (
            Cell(row.number, page, row.title),
            row.about,
            row.issued_on,
            paper_state(row.state),
            Cell(signing, note=count) if signing else None,
        ),
        page,
    )


@require_GET
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """One paper for those whom its subject concerns."""
    actor = signed_in(request)
    found = queries.paper_card(code, actor)
    copy = found.standing_copy or found.open_copy
    page = PaperPage(
        title=found.number,
        lead=found.title,
        state=paper_state(found.state),
        signing=copy_state(copy.state) if copy else signing_state(found.signing.state) if found.signing else None,
        facts=tuple(_facts(found)),
        steps=turn_steps(found.signing),
        files=version_files(found),
        copies=copy_views(found, actor),
        copy_href=reverse("documents:record-copy", args=[found.code]) if _may_copy(found, actor) else "",
        check_href=reverse("documents:check-code", args=[found.code]),
        edit_href=reverse("documents:edit-paper", args=[found.code]) if _may_edit(found, actor) else "",
        again_href=reverse("documents:sign-again", args=[found.code]) if _declined(found, actor) else "",
        crumbs=_crumbs(actor),
    )
    return render(request, "documents/paper.html", page)


def _may_edit(found: PaperCard, actor: Actor) -> bool:
    return actor.may(access.EDIT) and queries.is_edited_as_text(found.kind, found.reference)


def _may_copy(found: PaperCard, actor: Actor) -> bool:
    """Whether a copy signed by hand can be recorded: signatures are asked for, and no record awaits its second person."""
    signed = found.signing is not None and found.signing.is_signed
    return (
        actor.may(access.COPIES)
        and found.state == "in_force"
        and found.signers > 0
        and not signed
        and found.open_copy is None
    )


def _declined(found: PaperCard, actor: Actor) -> bool:
    state = found.signing.state if found.signing else ""
    by_hand = bool(found.standing_copy or found.open_copy)
    may = may_prepare_again(state, "-" * 10, paper_in_force=found.state == "in_force", by_hand=by_hand)
    return actor.may(access.EDIT) and may.granted


def _crumbs(actor: Actor) -> tuple[Link, ...]:
    if actor.may("documents.read"):
        return (Link(_("Papers"), reverse("documents:papers")),)
    return (Link(_("To sign"), reverse("documents:queue")),)


def _facts(found: PaperCard) -> Iterator[Answer]:
    yield Answer(_("About"), found.about)
    yield Answer(_("Issued by"), found.body)
    yield Answer(_("Issued on"), found.issued_on, kind="day")
    yield Answer(_("Check code"), found.code)
    if found.template:
        yield Answer(_("Template version"), found.template)
    if found.state != "in_force":
        yield Answer(_("Ended on"), found.ended_on, kind="day")
        yield Answer(PAPER.label(found.state), found.superseded_by or found.ended_ground)
    if found.signing and found.signing.ground:
        yield Answer(SIGNING.label(found.signing.state), found.signing.ground)
