"""Pages of members: the public directory, joining, the desk, one membership with its steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.exchange import access, queries, usecases
from khue.features.exchange.domain.members import MEMBER
from khue.features.exchange.forms import DirectoryForm, JoinForm, MoveForm
from khue.features.exchange.queries import MemberCard, MemberRow
from khue.features.exchange.views.parts import crumbs, terms_block
from khue.features.people import queries as people
from khue.kernel.forms import bind
from khue.kernel.record_pages import Block, DeedPage, ListingPage, RecordPage, ask, ask_for, chosen, listed, views_of
from khue.kernel.ui import Answer, Cell, Column, EmptyView, Link, Row, StepView
from khue.kernel.web import actor_of, render, signed_in

_PUBLIC = (
    ("name", gettext_lazy("Member")),
    ("kind", gettext_lazy("Takes part as")),
    ("active_on", gettext_lazy("Active since")),
)
_DESK = (
    ("name", gettext_lazy("Member")),
    ("kind", gettext_lazy("Takes part as")),
    ("asked_at", gettext_lazy("Asked")),
    ("active_on", gettext_lazy("Active since")),
)


@require_safe
def directory(request: HttpRequest) -> HttpResponseBase:
    """Active members, for everybody."""
    actor = actor_of(request)
    form = DirectoryForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    kind, search = said.get("kind", ""), said.get("q", "")
    table = listed(
        request,
        "members",
        _PUBLIC,
        lambda after, size: queries.directory(kind, search, after, size),
        lambda row: Row((Cell(row.name, strong=True), row.kind, row.active_on)),
        (Column(_("Member")), Column(_("Takes part as")), Column(_("Active since"), "day")),
        _("Members of the exchange"),
        EmptyView(_("No member is found"), _("Organisations appear here once they are verified."), icon="users"),
    )
    if isinstance(table, HttpResponseBase):
        return table
    deeds = (Link(_("Join the exchange"), reverse("exchange:join"), icon="plus"),) if actor.is_signed_in else ()
    page = ListingPage(
        _("Members of the exchange"),
        _("Organisations that supply, seek, broker, value or finance technology, each verified by an officer."),
        table,
        deeds=deeds,
        search_href=reverse("exchange:directory"),
        searched=bool(kind or search),
        crumbs=crumbs(),
        after=(terms_block(actor.today),),
    )
    return render(request, "ui/record_list.html", page, form=form)


@require_safe
def members(request: HttpRequest) -> HttpResponseBase:
    """What awaits the officer, and every membership."""
    actor = signed_in(request)
    actor.require(access.READ)
    view = chosen(request, queries.MEMBER_VIEWS, "asked")
    labels = (
        ("asked", _("To verify")),
        ("active", _("Active")),
        ("suspended", _("Suspended")),
        ("all", _("All")),
    )
    table = listed(
        request,
        "memberships",
        _DESK,
        lambda after, size: queries.members(actor, view, after, size),
        member_row,
        member_heads(),
        dict(labels)[view],
        EmptyView(_("Nothing is waiting here"), icon="circle-check"),
    )
    if isinstance(table, HttpResponseBase):
        return table
    page = ListingPage(
        _("Memberships"), _("Who asked to take part in the exchange, and how it stands."), table, views_of(labels, view), crumbs=crumbs()
    )  # fmt: skip
    return render(request, "ui/record_list.html", page)


def member_heads() -> tuple[Column, ...]:
    return (
        Column(_("Member")), Column(_("Takes part as")), Column(_("State"), "state"), Column(_("Asked"), "moment"), Column(_("Active since"), "day"),
    )  # fmt: skip


def member_row(row: MemberRow) -> Row:
    href = reverse("exchange:member", args=[row.id])
    return Row((Cell(row.name, href, strong=True), row.kind, row.state, row.asked_at, row.active_on))


@ask
def join(request: HttpRequest) -> HttpResponse:
    """Ask to take part, in one kind or several."""
    actor = signed_in(request)
    parties = [(card.key, card.name) for card in people.parties_i_act_for(actor, "submit")]
    form = bind(JoinForm, request, parties=parties)
    page = DeedPage(
        _("Join the exchange"),
        _("An officer verifies legal status and capability for each kind apart."),
        _("Send the request"),
        crumbs(Link(_("Members of the exchange"), reverse("exchange:directory"))),
        reverse("exchange:mine"),
        points=(_("Classes and fees of members are not set by any text yet: nothing is to be paid."),)
        if not any(term.applies for term in queries.terms_of_membership(actor.today))
        else (),
    )
    return ask_for(
        request, form, page, lambda: usecases.ask_membership(form.command(), actor=actor),
        _("The request is sent. An officer verifies it next."), lambda made: reverse("exchange:member", args=[made[0]]),
    )  # fmt: skip


@require_safe
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """One membership for its side and staff."""
    actor = signed_in(request)
    card = queries.member_card(member_id, actor)
    shows = queries.may_read_papers(actor, f"exchange_member:{member_id}")
    blocks = (
        Block(
            _("What it does in this capacity"),
            text=card.about,
            facts=(
                Answer(_("Takes part as"), card.kind),
                Answer(_("Asked by"), card.asked_by),
                *((Answer(_("Active since"), card.active_on, kind="day"),) if card.active_on else ()),
            ),
        ),
        *((Block(_("Papers"), files=card.papers),) if shows and card.papers else ()),
    )
    page = RecordPage(
        card.name,
        card.kind,
        card.state,
        _way(actor),
        _deeds(actor, card),
        blocks,
        tuple(StepView(one.label.capitalised(), f"{one.by}: {one.ground}", one.at, "done") for one in card.steps),
        _("Its story"),
    )
    return render(request, "ui/record.html", page)


def _way(actor: Actor) -> tuple[Link, ...]:
    if actor.may(access.READ):
        return crumbs(Link(_("Memberships"), reverse("exchange:members")))
    return crumbs(Link(_("My place on the exchange"), reverse("exchange:mine")))


def _steps(actor: Actor, card: MemberCard) -> tuple[str, ...]:
    possible = MEMBER.possible(card.code)
    if actor.may(access.MEMBERS) and not actor.is_near(card.party):
        return possible
    return tuple(
        step
        for step in possible
        if step == "close" and access.may_submit(actor, card.party, access.member_key(card.id))
    )


def _deeds(actor: Actor, card: MemberCard) -> tuple[Link, ...]:
    if not _steps(actor, card):
        return ()
    label = _("Verify or refuse") if card.code == "asked" and actor.may(access.MEMBERS) else _("Change the state")
    return (Link(label, reverse("exchange:move", args=[card.id]), icon="user-check"),)


@ask
def move(request: HttpRequest, member_id: int) -> HttpResponse:
    """Verify, refuse, suspend, let go on, end."""
    actor = signed_in(request)
    card = queries.member_card(member_id, actor)
    if not access.may_submit(actor, card.party, access.member_key(card.id)):
        actor.require(access.MEMBERS)
    form = bind(MoveForm, request, steps=_steps(actor, card), initial={"seen": card.stamp})
    at = reverse("exchange:member", args=[member_id])
    page = DeedPage(
        _("Change the state of a membership"),
        card.name,
        _("Record it"),
        (*_way(actor), Link(card.name, at)),
        at,
        (Answer(_("Takes part as"), card.kind), Answer(_("State"), card.state.label), Answer(_("What it does in this capacity"), card.about)),
        (_("An offer of a supplier who is suspended or has ended is not shown in public."),),
        papers=card.papers if queries.may_read_papers(actor, f"exchange_member:{member_id}") else (),
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.move_membership(form.command(member_id), actor=actor), _("Your answer is recorded."), at
    )  # fmt: skip
