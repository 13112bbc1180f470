"""Pages that every room has: a record, a list, and the page with the form of one deed; what rooms would otherwise each write again.

A view makes a :class:`DeedPage` and a form and hands both with its one use-case to :func:`ask_for`, or asks :func:`did` and
:func:`show` apart. Templates: ``ui/record.html``, ``ui/record_list.html``, ``ui/deed.html``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from khue.core.errors import Conflict, Refused
from khue.kernel import exports, web
from khue.kernel.forms import KhueForm, show_refusal
from khue.kernel.paging import every, href
from khue.kernel.ui import (
    Answer,
    ChartView,
    Column,
    DeadlineView,
    EmptyView,
    FigureView,
    FileView,
    Link,
    Picture,
    Row,
    StateView,
    StepView,
    TableView,
    Words,
)

ask = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = "conflict"
FILES = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}
ROWS = 25


@dataclass(frozen=True, slots=True)
class DeedPage:
    """One question with its form. ``facts`` and ``tables`` stand above it, ``points`` say what follows, ``papers`` and ``links``
    can be opened beside it. ``rows`` is the form's set of rows, with its caption and the words of the button that adds one;
    ``row_name`` and ``more_href`` belong to a form whose ``groups()`` are rows of fields.
    """

    title: Words
    lead: Words
    button: Words
    crumbs: tuple[Link, ...]
    back_href: str
    facts: tuple[Answer, ...] = ()
    points: tuple[Words, ...] = ()
    row_name: Words = ""
    more_href: str = ""
    clock: DeadlineView | None = None
    papers: tuple[FileView | Any, ...] = ()
    links: tuple[Link, ...] = ()
    tables: tuple[TableView, ...] = ()
    rows: Any = None
    rows_caption: Words = ""
    rows_add: Words = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a record's page; what is empty is not drawn. ``said`` are sentences, each with the text that it rests on."""

    title: Words = ""
    text: Words = ""
    table: TableView | None = None
    facts: tuple[Answer, ...] = ()
    chart: ChartView | None = None
    figures: tuple[FigureView, ...] = ()
    files: tuple[Any, ...] = ()
    links: tuple[Link, ...] = ()
    said: tuple[tuple[Words, Words], ...] = ()
    note: Words = ""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record: blocks below each other, what happened beside them, deeds above; the first deed is the likeliest."""

    title: Words
    lead: Words = ""
    state: StateView | None = None
    crumbs: tuple[Link, ...] = ()
    deeds: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()
    steps: tuple[StepView, ...] = ()
    steps_title: Words = ""
    clock: DeadlineView | None = None
    aside: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A list with its views, the deeds that begin from it, and its search: ``query`` in one box, or ``form`` in the context."""

    title: Words
    lead: Words
    table: TableView
    tabs: tuple[Link, ...] = ()
    deeds: tuple[Link, ...] = ()
    search_href: str = ""
    searched: bool = False
    crumbs: tuple[Link, ...] = ()
    before: tuple[Block, ...] = ()
    after: tuple[Block, ...] = ()
    query: str = ""


# -- one deed ----------------------------------------------------------------------------------------------------------


def ask_for(
    request: HttpRequest, form: KhueForm, page: DeedPage, deed: Callable[[], Any], done: Words, to: Callable[[Any], str] | str
) -> HttpResponse:  # fmt: skip
    """Show the form; when it was sent, do the one deed, say ``done`` and go on to the address ``to`` (of what the deed gave)."""
    given: list[Any] = []
    if request.method == "POST" and form.is_valid() and did(form, lambda: given.append(deed())):
        messages.success(request, str(done))
        return web.redirect(to if isinstance(to, str) else to(given[0]))
    return show(request, page, form)


def did(form: KhueForm, deed: Callable[[], object]) -> bool:
    """Whether the deed was done; otherwise its reasons stand beside the fields, with everything typed still there."""
    try:
        deed()
    except Refused as refused:
        beside_rows = getattr(form, "show", None)
        if beside_rows is not None:
            beside_rows(refused)
        else:
            show_refusal(form, refused)
        return False
    except Conflict as conflict:
        parts = [conflict.text, conflict.next_step]
        sentence = " ".join(part.into(web.language()) for part in parts if part)
        form.add_error(None, ValidationError(sentence, code=CONFLICT))
        return False
    return True


def status_of(form: KhueForm) -> int:
    """409 when a colleague was faster, 422 when something is wrong with what was sent."""
    if form.has_error(NON_FIELD_ERRORS, CONFLICT):
        return 409
    return 422 if form.errors or getattr(form, "faulty", False) else 200


def show(
    request: HttpRequest, page: DeedPage, form: KhueForm, template: str = "ui/deed.html", status: int | None = None
) -> HttpResponse:
    """The page with its form, and why where a provision stands behind a reason. ``status`` as the form says unless it is given."""
    groups: tuple[tuple[int, tuple[Any, ...]], ...] = tuple(getattr(form, "groups", tuple)())
    grouped = {bound.name for _no, bounds in groups for bound in bounds}
    fields = tuple(bound for bound in form.visible_fields() if bound.name not in grouped)
    why = tuple(reason for reason in form.refusal.reasons if reason.source) if form.refusal else ()
    answer = status_of(form) if status is None else status
    return web.render(request, template, page, answer, form=form, why=why, fields=fields, groups=groups)


# -- lists -------------------------------------------------------------------------------------------------------------


def listed(
    request: HttpRequest,
    name: str,
    columns: tuple[tuple[str, Any], ...],
    page_of: Callable[[str | None, int], Any],
    row_of: Callable[[Any], Row],
    heads: Iterable[Column],
    caption: Words,
    empty: EmptyView,
) -> TableView | HttpResponseBase:
    """A keyset list as a table with its downloads, or the download itself when the address asks for one (``format=csv``)."""
    file = download(request, name, columns, lambda: every(page_of))
    if file is not None:
        return file
    found = page_of(request.GET.get("after"), ROWS)
    return TableView(
        tuple(heads),
        tuple(row_of(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=downloads(request),
        caption=caption,
        empty=empty,
    )


def download(
    request: HttpRequest, name: str, columns: Any, rows: Callable[[], Iterable[Any]]
) -> HttpResponseBase | None:
    """The whole list as a file when one is asked for (``?format=csv``)."""
    make = FILES.get(request.GET.get("format", ""))
    return make(name, columns, rows()) if make is not None else None


def downloads(request: HttpRequest) -> tuple[Link, ...]:
    return tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in FILES)


def views_of(labels: Iterable[tuple[str, Words]], current: str) -> tuple[Link, ...]:
    return tuple(Link(label, f"?view={code}", current=code == current) for code, label in labels)


def chosen(request: HttpRequest, known: Iterable[str], otherwise: str) -> str:
    """The view that the address names, when there is such a one."""
    named = request.GET.get("view", "")
    return named if named in tuple(known) else otherwise


def said(request: HttpRequest) -> str:
    """What was searched for, in one line."""
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:200]
