"""A bidder or a seller that was merged or dissolved: who leads goes on under the survivor, who is no more counts for nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest

from khue.core.errors import NotAllowed, Refused
from khue.features.auctions import jobs, queries, usecases
from khue.features.auctions.domain.commands import AwardAuction, LeaveAuction, PlaceBid, RegisterBidder
from khue.features.auctions.domain.terms import FIRST_PRICE
from khue.features.auctions.models import Auction, AuctionResult, Bid
from khue.features.people import queries as people
from khue.kernel.models import Notice
from tests.auctions.stories import (
    MILLION,
    announced,
    awarded,
    bid,
    codes,
    firm,
    opened,
    over,
    registered,
    running,
    seller,
    settled,
)
from tests.cast import persona
from tests.people.ending import dissolved
from tests.people.merging import merged

pytestmark = pytest.mark.django_db


def ended(party: str) -> None:
    """The worker's part: run twice, as a job may be."""
    for _ in range(2):
        jobs.end_with_party({"parties": [party]})


def test_a_bidder_that_was_merged_bids_on_under_its_number_and_wins() -> None:
    auction = announced()
    registered(auction, "founder")
    registered(auction, "member")
    bid(auction, "founder", 210)
    survivor = merged(firm(), "Công ty Thăng Long Xanh mới (mẫu)", "institute", days=1)
    resident = running("resident", days=1)
    with pytest.raises(Refused) as refused:
        usecases.register_bidder(RegisterBidder(auction, survivor, uuid4()), actor=resident)
    assert "party" in codes(refused)
    bid(auction, "member", 230, days=1)
    usecases.place_bid(PlaceBid(auction, survivor, 300 * MILLION, "", uuid4()), actor=resident)
    [side] = queries.auction_card(Auction.objects.get().number, resident).own
    assert (side.no, side.leads) == (1, True)
    assert settled(auction)
    awarded(auction)
    result = AuctionResult.objects.get()
    assert (result.winner.no if result.winner else 0, result.price) == (1, 235 * MILLION)
    number = Auction.objects.get().number
    ids = people.party_id(seller()), people.party_id(survivor)
    assert queries.awarded_price(number, *ids) == result.price
    assert queries.awarded_price(number, ids[0], people.party_id(firm())) == result.price
    assert Notice.objects.filter(party=resident.key, title_vi__contains="được công nhận").count() == 1
    assert Bid.objects.order_by("no")[0].by == persona("founder").key, "who bid stays on record"


def test_a_seller_that_takes_over_the_leader_gets_no_award() -> None:
    auction = announced()
    registered(auction, "founder")
    bid(auction, "founder", 210)
    survivor = merged(firm(), "Một tổ chức (mẫu)", "institute", days=1)
    merged_again = merged(seller(), "Tổ chức chung (mẫu)", "institute", days=1)
    assert people.same_party(survivor)[0] == survivor
    from khue.features.people import usecases as registering
    from khue.features.people.domain import RecordSuccession
    from tests.people.ending import PAPER

    actor = persona("administrator", days=2)
    law = RecordSuccession("merger", (survivor,), (merged_again,), actor.today, PAPER, "Theo quyết định")
    registering.record_succession(law, actor=actor)
    with pytest.raises(Refused) as refused:
        usecases.place_bid(PlaceBid(auction, firm(), 300 * MILLION, "", uuid4()), actor=running("resident", days=3))
    assert "seller" in codes(refused)
    assert settled(auction)
    with pytest.raises((Refused, NotAllowed)) as refused:
        usecases.award_auction(AwardAuction(auction, "Hợp lệ.", uuid4()), actor=over("decider"))
    assert "one_party" in codes(refused)
    assert Auction.objects.get().state == "settled"


def test_bids_of_a_dissolved_party_count_for_nothing_from_then_on() -> None:
    auction = announced()
    registered(auction, "founder")
    registered(auction, "resident")
    bid(auction, "resident", 220)
    bid(auction, "founder", 400)
    dissolved(firm())
    ended(firm())
    [last] = Bid.objects.filter(kind="exclude")
    assert (last.bidder.no, last.leader) == (1, 2)
    assert "is no more" in last.ground
    with pytest.raises(Refused):
        usecases.place_bid(PlaceBid(auction, firm(), 500 * MILLION, "", uuid4()), actor=running("founder", days=3))
    assert settled(auction)
    result = AuctionResult.objects.get()
    assert (result.winner.no if result.winner else 0, result.price) == (2, 200 * MILLION)
    assert Notice.objects.filter(party=persona("founder").key, title_vi__contains="số 1").exists()


def test_a_sealed_bid_of_a_party_that_ends_after_the_result_is_not_awarded() -> None:
    auction = announced(FIRST_PRICE)
    registered(auction, "founder")
    bid(auction, "founder", 400)
    opened(auction)
    dissolved(firm(), days=12)
    ended(firm())
    with pytest.raises(Refused) as refused:
        usecases.award_auction(AwardAuction(auction, "Hợp lệ.", uuid4()), actor=over("decider"))
    assert codes(refused) == {"side_ended"}


def test_an_auction_without_its_seller_is_annulled_and_everybody_hears_why() -> None:
    auction = announced()
    registered(auction, "founder")
    bid(auction, "founder", 210)
    dissolved(seller())
    ended(seller())
    row = Auction.objects.get()
    assert row.state == "annulled"
    assert "chấm dứt hoạt động" in row.ground
    assert Notice.objects.filter(party=persona("founder").key, title_vi__contains="đã bị hủy").count() == 1
    with pytest.raises(Refused):
        usecases.leave_auction(
            LeaveAuction(auction, firm(), "Không mua nữa", uuid4()), actor=running("founder", days=3)
        )
