"""What the pages of this room share: one page for every form, and what happens when a deed is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.errors import Refused
from khue.features.results import access
from khue.kernel import exports
from khue.kernel.forms import KhueForm, show_refusal
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
    groups: tuple[tuple[int, list[Any]], ...] = ()
    fields: tuple[Any, ...] = ()
    more_href: str = ""
    row_name: Words = ""
    why: tuple[Any, ...] = ()


def did(form: KhueForm, deed: Callable[[], object]) -> bool:
    """Whether the deed was done; otherwise its reasons stand beside the fields."""
    try:
        deed()
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


def saved(request: HttpRequest, form: KhueForm, deed: Callable[[], object]) -> bool:
    """Whether the form was sent, read and its deed done; else the page comes again with what is wrong."""
    return request.method == "POST" and form.is_valid() and did(form, deed)


def done(request: HttpRequest, message: str, name: str, *args: Any) -> HttpResponse:
    messages.success(request, message)
    return redirect(name, *args)


def draw(request: HttpRequest, form: Any, page: FormPage, template: str = "results/form.html") -> HttpResponse:
    grouped = getattr(form, "groups", None)
    fields = form.others() if grouped else [bound for bound in form if not bound.is_hidden]
    why = tuple(reason for reason in form.refusal.reasons if reason.source) if form.refusal else ()
    page = replace(page, groups=tuple(grouped()) if grouped else (), fields=tuple(fields), why=why)
    return render(request, template, page, 422 if form.errors else 200, form=form)


def crumbs(actor: Actor, *more: Link) -> tuple[Link, ...]:
    """The way here: staff come from the desk of results, others from their own."""
    staff = actor.may(access.READ)
    start = Link(_("Results"), reverse("results:desk")) if staff else Link(_("My results"), reverse("results:mine"))
    return (start, *more)


def file_crumbs(actor: Actor, result_id: int, title: Words) -> tuple[Link, ...]:
    return crumbs(actor, Link(title, reverse("results:result", args=[result_id])))


def require_side(actor: Actor, party: str) -> None:
    """For pages with a form of the owner's side; the deed asks again. Raises NotAllowed for those who may only look."""
    if not actor.may_act_for(party, "submit"):
        raise access.only_the_owner()
