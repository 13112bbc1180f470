"""What the demander's side and the second person do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.demands import access, queries, usecases
from khue.features.demands.forms import DemandForm, ExtendForm, GroundForm, MendForm, PublishForm
from khue.features.demands.forms.asking import initial_of
from khue.features.demands.queries import DemandCard
from khue.features.demands.views.parts import own_crumbs, path_of, row_heads, row_of
from khue.features.demands.views.public import COLUMNS
from khue.features.exchange import queries as exchange
from khue.kernel.forms import KhueForm, bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, TableView, Words
from khue.kernel.web import render, signed_in


@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """Demands and solutions of those whom one stands for."""
    actor = signed_in(request)
    table = listed(
        request, "my-demands", COLUMNS, lambda after, size: queries.demands_of(actor, after, size), lambda row: row_of(row, "demand"), row_heads(),
        _("My demands"), EmptyView(_("No demand of yours yet"), _("A demander or public agency of the exchange posts one here."), icon="bulb"),
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    own = queries.solutions_of(actor)
    rows = tuple(
        Row((Cell(one.title, reverse("demands:public", args=[one.demand]), f"{one.demand} · {one.supplier}", strong=True), one.state, one.at))
        for one in own.rows
    )  # fmt: skip
    solutions = TableView(
        (Column(_("Problem")), Column(_("State"), "state"), Column(_("Handed in"), "moment")), rows, caption=_("My solutions"),
        empty=EmptyView(_("No solution of yours yet"), _("Look for a problem that you can solve."), reverse("demands:demands"), _("Market of problems")),
    )  # fmt: skip
    page = ListingPage(
        _("My demands and solutions"),
        _("What your organisations need solved, and what they proposed to others."),
        table,
        deeds=(Link(_("Post a problem"), reverse("demands:new"), icon="plus"),),
        after=(Block(_("My solutions"), table=solutions),),
    )
    return render(request, "ui/record_list.html", page)


@require_safe
def desk(request: HttpRequest) -> HttpResponseBase:
    """What awaits the second person."""
    actor = signed_in(request)
    actor.require(access.READ)
    view = chosen(request, queries.VIEWS, "publish")
    labels = (("publish", _("For the second person")), ("returned", _("Sent back")), ("all", _("All")))
    table = listed(
        request, "demands-desk", COLUMNS, lambda after, size: queries.desk(actor, view, after, size), lambda row: row_of(row, "demand"), row_heads(),
        dict(labels)[view], EmptyView(_("Nothing is waiting here"), icon="circle-check"),
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    lead = _("Each problem is looked at by a second person before everybody sees it.")
    page = ListingPage(_("Desk of demands"), lead, table, views_of(labels, view))
    return render(request, "ui/record_list.html", page)


@ask
def new(request: HttpRequest) -> HttpResponse:
    """Post a problem."""
    actor = signed_in(request)
    parties = exchange.choices_of(actor, "demander", "agency")
    form = bind(DemandForm, request, parties=parties, fields=exchange.field_names(actor.today))
    page = DeedPage(
        _("Post a problem"), _("Say what is to be solved, what you offer, and how you will choose."), _("Hand in"), own_crumbs(actor),
        reverse("demands:mine"),
        points=(
            _("A second person looks at it before everybody sees it."),
            _("Once it is published its words are fixed; only the deadline may move later."),
            _("What suppliers answer is opened after the deadline."),
        ),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.hand_in_demand(form.command(), actor=actor),
        _("The demand is handed in. A second person looks at it next."), lambda made: reverse("demands:demand", args=[made]),
    )  # fmt: skip


def own(request: HttpRequest, demand_id: int) -> tuple[Actor, DemandCard]:
    """For whoever may act for the demander. Raises Missing for strangers, NotAllowed."""
    actor = signed_in(request)
    card = queries.demand_card(demand_id, actor)
    access.require_side(actor, card.party, access.demand_key(card.id))
    return actor, card


def ask_side(
    request: HttpRequest, form: KhueForm, card: DemandCard, actor: Actor, words: tuple[str, str, str], deed: Callable[[], Any], *,
    points: tuple[Words, ...] = (), facts: tuple[Answer, ...] = (), row_name: Words = "",
) -> HttpResponse:  # fmt: skip
    """``words``: title, button, what is said when it is done."""
    title, button, done = words
    at = path_of(card)
    page = DeedPage(title, card.wanted.title, button, own_crumbs(actor, Link(card.wanted.title, at)), at, facts, points, row_name)  # fmt: skip
    return ask_for(request, form, page, deed, done, at)


@ask
def mend(request: HttpRequest, demand_id: int) -> HttpResponse:
    """What was sent back is mended and handed in again."""
    actor, card = own(request, demand_id)
    initial = initial_of(card.wanted) | {"seen": card.stamp}
    form = bind(MendForm, request, fields=exchange.field_names(actor.today), initial=initial)
    words = _("Mend the demand"), _("Hand in again"), _("It is handed in again.")
    points: tuple[Words, ...] = (card.ground,) if card.ground else ()
    return ask_side(request, form, card, actor, words, lambda: usecases.describe_demand(form.command(demand_id), actor=actor), points=points)  # fmt: skip


@ask
def publish(request: HttpRequest, demand_id: int) -> HttpResponse:
    """The second person's answer."""
    actor = signed_in(request)
    actor.require(access.PUBLISH)
    card = queries.demand_card(demand_id, actor)
    form = bind(PublishForm, request, initial={"seen": card.stamp})
    words = _("Answer as the second person"), _("Answer"), _("The answer is kept.")
    points = (
        _("Is the problem clear enough to be answered, and the test something that can be measured?"),
        _("Do its words keep to what everybody may read?"),
    )
    at = reverse("demands:demand", args=[demand_id])
    page = DeedPage(words[0], card.wanted.title, words[1], own_crumbs(actor, Link(card.wanted.title, at)), at, points=points)  # fmt: skip
    return ask_for(request, form, page, lambda: usecases.publish_demand(form.command(demand_id), actor=actor), words[2], at)  # fmt: skip


