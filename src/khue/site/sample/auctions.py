"""Auctions of the sample city: one of each kind that has its result, and one that runs; deed by deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.auctions import queries, usecases
from khue.features.auctions.domain.commands import (
    AnnounceAuction,
    AwardAuction,
    ConcludeTender,
    OpenBids,
    PlaceBid,
    RegisterBidder,
    ScoreBid,
    TakePrice,
)
from khue.features.auctions.domain.terms import DUTCH, ENGLISH, TENDER, Criterion, PriceStep, Terms
from khue.site.sample.parties import Parties

At = Callable[[str, datetime], Actor]
MILLION = 1_000_000
WEEKS = timedelta(days=10)
STEPS = (PriceStep(0, 5 * MILLION), PriceStep(500 * MILLION, 10 * MILLION))
CRITERIA = (
    Criterion("team", Text("Năng lực triển khai", "Capacity to carry it out"), 30),
    Criterion("plan", Text("Kế hoạch khai thác tại Hà Nội", "Plan of use in Hanoi"), 20),
)
JOB = "auctions.settle"


def terms(kind: str, opens: datetime, start: int, **more: Any) -> Terms:
    """Terms as they are usual for the kind; ``start`` in đồng."""
    base = Terms(kind, start, opens, opens + WEEKS)
    if kind == ENGLISH:
        five = timedelta(minutes=5)
        base = replace(base, steps=STEPS, extend_within=five, extend_by=five)
    if kind == DUTCH:
        base = replace(
            base, reserve=start // 2, reserve_open=True, drop=start // 20, every=timedelta(hours=12)
        )  # fmt: skip
    if kind == TENDER:
        base = replace(base, price_weight=50, criteria=CRITERIA)
    return replace(base, **more)


def announced(title: Text, seller: str, said: Terms, actor: Actor, reference: str = "") -> int:
    """By an officer; the auction's id."""
    about = f"{title.vi}: quyền sở hữu, tài liệu kỹ thuật và hai tuần đào tạo (dữ liệu mẫu)."
    name = Text(f"{title.vi} (mẫu)", f"{title.en} (sample)")
    return usecases.announce_auction(AnnounceAuction(name, about, reference, seller, said, uuid4()), actor=actor)


def registered(auction: int, party: str, actor: Actor) -> int:
    return usecases.register_bidder(RegisterBidder(auction, party, uuid4()), actor=actor)


def bid(auction: int, party: str, amount: int, actor: Actor, plan: str = "") -> int:
    return usecases.place_bid(PlaceBid(auction, party, amount, plan, uuid4()), actor=actor)


def settled(auction: int, moment: datetime) -> None:
    actor = Actor(f"job:{JOB}", JOB, moment, rights=frozenset({f"job.{JOB}"}))
    usecases.settle_auction(auction, actor=actor)


def opened(auction: int, at: At, moment: datetime) -> None:
    for who in ("officer", "appraiser"):
        usecases.open_bids(OpenBids(auction, uuid4()), actor=at(who, moment))


def awarded(auction: int, at: At, moment: datetime) -> None:
    asked = AwardAuction(auction, "Phiên đúng điều kiện đã công bố (mẫu).", uuid4())
    usecases.award_auction(asked, actor=at("decider", moment))


def fill(made: Parties, actors: dict[str, Actor], now: datetime) -> None:
    """English, first price, second price, falling clock and tender, each awarded; one English auction is running."""

    def at(who: str, moment: datetime) -> Actor:
        return replace(actors[who], moment=moment)

    sides = {"founder": made.organisations["firm"], "resident": actors["resident"].key, "member": actors["member"].key}
    seller = made.organisations["institute"]

    def told(title: Text, kind: str, begun: int, start: int, reference: str = "", **more: Any) -> tuple[int, datetime]:
        opens = now - timedelta(days=begun)
        said = terms(kind, opens, start * MILLION, **more)
        auction = announced(title, seller, said, at("officer", opens - timedelta(days=2)), reference)
        for who, party in sides.items():
            registered(auction, party, at(who, opens - timedelta(days=1)))
        return auction, opens

    def bids(auction: int, opens: datetime, *said: tuple[str, int, float], plan: str = "") -> None:
        for who, millions, hours in said:
            bid(auction, sides[who], millions * MILLION, at(who, opens + timedelta(hours=hours)), plan)

    filter_patent = Text("Sáng chế màng lọc nước từ sợi tre", "Patent of a bamboo-fibre water filter")
    auction, opens = told(filter_patent, ENGLISH, 30, 200, "CN-2026-0001", reserve=350 * MILLION)
    bids(
        auction, opens, ("resident", 220, 3), ("founder", 260, 20), ("member", 300, 44), ("resident", 365, 90),
        ("founder", 520, 170), ("member", 480, 239.95),
    )  # fmt: skip
    end = opens + WEEKS
    settled(auction, end + timedelta(minutes=20))
    awarded(auction, at, end + timedelta(days=1))
    auction, opens = told(Text("Giống lúa chịu mặn KL-7", "Salt-tolerant rice KL-7"), "first_price", 28, 150)
    bids(auction, opens, ("founder", 310, 30), ("member", 275, 60), ("resident", 290, 100), ("member", 330, 200))
    opened(auction, at, opens + WEEKS + timedelta(hours=1))
    awarded(auction, at, opens + WEEKS + timedelta(days=1))
    auction, opens = told(Text("Phần mềm ghép ảnh viễn thám", "Software that joins satellite pictures"), "second_price", 26, 100)  # fmt: skip
    bids(auction, opens, ("resident", 180, 30), ("founder", 240, 60), ("member", 205, 100))
    opened(auction, at, opens + WEEKS + timedelta(hours=1))
    awarded(auction, at, opens + WEEKS + timedelta(days=1))
    auction, opens = told(Text("Dây chuyền thử vật liệu đã qua sử dụng", "Used line for testing materials"), DUTCH, 24, 400)  # fmt: skip
    taker = at("founder", opens + timedelta(hours=75))
    usecases.take_price(TakePrice(auction, sides["founder"], 400 * MILLION, uuid4()), actor=taker)
    awarded(auction, at, opens + timedelta(days=4))
    _tender(
        *told(Text("Quyền khai thác quy trình xử lý bùn", "Right to use a process for sludge"), TENDER, 22, 250),
        bids,
        at,
    )
    auction, opens = told(Text("Mẫu cảm biến chất lượng không khí", "Design of an air-quality sensor"), ENGLISH, 4, 120)
    bids(auction, opens, ("member", 140, 5), ("founder", 200, 30), ("resident", 165, 50))


def _tender(auction: int, opens: datetime, bids: Callable[..., None], at: At) -> None:
    plan = "Lắp đặt tại hai trạm xử lý, vận hành cùng đơn vị nghiên cứu trong 12 tháng (mẫu)."
    bids(auction, opens, ("founder", 300, 40), ("member", 340, 80), ("resident", 280, 120), plan=plan)
    end = opens + WEEKS + timedelta(hours=1)
    opened(auction, at, end)
    later = end + timedelta(days=1)
    for bidder, points in ((1, (90, 85)), (2, (60, 40)), (3, (65, 70))):
        given = {"team": points[0], "plan": points[1]}
        asked = ScoreBid(auction, bidder, given, "Chấm theo hồ sơ chào (mẫu).", uuid4())
        usecases.score_bid(asked, actor=at("appraiser", later))
    usecases.conclude_tender(ConcludeTender(auction, uuid4()), actor=at("officer", later))
    awarded(auction, at, later + timedelta(days=1))


def number(auction: int) -> str:
    return queries.number_of(auction)
