"""The last second of an English auction: 200 bids at once, then the result from the whole list.

    .venv/bin/python -m bench.auctions

Forty parties, twenty threads with a connection each, ten bids per thread, all within the last second by the business clock. Each bid is one
whole deed: mandate and sanctions asked, the auction held, the standing unsealed, the limit sealed, one line of the list, timeline, audit. Settling folds
the list anew, compares it with the kept standing, writes result and notices. Measured from the first bid to the result. The yardstick
of the same run: as many bare transactions that lock one row and insert one line, by the same threads.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from bench.database import as_owner, own_databases, pointed_at
from bench.figures import Figure, percentile, tell
from bench.web import register_personas

THREADS, EACH, MILLION = 20, 10, 1_000_000


def run(quick: bool = False) -> list[Figure]:
    threads = 4 if quick else THREADS
    with own_databases("khue_bench_auctions") as (name,):
        register_personas(name)
        with pointed_at(name):
            auction, bids = _announced(threads * EACH)
            seconds: list[float] = []
            begun = time.perf_counter()
            refused = _at_once(threads, bids, seconds)
            taken = time.perf_counter() - begun
            _settle(auction)
            took = time.perf_counter() - begun
            _held(auction, len(bids) - refused, bids)
            bare = _bare(name, threads)
    said = f"{len(bids)} bids, {refused} too low by their turn; as many bare rows: {bare:.2f} s"
    return [
        Figure("bids of the last second, from the first to the result", took, "s", "<= 2", said),
        Figure("of that, until the last bid was answered", taken, "s"),
        Figure("a bid, median", percentile(seconds, 50) * 1000, "ms"),
        Figure("a bid, 95 of 100", percentile(seconds, 95) * 1000, "ms"),
    ]  # fmt: skip


def _announced(count: int) -> tuple[int, list[tuple[Any, int]]]:
    """A running auction in its last second with its bidders, and ``count`` bids that wait: (command, limit)."""
    from khue.core.actor import Actor
    from khue.core.bilingual import Text
    from khue.features.auctions.domain.commands import PlaceBid
    from khue.features.people import queries as people
    from khue.features.people.models import Organisation, Person
    from khue.kernel import clock
    from khue.kernel.models import User
    from khue.site.sample import auctions as sample

    now = clock.now()
    opens = now - sample.WEEKS + timedelta(seconds=60)

    def act(key: str) -> Actor:
        user = User.objects.get(username=f"{people.PERSONA_ACCOUNT}{key}")
        found = people.standing(user.pk, now.date())
        assert found is not None
        rights = frozenset(found.rights)
        return Actor(found.key, found.name, opens - timedelta(days=1), person_id=found.person_id, rights=rights)

    seller = f"party:{Organisation.objects.get(short_name='VLSH').pk}"
    said = sample.terms("english", opens, 200 * MILLION)
    auction = sample.announced(Text("Sáng chế", "Patent"), seller, said, act("officer"))
    last = said.ends_at - timedelta(milliseconds=500)
    sides = []
    for person in Person.objects.order_by("pk").exclude(pk__in=_near(seller))[:40]:
        key = f"party:{person.pk}"
        side = Actor(key, key, opens, person_id=person.pk)
        sample.registered(auction, key, side)
        sides.append(side.at(last))
    drawn = random.Random(459)
    bids = []
    for number in range(count):
        limit = drawn.randrange(200 * MILLION, 2_000 * MILLION)
        side = sides[number % len(sides)]
        bids.append(((PlaceBid(auction, side.key, limit, "", uuid4()), side), limit))
    return auction, bids


def _near(seller: str) -> list[int]:
    from khue.features.people import queries as people
    from khue.kernel import clock

    return [people.party_id(key) for key in people.representatives([people.party_id(seller)], clock.now().date())]


def _together(threads: int, work: Callable[[int], None]) -> None:
    from django.db import connections

    faults: list[BaseException] = []
    start = threading.Barrier(threads)

    def one(number: int) -> None:
        start.wait()
        try:
            work(number)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    every = [threading.Thread(target=one, args=[number]) for number in range(threads)]
    for thread in every:
        thread.start()
    for thread in every:
        thread.join()
    if faults:
        raise SystemExit(f"{len(faults)} bids failed: {faults[0]!r}")


def _at_once(threads: int, bids: list[tuple[Any, int]], seconds: list[float]) -> int:
    from khue.core.errors import Refused
    from khue.features.auctions import usecases

    refused: list[int] = []

    def ten(number: int) -> None:
        for (asked, side), limit in bids[number::threads]:
            begun = time.perf_counter()
            try:
                usecases.place_bid(asked, actor=side)
            except Refused:
                refused.append(limit)
            seconds.append(time.perf_counter() - begun)

    _together(threads, ten)
    return len(refused)


def _settle(auction: int) -> None:
    from khue.features.auctions.models import Auction
    from khue.site.sample import auctions as sample

    sample.settled(auction, Auction.objects.get(pk=auction).ends_at + timedelta(minutes=1))


def _held(auction: int, expected: int, bids: list[tuple[Any, int]]) -> None:
    """One winner with the highest limit, none lost; otherwise the figure is worth nothing."""
    from khue.features.auctions.models import AuctionResult, Bid

    lines = Bid.objects.filter(auction=auction).count()
    result = AuctionResult.objects.select_related("winner").get(auction=auction)
    best = max(bids, key=lambda one: one[1])[0][1].key
    if lines != expected or result.winner is None or f"party:{result.winner.party_id}" != best:
        raise SystemExit(f"{lines} lines of {expected}; winner {result.winner}, the highest limit is {best}'s")


def _bare(name: str, threads: int) -> float:
    """As many transactions that lock one row and write one line."""
    from django.db import connection, transaction

    as_owner(
        name,
        "CREATE TABLE bench_bare (id bigserial PRIMARY KEY, no int)",
        "CREATE TABLE bench_held (id int PRIMARY KEY)",
        "INSERT INTO bench_held VALUES (1)",
        "GRANT SELECT, INSERT, UPDATE ON bench_bare, bench_held TO PUBLIC",
        "GRANT USAGE ON SEQUENCE bench_bare_id_seq TO PUBLIC",
    )

    def ten(number: int) -> None:
        for _turn in range(EACH):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT id FROM bench_held WHERE id = 1 FOR UPDATE")
                cursor.execute("INSERT INTO bench_bare (no) VALUES (%s)", [number])

    begun = time.perf_counter()
    _together(threads, ten)
    return time.perf_counter() - begun


if __name__ == "__main__":
    tell(run, __doc__)
