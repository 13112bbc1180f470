"""A procedure as anybody reads it, and the first step into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from khue.core.bilingual import Text
from khue.core.errors import Refused
from khue.features.dossiers import queries, usecases
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.forms import StartForm
from khue.features.dossiers.queries import BasisLine, StepTerm
from khue.features.people import queries as people
from khue.kernel import web
from khue.kernel.forms import bind, show_refusal
from khue.kernel.ui import Link


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    key: str
    name: Text
    summary: Text
    who: Text
    result: Text
    needs: tuple[Text, ...]
    steps: tuple[StepTerm, ...]
    later: tuple[StepTerm, ...]
    basis: tuple[BasisLine, ...]
    publicity: Text | None
    start_href: str


@dataclass(frozen=True, slots=True)
class StartPage:
    name: Text
    back_href: str
    crumbs: tuple[Link, ...]
    notes: tuple[people.PartyNote, ...] = ()


@require_GET
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """What it is, who it is for, what one needs and gets, how long and why."""
    found = queries.procedure(key)
    return web.render(request, "dossiers/procedure.html", _page(found, web.actor_of(request).today))


def _page(found: Procedure, today: date) -> ProcedurePage:
    terms = queries.step_terms(found, today)
    main = len(found.main_steps)
    return ProcedurePage(
        key=found.key,
        name=found.name,
        summary=found.summary,
        who=found.who,
        result=found.result,
        needs=found.needs,
        steps=terms[:main],
        later=terms[main:],
        basis=queries.bases(found),
        publicity=found.publicity,
        start_href=usecases.begins_at(found.key) or reverse("dossiers:start", args=[found.key]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, key: str) -> HttpResponse:
    """On whose behalf; then the draft is open."""
    actor = web.signed_in(request)
    found = queries.procedure(key)
    if elsewhere := usecases.begins_at(key):
        return web.redirect(elsewhere)
    mine = people.everyone_i_act_for(actor)
    form = bind(StartForm, request, parties=mine)
    if request.method == "POST" and form.is_valid():
        try:
            made = usecases.start_draft(form.command(key), actor=actor)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            return web.redirect("dossiers:edit", str(made))
    back = reverse("dossiers:procedure", args=[key])
    page = StartPage(
        found.name, back, (Link(found.name, back),), people.warnings_of([card.key for card in mine], actor.today)
    )
    return web.render(request, "dossiers/start.html", page, 422 if form.errors else 200, form=form)
