"""Statements in: uploaded, shown, taken in; and their lines."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from khue.core.errors import Conflict
from khue.core.money import format_dong
from khue.features.treasury import access, queries, usecases
from khue.features.treasury.domain.deciding import ReadStatement
from khue.features.treasury.forms import ImportForm, StatementForm
from khue.features.treasury.queries import LineRow, Preview, StatementRow
from khue.features.treasury.views.frame import FormPage, TablePage, ask, crumbs, did, download, downloads, status, tabs
from khue.kernel import uploads
from khue.kernel.forms import bind
from khue.kernel.headers import disposition
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StateView, TableView, Words
from khue.kernel.web import actor_of, language, redirect, render
from khue.kernel.wording import day_words

ROWS, LINES = 30, 50


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A statement: before it is taken in as a preview with one button, afterwards with its lines."""

    title: Words
    state: StateView
    crumbs: tuple[Link, ...]
    answers: tuple[Answer, ...]
    notes: tuple[Words, ...]
    table: TableView
    import_href: str
    file_href: str


LIST_COLUMNS = (
    ("id", gettext_lazy("Statement")),
    ("account", gettext_lazy("Account")),
    ("starts_on", gettext_lazy("From")),
    ("ends_on", gettext_lazy("To")),
    ("opening", gettext_lazy("Opening balance")),
    ("closing", gettext_lazy("Closing balance")),
    ("lines", gettext_lazy("Lines")),
    ("taken", gettext_lazy("Lines taken in")),
    ("gap", gettext_lazy("Gap to the statement before")),
    ("format", gettext_lazy("Format")),
    ("name", gettext_lazy("File")),
    ("imported_at", gettext_lazy("Taken in at")),
    ("imported_name", gettext_lazy("Taken in by")),
)
LINE_COLUMNS = (
    ("account", gettext_lazy("Account")),
    ("booked_on", gettext_lazy("Booked on")),
    ("amount", gettext_lazy("Amount")),
    ("text", gettext_lazy("Text")),
    ("counter_number", gettext_lazy("Other account")),
    ("counter_name", gettext_lazy("Other party")),
    ("bank_reference", gettext_lazy("Bank's number")),
    ("kind", gettext_lazy("Matched as")),
    ("reference", gettext_lazy("Order")),
    ("by_name", gettext_lazy("Matched by")),
)


@require_GET
def statements(request: HttpRequest) -> HttpResponseBase:
    actor = actor_of(request)
    access.require_read(actor)
    file = download(request, "statements", LIST_COLUMNS, queries.statement_rows)
    if file is not None:
        return file
    found = queries.statements(request.GET.get("after"), ROWS)
    table = TableView(
        (Column(_("Period")), Column(_("Account")), Column(_("Closing balance"), "money"), Column(_("Lines"), "number"), Column(_("State"), "state")),
        tuple(_row(row) for row in found.rows),
        found.next,
        found.previous,
        downloads(request),
        _("Statements"),
        empty=EmptyView(_("No statement yet"), _("Upload the bank's file: payments count as paid when they stand on it.")),
    )  # fmt: skip
    deeds = (Link(_("Upload a statement"), reverse("treasury:upload")),) if access.may_reconcile(actor) else ()
    page = TablePage(
        _("Statements"),
        table,
        _("What the State Treasury and the banks say."),
        tabs("statements", queries.waiting_count()),
        deeds=deeds,
    )
    return render(request, "treasury/table.html", page)


def _row(row: StatementRow) -> Row:
    period = f"{day_words(row.starts_on, short=True)} – {day_words(row.ends_on, short=True)}"
    cells = (Cell(period, note=row.name), row.account, row.closing, row.lines, _state(row))
    return Row(cells, href=reverse("treasury:statement", args=[row.id]))


def _state(row: StatementRow) -> StateView:
    if row.imported_at is None:
        return StateView("read", _("Read, not taken in"), "wait")
    return StateView("imported", _("Taken in"), "good")


@ask
def upload(request: HttpRequest) -> HttpResponse:
    """Read a file. What is wrong is said line by line; what is right is shown before it is taken in."""
    actor = actor_of(request)
    actor.require(access.RECONCILE)
    accounts = [(account.id, account.label) for account in queries.city_accounts()]
    form = bind(StatementForm, request, accounts=accounts)
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given["file"]
        faults = uploads.size_reasons(file.size or 0, "file")
        for fault in faults:
            form.add_error("file", ValidationError(fault.text.into(language()), code=fault.code))
        if not faults:
            asked = ReadStatement(given["account_id"], uploads.clean_name(file.name or "-"), file.read(), given["once"])
            if did(form, lambda: made.append(usecases.upload_statement(asked, actor=actor))):
                return redirect("treasury:statement", made[0])
    page = FormPage(
        _("Upload a statement"),
        _("The file is read and shown first. Nothing is booked before you take it in."),
        _("Read the file"),
        reverse("treasury:statements"),
        crumbs(Link(_("Statements"), reverse("treasury:statements"))),
        upload=True,
    )
    return render(request, "treasury/form.html", page, status(form), form=form)