@ask
def extend(request: HttpRequest, demand_id: int) -> HttpResponse:
    """A later deadline, while solutions are still taken."""
    actor, card = own(request, demand_id)
    form = bind(ExtendForm, request, initial={"seen": card.stamp})
    words = _("Extend the deadline"), _("Extend it"), _("The deadline is extended.")
    facts = (Answer(_("Solutions until"), card.wanted.deadline, kind="moment"),)
    points = (_("The deadline only moves later. Everybody who has answered is told."),)
    return ask_side(
        request,
        form,
        card,
        actor,
        words,
        lambda: usecases.extend_deadline(form.command(demand_id), actor=actor),
        points=points,
        facts=facts,
    )


@ask
def withdraw(request: HttpRequest, demand_id: int) -> HttpResponse:
    """The demander takes it back before the deadline."""
    actor = signed_in(request)
    card = queries.demand_card(demand_id, actor)
    access.require_side(actor, card.party, access.demand_key(card.id))
    form = bind(GroundForm, request, initial={"seen": card.stamp})
    at = reverse("demands:demand", args=[demand_id])
    page = DeedPage(
        _("Withdraw the demand"), card.wanted.title, _("Withdraw"), own_crumbs(actor, Link(card.wanted.title, at)), at,
        points=(_("It is gone from the public list. Everybody who has answered is told why."),),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.withdraw_demand(form.withdrawal(demand_id), actor=actor), _("The demand is withdrawn."), at
    )  # fmt: skip


@ask
def close(request: HttpRequest, demand_id: int) -> HttpResponse:
    """It ends without a choice."""
    actor, card = own(request, demand_id)
    form = bind(GroundForm, request, initial={"seen": card.stamp})
    words = _("Close without a choice"), _("Close it"), _("The demand is closed.")
    points = (_("Everybody reads the ground. It can't be opened again."),)
    return ask_side(request, form, card, actor, words, lambda: usecases.close_demand(form.closing(demand_id), actor=actor), points=points)  # fmt: skip
