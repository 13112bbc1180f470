"""The public list of demands, and the page of one: what everybody reads, with what its sides and staff read besides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.demands import access, queries
from khue.features.demands.forms import DemandFilterForm
from khue.features.demands.queries import DemandCard
from khue.features.demands.views.parts import (
    blocks_of,
    clock,
    crumbs,
    own_crumbs,
    row_heads,
    row_of,
    solutions_block,
    story,
)
from khue.features.exchange import queries as exchange
from khue.kernel.record_pages import ListingPage, RecordPage, listed
from khue.kernel.ui import EmptyView, Link
from khue.kernel.viewing import note_view
from khue.kernel.web import actor_of, render, signed_in

COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("title", gettext_lazy("Problem")),
    ("field", gettext_lazy("Key field")),
    ("demander", gettext_lazy("Who asks")),
    ("stage", gettext_lazy("Least readiness that will do")),
    ("budget_from", gettext_lazy("Budget from, in đồng")),
    ("budget_to", gettext_lazy("Budget to, in đồng")),
    ("deadline", gettext_lazy("Solutions until")),
    ("published_on", gettext_lazy("Published on")),
)


@require_safe
def demands(request: HttpRequest) -> HttpResponseBase:
    """Problems to be solved, newest first, narrowed and downloaded."""
    actor = actor_of(request)
    form = DemandFilterForm(request.GET, fields=exchange.field_names(actor.today))
    asked = form.asked()
    empty = EmptyView(_("Nothing found"), _("Try fewer or other words."), reverse("demands:demands"), _("Show all"))
    if not asked.narrows:
        empty = EmptyView(_("No problem is posted yet"), _("Demands appear here once a second person has published them."), icon="bulb")  # fmt: skip
    table = listed(
        request, "demands", COLUMNS, lambda after, size: queries.demands(actor, asked, after, size), row_of, row_heads(), _("Problems to be solved"),
        empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    page = ListingPage(
        _("Market of problems"),
        _("Agencies and firms say what they need solved, what they offer for it, and how they will choose."),
        table,
        deeds=_ways(actor),
        search_href=reverse("demands:demands"),
        searched=asked.narrows,
    )
    return render(request, "ui/record_list.html", page, form=form)


def _ways(actor: Actor) -> tuple[Link, ...]:
    found = [Link(_("Search problems"), reverse("demands:search"), icon="search")]
    if actor.may(access.READ):
        found.append(Link(_("Desk of demands"), reverse("demands:desk"), icon="clipboard-list"))
    elif actor.is_signed_in:
        found.append(Link(_("Post a problem"), reverse("demands:new"), icon="plus"))
        found.append(Link(_("My demands and solutions"), reverse("demands:mine"), icon="user"))
    return tuple(found)


@require_safe
def public(request: HttpRequest, number: str) -> HttpResponse:
    """One demand as everybody reads it, with what the reader's own side reads besides."""
    actor = actor_of(request)
    return _shown(request, queries.public_demand(number, actor), actor, crumbs())


@require_safe
def demand(request: HttpRequest, demand_id: int) -> HttpResponse:
    """The file of a demand, also before it is public: for its side and staff."""
    actor = signed_in(request)
    return _shown(request, queries.demand_card(demand_id, actor), actor, own_crumbs(actor))


def _shown(request: HttpRequest, card: DemandCard, actor: Actor, back: tuple[Link, ...]) -> HttpResponse:
    for row in card.solutions:
        if row.reads_as == "demander":
            note_view(actor, row.party, "demands.solutions", f"demand:{card.id}")
    page = RecordPage(
        card.wanted.title,
        " · ".join(part for part in (card.number, card.demander) if part),
        card.state,
        back,
        deeds_of(card, actor),
        (*blocks_of(card), *solutions_block(card)),
        story(card),
        _("Its story"),
        clock(card, actor),
    )
    return render(request, "ui/record.html", page)


def deeds_of(card: DemandCard, actor: Actor) -> tuple[Link, ...]:
    """What the reader may do now, the likeliest first."""
    found: list[tuple[str, str, str]] = []
    if access.may_submit(actor, card.party, access.demand_key(card.id)):
        if card.code == "returned":
            found.append((_("Mend the demand"), "mend", "pencil"))
        if card.code == "published" and card.opened and card.solutions:
            found.append((_("Draw the short list"), "short-list", "clipboard-list"))
        if card.code == "shortlisted":
            found.append((_("Choose the solution"), "award", "circle-check"))
        if card.is_open:
            found.append((_("Extend the deadline"), "extend", "clock"))
        if card.code in ("handed_in", "returned") or card.is_open:
            found.append((_("Withdraw the demand"), "withdraw", "x"))
        if card.code == "shortlisted" or (card.code == "published" and card.opened):
            found.append((_("Close without a choice"), "close", "x"))
    elif actor.is_signed_in and not actor.is_staff and card.is_open:
        found.append((_("Propose a solution"), "propose", "plus"))
    if actor.may(access.PUBLISH) and card.code == "handed_in" and not card.is_side:
        found.append((_("Answer as the second person"), "publish", "circle-check"))
    deeds = tuple(Link(label, reverse(f"demands:{name}", args=[card.id]), icon=icon) for label, name, icon in found)
    if card.is_open and card.is_side:
        return (*deeds, Link(_("Matches"), f"{reverse('matching:matches')}?demand={card.id}", icon="arrows-exchange"))
    return deeds
