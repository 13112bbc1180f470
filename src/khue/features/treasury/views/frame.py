"""What the pages of payments share: tabs, downloads, a form's page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from khue.core.errors import Conflict, Refused
from khue.features.ledger.queries import SubjectLink, subject_link
from khue.kernel.exports import Columns, csv_response, xlsx_response
from khue.kernel.forms import KhueForm, show_refusal
from khue.kernel.paging import href
from khue.kernel.ui import Answer, Cell, Link, StateView, TableView, Words
from khue.kernel.web import language

ask = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class TablePage:
    """A heading, a sentence, the tabs and one table."""

    title: Words
    table: TableView
    lead: Words = ""
    tabs: tuple[Link, ...] = ()
    crumbs: tuple[Link, ...] = ()
    deeds: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form: what it does, what its button says, the facts above it, the way back."""

    title: Words
    lead: Words
    button: Words
    back_href: str
    crumbs: tuple[Link, ...] = ()
    facts: tuple[Answer, ...] = ()
    state: StateView | None = None
    upload: bool = False


def tabs(current: str, waiting: int = 0) -> tuple[Link, ...]:
    pages = (
        ("orders", _("Orders")),
        ("files", _("Files")),
        ("statements", _("Statements")),
        ("unmatched", _("Unmatched lines")),
        ("suspense", _("Money in suspense")),
        ("receivables", _("Money to come in")),
        ("cash", _("Daily cash")),
        ("accounts", _("Accounts")),
    )
    return tuple(
        Link(
            label,
            reverse(f"treasury:{name}"),
            name == current,
            note=str(waiting) if name == "unmatched" and waiting else "",
        )
        for name, label in pages
    )


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Payments"), reverse("treasury:orders")), *more)


def subject_of(key: str) -> Cell:
    """What is paid, in words, with its page."""
    found: SubjectLink = subject_link(key)
    return Cell(found.label, found.href)


def downloads(request: HttpRequest) -> tuple[Link, ...]:
    return tuple(Link(label, href(request.GET, kind, "format")) for kind, label in (("csv", "CSV"), ("xlsx", "XLSX")))


def download(
    request: HttpRequest, name: str, columns: Columns, rows: Callable[[], Iterable[Any]]
) -> HttpResponseBase | None:
    """The file that ``?format=`` asks for, None for the page."""
    match request.GET.get("format"):
        case "csv":
            return csv_response(name, columns, rows())
        case "xlsx":
            return xlsx_response(name, columns, rows())
    return None


def did(form: KhueForm, deed: Callable[[], object]) -> bool:
    """Whether the deed was done; otherwise its reasons stand beside the fields, and everything typed is kept."""
    try:
        deed()
    except Refused as refused:
        show_refusal(form, refused)
        return False
    except Conflict as conflict:
        parts = [conflict.text, conflict.next_step]
        form.add_error(
            None, ValidationError(" ".join(part.into(language()) for part in parts if part), code="conflict")
        )
        return False
    return True


def status(form: KhueForm) -> int:
    if form.has_error("__all__", "conflict"):
        return 409
    return 422 if form.errors else 200
