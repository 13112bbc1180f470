"""What rooms share for pages with one form and for lists: refusals beside their fields, downloads, views of a list.

Templates: ``ui/deed.html`` (context: page, form) and ``ui/listing.html`` (context: page).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_http_methods

from khue.core.decision import Reason
from khue.core.errors import Conflict, Refused
from khue.kernel import exports
from khue.kernel.forms import KhueForm, show_refusal
from khue.kernel.paging import href
from khue.kernel.ui import Answer, DeadlineView, FileView, Link, TableView, Words
from khue.kernel.web import language, render

ask = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = "conflict"
FILES = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}
ROWS = 25


@dataclass(frozen=True, slots=True)
class DeedPage:
    """A page with one form. ``facts`` and ``tables`` stand above it, ``points`` say what follows, ``papers`` can be opened beside
    it. ``rows`` is the form's set of rows, with its caption and the words of the button that adds one."""

    title: Words
    lead: Words
    button: Words
    crumbs: tuple[Link, ...]
    back_href: str
    facts: tuple[Answer, ...] = ()
    points: tuple[Words, ...] = ()
    multipart: bool = False
    clock: DeadlineView | None = None
    papers: tuple[FileView | Any, ...] = ()
    links: tuple[Link, ...] = ()
    tables: tuple[TableView, ...] = ()
    rows: Any = None
    rows_caption: Words = ""
    rows_add: Words = ""


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A list with its views, its search and the deeds that begin from it."""

    title: Words
    lead: Words
    table: TableView
    tabs: tuple[Link, ...] = ()
    query: str = ""
    search_href: str = ""
    deeds: tuple[Link, ...] = ()


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
        sentence = " ".join(part.into(language()) for part in parts if part)
        form.add_error(None, ValidationError(sentence, code=CONFLICT))
        return False
    return True


def status_of(form: KhueForm) -> int:
    """409 when a colleague was faster, 422 when something is wrong with what was sent."""
    if form.has_error(NON_FIELD_ERRORS, CONFLICT):
        return 409
    return 422 if form.errors or getattr(form, "faulty", False) else 200


def show(request: HttpRequest, page: DeedPage, form: KhueForm, template: str = "ui/deed.html") -> HttpResponse:
    why: tuple[Reason, ...] = ()
    if form.refusal:
        why = tuple(reason for reason in form.refusal.reasons if reason.source)
    return render(request, template, page, status_of(form), form=form, why=why)


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
