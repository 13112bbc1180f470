"""What the pages of the room share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.actor import Actor
from khue.core.decision import Decision
from khue.core.errors import Conflict, Refused
from khue.features.privacy import access
from khue.kernel import exports
from khue.kernel.forms import KhueForm, show_refusal
from khue.kernel.paging import href
from khue.kernel.ui import Answer, DeadlineView, Link, StateView, Words
from khue.kernel.web import language, render

ask = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT = "conflict"
FILES: dict[str, Any] = {
    "csv": exports.csv_response,
    "xlsx": exports.xlsx_response,
    "json": exports.json_response,
}


@dataclass(frozen=True, slots=True)
class DeedPage:
    """A page with one form. ``facts`` stand above it, ``points`` say what follows, ``why`` the terms with their source;
    ``against``: why there is nothing to fill in, instead of the form."""

    title: Words
    lead: Words
    button: Words
    crumbs: tuple[Link, ...]
    back_href: str
    name: Words = ""
    facts: tuple[Answer, ...] = ()
    points: tuple[Words, ...] = ()
    state: StateView | None = None
    clock: DeadlineView | None = None
    why: Decision | None = None
    against: Decision | None = None


def desk_crumbs(actor: Actor) -> tuple[Link, ...]:
    """Nothing for who may not open the desk: a clerk at the counter enters a paper and goes on."""
    return (desk_link(),) if actor.may(access.READ) else ()


def desk_link() -> Link:
    return Link(_("Personal data"), reverse("privacy:desk"))


def own_crumbs() -> tuple[Link, ...]:
    return (Link(_("My data"), reverse("privacy:mine")),)


def require_any(actor: Actor, *rights: str) -> None:
    """Raises NotAllowed without any of the rights."""
    if not any(actor.may(right) for right in rights):
        actor.require(rights[0])


def tabs(actor: Actor, here: str) -> tuple[Link, ...]:
    """The pages of the room that this member of staff may open."""
    pages: list[tuple[str, str, str]] = []
    if actor.may(access.READ):
        pages += [("desk", _("Data-subject requests"), ""), ("breaches", _("Breaches"), "")]
        pages.append(("consent-book", _("Consents"), ""))
        pages += [("retention", _("Retention"), ""), ("erasures", _("Erasures"), "")]
    return tuple(
        Link(label, reverse(f"privacy:{name}"), current=name == here, icon=icon) for name, label, icon in pages
    )


def download_links(request: HttpRequest) -> tuple[Link, ...]:
    return tuple(Link(kind.upper(), href(request.GET, kind, "format")) for kind in FILES)


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


def show(request: HttpRequest, page: Any, form: KhueForm, template: str = "privacy/deed.html") -> HttpResponse:
    return render(request, template, page, status_of(form), form=form)
