"""Bids through use-cases: every trace of a bid, limits that nobody reads, refusals that change nothing, guards of the database."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.auctions import usecases
from khue.features.auctions.domain.commands import (
    ConcludeTender,
    ExcludeBidder,
    LeaveAuction,
    OpenBids,
    PlaceBid,
    RegisterBidder,
    ScoreBid,
)
from khue.features.auctions.domain.english import standing_of
from khue.features.auctions.models import Auction, AuctionResult, Bid, Bidder
from khue.features.auctions.queries.reading import kept_standing, list_of, moves_of
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from tests.auctions.stories import (
    ENDS,
    MILLION,
    OPENS,
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
    took,
    traces,
)
from tests.cast import persona

pytestmark = pytest.mark.django_db


def row(auction: int) -> Auction:
    return Auction.objects.get(pk=auction)


def test_a_bid_leaves_every_trace_but_its_amount_and_a_repetition_none() -> None:
    auction = announced()
    registered(auction)
    once = uuid4()
    asked = PlaceBid(auction, firm(), 777_123_456, once=once)
    assert usecases.place_bid(asked, actor=running("founder")) == 1
    assert usecases.place_bid(asked, actor=running("founder")) == 1
    [line] = Bid.objects.filter(auction=auction)
    assert (line.no, line.price, line.leader, line.amount) == (1, 200 * MILLION, 1, None)
    [record] = AuditRecord.objects.filter(deed="auctions.place_bid")
    assert f"auction:{auction}" in record.subjects
    assert TimelineRow.objects.filter(party=firm(), wire="auctions.bid_placed").count() == 1
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', ["%777123456%"])
            assert cursor.fetchone() == (0,), table


def test_the_outbid_are_told_and_the_kept_standing_is_the_fold_of_the_list() -> None:
    auction = announced()
    for who in ("founder", "resident", "member"):
        registered(auction, who)
    bid(auction, "founder", 300)
    bid(auction, "resident", 250, minutes=2)
    bid(auction, "member", 520, minutes=3)
    bid(auction, "founder", 515, minutes=4)
    lines = list_of(row(auction))
    assert [(line.no, line.leader, (line.price or 0) // MILLION) for line in lines] == [
        (1, 1, 200), (2, 1, 255), (3, 3, 305), (4, 3, 520),
    ]  # fmt: skip
    assert kept_standing(lines[-1], row(auction)) == standing_of(moves_of(row(auction), lines))
    assert Notice.objects.filter(party=persona("founder").key, title_vi__contains="không còn dẫn đầu").count() == 1


def test_near_the_end_a_bid_moves_the_end_and_the_clock_settles_after_it() -> None:
    auction = announced()
    registered(auction)
    bid(auction, "founder", 300)
    assert row(auction).ends_at == ENDS
    asked = PlaceBid(auction, firm(), 310 * MILLION)
    usecases.place_bid(asked, actor=persona("founder", at=ENDS - timedelta(seconds=1)))
    assert row(auction).ends_at == ENDS - timedelta(seconds=1) + timedelta(minutes=5)
    assert settled(auction)
    assert not settled(auction), "nothing is settled twice"
    result = AuctionResult.objects.get(auction=auction)
    assert (result.winner.no if result.winner else 0, result.price, result.bids) == (1, 200 * MILLION, 2)
    assert {"starting price" in line["en"] for line in result.why} == {True, False}
    awarded(auction)
    assert row(auction).state == "awarded"
    assert TimelineRow.objects.filter(party=firm(), wire="auctions.awarded").exists()


def test_who_leaves_gives_the_price_back_to_those_who_stay() -> None:
    auction = announced()
    for who in ("founder", "resident"):
        registered(auction, who)
    bid(auction, "resident", 250)
    bid(auction, "founder", 900, minutes=2)
    asked = LeaveAuction(auction, firm(), "Không thu xếp được vốn.", uuid4())
    late = persona("founder", at=ENDS - timedelta(minutes=1))
    usecases.leave_auction(asked, actor=late)
    last = list_of(row(auction))[-1]
    assert (last.kind, last.leader, last.price) == ("withdraw", 2, 200 * MILLION)
    assert row(auction).ends_at == ENDS + timedelta(minutes=4), "the others get time to answer"
    with pytest.raises(Refused) as caught:
        usecases.place_bid(PlaceBid(auction, firm(), 950 * MILLION), actor=late)
    assert codes(caught) == {"gone"}
    settled(auction)
    found = AuctionResult.objects.get(auction=auction).winner
    assert found is not None
    assert found.no == 2


def test_an_excluded_bidder_counts_for_nothing_and_hears_why() -> None:
    auction = announced()
    registered(auction)
    bid(auction, "founder", 300)
    asked = ExcludeBidder(auction, 1, "Thông đồng, kết luận số 1.", uuid4())
    usecases.exclude_bidder(asked, actor=running("officer", minutes=5))
    assert Notice.objects.filter(party=persona("founder").key, body_vi__contains="Thông đồng").exists()
    settled(auction)
    assert AuctionResult.objects.get(auction=auction).winner is None
    with pytest.raises(Refused) as caught:
        awarded(auction)
    assert codes(caught) == {"nobody_won"}


def test_sealed_bids_are_read_by_nobody_before_two_persons_open_them() -> None:
    auction = announced("second_price")
    for who in ("founder", "resident"):
        registered(auction, who)
    bid(auction, "founder", 900)
    bid(auction, "founder", 700, minutes=2)
    bid(auction, "resident", 450, minutes=3)
    assert set(Bid.objects.values_list("amount", flat=True)) == {None}
    with pytest.raises(Refused) as caught:
        usecases.open_bids(usecases_open(auction), actor=running("officer", hours=2))
    assert codes(caught) == {"too_early"}
    assert not usecases.open_bids(usecases_open(auction), actor=over("officer"))
    with pytest.raises(Refused) as caught:
        usecases.open_bids(usecases_open(auction), actor=over("officer"))
    assert codes(caught) == {"four_eyes"}
    assert usecases.open_bids(usecases_open(auction), actor=over("appraiser"))
    assert [line.amount for line in list_of(row(auction))] == [900 * MILLION, 700 * MILLION, 450 * MILLION]
    result = AuctionResult.objects.get(auction=auction)
    assert (result.winner.no if result.winner else 0, result.price) == (1, 450 * MILLION), "the last bid of each counts"


def usecases_open(auction: int) -> OpenBids:

    return OpenBids(auction, uuid4())


def test_the_first_taker_of_a_falling_clock_gets_it_at_once() -> None:
    auction = announced("dutch")
    for who in ("founder", "resident"):
        registered(auction, who)
    with pytest.raises(Refused) as caught:
        took(auction, "founder", 170, hours=2)
    assert codes(caught) == {"shown"}
    assert took(auction, "founder", 200, hours=2, minutes=1) == 180 * MILLION
    assert row(auction).state == "settled"
    with pytest.raises(Refused) as caught:
        took(auction, "resident", 200, hours=2, minutes=1)
    assert codes(caught) == {"closed"}
    awarded(auction)


def test_a_tender_is_scored_and_concluded() -> None:

    auction = announced("tender")
    for who in ("founder", "resident"):
        registered(auction, who)
    bid(auction, "founder", 300, "Kế hoạch của hãng.")
    bid(auction, "resident", 400, "Kế hoạch của tôi.", minutes=2)
    with pytest.raises(Refused) as caught:
        bid(auction, "resident", 400, " ", minutes=3)
    assert codes(caught) == {"plan"}
    opened(auction)
    good = ScoreBid(auction, 1, {"team": 90, "plan": 95}, "Đội ngũ mạnh.", uuid4())
    usecases.score_bid(good, actor=over("officer"))
    with pytest.raises(Refused) as caught:
        usecases.conclude_tender(ConcludeTender(auction, uuid4()), actor=over("officer"))
    assert codes(caught) == {"unscored"}
    with pytest.raises(Refused) as caught:
        usecases.score_bid(ScoreBid(auction, 2, {"team": 101}, "x"), actor=over("officer"))
    assert codes(caught) == {"points_team", "points_plan"}
    usecases.score_bid(ScoreBid(auction, 2, {"team": 40, "plan": 40}, "Chưa rõ.", uuid4()), actor=over("officer"))
    usecases.conclude_tender(ConcludeTender(auction, uuid4()), actor=over("officer"))
    result = AuctionResult.objects.get(auction=auction)
    assert (result.winner.no if result.winner else 0, result.price) == (1, 300 * MILLION)


def test_the_sellers_side_two_sides_and_strangers_are_refused() -> None:
    auction = announced()
    registered(auction)
    before = traces()
    with pytest.raises(Refused) as caught:
        usecases.register_bidder(RegisterBidder(auction, seller()), actor=running("researcher"))
    assert "seller" in codes(caught)
    with pytest.raises(Refused) as caught:
        usecases.register_bidder(RegisterBidder(auction, persona("researcher").key), actor=running("researcher"))
    assert codes(caught) == {"near_seller"}
    with pytest.raises(Refused) as caught:
        usecases.register_bidder(RegisterBidder(auction, persona("founder").key), actor=running("founder"))
    assert codes(caught) == {"other_side"}
    with pytest.raises(NotAllowed):
        usecases.register_bidder(RegisterBidder(auction, firm()), actor=running("resident"))
    with pytest.raises(Missing):
        usecases.place_bid(PlaceBid(auction, persona("resident").key, 300 * MILLION), actor=running("resident"))
    with pytest.raises(Refused) as caught:
        bid(auction, "founder", 199)
    assert codes(caught) == {"amount"}
    with pytest.raises(Refused) as caught:
        usecases.place_bid(PlaceBid(auction, firm(), 300 * MILLION), actor=persona("founder", at=ENDS))
    assert codes(caught) == {"closed"}
    with pytest.raises(Refused) as caught:
        usecases.place_bid(PlaceBid(auction, firm(), 300 * MILLION), actor=persona("founder"))
    assert codes(caught) == {"too_early"}
    assert traces() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE auctions_bid SET price = 1",
        "UPDATE auctions_bid SET amount = 5",
        "DELETE FROM auctions_bid",
        "UPDATE auctions_auction SET start = 5",
        "UPDATE auctions_auction SET ends_at = ends_at - interval '1 second', planned_end = planned_end",
        "UPDATE auctions_auction SET state = 'settled'",
        "UPDATE auctions_auction SET state = 'opened', first_opener = 'party:1', second_opener = 'party:1', opened_at = now()",
        "UPDATE auctions_bidder SET no = 9",
    ],
)
def test_the_database_refuses_what_would_change_what_was_said(statement: str) -> None:
    auction = announced()
    registered(auction)
    bid(auction, "founder", 300)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("no", "seconds", "state"), [(3, 60, "announced"), (2, -60, "announced"), (2, 10**7, "announced")]
)
def test_the_database_takes_no_bid_out_of_order_or_hours(no: int, seconds: int, state: str) -> None:
    auction = announced()
    registered(auction)
    bid(auction, "founder", 300)
    bidder = Bidder.objects.get(auction=auction)
    wrong = Bid(
        auction_id=auction, no=no, bidder=bidder, said=b"x", by="x", by_name="x", at=OPENS + timedelta(seconds=seconds), ends_at=ENDS
    )  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        wrong.save(force_insert=True)
