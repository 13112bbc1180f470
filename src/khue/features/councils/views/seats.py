"""Pages of the seats of a council: who is seated, and who leaves with whom in the place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.councils import access, queries, usecases
from khue.features.councils.forms import (
    EndSeatForm,
    SeatForm,
)
from khue.features.councils.views.parts import (
    FormPage,
    ask,
    asked,
    council_href,
    expert_href,
)
from khue.kernel import web
from khue.kernel.forms import bind
from khue.kernel.ui import Cell, Column, EmptyView, Row, StateView, TableView


@ask
def seat(request: HttpRequest, council_id: int) -> HttpResponse:
    """A person of the register takes a seat."""
    actor = web.signed_in(request)
    actor.require(access.RUN)
    card = queries.council(council_id)
    seated = {member.person for member in queries.members_of(council_id)}
    free = [each for each in queries.active_experts(actor.today) if each.person not in seated]
    form = bind(SeatForm, request, experts=free)
    page = FormPage(
        _("Fill a seat"), card.name, _("Give the seat"), council_href(council_id), card.name,
        points=(_("The new member hears of it at once and is asked to declare interests."),),
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.seat_member(form.command(council_id), actor=actor),
        council_href(council_id), _("The seat is taken."),
    )  # fmt: skip


@ask
def end_seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """A member goes, and somebody may come."""
    actor = web.signed_in(request)
    found = queries.seat(seat_id, actor)
    card = queries.council(found.council_id)
    runs = actor.may(access.RUN)
    if not runs and not access.is_person(actor, found.person):
        raise access.no_such_council()
    seated = {member.person for member in queries.members_of(card.id)}
    free = [each for each in queries.active_experts(actor.today) if each.person not in seated] if runs else []
    form = bind(EndSeatForm, request, experts=free)
    page = FormPage(
        _("Replace or end") if runs else _("Step down"), f"{found.name} · {card.name}", _("Confirm"),
        council_href(card.id), card.name,
        points=(
            _("What the member scored stays on record; what is not scored yet goes to the successor."),
            _("The quorum is counted anew."),
        ),
        table=_successors(seat_id, queries.hidden_in(card.id, actor), actor) if runs and found.open else None,
    )  # fmt: skip
    return asked(
        request, form, page, lambda: usecases.end_seat(form.command(seat_id), actor=actor),
        council_href(card.id) if runs else reverse("councils:councils"), _("The seat has changed hands."),
    )  # fmt: skip


def _successors(seat_id: int, hidden: frozenset[int], actor: Actor) -> TableView:
    """Who may come, the one who takes over most first."""
    rows = tuple(
        Row(
            (
                Cell(one.name, expert_href(one.expert.id), note=one.expert.degree_words or "", strong=True),
                one.words,
                StateView("matching", _("matches"), "good")
                if one.matching
                else StateView("other", _("other field"), "plain"),
                one.load,
            )
        )
        for one in queries.successors_of(seat_id, actor.today, hidden)
    )
    columns = (
        Column(_("Name")),
        Column(_("What goes over")),
        Column(_("Expertise"), "state"),
        Column(_("Items now"), "number"),
    )
    return TableView(
        columns, rows, caption=_("Who could take over, with the least change first"), show_caption=True,
        empty=EmptyView(_("Nobody of the register is free."), icon="users"),
    )  # fmt: skip
