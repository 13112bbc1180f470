"""What a bidder does: registers, bids, takes a price, leaves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from khue.core.bilingual import Text
from khue.features.auctions import queries, usecases
from khue.features.auctions.api.shapes import BidIn, LeaveAuctionIn, RegisterBidderIn, TakePriceIn, door
from khue.features.auctions.domain.commands import LeaveAuction, PlaceBid, RegisterBidder, TakePrice
from khue.kernel.api.doors import acting, once_of
from khue.kernel.api.shapes import Done, Made, Name


def _href(number: str) -> str:
    return f"/api/v1/technology-auctions/{number}"


@door.post("/technology-auctions/{number}/bidders", Made, Text("Đăng ký tham gia phiên", "Take part"), need="submit", status=201)  # fmt: skip
def register_auction_bidder(request: HttpRequest, number: Name, asked: RegisterBidderIn) -> Any:
    """In public the party goes by a number from then on; a deposit may be asked for before it bids."""
    actor = acting(request)
    card = queries.auction_card(number, actor)
    made = usecases.register_bidder(RegisterBidder(card.id, asked.party, once_of(request)), actor=actor)
    return {"id": str(made), "href": _href(number)}


@door.post("/technology-auctions/{number}/bids", Made, Text("Trả giá", "Place a bid"), need="submit", status=201)
def place_auction_bid(request: HttpRequest, number: Name, asked: BidIn) -> Any:
    """The moment of arrival counts, in the one order of all bids. Sent again under the same key, it is one bid."""
    actor = acting(request)
    card = queries.auction_card(number, actor)
    made = usecases.place_bid(PlaceBid(card.id, asked.party, asked.amount, asked.plan, once_of(request)), actor=actor)
    return {"id": str(made), "href": _href(number)}


@door.post("/technology-auctions/{number}/acceptances", Made, Text("Nhận giá đang hiển thị", "Take the price"), need="submit", status=201)  # fmt: skip
def take_auction_price(request: HttpRequest, number: Name, asked: TakePriceIn) -> Any:
    """Of a falling clock: the first to take it has it, for no more than what was shown."""
    actor = acting(request)
    card = queries.auction_card(number, actor)
    made = usecases.take_price(TakePrice(card.id, asked.party, asked.shown, once_of(request)), actor=actor)
    return {"id": str(made), "href": _href(number)}


@door.post("/technology-auctions/{number}/departures", Done, Text("Rút khỏi phiên", "Leave the auction"), need="submit")
def leave_technology_auction(request: HttpRequest, number: Name, asked: LeaveAuctionIn) -> Any:
    """What was bid counts for nothing from then on; nobody comes back into the same auction."""
    actor = acting(request)
    card = queries.auction_card(number, actor)
    usecases.leave_auction(LeaveAuction(card.id, asked.party, asked.ground, once_of(request)), actor=actor)
    return {"href": _href(number)}
