"""The list of deals and the page of one."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from khue.core.actor import Actor
from khue.features.deals import access, queries
from khue.features.deals.domain.words import LIVE, SIDES, SIGNED, SPEAKING, TALKING
from khue.features.deals.queries import DealCard, DealRow
from khue.features.deals.views.blocks import blocks_of, story
from khue.features.deals.views.frame import crumbs
from khue.features.deals.views.papers import paper_deeds
from khue.kernel.record_pages import ListingPage, RecordPage, chosen, listed, views_of
from khue.kernel.ui import Cell, Column, EmptyView, Link, Row
from khue.kernel.viewing import note_view
from khue.kernel.web import render, signed_in

_COLUMNS = (
    ("number", gettext_lazy("Number")),
    ("offer_number", gettext_lazy("Offer")),
    ("title", gettext_lazy("Subject")),
    ("seller", gettext_lazy("Seller")),
    ("buyer", gettext_lazy("Buyer")),
    ("asked_at", gettext_lazy("Began")),
    ("answer_due", gettext_lazy("Answer due")),
)


@require_safe
def deals(request: HttpRequest) -> HttpResponseBase:
    """One's own deals, or all for staff; downloaded as files."""
    actor = signed_in(request)
    labels = [("live", _("Under way")), ("over", _("Over")), ("all", _("All"))]
    view = chosen(request, queries.VIEWS, "live")
    empty = EmptyView(
        _("No deal here"),
        _("A deal begins where a member is interested in a listed offer."),
        reverse("exchange:offers"),
    )
    table = listed(
        request, "deals", _COLUMNS, lambda after, size: queries.deals(actor, view, after, size), _row, _heads(), _("Technology deals"), empty,
    )  # fmt: skip
    if isinstance(table, HttpResponseBase):
        return table
    staff = actor.may(access.READ)
    lead = (
        _("Where deals stand. What the sides say to each other is theirs alone.")
        if staff
        else _("Your interests, and those in your offers: from the first word to the terms that both accept.")
    )
    page = ListingPage(
        _("Technology deals") if staff else _("My deals"),
        lead,
        table,
        views_of(labels, view),
        (
            Link(_("Shares of deals"), reverse("deals:shares")),
            *(() if staff else (Link(_("Obligations after sales"), reverse("deals:obligations")),)),
        ),
    )
    return render(request, "ui/record_list.html", page)


def _heads() -> tuple[Column, ...]:
    return (
        Column(_("Subject")),
        Column(SIDES["seller"].capitalised()),
        Column(SIDES["buyer"].capitalised()),
        Column(_("State"), "state"),
        Column(_("Began"), "moment"),
        Column(_("Answer due"), "day"),
    )


def _row(row: DealRow) -> Row:
    title = Cell(row.title, reverse("deals:deal", args=[row.id]), f"{row.number} · {row.offer_number}", strong=True)
    due = row.answer_due if row.state.code in ("asked", "late") else None
    return Row((title, row.seller, row.buyer, row.state, row.asked_at, due))


@require_safe
def deal(request: HttpRequest, deal_id: int) -> HttpResponseBase:
    """One deal: the room for its sides and brokers, where it stands for staff."""
    actor = signed_in(request)
    card = queries.deal_card(deal_id, actor)
    if card.role == "staff":
        for party in (card.seller_key, card.buyer_key):
            note_view(actor, party, "deals.deal", f"deal:{card.id}")
    page = RecordPage(
        card.title,
        card.number,
        card.state,
        crumbs(),
        (*_first(card, actor), *_deeds(card, actor)),
        blocks_of(card, actor),
        story(card),
        _("Its story"),
    )
    secret = reverse("deals:confidential", args=[card.id]) if card.named and card.offer.has_confidential else ""
    answer = render(request, "deals/deal.html", page, secret_href=secret)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _first(card: DealCard, actor: Actor) -> tuple[Link, ...]:
    return tuple(paper_deeds(card, actor))


def _deeds(card: DealCard, actor: Actor) -> list[Link]:
    """What the reader may do now, the likeliest first."""

    def link(label: str, name: str, *args: int) -> Link:
        return Link(label, reverse(f"deals:{name}", args=[card.id, *args]))

    found: list[Link] = []
    if card.role == access.BROKER and card.code in SPEAKING:
        return [link(_("Write a message"), "message")]
    if card.may_act and card.code in SIGNED:
        more = link(_("Add an obligation"), "obligation")
        return [link(_("Write a message"), "message"), link(_("Set a task"), "task"), more]
    if not card.may_act or card.code not in LIVE:
        return found
    if card.code == "asked" and card.role == "seller":
        found.append(link(_("Answer"), "answer"))
    if card.code in TALKING:
        found += [
            link(_("Sign the non-disclosure"), "sign-nda", one.no) for one in card.ndas if one.waits_for == card.role
        ]
        found += [
            link(_("Answer the terms"), "answer-terms", one.no)
            for one in card.terms
            if one.stands and one.side != card.role
        ]
        found.append(link(_("Write a message"), "message"))
        if card.code == "open":
            found.append(link(_("Offer terms"), "terms"))
        if card.code == "agreed":
            found += [link(_("Add an obligation"), "obligation"), link(_("Negotiate again"), "reopen")]
        if card.offer.has_confidential:
            found.append(link(_("Propose a non-disclosure"), "nda"))
        if any(one.in_force or one.waits_for for one in card.ndas):
            found.append(link(_("End the non-disclosure"), "end-nda"))
        found += [link(_("Set a task"), "task"), link(_("Name a broker"), "broker")]
    found.append(link(_("Break off"), "end"))
    return found
