"""Pages of the steps after the opening: what the council or the office said, and the decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.features.calls import access, queries, usecases
from khue.features.calls.forms import (
    DecisionForm,
    OutcomeForm,
)
from khue.features.calls.queries import ProposalPage
from khue.features.calls.views.frame import DeedPage, ask, did, show
from khue.features.dossiers import queries as dossiers
from khue.kernel.forms import bind
from khue.kernel.ui import (
    Answer,
    Link,
)
from khue.kernel.web import redirect, signed_in


@ask
def review(request: HttpRequest, task_id: int) -> HttpResponse:
    """The step of review of an opened proposal: what the council said goes on record."""
    actor = signed_in(request)
    actor.require(access.REVIEW)
    found = queries.proposal(_proposal_of(task_id, "calls:review"), actor)
    concept = found.stage == "concept"
    form = bind(OutcomeForm, request, initial={"seen": found.version}, concept=concept)
    if request.method == "POST" and form.is_valid():
        command = form.command(found.id)
        if did(form, lambda: usecases.record_outcome(command, actor=actor)):
            messages.success(request, _("The outcome is recorded; the authors are told."))
            return redirect("calls:proposal", found.id)
    if concept:
        title = _("Judge the concept")
        lead = _("Who is invited writes the full proposal. The authors read the ground word by word.")
        return show(request, _step(found, title, lead, _("Record the outcome")), form)
    title, lead = _("Record what the council said"), _("The minutes of the council are the ground. What is recorded is not changed afterwards.")  # fmt: skip
    return show(request, _step(found, title, lead, _("Record the outcome")), form)


@ask
def decide(request: HttpRequest, task_id: int) -> HttpResponse:
    """The step of decision: to carry it out, or not."""
    actor = signed_in(request)
    actor.require(access.APPROVE)
    found = queries.proposal(_proposal_of(task_id, "calls:decide"), actor)
    form = bind(DecisionForm, request, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        command = form.command(found.id)
        if did(form, lambda: usecases.decide_proposal(command, actor=actor)):
            messages.success(request, _("The decision is recorded; the authors are told."))
            return redirect("calls:proposal", found.id)
    title, lead = _("Decide on the proposal"), _("The council has spoken. Whoever departs from it says why.")
    facts = (
        Answer(_("What the council said"), found.state.label),
        Answer(_("Ground of the council"), found.outcome_ground),
        Answer(_("Asked from the city"), found.asked, kind="money"),
    )
    return show(request, _step(found, title, lead, _("Record the decision"), facts), form)


def _proposal_of(task_id: int, page: str) -> int:
    """The proposal whose step a task is. Raises Missing for a task of another kind."""
    task = dossiers.task_facts(task_id)
    subject = dossiers.facts(task.dossier_id).envelope
    if task.page != page or not subject.startswith("proposal:"):
        raise access.no_such_proposal()
    return int(subject.removeprefix("proposal:"))


def _step(found: ProposalPage, title: str, lead: str, button: str, facts: tuple[Answer, ...] = ()) -> DeedPage:
    here = Link(found.number, reverse("calls:proposal", args=[found.id]))
    return DeedPage(
        title,
        lead,
        button,
        (Link(found.call, reverse("calls:call", args=[found.call_id])), here),
        here.href,
        (Answer(_("Proposal"), found.title), Answer(_("Lead organisation"), found.lead), *facts),
    )
