"""Asking for, answering, granting and ending mandates."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.errors import Missing
from khue.features.people import access, queries, usecases
from khue.features.people.domain import SCOPES
from khue.features.people.forms import (
    AnswerForm,
    AskForm,
    EndMandateForm,
    GrantForm,
)
from khue.features.people.views.parts import (
    FormPage,
    ask,
    asked,
)
from khue.kernel import limits, web
from khue.kernel.forms import bind


@ask
@limits.limited("ask-for-mandate", "20/h")
def ask_for_mandate(request: HttpRequest, party_id: int) -> HttpResponse:
    """Ask to act for an organisation."""
    actor = web.signed_in(request)
    card = queries.party(f"party:{party_id}")
    if card.is_private_person:
        raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
    form = bind(AskForm, request)
    page = FormPage(
        _("Ask to act for %(name)s") % {"name": card.name},
        _("The people who represent it are told and answer."),
        _("Send the request"),
        reverse("people:me"),
        _("What the city holds about me"),
    )
    return asked(
        request, form, page, lambda: usecases.ask_for_mandate(form.command(card.key), actor=actor), "people:me",
        _("Your request was sent."),
    )  # fmt: skip


@ask
def answer_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """Agree to, or refuse, a request to act for a party of mine."""
    actor = web.signed_in(request)
    wanted = queries.request_line(request_id)
    access.require_answer_for(actor, wanted.party_key)
    if not actor.stands_for(wanted.party_key):
        access.require_unrestricted(actor, wanted.person_key)
    form = bind(AnswerForm, request)
    page = FormPage(
        _("%(person)s asks to act for %(party)s") % {"person": wanted.person, "party": wanted.party},
        _("Scope: %(scope)s. Ground: %(ground)s")
        % {"scope": SCOPES[wanted.scope].into(web.language()), "ground": wanted.ground},
        _("Send the answer"),
        reverse("people:me"),
        _("What the city holds about me"),
    )

    def answer() -> None:
        if form.cleaned_data["answer"] == "refuse":
            usecases.refuse_mandate_request(form.refuse(request_id), actor=actor)
        else:
            mandate = form.grant(request_id, wanted.person_key, wanted.party_key, wanted.scope, wanted.ground, actor)
            usecases.grant_mandate(mandate, actor=actor)

    return asked(request, form, page, answer, "people:me", _("Your answer was sent."))


@ask
def grant_mandate(request: HttpRequest, party_id: int) -> HttpResponse:
    """Let a person act for a party."""
    actor = web.signed_in(request)
    card = queries.party(f"party:{party_id}")
    access.require_answer_for(actor, card.key)
    form = bind(GrantForm, request, initial={"valid_from": actor.today})
    page = FormPage(
        _("Let somebody act for %(name)s") % {"name": card.name},
        _("You can end it at any time."),
        _("Grant the mandate"),
        reverse("people:party", args=[party_id]),
        card.name,
    )
    return asked(
        request, form, page, lambda: usecases.grant_mandate(form.command(card.key), actor=actor),
        page.back_href, _("The mandate was granted."),
    )  # fmt: skip


@ask
def end_mandate(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """End a mandate: by those who represent the party, or by the person who holds it."""
    actor = web.signed_in(request)
    line = queries.mandate(mandate_id)
    if line.person_key != actor.key:
        access.require_answer_for(actor, line.party_key)
    form = bind(EndMandateForm, request, initial={"ends_on": actor.today})
    page = FormPage(
        _("End a mandate"),
        _("%(person)s acts for %(party)s.") % {"person": line.person, "party": line.party},
        _("End the mandate"),
        reverse("people:me"),
        _("What the city holds about me"),
    )
    return asked(
        request, form, page, lambda: usecases.end_mandate(form.command(mandate_id), actor=actor), "people:me",
        _("The mandate ends."),
    )  # fmt: skip
