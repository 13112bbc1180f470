"""Pages of a bidder's side."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.money import format_dong
from khue.features.auctions import access, queries, usecases
from khue.features.auctions.forms import BidForm, LeaveForm, RegisterForm, TakeForm
from khue.features.auctions.queries import AuctionCard
from khue.features.auctions.views.public import crumbs
from khue.kernel.forms import bind
from khue.kernel.record_pages import DeedPage, ask, ask_for
from khue.kernel.ui import Answer, Link, Words
from khue.kernel.web import language, signed_in


def _page(
    card: AuctionCard, title: str, button: str, facts: tuple[Answer, ...] = (), points: tuple[Words, ...] = ()
) -> DeedPage:
    at = reverse("auctions:auction", args=[card.number])
    return DeedPage(title, card.title, button, crumbs(Link(card.number, at)), at, facts, points)


@ask
def register(request: HttpRequest, auction_id: int) -> HttpResponse:
    """A party of the reader takes part."""
    actor = signed_in(request)
    card = queries.auction_card(queries.number_of(auction_id), actor)
    parties = [(one.key, one.name) for one in queries.may_bid_as(actor)]
    form = bind(RegisterForm, request, parties=parties)
    points: tuple[Words, ...] = (
        _("In public you go by a number. Only the winner is named, and only an organisation."),
        _("You act for one bidder only in this auction; the seller's side does not bid."),
    )
    page = _page(card, _("Take part"), _("Register"), points=points)
    return ask_for(
        request, form, page, lambda: usecases.register_bidder(form.command(auction_id), actor=actor), _("You are registered."),
        page.back_href,
    )  # fmt: skip


def _sides(card: AuctionCard) -> list[tuple[str, str]]:
    """Raises Missing for who takes part with no side."""
    if not card.own:
        raise access.no_such_bidder()
    return [(side.party, side.name) for side in card.own]


@ask
def bid(request: HttpRequest, auction_id: int) -> HttpResponse:
    """A bid, or a higher limit."""
    actor = signed_in(request)
    card = queries.auction_card(queries.number_of(auction_id), actor)
    form = bind(BidForm, request, parties=_sides(card), kind=card.kind)
    facts = []
    if card.price is not None:
        facts.append(Answer(_("Price now"), card.price, kind="money"))
    for side in card.own:
        if side.said is not None:
            facts.append(Answer(_("Your last bid"), side.said, kind="money"))
        if card.kind == "english":
            facts.append(Answer(_("Your next bid, at least"), side.least, kind="money"))
    facts.append(Answer(_("Ends"), card.ends_at, kind="moment"))
    points = [_("A bid stands: you may only go further, or leave the auction altogether.")]
    if card.kind != "english":
        points = [
            _("It lies sealed until two persons open it. Until the end you may send another; the last one counts.")
        ]
    page = _page(card, _("Bid"), _("Place the bid"), tuple(facts), tuple(points))
    return ask_for(
        request, form, page, lambda: usecases.place_bid(form.command(auction_id), actor=actor), _("Your bid is taken down."), page.back_href
    )  # fmt: skip


@ask
def take(request: HttpRequest, auction_id: int) -> HttpResponse:
    """The price of a falling clock is taken: the first to do so gets it."""
    actor = signed_in(request)
    card = queries.auction_card(queries.number_of(auction_id), actor)
    price = card.price or card.terms.start
    form = bind(TakeForm, request, parties=_sides(card), initial={"shown": price})
    facts = (Answer(_("Price now"), price, kind="money"), Answer(_("Ends"), card.ends_at, kind="moment"))
    points = (_("You pay no more than this price: if the clock falls meanwhile, you pay what it shows then."),)
    button = _("Take it for %(sum)s") % {"sum": format_dong(price, language())}
    page = _page(card, _("Take this price"), button, facts, points)
    return ask_for(
        request, form, page, lambda: usecases.take_price(form.command(auction_id), actor=actor), _("You have it."), page.back_href
    )  # fmt: skip


@ask
def leave(request: HttpRequest, auction_id: int) -> HttpResponse:
    """A side leaves before the end."""
    actor = signed_in(request)
    card = queries.auction_card(queries.number_of(auction_id), actor)
    form = bind(LeaveForm, request, parties=_sides(card))
    points = (
        _("What you bid counts for nothing from then on, and you can't come back into this auction."),
        _("That a bidder left stands in the public list, by its number; the ground is read by staff."),
    )
    page = _page(card, _("Leave the auction"), _("Leave"), points=points)
    return ask_for(
        request, form, page, lambda: usecases.leave_auction(form.command(auction_id), actor=actor), _("You have left the auction."), page.back_href
    )  # fmt: skip
