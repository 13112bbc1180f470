"""Pages between a call and councils: putting proposals before one, reading a proposal whole, what councils have and said."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.core.money import format_short_dong
from khue.features.calls import access, queries, usecases
from khue.features.calls.forms.judging import CouncilForm
from khue.features.calls.queries import ProposalPage
from khue.features.calls.views.frame import DeedPage, ask, did, show
from khue.features.calls.views.worth import points
from khue.features.dossiers.queries import SectionSummary
from khue.kernel.forms import bind
from khue.kernel.ui import Answer, Cell, Column, Link, Row, StateView, TableView
from khue.kernel.web import language, redirect, render, signed_in


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A proposal as it was handed in, whole."""

    proposal: ProposalPage
    sections: tuple[SectionSummary, ...]
    crumbs: tuple[Link, ...]


@ask
def put_before_council(request: HttpRequest, call_id: int) -> HttpResponse:
    """All proposals that passed the formal check go before a council in one deed."""
    actor = signed_in(request)
    actor.require(access.REVIEW)
    found = queries.call(call_id, actor)
    able = queries.candidates(call_id, actor)
    panels = queries.judging_councils()
    words = language()
    form = bind(
        CouncilForm,
        request,
        councils=[(str(card.id), f"{card.name} · {card.number}") for card in panels],
        proposals=[
            (one.id, f"{one.number} · {one.title} · {one.lead} · {format_short_dong(one.asked, words)}") for one in able
        ],
    )
    if request.method == "POST" and form.is_valid():
        command = form.command(call_id)
        made: list[int] = []
        if did(form, lambda: made.append(usecases.put_before_council(command, actor=actor))):
            told = ngettext(
                "%(count)s proposal is before the council.", "%(count)s proposals are before the council.", made[0]
            )
            messages.success(request, told % {"count": made[0]})
            return redirect("calls:call", call_id)
    here = reverse("calls:call", args=[call_id])
    lines = [
        _("Everybody behind a proposal is named to the council: members with an interest are found from the records."),
        _("What the council decides becomes the outcome of the proposal, with the mean of the points."),
    ]
    if not able:
        lines.insert(0, _("No proposal waits: each is before a council already, or has not passed the formal check."))
    if not panels:
        lines.insert(0, _("No council is founded. Found a selection council first."))
    page = DeedPage(
        _("Put proposals before a council"),
        _("All that are ticked go together, or none."),
        _("Put them before the council"),
        (Link(_("Calls for proposals"), reverse("calls:calls")), Link(found.number, here)),
        here,
        (Answer(_("Call"), found.title), Answer(_("Proposals that may go"), len(able), kind="number")),
        points=tuple(lines),
    )
    return show(request, page, form)


@require_safe
def read(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Every answer of a proposal: for its authors, for staff once it is opened, for members of a council that judges it."""
    actor = signed_in(request)
    found = queries.proposal(proposal_id, actor)
    page = ReadPage(
        found,
        queries.content(proposal_id, actor),
        (
            Link(found.call, reverse("calls:call", args=[found.call_id])),
            Link(found.number, reverse("calls:proposal", args=[found.id])),
        ),
    )
    return render(request, "calls/read.html", page)


def judged(found: ProposalPage, actor: Actor) -> TableView | None:
    """Councils that have or had the proposal: the names for its authors, with the page of the item for who may open it."""
    lines = queries.verdicts_of([found.id]).get(found.id, ())
    if not lines:
        return None
    opens = actor.may("councils.run") or not (found.is_author or found.my_answer or actor.may(access.READ))
    tones = {"approved": "good", "refused": "bad"}
    rows = []
    for line in lines:
        href = reverse("councils:item", args=[line.item]) if opens else ""
        words = line.outcome_words or line.state_words
        state = StateView(line.outcome or line.state, words, tones.get(line.outcome, "now"))  # type: ignore[arg-type]  # the table holds words of Tone only
        # While members still score, nobody outside the council learns a point.
        mean = points(line.points if line.outcome else None)
        rows.append(Row((Cell(line.council, href, line.council_number, strong=True), state, mean, line.decided_at)))
    columns = (
        Column(_("Council")),
        Column(_("State"), "state"),
        Column(_("Mean of the points"), "number"),
        Column(_("Decided"), "moment"),
    )
    return TableView(columns, tuple(rows), caption=_("Before a council"))
