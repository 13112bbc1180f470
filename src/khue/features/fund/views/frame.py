"""What the pages of this room share: one page for every form, and what happens when a deed is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.fund import access
from khue.kernel import exports
from khue.kernel.forms import KhueForm, show_refusal
from khue.kernel.paging import every, href
from khue.kernel.ui import Answer, Link, Words
from khue.kernel.web import redirect, render

ask = require_http_methods(["GET", "HEAD", "POST"])
FILES = {"csv": exports.csv_response, "xlsx": exports.xlsx_response, "json": exports.json_response}


@dataclass(frozen=True, slots=True)
class FormPage:
    """One question with its form; ``facts`` stand beside it, ``points`` say what follows."""

    title: Words
    lead: Words
    button: Words
    crumbs: tuple[Link, ...]
    back_href: str
    facts: tuple[Answer, ...] = ()
    points: tuple[Words, ...] = ()
    fields: tuple[Any, ...] = ()
    why: tuple[Any, ...] = ()
    draw_up_href: str = ""


def saved(request: HttpRequest, form: KhueForm, deed: Callable[[], object]) -> bool:
    """Whether the form was sent, read and its deed done; else the page comes again with what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        deed()
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


def done(request: HttpRequest, message: str, name: str, *args: Any) -> HttpResponse:
    messages.success(request, message)
    return redirect(name, *args)


def draw(request: HttpRequest, form: Any, page: FormPage, template: str = "fund/form.html") -> HttpResponse:
    fields = [bound for bound in form if not bound.is_hidden]
    why = tuple(reason for reason in form.refusal.reasons if reason.source) if form.refusal else ()
    return render(
        request, template, replace(page, fields=tuple(fields), why=why), 422 if form.errors else 200, form=form
    )


def crumbs(actor: Actor, *more: Link) -> tuple[Link, ...]:
    """The way here: staff come from the cases of the fund, others from their own."""
    if actor.may(access.READ):
        return (Link(_("The fund"), reverse("fund:desk")), *more)
    return (Link(_("My cases at the fund"), reverse("fund:mine")), *more)


def case_crumbs(actor: Actor, case_id: int, number: str) -> tuple[Link, ...]:
    return crumbs(actor, Link(number, reverse("fund:case", args=[case_id])))


def tabs(actor: Actor, here: str) -> tuple[Link, ...]:
    """The lists of the fund that staff go between."""
    found = [
        ("desk", _("Cases")), ("motions", _("Motions")), ("payments", _("Payments")), ("capital", _("Capital")),
        ("portfolio", _("Portfolio")), ("bodies", _("Bodies")), ("charter", _("Charter")),
    ]  # fmt: skip
    return tuple(Link(label, reverse(f"fund:{name}"), current=name == here) for name, label in found)


def download(
    request: HttpRequest, name: str, columns: Any, page_of: Callable[[str | None, int], Any]
) -> HttpResponseBase | None:
    """The list as a file, when the address asks for one."""
    make = FILES.get(request.GET.get("format", ""))
    return make(name, columns, every(page_of)) if make is not None else None


def download_rows(request: HttpRequest, name: str, columns: Any, rows: Iterable[Any]) -> HttpResponseBase | None:
    make = FILES.get(request.GET.get("format", ""))
    return make(name, columns, rows) if make is not None else None


def export_links(request: HttpRequest) -> tuple[Link, ...]:
    return tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in FILES)
