"""One’s own record: see, correct, take along, choose on whose behalf to act."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from khue.core.errors import Missing
from khue.features.people import access, queries, usecases
from khue.features.people.domain import SCOPES
from khue.features.people.forms import (
    CorrectForm,
)
from khue.features.people.views.parts import (
    FormPage,
    ask,
    asked,
    looks_table,
    mandate_table,
    record,
    request_table,
    role_table,
    timeline_table,
)
from khue.kernel import exports, viewing, web
from khue.kernel.forms import bind
from khue.kernel.paging import every
from khue.kernel.ui import Answer, TableView


@dataclass(frozen=True, slots=True)
class MePage:
    number: int
    name: str
    record: tuple[Answer, ...]
    mandates: TableView
    given: TableView
    requests: TableView
    roles: TableView
    looks: TableView
    timeline: TableView


@dataclass(frozen=True, slots=True)
class ActingForPage:
    parties: tuple[queries.PartyCard, ...]
    chosen: str


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """What the city holds about me, who may act for me, who looked."""
    actor = web.signed_in(request)
    about = queries.about_me(actor)
    looks = viewing.views_of(actor.keys, request.GET.get("looks"))

    def ends(line: queries.MandateLine) -> bool:
        return line.person_key == actor.key or access.may_answer_for(actor, line.party_key)

    page = MePage(
        number=about.card.id,
        name=about.card.name,
        record=record(about.record),
        mandates=mandate_table(
            about.mandates, _("I may act for"), _("You act for nobody else."), ends=ends, by_party=True
        ),
        given=mandate_table(about.given, _("Who else may act"), _("Nobody else may act."), ends=ends),
        requests=request_table(about.requests),
        roles=role_table(about.roles, ending=False),
        looks=looks_table(looks, request),
        timeline=timeline_table(actor.keys, None, request),
    )
    return web.render(request, "people/me.html", page)


@ask
def correct(request: HttpRequest) -> HttpResponse:
    """Put right what the city holds about me."""
    actor = web.signed_in(request)
    held = queries.own_record(actor)
    names = [f for f in CorrectForm.base_fields if hasattr(held, f)]
    form = bind(CorrectForm, request, initial={name: getattr(held, name) for name in names})
    page = FormPage(
        _("Correct my record"),
        _("The correction is recorded with today’s date; the old value stays in the audit."),
        _("Save the correction"),
        reverse("people:me"),
        _("What the city holds about me"),
    )
    return asked(
        request, form, page, lambda: usecases.correct_own_record(form.command(), actor=actor), "people:me",
        _("Your record was corrected."),
    )  # fmt: skip


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """Everything that the city holds about me, to take along."""
    actor = web.signed_in(request)
    about = queries.about_me(actor)
    rows = [
        {"group": "record", "label": line.label, "value": line.shown, "source": line.source, "on": line.on}
        for line in about.record
    ]
    rows += [
        {"group": "mandate", "label": m.party, "value": SCOPES[m.scope], "source": m.ground, "on": m.valid_from}
        for m in (*about.mandates, *about.given)
    ]
    rows += [{"group": "role", "label": r.role, "value": r.unit, "source": "", "on": r.valid_from} for r in about.roles]
    rows += [
        {"group": "look", "label": look.viewer_name, "value": look.what, "source": look.subject, "on": look.at}
        for look in every(lambda after, size: viewing.views_of(actor.keys, after, size))
    ]
    rows += [
        {"group": "event", "label": line.text, "value": line.subject, "source": "", "on": line.at}
        for line in every(lambda after, size: queries.timeline(actor.keys, after, size))
    ]
    columns = (
        ("group", _("Group")), ("label", _("What")), ("value", _("Value")), ("source", _("Source")), ("on", _("When")),
    )  # fmt: skip
    return exports.json_response("khue-me", columns, rows)


@ask
def acting_for(request: HttpRequest) -> HttpResponse:
    """Choose on whose behalf I act in this session."""
    actor = web.signed_in(request)
    cards = {card.key: card for card in queries.everyone_i_act_for(actor)}
    if request.method == "POST":
        chosen = request.POST.get("party", "")
        if chosen not in cards:
            raise Missing(queries.UNKNOWN.text, queries.UNKNOWN.next_step)
        request.session["acting_for"] = "" if chosen == actor.key else chosen
        messages.success(request, _("You now act for %(name)s.") % {"name": cards[chosen].name})
        return web.redirect(web.safe_path(request.POST.get("next", ""), reverse("people:acting-for")))
    page = ActingForPage(tuple(cards.values()), request.session.get("acting_for") or actor.key)
    return web.render(request, "people/acting_for.html", page)
