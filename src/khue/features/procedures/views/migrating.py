"""Cases under way go on under another version: dry run, legal ground, progress."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Refused
from khue.features.procedures import access, queries, usecases
from khue.features.procedures.forms import MappingForm, MigrateForm, VersionsForm
from khue.features.procedures.queries import DryRun, DryRunLine, MigrationPage, MigrationRow, VersionRow
from khue.features.procedures.views.frame import crumbs
from khue.kernel import exports
from khue.kernel.forms import bind, show_refusal
from khue.kernel.paging import every, href
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row, StateView, TableView, Tick, Tone, Words
from khue.kernel.web import redirect, render, signed_in

FORM = "migrate"
_FILES = {"csv": exports.csv_response, "xlsx": exports.xlsx_response}
_COLUMNS = (
    ("number", gettext_lazy("Dossier number")),
    ("title", gettext_lazy("Case")),
    ("state", gettext_lazy("Result")),
    ("reasons", gettext_lazy("Reasons")),
    ("done_at", gettext_lazy("Done")),
)


@dataclass(frozen=True, slots=True)
class MigratePage:
    """``run`` is None until versions are chosen."""

    key: str
    run: DryRun | None
    source: int
    target: int
    table: TableView | None
    crumbs: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    migration: MigrationPage
    table: TableView
    done: int
    crumbs: tuple[Link, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def migrate(request: HttpRequest, key: str) -> HttpResponse:
    """Choose two versions; the dry run lists every case touched; a legal ground starts it."""
    actor = signed_in(request)
    actor.require(access.MIGRATE)
    rows = queries.version_rows(key, actor)
    choice = VersionsForm(_choices(rows), request.GET or None, initial=_usual(rows))
    if not request.GET or not choice.is_valid():
        page = MigratePage(key, None, 0, 0, None, crumbs(key, rows[0].line.name))
        return render(request, "procedures/migrate.html", page, 200 if request.method != "POST" else 422, choice=choice)
    ids = {row.line.number: row.line.id for row in rows}
    source, target = choice.cleaned_data["source"], choice.cleaned_data["target"]
    bare = queries.dry_run(ids[source], ids[target], {}, actor)
    mapping = MappingForm(bare.unmapped, bare.choices, request.GET)
    steps = mapping.steps()
    run = queries.dry_run(ids[source], ids[target], steps, actor) if steps else bare
    form = bind(MigrateForm, request, offered=[line.id for line in run.lines if not line.reasons])
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.migrate_cases(form.command(key, ids[source], ids[target], steps), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The migration has started. This page says how far it is."))
            return redirect("procedures:migration", key, made)
    page = MigratePage(key, run, source, target, _dry_table(run, form), crumbs(key, rows[0].line.name))
    asked = mapping if bare.unmapped else None
    status = 422 if form.errors else 200
    return render(request, "procedures/migrate.html", page, status, choice=choice, mapping=asked, form=form)


def _choices(rows: tuple[VersionRow, ...]) -> list[tuple[int, str]]:
    standing = [row for row in rows if not row.line.withdrawn and not row.planned]
    return [
        (
            row.line.number,
            _("version %(number)s (%(count)s cases under way)") % {"number": row.line.number, "count": row.under_way},
        )
        for row in standing
    ]


def _usual(rows: tuple[VersionRow, ...]) -> dict[str, int]:
    """From the newest former version to the one in force."""
    here = next(row.line.number for row in rows if row.in_force)
    former = [row.line.number for row in rows if row.line.number < here and not row.line.withdrawn]
    return {"source": former[0] if former else here, "target": here}


def _dry_table(run: DryRun, form: MigrateForm) -> TableView:
    columns = (
        *((Column(_("Moves")),) if form.has_ticks else ()),
        Column(_("Dossier")),
        Column(_("Due day, stays"), "day"),
        Column(_("Open step → goes on as")),
        Column(_("Newly asked, not answered")),
        Column(_("No longer asked")),
        Column(_("Result")),
    )
    nothing = EmptyView(_("No case under way"), _("No dossier that was handed in follows this version."))
    rows = tuple(_dry_row(line, form) for line in run.lines)
    return TableView(columns, rows, caption=_("Dry run: every case touched"), empty=nothing)


def _dry_row(line: DryRunLine, form: MigrateForm) -> Row:
    steps = tuple(
        here if here == there else Text(f"{here.vi} → {there.vi}", f"{here.into('en')} → {there.into('en')}")
        for here, there in line.steps
    )
    stays, moves = StateView("refused", _("Stays"), "bad"), StateView("moves", _("Would move"), "good")
    result = Cell(stays, note=_joined(line.reasons)) if line.reasons else Cell(moves)
    number = Cell(
        line.number, reverse("dossiers:follow", args=[line.number]), f"{line.title} · {line.applicant}", strong=True
    )
    label = Text(f"Chuyển hồ sơ {line.number}", f"Move dossier {line.number}")
    tick = None if line.reasons else Tick(FORM, "cases", str(line.id), label, form.is_ticked(line.id))
    cells = (number, line.due_on, steps or None, line.gaps or None, line.former or None, result)
    return Row((tick, *cells) if form.has_ticks else cells)


def _joined(reasons: tuple[Reason, ...]) -> Text:
    return Text(" ".join(r.text.vi for r in reasons), " ".join(r.text.into("en") for r in reasons))


@require_safe
def migration(request: HttpRequest, key: str, migration_id: int) -> HttpResponseBase:
    """How far the migration is, and what came of each case."""
    actor = signed_in(request)
    found = queries.migration(migration_id, key, actor)
    make = _FILES.get(request.GET.get("format", ""))
    if make is not None:
        rows = every(lambda after, size: queries.migration_rows(migration_id, actor, after, size))
        return make(f"migration-{migration_id}", _COLUMNS, map(_flat, rows))
    rows_page = queries.migration_rows(migration_id, actor, request.GET.get("after"))
    table = TableView(
        columns=(Column(_("Dossier")), Column(_("Result")), Column(_("Reasons")), Column(_("Done"), "moment")),
        rows=tuple(map(_done_row, rows_page.rows)),
        next=rows_page.next,
        previous=rows_page.previous,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in _FILES),
        caption=_("Every case of this migration"),
    )
    page = ProgressPage(found, table, found.moved + found.refused, crumbs(key, found.name))
    return render(request, "procedures/migration.html", page)


_STATES: dict[str, tuple[Words, Tone]] = {
    "waiting": (gettext_lazy("Waiting"), "wait"),
    "moved": (gettext_lazy("Moved"), "good"),
    "refused": (gettext_lazy("Stays"), "bad"),
}


def _done_row(row: MigrationRow) -> Row:
    label, tone = _STATES[row.state]
    number = Cell(row.number, reverse("dossiers:follow", args=[row.number]), row.title, strong=True)
    return Row((number, StateView(row.state, label, tone), row.reasons or None, row.done_at))


def _flat(row: MigrationRow) -> dict[str, object]:
    reasons = (
        Text(" ".join(r.vi for r in row.reasons), " ".join(r.into("en") for r in row.reasons)) if row.reasons else ""
    )
    label, _tone = _STATES[row.state]
    return {"number": row.number, "title": row.title, "state": str(label), "reasons": reasons, "done_at": row.done_at}
