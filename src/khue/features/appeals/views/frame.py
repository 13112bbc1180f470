"""What the pages of the room share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.errors import Conflict, Refused
from khue.features.appeals import access
from khue.features.appeals.queries import AppealPage
from khue.kernel.forms import KhueForm, show_refusal
from khue.kernel.ui import Answer, Link, Words
from khue.kernel.web import language, render

ask = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class DeedPage:
    """A page with one form. ``facts`` stand above it, ``points`` say what follows; ``multipart`` when files may come."""

    title: Words
    lead: Words
    button: Words
    appeal: AppealPage
    crumbs: tuple[Link, ...]
    back_href: str
    facts: tuple[Answer, ...] = ()
    points: tuple[Words, ...] = ()
    multipart: bool = False
    reasons: tuple[Words, ...] = ()


def crumbs(actor: Actor, appeal: AppealPage) -> tuple[Link, ...]:
    """The way back: officers come from the desk of appeals, the applicant from the dossier."""
    dossier = Link(appeal.dossier_number, reverse("dossiers:follow", args=[appeal.dossier_number]))
    if actor.may(access.READ) and not appeal.is_side:
        return (Link(_("Appeals"), reverse("appeals:desk")), dossier)
    return (Link(_("My dossiers"), reverse("dossiers:mine")), dossier)


def deeper(actor: Actor, appeal: AppealPage) -> tuple[Link, ...]:
    return (*crumbs(actor, appeal), Link(appeal.name, reverse("appeals:appeal", args=[appeal.id])))


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
        form.add_error(None, ValidationError(sentence, code=CONFLICT))
        return False
    return True


def status_of(form: KhueForm) -> int:
    if form.has_error(NON_FIELD_ERRORS, CONFLICT):
        return 409
    return 422 if form.errors else 200


def show(request: HttpRequest, page: DeedPage, form: KhueForm, template: str = "appeals/deed.html") -> HttpResponse:
    return render(request, template, page, status_of(form), form=form)
