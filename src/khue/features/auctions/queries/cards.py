"""An auction as everybody, its bidders and staff read it: numbers for all, names for staff, what lies sealed for its own side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.features.auctions import access
from khue.features.auctions.domain.english import least
from khue.features.auctions.domain.results import Result
from khue.features.auctions.domain.sealed import ranking
from khue.features.auctions.domain.terms import (
    DUTCH,
    ENGLISH,
    GRACE,
    MOVES,
    SEALED,
    TENDER,
    Terms,
    clock_price,
    phase,
)
from khue.features.auctions.models import Auction, AuctionResult, Bid, Bidder
from khue.features.auctions.queries.reading import (
    amount_of,
    computed,
    deposit_of,
    kept_standing,
    list_of,
    moves_of,
    plan_of,
    points_of,
    terms_of,
)
from khue.features.people import queries as people
from khue.kernel.ui import StateView, Tone

PHASES: dict[str, tuple[Text, Tone]] = {
    "coming": (Text("sắp mở", "not begun"), "wait"),
    "running": (Text("đang nhận giá", "running"), "now"),
    "ended": (Text("đã hết giờ", "ended"), "firm"),
    "opened": (Text("đã mở giá, đang đánh giá", "opened, being evaluated"), "firm"),
    "settled": (Text("đã có kết quả", "has its result"), "good"),
    "awarded": (Text("đã công nhận kết quả", "awarded"), "good"),
    "annulled": (Text("đã hủy", "annulled"), "bad"),
}


def state_view(code: str) -> StateView:
    label, tone = PHASES[code]
    return StateView(code, label.capitalised(), tone)


@dataclass(frozen=True, slots=True)
class BidRow:
    """A line of the list as everybody reads it; ``amount`` once it is open, ``price`` what the leader would have paid then."""

    no: int
    bidder: int
    kind: Text
    at: datetime
    price: int | None
    leader: int
    amount: int | None
    ground: str


@dataclass(frozen=True, slots=True)
class OwnSide:
    """A side that the reader acts for: its number, what it said last, the least that it may say now, and whether it leads."""

    no: int
    party: str
    name: str
    said: int | None
    plan: str
    least: int
    leads: bool
    gone: bool
    awaits_deposit: bool


@dataclass(frozen=True, slots=True)
class BidderRow:
    """A bidder for staff. ``plan`` and ``points`` after the opening of a tender."""

    no: int
    party: str
    name: str
    registered_at: datetime
    deposit: str
    gone: bool
    plan: str
    points: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class RankRow:
    bidder: int
    price: int
    price_points: Fraction
    total: Fraction


@dataclass(frozen=True, slots=True)
class AuctionCard:
    """``price`` is what everybody reads now; ``winner_name`` only where it is public; ``recorded`` whether the result is written."""

    id: int
    number: str
    kind: str
    title: Text
    about: str
    reference: str
    seller: str
    seller_key: str
    state: str
    phase: str
    now: datetime
    ends_at: datetime
    announced_at: datetime
    announced_by: str
    terms: Terms
    secret_reserve: bool
    deposit: int | None
    price: int | None
    leader: int
    least: int
    bidders: int
    bids: tuple[BidRow, ...]
    result: Result | None
    recorded: bool
    winner_name: str
    ranked: tuple[RankRow, ...]
    own: tuple[OwnSide, ...]
    people: tuple[BidderRow, ...]
    openers: tuple[str, ...]
    first_opener: str
    opened_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    ground: str

    @property
    def view(self) -> StateView:
        return state_view(self.phase)

    @property
    def may_open(self) -> bool:
        return self.kind in SEALED and self.phase == "ended" and self.now >= self.ends_at + GRACE


def auction_card(number: str, actor: Actor) -> AuctionCard:
    """By its number, for everybody. Raises Missing; NotAllowed where the seller is restricted."""
    row = Auction.objects.filter(number=number).first()
    if row is None:
        raise access.no_such_auction()
    return _card(row, actor)


def number_of(auction_id: int) -> str:
    """Raises Missing."""
    found = Auction.objects.filter(pk=auction_id).values_list("number", flat=True).first()
    if found is None:
        raise access.no_such_auction()
    return str(found)


def _card(row: Auction, actor: Actor) -> AuctionCard:
    if row.seller_id in access.barred(actor):
        people.require_unrestricted(actor, access.key_of(row.seller_id))
    lines = list_of(row)
    bidders = list(Bidder.objects.filter(auction=row).order_by("no"))
    whole, public = terms_of(row), terms_of(row, whole=False)
    now = phase(row.state, public, row.ends_at, actor.moment)
    last = lines[-1] if lines else None
    written = AuctionResult.objects.select_related("winner").filter(auction=row).first()
    result, recorded = _result(row, lines, written, actor.moment)
    open_to_all = row.state in ("opened", "settled", "awarded") and row.kind in SEALED
    ranked = ranking(moves_of(row, lines), points_of(row), whole) if row.kind == TENDER and open_to_all else ()
    price, leader = _price(row, last, public, actor.moment, now)
    standing = kept_standing(last, row) if row.kind == ENGLISH else None
    sides = [one for one in bidders if actor.stands_for(access.key_of(one.party_id))]
    deposit = deposit_of(row.start, actor.today)
    gone = {line.bidder_id for line in lines if line.kind != "bid"}
    return AuctionCard(
        row.pk, row.number, row.kind, Text(row.title_vi, row.title_en), row.about, row.reference, row.seller_name,
        access.key_of(row.seller_id), row.state, now, actor.moment, row.ends_at, row.announced_at, row.announced_by_name, public,
        row.sealed_reserve is not None, deposit, price, leader, least(standing, whole, 0) if standing else public.start, len(bidders),
        tuple(_bid(line) for line in lines), result, recorded, _winner(row, written),
        tuple(RankRow(one.bidder, one.price, one.price_points, one.total) for one in ranked),
        tuple(_own(row, one, lines, whole, deposit, one.pk in gone) for one in sides),
        _people(row, bidders, lines, actor, gone) if actor.may(access.READ) else (),
        tuple(name for name in (row.first_opener_name, row.second_opener_name) if name), row.first_opener,
        row.opened_at, row.ended_at, row.ended_by_name, row.ground,
    )  # fmt: skip


def _result(row: Auction, lines: list[Bid], written: AuctionResult | None, now: datetime) -> tuple[Result | None, bool]:
    """What is written, or, from the end on, what the list gives: nobody has to wait for a job."""
    if written is not None:
        why = tuple(Text.from_json(sentence) for sentence in written.why)
        return Result(written.winner.no if written.winner else 0, written.price, why), True
    if row.state == "announced" and row.kind not in SEALED and now >= row.ends_at + GRACE:
        return computed(row, lines), False
    return None, False


def _winner(row: Auction, written: AuctionResult | None) -> str:
    """Named from the award on, where it is an organisation: a private person stays a number."""
    if row.state != "awarded" or written is None or written.winner is None:
        return ""
    card = people.party(access.key_of(written.winner.party_id))
    return "" if card.kind == "person" else written.winner.party_name


def _price(row: Auction, last: Bid | None, terms: Terms, now: datetime, here: str) -> tuple[int | None, int]:
    if row.kind == DUTCH and here == "running":
        return clock_price(terms, now), 0
    if row.kind in SEALED or last is None:
        return None, 0
    return last.price, last.leader


def _bid(line: Bid) -> BidRow:
    return BidRow(
        line.no, line.bidder.no, MOVES[line.kind], line.at, line.price, line.leader, line.amount, line.ground if line.kind == "exclude" else ""
    )  # fmt: skip


def _own(row: Auction, side: Bidder, lines: list[Bid], terms: Terms, deposit: int | None, gone: bool) -> OwnSide:
    mine = [line for line in lines if line.bidder_id == side.pk and line.kind == "bid"]
    last = lines[-1] if lines else None
    said = amount_of(mine[-1], row) if mine else None
    plan = plan_of(mine[-1], row) if mine and row.kind == TENDER else ""
    lowest = least(kept_standing(last, row), terms, side.no) if row.kind == ENGLISH else 1
    leads = bool(last and last.leader == side.no)
    awaits = bool(deposit) and not side.deposit_paper
    return OwnSide(side.no, access.key_of(side.party_id), side.party_name, said, plan, lowest, leads, gone, awaits)


def _people(
    row: Auction, bidders: list[Bidder], lines: list[Bid], actor: Actor, gone: set[int]
) -> tuple[BidderRow, ...]:
    hidden = access.barred(actor)
    opened = row.kind == TENDER and row.state in ("opened", "settled", "awarded")
    points = points_of(row) if opened else {}
    last = {line.bidder_id: line for line in lines if line.kind == "bid"}
    return tuple(
        BidderRow(
            one.no, access.key_of(one.party_id), "–" if one.party_id in hidden else one.party_name, one.registered_at, one.deposit_paper,
            one.pk in gone, plan_of(last[one.pk], row) if opened and one.pk in last else "",
            tuple((code, points[one.no, code]) for code, *_rest in row.criteria if (one.no, code) in points),
        )
        for one in bidders
    )  # fmt: skip
