"""The page that asks for one deed, and the page that lists: what rooms would otherwise each write again.

A room's view makes a :class:`DeedPage` and a form, and hands both with its one use-case to :func:`ask_for`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
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
    Link,
    Row,
    StateView,
    StepView,
    TableView,
    Words,
)

ask = require_http_methods(["GET", "HEAD", "POST"])
FILES = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}


@dataclass(frozen=True, slots=True)
class DeedPage:
    """One question with its form; ``facts`` stand beside it, ``points`` say what follows. ``groups`` are rows of fields."""

    title: Words
    lead: Words
    button: Words
    crumbs: tuple[Link, ...]
    back_href: str
    facts: tuple[Answer, ...] = ()
    points: tuple[Words, ...] = ()
    row_name: Words = ""
    more_href: str = ""
    groups: tuple[tuple[int, tuple[Any, ...]], ...] = ()
    fields: tuple[Any, ...] = ()
    why: tuple[Any, ...] = ()


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
    """A list with its views, its search (``form`` in the context) and its deeds."""

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


def ask_for(
    request: HttpRequest, form: KhueForm, page: DeedPage, deed: Callable[[], Any], done: Words, to: Callable[[Any], str] | str
) -> HttpResponse:  # fmt: skip
    """Show the form; when it was sent, do the one deed, say ``done`` and go on to the address ``to`` (of what the deed gave)."""
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            given = deed()
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            sentence = " ".join(part.into(web.language()) for part in (conflict.text, conflict.next_step) if part)
            form.add_error(None, ValidationError(sentence, code="conflict"))
            status = 409
        else:
            messages.success(request, str(done))
            return web.redirect(to if isinstance(to, str) else to(given))
    if form.errors and status == 200:
        status = 422
    return web.render(request, "ui/record_deed.html", _filled(page, form), status, form=form)


def _filled(page: DeedPage, form: KhueForm) -> DeedPage:
    rows: tuple[tuple[int, tuple[Any, ...]], ...] = tuple(getattr(form, "groups", tuple)())
    grouped = {bound.name for _no, bounds in rows for bound in bounds}
    fields = tuple(bound for bound in form if not bound.is_hidden and bound.name not in grouped)
    why = tuple(reason for reason in form.refusal.reasons if reason.source) if form.refusal else ()
    return replace(page, groups=rows, fields=fields, why=why)


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
    make = FILES.get(request.GET.get("format", ""))
    if make is not None:
        return make(name, columns, every(page_of))
    found = page_of(request.GET.get("after"), 25)
    return TableView(
        tuple(heads),
        tuple(row_of(row) for row in found.rows),
        next=found.next,
        previous=found.previous,
        exports=tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in FILES),
        caption=caption,
        empty=empty,
    )
