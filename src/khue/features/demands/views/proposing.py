"""What suppliers do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from khue.features.demands import access, queries, usecases
from khue.features.demands.forms import LeaveForm, SolutionForm
from khue.features.demands.views.parts import crumbs, path_of
from khue.features.exchange import queries as exchange
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ask, ask_for
from khue.kernel.ui import Answer, Link, Words
from khue.kernel.web import signed_in


@ask
def propose(request: HttpRequest, demand_id: int) -> HttpResponse:
    """An answer to a demand that takes them."""
    actor = signed_in(request)
    card = queries.open_demand(demand_id, actor)
    parties = exchange.choices_of(actor, "supplier")
    form = bind(SolutionForm, request, parties=parties)
    at = path_of(card)
    points: tuple[Words, ...] = (
        _("Nobody reads your solution before the deadline; other suppliers never do."),
        _("You may withdraw it until the deadline, and hand in another."),
    )
    facts = (Answer(_("Acceptance test"), card.wanted.test), Answer(_("Solutions until"), card.wanted.deadline, kind="moment"))  # fmt: skip
    page = DeedPage(_("Propose a solution"), card.wanted.title, _("Hand in"), crumbs(Link(card.number, at)), at, facts, points)  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.propose_solution(form.command(demand_id), actor=actor), _("Your solution is handed in."), at
    )  # fmt: skip


@ask
def leave(request: HttpRequest, demand_id: int, no: int) -> HttpResponse:
    """A solution is withdrawn."""
    actor = signed_in(request)
    card = queries.open_demand(demand_id, actor)
    row = next((one for one in card.solutions if one.no == no and one.reads_as == "supplier"), None)
    if row is None:
        raise access.no_such_solution()
    form = bind(LeaveForm, request)
    at = path_of(card)
    points = (_("Nobody will read it then. You may hand in another until the deadline."),)
    page = DeedPage(_("Withdraw this solution"), card.wanted.title, _("Withdraw"), crumbs(Link(card.number, at)), at, points=points)  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.withdraw_solution(form.command(demand_id, no), actor=actor), _("The solution is withdrawn."), at
    )  # fmt: skip
