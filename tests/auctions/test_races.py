"""Two hundred bids in the last second, and two who take at once, on real threads."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import KhueError, Refused
from khue.features.auctions import usecases
from khue.features.auctions.domain.commands import PlaceBid, RegisterBidder, TakePrice
from khue.features.auctions.domain.english import result_of, standing_of
from khue.features.auctions.models import Auction, AuctionResult, Bid
from khue.features.auctions.queries.reading import list_of, moves_of, terms_of
from khue.kernel.models import AuditRecord
from tests.auctions.stories import ENDS, MILLION, OPENS, PEOPLE, announced, registered, settled
from tests.cast import persona

pytestmark = pytest.mark.slow
Threads = Callable[..., list[Any]]
THREADS, EACH = 20, 10


def test_two_hundred_bids_in_the_last_second(clone_db: str, in_threads: Threads) -> None:
    auction = announced()
    people = {who: registered(auction, who) for who in PEOPLE}
    actors = {who: persona(who, at=ENDS - timedelta(milliseconds=700)) for who in PEOPLE}
    drawn = random.Random(459)
    limits = [drawn.randrange(200 * MILLION, 900 * MILLION) for _ in range(THREADS * EACH)]

    def ten(first: int) -> list[tuple[str, int, int | None]]:
        told: list[tuple[str, int, int | None]] = []
        for limit in limits[first : first + EACH]:
            who = list(people)[limit % len(people)]
            try:
                told.append(
                    (
                        who,
                        limit,
                        usecases.place_bid(PlaceBid(auction, people[who], limit, "", uuid4()), actor=actors[who]),
                    )
                )
            except Refused:
                told.append((who, limit, None))
        return told

    answers = in_threads(*(partial(ten, first) for first in range(0, THREADS * EACH, EACH)))
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    said = [one for answer in answers for one in answer]
    assert len(said) == THREADS * EACH
    taken = {no: (who, limit) for who, limit, no in said if no is not None}
    held = Auction.objects.get(pk=auction)
    lines = list_of(held)
    assert [line.no for line in lines] == sorted(taken) == list(range(1, len(taken) + 1)), "one order, none lost"
    moves = moves_of(held, lines)
    assert {move.no: move.amount for move in moves} == {no: limit for no, (_who, limit) in taken.items()}
    assert settled(auction)
    result = AuctionResult.objects.select_related("winner").get(auction=auction)
    top = max(limits)
    best: dict[str, int] = {}
    for who, limit in taken.values():
        best[who] = max(limit, best.get(who, 0))
    assert max(best.values()) == top, "the highest limit was let in"
    assert result.winner is not None
    assert f"party:{result.winner.party_id}" == people[max(best, key=lambda who: best[who])]
    second = sorted(best.values())[-2]
    step = 10 * MILLION if second >= 500 * MILLION else 5 * MILLION
    assert result.price == min(top, second + step)
    assert result_of(standing_of(moves), terms_of(held)).price == result.price
    assert AuditRecord.objects.filter(deed="auctions.place_bid").count() == len(taken)


def test_one_of_those_who_take_at_once_gets_it(clone_db: str, in_threads: Threads) -> None:
    auction = announced("dutch")
    people = {who: registered(auction, who) for who in PEOPLE}
    actors = {who: persona(who, at=OPENS + timedelta(minutes=30)) for who in PEOPLE}
    take = [
        partial(usecases.take_price, TakePrice(auction, people[who], 200 * MILLION, uuid4()), actor=actors[who])
        for who in people
    ]
    results = in_threads(*take)
    assert sorted(isinstance(result, KhueError) for result in results) == [False, True, True]
    assert Bid.objects.filter(auction=auction).count() == AuctionResult.objects.filter(auction=auction).count() == 1


def test_a_person_who_registers_two_sides_at_once_stands_on_one(clone_db: str, in_threads: Threads) -> None:
    auction = announced()
    actor = persona("founder")
    sides = [RegisterBidder(auction, party, uuid4()) for party in (PEOPLE["founder"](), actor.key)]
    results = in_threads(*(partial(usecases.register_bidder, side, actor=actor) for side in sides))
    assert sorted(isinstance(result, KhueError) for result in results) == [False, True]
