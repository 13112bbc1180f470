"""All procedures; one procedure with its versions, its open draft and its migrations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.features.procedures import access, queries
from khue.features.procedures.queries import Draft, MigrationPage, ProcedureLine, VersionRow
from khue.features.procedures.views.frame import crumbs
from khue.kernel.ui import Cell, Column, Link, Row, StateView, TableView
from khue.kernel.web import render, signed_in


@dataclass(frozen=True, slots=True)
class IndexPage:
    table: TableView


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    key: str
    name: Text
    versions: TableView
    planned: tuple[VersionRow, ...]
    draft: Draft | None
    migrations: TableView | None
    newest: int
    before: int
    may_edit: bool
    may_publish: bool
    may_migrate: bool
    crumbs: tuple[Link, ...]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The procedures of the city, with what is in force and what is being written."""
    lines = queries.procedures(signed_in(request))
    columns = (
        Column(_("Procedure")),
        Column(_("In force"), "number"),
        Column(_("Planned")),
        Column(_("Draft")),
        Column(_("Under way"), "number"),
    )
    table = TableView(columns, tuple(map(_line, lines)), caption=_("Procedures"))
    return render(request, "procedures/index.html", IndexPage(table))


def _line(line: ProcedureLine) -> Row:
    planned: date | None = line.planned.effective_on if line.planned else None
    draft = StateView("open", _("Being written"), "wait") if line.has_draft else None
    name = Cell(line.name, strong=True)
    return Row((name, line.number, planned, draft, line.under_way), reverse("procedures:procedure", args=[line.key]))


@require_safe
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """Versions, the draft, migrations."""
    actor = signed_in(request)
    rows = queries.version_rows(key, actor)
    here = next(row for row in rows if row.in_force)
    standing = [row.line.number for row in rows if not row.line.withdrawn]
    page = ProcedurePage(
        key=key,
        name=here.line.name,
        versions=_versions(key, rows),
        planned=tuple(row for row in rows if row.planned),
        draft=_draft(key, request),
        migrations=_migrations(queries.migrations(key, actor)),
        newest=standing[0],
        before=standing[1] if len(standing) > 1 else 0,
        may_edit=actor.may(access.EDIT),
        may_publish=actor.may(access.PUBLISH),
        may_migrate=actor.may(access.MIGRATE),
        crumbs=crumbs(key, here.line.name)[:1],
    )
    return render(request, "procedures/procedure.html", page)


def _draft(key: str, request: HttpRequest) -> Draft | None:
    try:
        return queries.open_draft(key, signed_in(request))
    except Missing:
        return None


def _versions(key: str, rows: tuple[VersionRow, ...]) -> TableView:
    columns = (
        Column(_("Version"), "number"),
        Column(_("State")),
        Column(_("In force from"), "day"),
        Column(_("Published by")),
        Column(_("Drafts of applicants"), "number"),
        Column(_("Under way"), "number"),
        Column(_("Ended"), "number"),
        Column(_("As a file")),
    )
    return TableView(columns, tuple(_version(key, row) for row in rows), caption=_("Versions"))


def _version(key: str, row: VersionRow) -> Row:
    line = row.line
    if line.withdrawn:
        state = StateView("withdrawn", _("Withdrawn"), "bad")
    elif row.planned:
        state = StateView("planned", _("Planned"), "wait")
    elif row.in_force:
        state = StateView("in_force", _("In force"), "good")
    else:
        state = StateView("former", pgettext("version", "Former"))
    file = Link("TOML", reverse("procedures:export", args=[key, str(line.number)]))
    day = line.effective_on or line.published_at.date()
    who = row.publisher or _("City package")
    return Row((line.number, state, day, who, row.drafts, row.under_way, row.ended, file))


def _migrations(found: tuple[MigrationPage, ...]) -> TableView | None:
    if not found:
        return None
    columns = (
        Column(_("Started"), "moment"),
        Column(_("From – to")),
        Column(_("Ground")),
        Column(_("Moved"), "number"),
        Column(_("Refused"), "number"),
        Column(_("Waiting"), "number"),
    )
    rows = tuple(
        Row(
            (page.started_at, f"{page.source} → {page.target}", page.ground, page.moved, page.refused, page.waiting),
            reverse("procedures:migration", args=[page.key, page.id]),
        )
        for page in found
    )
    return TableView(columns, rows, caption=_("Migrations of cases"))
