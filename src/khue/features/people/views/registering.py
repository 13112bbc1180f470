"""Registering organisations and persons."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.errors import Refused
from khue.features.people import access, queries, usecases
from khue.features.people.forms import (
    OrganisationForm,
    PersonForm,
)
from khue.features.people.views.parts import (
    FormPage,
    ask,
    asked,
)
from khue.kernel import limits, web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Link


@ask
@limits.limited("register-organisation", "20/h")
def register_organisation(request: HttpRequest) -> HttpResponse:
    """Register an organisation, or a group without legal form."""
    actor = web.signed_in(request)
    form = bind(OrganisationForm, request)
    links: tuple[Link, ...] = ()
    if request.method == "POST" and form.is_valid():
        asked = form.command()
        try:
            key = usecases.register_organisation(asked, actor=actor)
            own = _("The organisation is registered. You may act for it.")
            messages.success(request, _("The organisation is registered.") if actor.may(access.WRITE) else own)
            return web.redirect("people:party", key.removeprefix("party:"))
        except Refused as refused:
            show_refusal(form, refused)
            links = _ask_link(refused, asked.tax_code)
    page = FormPage(
        _("Register an organisation"),
        _("Once, for all programmes of the city.")
        if actor.may(access.WRITE)
        else _("Once, for all programmes of the city. You will be able to act for it."),
        _("Register"),
        reverse("people:me"),
        _("What the city holds about me"),
        links,
    )
    return web.render(request, "people/form.html", page, 422 if form.errors else 200, form=form)


def _ask_link(refused: Refused, tax_code: str) -> tuple[Link, ...]:
    """The way on when the city knows the organisation already."""
    if all(reason.code != "people.tax_code_taken" for reason in refused.decision.reasons):
        return ()
    found = queries.find_parties(tax_code, 1)
    return tuple(
        Link(_("Ask to act for %(name)s") % {"name": card.name}, reverse("people:ask-for-mandate", args=[card.id]))
        for card in found
    )


@ask
def register_person(request: HttpRequest) -> HttpResponse:
    """A clerk opens the record of a person at the counter."""
    actor = web.signed_in(request)
    access.require_write(actor)
    form = bind(PersonForm, request)
    page = FormPage(
        _("Open a person’s record"),
        _("For people who come to the counter without a national identity on line."),
        _("Open the record"),
        reverse("people:parties"),
        _("People and organisations"),
    )
    return asked(
        request, form, page, lambda: usecases.register_person(form.command(), actor=actor), "people:parties",
        _("The record is open."),
    )  # fmt: skip
