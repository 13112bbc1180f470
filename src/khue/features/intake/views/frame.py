"""What the pages of the room share: tabs, downloads, a form's page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.errors import Conflict, Refused
from khue.features.intake import access, queries
from khue.kernel.exports import Columns, csv_response, json_response, xlsx_response
from khue.kernel.forms import KhueForm, show_refusal
from khue.kernel.paging import href
from khue.kernel.ui import Answer, FigureView, Link, TableView, Words
from khue.kernel.web import language, render

ask = require_http_methods(["GET", "HEAD", "POST"])
_FILES: dict[str, Callable[..., HttpResponseBase]] = {
    "csv": csv_response,
    "xlsx": xlsx_response,
    "json": json_response,
}


@dataclass(frozen=True, slots=True)
class TablePage:
    """A heading, a sentence, the tabs, what can be done, and tables."""

    title: Words
    tables: tuple[TableView, ...]
    lead: Words = ""
    tabs: tuple[Link, ...] = ()
    crumbs: tuple[Link, ...] = ()
    deeds: tuple[Link, ...] = ()
    facts: tuple[Answer, ...] = ()
    figures: tuple[FigureView, ...] = ()
    filters: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPage:
    """One form: what it does, what its button says, the facts above it, the way back."""

    title: Words
    lead: Words
    button: Words
    back_href: str
    crumbs: tuple[Link, ...] = ()
    facts: tuple[Answer, ...] = ()
    points: tuple[Words, ...] = ()
    upload: bool = False


def tabs(current: str, actor: Actor) -> tuple[Link, ...]:
    """The pages of the room that this reader may open."""
    pages = [
        ("cases", _("Cases"), access.READ),
        ("queue", _("Not sent"), access.READ),
        ("reports", _("Reconciliation"), access.READ),
        ("sources", _("Sources"), access.SOURCES),
    ]
    failing = queries.failing()
    return tuple(
        Link(
            label, reverse(f"intake:{name}"), name == current, note=str(failing) if name == "queue" and failing else ""
        )
        for name, label, right in pages
        if actor.may(right)
    )


def crumbs(*more: Link) -> tuple[Link, ...]:
    return (Link(_("Intake"), reverse("intake:cases")), *more)


def downloads(request: HttpRequest) -> tuple[Link, ...]:
    return tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in _FILES)


def download(
    request: HttpRequest, name: str, columns: Columns, rows: Callable[[], Iterable[Any]]
) -> HttpResponseBase | None:
    """The file that ``?format=`` asks for, None for the page."""
    make = _FILES.get(request.GET.get("format", ""))
    return make(name, columns, rows()) if make else None


def did(form: KhueForm, deed: Callable[[], object]) -> bool:
    """Whether the deed was done; otherwise its reasons stand beside the fields, with everything typed still there."""
    try:
        deed()
    except Refused as refused:
        show_refusal(form, refused)
        return False
    except Conflict as conflict:
        parts = [conflict.text, conflict.next_step]
        sentence = " ".join(part.into(language()) for part in parts if part)
        form.add_error(None, ValidationError(sentence, code="conflict"))
        return False
    return True


def show(request: HttpRequest, page: FormPage, form: KhueForm) -> HttpResponse:
    """The form's page with the status that its errors mean."""
    status = 409 if form.has_error("__all__", "conflict") else 422 if form.errors else 200
    return render(request, "intake/form.html", page, status, form=form)
