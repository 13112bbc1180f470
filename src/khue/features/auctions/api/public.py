"""Auctions and tenders as everybody reads them, with what the caller's own side reads besides."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.auctions import queries
from khue.features.auctions.api.shapes import AuctionLineOut, AuctionOut, AuctionView, door
from khue.features.auctions.queries import AuctionCard
from khue.features.auctions.queries.cards import state_view
from khue.kernel.api.doors import acting
from khue.kernel.api.shapes import After, Listing, Name, Size, listing

SHOWN = ("running", "coming", "over", "all")


@door.get("/technology-auctions", Listing[AuctionLineOut], Text("Đấu giá và chào thầu", "Auctions and tenders"), need="public")  # fmt: skip
def list_technology_auctions(
    request: HttpRequest, view: AuctionView = "running", after: After = None, size: Size = 25
) -> Any:
    """Newest first."""
    chosen = view if view in SHOWN else SHOWN[0]
    return listing(request, queries.auctions(acting(request), chosen, after, size))


@door.get("/technology-auctions/{number}", AuctionOut, Text("Một phiên đấu giá", "An auction"), need="public")
def read_technology_auction(request: HttpRequest, number: Name) -> Any:
    """Terms, every line of the list, and the result. What lies sealed is read by nobody before two persons have opened it."""
    return _auction(queries.auction_card(number, acting(request)))


def _auction(card: AuctionCard) -> dict[str, Any]:
    terms = card.terms
    plain = (
        "number", "kind", "title", "about", "reference", "seller", "now", "ends_at", "deposit", "price", "least", "leader", "bidders", "bids", "own",
        "winner_name", "ground",
    )  # fmt: skip
    return {name: getattr(card, name) for name in plain} | {
        "state": state_view(card.phase),
        "opens_at": terms.opens_at,
        "start": terms.start,
        "reserve": None if card.secret_reserve else terms.reserve,
        "steps": list(terms.steps),
        "lowest": terms.lowest,
        "price_weight": terms.price_weight,
        "criteria": list(terms.criteria),
        "winner": card.result.winner if card.result is not None else None,
    }