@ask
def statement(request: HttpRequest, statement_id: int) -> HttpResponseBase:
    """GET shows it; POST takes it in."""
    actor = actor_of(request)
    access.require_read(actor)
    row = queries.statement(statement_id)
    hidden = queries.hidden_parties(actor)
    file = download(
        request,
        f"statement-{statement_id}",
        LINE_COLUMNS,
        lambda: queries.veiled_lines(queries.all_lines(statement_id), hidden).values(),
    )
    if file is not None:
        return file
    form = bind(ImportForm, request)
    if request.method == "POST":
        actor.require(access.RECONCILE)
        if form.is_valid():
            return _take_in(request, form, row)
    page = _page(request, row, may=access.may_reconcile(actor))
    return render(request, "treasury/statement.html", page, status(form), form=form)


def _page(request: HttpRequest, row: StatementRow, *, may: bool) -> StatementPage:
    if row.imported_at is None:
        hidden = queries.hidden_parties(actor_of(request))
        return _preview_page(row, queries.veiled_preview(queries.preview(row.id), hidden), may=may)
    return _lines_page(request, row)


def _take_in(request: HttpRequest, form: ImportForm, row: StatementRow) -> HttpResponse:
    try:
        found = usecases.import_statement(form.command(row.id), actor=actor_of(request))
    except Conflict as conflict:
        messages.info(request, conflict.text.into(language()))
        return redirect("treasury:statement", row.id)
    messages.success(
        request,
        _("%(taken)s of %(lines)s lines were new; %(matched)s matched by themselves, %(waiting)s wait for a person.")
        % found,
    )
    return redirect("treasury:unmatched" if found["waiting"] else "treasury:statement", *(() if found["waiting"] else (row.id,)))  # fmt: skip


def _answers(row: StatementRow) -> tuple[Answer, ...]:
    return (
        Answer(_("Account"), row.account),
        Answer(_("Period"), f"{day_words(row.starts_on, short=True)} – {day_words(row.ends_on, short=True)}"),
        Answer(_("Opening balance"), row.opening, kind="money"),
        Answer(_("Closing balance"), row.closing, kind="money"),
        Answer(_("Lines"), row.lines, kind="number"),
        Answer(_("Format"), row.format),
        *(
            (
                Answer(_("Lines taken in"), row.taken, kind="number"),
                Answer(_("Taken in by"), row.imported_name),
                Answer(_("Taken in at"), row.imported_at, kind="moment"),
            )
            if row.imported_at
            else ()
        ),
    )


def _gap(row: StatementRow) -> tuple[Words, ...]:
    if not row.gap:
        return ()
    return (
        _("The opening balance is %(amount)s apart from the closing balance of the statement before: a statement is missing between them.")
        % {"amount": format_dong(abs(row.gap), language())},
    )  # fmt: skip


def _preview_page(row: StatementRow, seen: Preview, *, may: bool) -> StatementPage:
    notes: list[Words] = [_("Opening balance and lines make the closing balance: the file is whole.")]
    if seen.known:
        notes.append(
            _("%(count)s lines are known from other files and will not be counted again.") % {"count": seen.known}
        )
    notes += _gap(row)
    answers = (
        *_answers(row),
        Answer(_("Came in"), seen.came_in, kind="money"),
        Answer(_("Went out"), seen.went_out, kind="money"),
    )
    caption = _("The first %(count)s lines") % {"count": len(seen.rows)}
    return StatementPage(
        row.name,
        _state(row),
        crumbs(Link(_("Statements"), reverse("treasury:statements"))),
        answers,
        tuple(notes),
        TableView(_line_columns(), tuple(map(_line, seen.rows)), caption=caption, show_caption=True),
        reverse("treasury:statement", args=[row.id]) if may else "",
        reverse("treasury:statement-file", args=[row.id]),
    )


def _lines_page(request: HttpRequest, row: StatementRow) -> StatementPage:
    found = queries.statement_lines(row.id, request.GET.get("after"), LINES)
    shown = queries.veiled_lines(found.rows, queries.hidden_parties(actor_of(request)))
    table = TableView(
        _line_columns(),
        tuple(map(_line, shown.values())),
        found.next,
        found.previous,
        downloads(request),
        _("Lines"),
        empty=EmptyView(_("No new line"), _("Every line of this file was known from other files.")),
    )
    trail = crumbs(Link(_("Statements"), reverse("treasury:statements")))
    file = reverse("treasury:statement-file", args=[row.id])
    return StatementPage(row.name, _state(row), trail, _answers(row), _gap(row), table, "", file)


def _line_columns() -> tuple[Column, ...]:
    return (
        Column(_("Booked on"), "day"),
        Column(_("Text")),
        Column(_("Amount"), "money"),
        Column(_("Matched as"), "state"),
    )


def _line(row: LineRow) -> Row:
    kind = row.kind
    if kind is None:
        state: StateView | None = StateView("waiting", _("Waiting"), "wait") if row.account else None
    else:
        state = StateView("matched", kind, "good")
    note = " · ".join(part for part in (row.counter_name, row.counter_number, row.reference) if part)
    href = reverse("treasury:line", args=[row.id]) if row.account else ""
    return Row((row.booked_on, Cell(row.text, note=note), row.amount, state), href=href)


@require_GET
def statement_file(request: HttpRequest, statement_id: int) -> HttpResponse:
    """The file as the bank gave it."""
    actor = actor_of(request)
    access.require_read(actor)
    queries.require_statement_shown(actor, statement_id)
    name, content = queries.statement_content(statement_id)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = disposition(name)
    return answer
