"""The page on which a legal officer confirms a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from khue.core.errors import Conflict, Refused
from khue.core.rules.lawbook import Entry, value_on
from khue.features.rulebook import access, queries, usecases
from khue.features.rulebook.forms import ConfirmForm
from khue.features.rulebook.views.frame import crumbs, parameter_state, use_links, value_words
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Answer, Link

CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    entry: Entry
    facts: tuple[Answer, ...]
    crumbs: tuple[Link, ...]
    back_href: str


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, id: str) -> HttpResponse:
    """Value, days and document; afterwards the value binds, in a new edition."""
    actor = web.signed_in(request)
    actor.require(access.CONFIRM)
    entry = queries.entry(id)
    seen = len(queries.confirmations_of(id))
    initial = {"seen": seen, "valid_from": entry.values[0].valid_from}
    form = bind(ConfirmForm, request, unit=entry.unit, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edition = usecases.confirm_value(form.command(id), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        except Conflict as conflict:
            told = [part.into(web.language()) for part in (conflict.text, conflict.next_step) if part]
            form.add_error(None, ValidationError(" ".join(told), code=CONFLICT))
        else:
            messages.success(request, _("The value is confirmed. New edition: %(edition)s") % {"edition": edition})
            return web.redirect("rulebook:parameter", id)
    page = ConfirmPage(
        entry,
        _facts(entry, actor.today),
        crumbs(Link(entry.text, reverse("rulebook:parameter", args=[id]))),
        reverse("rulebook:parameter", args=[id]),
    )
    status = 409 if form.has_error(NON_FIELD_ERRORS, CONFLICT) else 422 if form.errors else 200
    return web.render(request, "rulebook/confirm.html", page, status, form=form)


def _facts(entry: Entry, today: date) -> tuple[Answer, ...]:
    now = value_on(entry, today)
    told = [Answer(_("Provision"), entry.provision.citation)]
    if now is not None:
        told += [
            Answer(_("Value now"), value_words(entry.unit, now.value, queries.code_words(entry.id))),
            Answer(_("How sure"), parameter_state(now)),
        ]
    uses = use_links(queries.uses_of_parameter(entry.id))
    if uses:
        told.append(Answer(_("What rests on it"), uses))
    if entry.note:
        told.append(Answer(_("Note"), entry.note))
    return tuple(told)
