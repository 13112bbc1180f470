"""What the demander's side does after the deadline, and how a confidential part is opened."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.features.demands import access, queries, usecases
from khue.features.demands.domain.solutions import ReadSecret
from khue.features.demands.forms import AwardForm, OpenForm, ShortListForm, TrialForm
from khue.features.demands.views.asking import ask_side, own
from khue.features.demands.views.parts import crumbs, path_of
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, RecordPage, ask, show
from khue.kernel.ui import Answer, Link
from khue.kernel.web import render, signed_in


@ask
def short_list(request: HttpRequest, demand_id: int) -> HttpResponse:
    """An answer and its ground for each solution."""
    actor, card = own(request, demand_id)
    rows = [row for row in card.solutions if row.reads_as == "demander" and row.code == "handed_in"]
    form = bind(ShortListForm, request, solutions=rows, initial={"seen": card.stamp})
    words = _("Draw the short list"), _("Keep the short list"), _("The short list is drawn; everybody who answered is told.")  # fmt: skip
    points = (_("Every supplier hears the answer with its ground."), _("Who is on the short list goes on trial."))
    return ask_side(
        request, form, card, actor, words, lambda: usecases.draw_short_list(form.command(demand_id), actor=actor), points=points,
        row_name=_("Solution"),
    )  # fmt: skip


@ask
def trial(request: HttpRequest, demand_id: int, no: int) -> HttpResponse:
    """What the acceptance test gave."""
    actor, card = own(request, demand_id)
    row = next((one for one in card.solutions if one.no == no and one.reads_as == "demander"), None)
    if row is None:
        raise access.no_such_solution()
    form = bind(TrialForm, request)
    words = _("Record a trial"), _("Keep the result"), _("The trial is recorded.")
    facts = (Answer(_("Solution"), f"{row.no} · {row.name}"), Answer(_("Acceptance test"), card.wanted.test))
    points = (_("A later trial counts instead; the earlier one stays on record."),)
    return ask_side(
        request,
        form,
        card,
        actor,
        words,
        lambda: usecases.record_trial(form.command(demand_id, no), actor=actor),
        points=points,
        facts=facts,
    )


@ask
def award(request: HttpRequest, demand_id: int) -> HttpResponse:
    """One solution is chosen by the demander's own rules."""
    actor, card = own(request, demand_id)
    rows = [row for row in card.solutions if row.code == "shortlisted"]
    form = bind(AwardForm, request, solutions=rows, initial={"seen": card.stamp})
    words = _("Choose the solution"), _("Choose it"), _("The solution is chosen and the result is public.")
    facts = (Answer(_("Rules of choice"), card.wanted.rules),)
    points = (
        _("Only what has passed the acceptance test can be chosen."),
        _("The choice can't be taken back; everybody reads it with its ground."),
    )
    return ask_side(
        request,
        form,
        card,
        actor,
        words,
        lambda: usecases.award_demand(form.command(demand_id), actor=actor),
        points=points,
        facts=facts,
    )


@ask
def secret(request: HttpRequest, demand_id: int, no: int) -> HttpResponse:
    """The confidential part as the answer to a deed that leaves a record; never by a link, never kept by a browser."""
    actor = signed_in(request)
    card = queries.open_demand(demand_id, actor)
    row = next((one for one in card.solutions if one.no == no and one.has_secret), None)
    if row is None:
        raise access.no_such_solution()
    form = bind(OpenForm, request)
    at = path_of(card)
    back = crumbs(Link(card.number, at))
    if request.method != "POST":
        points = (_("This reading goes on record; the supplier sees who read it and when."),)
        page = DeedPage(_("Confidential part"), card.wanted.title, _("Open it"), back, at, points=points)
        return show(request, page, form)
    text = usecases.read_secret(ReadSecret(demand_id, no), actor=actor)
    record = RecordPage(
        _("Confidential part"), _("Solution %(no)s") % {"no": no}, None, back, (Link(_("Back to the demand"), at, icon="arrow-left"),),
        (Block(text=text, note=_("This reading is on record; the supplier sees who read it and when.")),),
    )  # fmt: skip
    answer = render(request, "ui/record.html", record)
    answer.headers["Cache-Control"] = "no-store"
    return answer
