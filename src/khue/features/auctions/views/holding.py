"""Pages of the organiser: announcing, opening, scoring, awarding, annulling, deposits, exclusion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from khue.core.actor import Actor
from khue.features.auctions import access, queries, usecases
from khue.features.auctions.domain.commands import (
    AnnulAuction,
    AwardAuction,
    ConcludeTender,
    ExcludeBidder,
    OpenBids,
)
from khue.features.auctions.domain.terms import ENGLISH, KINDS
from khue.features.auctions.forms import AnnounceForm, ConfirmForm, DepositForm, GroundForm, ScoreForm
from khue.features.auctions.queries import AuctionCard
from khue.features.auctions.views.public import crumbs
from khue.kernel.forms import KhueForm, bind
from khue.kernel.record_pages import DeedPage, ask, ask_for
from khue.kernel.ui import Answer, Link, Words
from khue.kernel.web import signed_in


@ask
def announce(request: HttpRequest) -> HttpResponse:
    """A new auction; its kind is chosen in the address."""
    actor = signed_in(request)
    actor.require(access.HOLD)
    kind = request.GET.get("kind", ENGLISH)
    kind = kind if kind in KINDS else ENGLISH
    form = bind(AnnounceForm, request, kind=kind)
    others = tuple(Link(text.capitalised(), f"?kind={code}") for code, text in KINDS.items() if code != kind)
    page = DeedPage(
        _("Announce an auction"), KINDS[kind].capitalised(), _("Announce it"), crumbs(), reverse("auctions:auctions"),
        points=(_("The terms stand from now on: whatever is wrong later is annulled and announced anew."),), links=others,
    )  # fmt: skip
    return ask_for(
        request, form, page, lambda: usecases.announce_auction(form.command(), actor=actor), _("The auction is announced."),
        lambda made: reverse("auctions:auction", args=[queries.number_of(made)]),
    )  # fmt: skip


def _found(request: HttpRequest, auction_id: int, right: str) -> tuple[Actor, AuctionCard]:
    actor = signed_in(request)
    actor.require(right)
    return actor, queries.auction_card(queries.number_of(auction_id), actor)


def _ask(
    request: HttpRequest, form: KhueForm, card: AuctionCard, words: tuple[str, str, str], deed: Callable[[], Any], *,
    facts: tuple[Answer, ...] = (), points: tuple[Words, ...] = (),
) -> HttpResponse:  # fmt: skip
    """``words``: title, button, what is said when it is done."""
    title, button, done = words
    at = reverse("auctions:auction", args=[card.number])
    page = DeedPage(title, card.title, button, crumbs(Link(card.number, at)), at, facts, points)
    return ask_for(request, form, page, deed, done, at)


@ask
def open_bids(request: HttpRequest, auction_id: int) -> HttpResponse:
    """The first person signs, the second opens."""
    actor, card = _found(request, auction_id, access.OPEN)
    form = bind(ConfirmForm, request)
    facts = (Answer(_("Signed first"), card.openers[0]),) if card.openers else ()
    points = (_("The first person signs; the second, another one, opens all bids at once."),)
    words = _("Open the bids"), _("Sign and open"), _("It is signed.")
    return _ask(
        request, form, card, words, lambda: usecases.open_bids(OpenBids(auction_id, form.cleaned_data["once"]), actor=actor),
        facts=facts, points=points,
    )  # fmt: skip


@ask
def conclude(request: HttpRequest, auction_id: int) -> HttpResponse:
    """The evaluation ends; the best evaluated bid is the result."""
    actor, card = _found(request, auction_id, access.OPEN)
    form = bind(ConfirmForm, request)
    words = _("Conclude the tender"), _("Conclude"), _("The tender has its result.")
    points = (_("Every bid that counts must be scored. The result can't be changed afterwards."),)
    return _ask(
        request, form, card, words, lambda: usecases.conclude_tender(ConcludeTender(auction_id, form.cleaned_data["once"]), actor=actor),
        points=points,
    )  # fmt: skip


@ask
def award(request: HttpRequest, auction_id: int) -> HttpResponse:
    """The result is relied on from now on."""
    actor, card = _found(request, auction_id, access.AWARD)
    form = bind(GroundForm, request)
    facts: tuple[Answer, ...] = ()
    if card.result is not None and card.result.price is not None:
        winner = Answer(_("Winner"), _("Bidder %(no)s") % {"no": card.result.winner})
        facts = (winner, Answer(_("Price found"), card.result.price, kind="money"))

    def deed() -> None:
        said = form.cleaned_data
        usecases.award_auction(AwardAuction(auction_id, said["ground"], said["once"]), actor=actor)

    words = _("Award"), _("Award it"), _("The result is awarded.")
    points = (_("It can't be taken back: afterwards only the deal itself can end."),)
    return _ask(request, form, card, words, deed, facts=facts, points=points)


@ask
def annul(request: HttpRequest, auction_id: int) -> HttpResponse:
    """Ended with its ground; every side is told."""
    actor, card = _found(request, auction_id, access.AWARD)
    form = bind(GroundForm, request)

    def deed() -> None:
        said = form.cleaned_data
        usecases.annul_auction(AnnulAuction(auction_id, said["ground"], said["once"]), actor=actor)

    words = _("Annul"), _("Annul it"), _("The auction is annulled.")
    return _ask(request, form, card, words, deed, points=(_("Everybody reads the ground. The list of bids stays."),))


@ask
def deposit(request: HttpRequest, auction_id: int, bidder: int) -> HttpResponse:
    """The deposit of a bidder has arrived."""
    actor, card = _found(request, auction_id, access.HOLD)
    form = bind(DepositForm, request)
    words = _("Note the deposit"), _("Note it"), _("The deposit is noted.")
    facts = (Answer(_("Bidder"), bidder, kind="number"),)
    return _ask(request, form, card, words, lambda: usecases.note_deposit(form.command(auction_id, bidder), actor=actor), facts=facts)  # fmt: skip


@ask
def exclude(request: HttpRequest, auction_id: int, bidder: int) -> HttpResponse:
    """A bidder counts for nothing from now on."""
    actor, card = _found(request, auction_id, access.HOLD)
    form = bind(GroundForm, request)

    def deed() -> None:
        said = form.cleaned_data
        usecases.exclude_bidder(ExcludeBidder(auction_id, bidder, said["ground"], said["once"]), actor=actor)

    words = _("Exclude a bidder"), _("Exclude"), _("The bidder is excluded.")
    points = (_("What it bid counts for nothing. Everybody reads the ground in the list, without the name."),)
    return _ask(request, form, card, words, deed, facts=(Answer(_("Bidder"), bidder, kind="number"),), points=points)


@ask
def score(request: HttpRequest, auction_id: int, bidder: int) -> HttpResponse:
    """Points of one bid of a tender."""
    actor, card = _found(request, auction_id, access.OPEN)
    form = bind(ScoreForm, request, criteria=card.terms.criteria)
    plan = next((one.plan for one in card.people if one.no == bidder), "")
    facts = (Answer(_("Bidder"), bidder, kind="number"), *((Answer(_("Plan"), plan),) if plan else ()))
    words = _("Score a bid"), _("Keep the points"), _("The points are kept.")
    points = (_("Given again, the newer points count; the older ones stay on record."),)
    return _ask(
        request, form, card, words, lambda: usecases.score_bid(form.command(auction_id, bidder), actor=actor), facts=facts, points=points
    )  # fmt: skip
