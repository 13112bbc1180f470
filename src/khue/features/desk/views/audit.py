"""The audit of one subject: who did what, when, under which mandate, and how it is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.actor import Actor
from khue.features.desk import access, domain, queries
from khue.features.desk.domain import Change
from khue.features.desk.queries import AuditEntry
from khue.kernel import viewing, web
from khue.kernel.ui import Answer, Cell, Column, Link, Row, TableView, Words


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record as the page draws it."""

    entry: AuditEntry
    changes: TableView | None
    personal: TableView | None
    seal: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """``personal_href`` leads to the personal values where the reader may see them and does not yet."""

    title: Words
    subject: str
    subject_href: str
    records: tuple[RecordView, ...]
    older_href: str
    newest_href: str
    personal_href: str
    shows_personal: bool
    crumbs: tuple[Link, ...]


@require_GET
def audit(request: HttpRequest, subject: str) -> HttpResponse:
    """Records about a subject, newest first."""
    actor = web.signed_in(request)
    access.require_desk(actor)
    wants_personal = request.GET.get("personal") == "1"
    before = _before(request)
    trail = queries.audit_trail(actor, subject, before, with_personal=wants_personal)
    for party in trail.watched:
        viewing.note_view(actor, party, "record", subject)
    here = reverse("desk:audit", args=[subject])
    page = AuditPage(
        title=trail.subject.label,
        subject=subject,
        subject_href=trail.subject.href,
        records=tuple(_record(entry, actor) for entry in trail.entries),
        older_href=_href(here, trail.older, wants_personal) if trail.older else "",
        newest_href=_href(here, None, wants_personal) if before is not None else "",
        personal_href=_href(here, before, True) if actor.may(domain.READ_PERSONAL) and not wants_personal else "",
        shows_personal=wants_personal,
        crumbs=(Link(_("Desk"), reverse("desk:tasks")),),
    )
    return web.render(request, "desk/audit.html", page)


def _before(request: HttpRequest) -> int | None:
    """The record before which the page begins; a garbled number shows the newest."""
    given = request.GET.get("before", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else None


def _href(here: str, before: int | None, personal: bool) -> str:
    asked = [f"before={before}"] if before is not None else []
    asked += ["personal=1"] if personal else []
    return f"{here}?{'&'.join(asked)}" if asked else here


def _record(entry: AuditEntry, actor: Actor) -> RecordView:
    return RecordView(
        entry,
        _table(entry.changes, _("Values before and after")),
        _table(entry.personal, _("Personal values before and after")),
        tuple(_seal(entry, actor)),
    )


def _table(changes: Sequence[Change], caption: str) -> TableView | None:
    if not changes:
        return None
    columns = (Column(_("Value")), Column(_("Before")), Column(_("After")))
    return TableView(columns, tuple(Row((each.name, each.before, each.after)) for each in changes), caption=caption)


def _seal(entry: AuditEntry, actor: Actor) -> Sequence[Answer]:
    lines = [
        Answer(_("Deed"), entry.code),
        Answer(_("Chain and place"), Cell(entry.chain, note=_("record %(seq)s of this chain") % {"seq": entry.seq})),
        Answer(_("Hash (SHA-256)"), Cell(entry.hash)),
    ]
    for number in entry.entries:
        href = reverse("ledger:entry", args=[number]) if actor.may(domain.READ_LEDGER) else ""
        lines.append(Answer(_("Ledger entry"), Cell(number, href)))
    if entry.edition:
        lines.append(Answer(_("Edition of the law"), entry.edition))
    if entry.request:
        lines.append(Answer(_("Request"), entry.request))
    return lines
