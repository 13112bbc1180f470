"""Results of sealed bids (first and second price), of the falling clock, and of a tender."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from khue.core.bilingual import Text
from khue.features.auctions.domain.english import Move
from khue.features.auctions.domain.results import Result
from khue.features.auctions.domain.terms import BID, SECOND_PRICE, Terms, dong

NOBODY = Text("Không có giá nào hợp lệ.", "There is no bid that counts.")


def counting(moves: Iterable[Move]) -> tuple[Move, ...]:
    """The last bid of each bidder who stayed, in their order: an earlier one was replaced by it."""
    every = sorted(moves, key=lambda move: move.no)
    gone = {move.bidder for move in every if move.kind != BID}
    last = {move.bidder: move for move in every if move.kind == BID and move.bidder not in gone}
    return tuple(sorted(last.values(), key=lambda move: move.no))


def sealed_result(moves: Iterable[Move], terms: Terms) -> Result:
    """First or second price: the highest bid gets it, the earlier one among equals."""
    floor = max(terms.start, terms.reserve or 0)
    stand = sorted(counting(moves), key=lambda move: (-move.amount, move.no))
    if not stand:
        return Result(why=(NOBODY,))
    best = stand[0]
    if best.amount < floor:
        return Result(
            why=(
                Text(
                    "Giá cao nhất thấp hơn giá khởi điểm hoặc giá sàn, nên không ai trúng.",
                    "The highest bid is below the starting price or the reserve, so nobody gets it.",
                ),
            )
        )
    tie = len(stand) > 1 and stand[1].amount == best.amount
    who = Text(
        f"Người tham gia số {best.bidder} trúng với giá cao nhất.",
        f"Bidder {best.bidder} gets it with the highest bid.",
    )
    if tie:
        who = Text(
            f"Người tham gia số {best.bidder} trúng: có người khác đặt cùng giá, nhưng nộp sau.",
            f"Bidder {best.bidder} gets it: another bid the same, but later.",
        )
    if terms.kind != SECOND_PRICE:
        said = dong(best.amount)
        own = Text(f"Người trúng trả đúng giá mình đặt: {said.vi}.", f"The winner pays its own bid: {said.en}.")
        return Result(best.bidder, best.amount, (who, own))
    second = stand[1].amount if len(stand) > 1 else 0
    price = max(second, floor)
    said = dong(price)
    why = Text(
        f"Không có giá liền kề từ mức thấp nhất trở lên, nên giá là mức thấp nhất: {said.vi}.",
        f"No other bid reaches the least price, so the price is that: {said.en}.",
    )
    if second >= floor and len(stand) > 1:
        why = Text(
            f"Giá là giá liền kề của người khác: {said.vi}.",
            f"The price is the next bid of another bidder: {said.en}.",
        )
    return Result(best.bidder, price, (who, why))


def dutch_result(moves: Iterable[Move]) -> Result:
    """The first taker pays the price of the clock at the moment of taking."""
    taken = counting(moves)
    if not taken:
        return Result(why=(Text("Không có ai nhận giá trước khi hết giờ.", "Nobody took it before the end."),))
    said = dong(taken[0].amount)
    return Result(
        taken[0].bidder,
        taken[0].amount,
        (
            Text(f"Người tham gia số {taken[0].bidder} nhận giá đầu tiên.", f"Bidder {taken[0].bidder} was the first to take it."),
            Text(f"Giá tại thời điểm nhận là {said.vi}.", f"The clock stood at {said.en} at that moment."),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scored:
    """The points of one bid: ``price_points`` and ``total`` of 100, exact."""

    bidder: int
    price: int
    price_points: Fraction
    total: Fraction
    no: int


def ranking(moves: Iterable[Move], points: Mapping[tuple[int, str], int], terms: Terms) -> tuple[Scored, ...]:
    """Bids of a tender, best first. ``points`` by bidder and criterion, each of 100; what nobody scored counts 0.

    The best price gets 100 points, others in proportion. Equal totals: the better price, then the earlier bid.
    """
    bids = [move for move in counting(moves) if _within(move.amount, terms)]
    if not bids:
        return ()
    best = (min if terms.lowest else max)(move.amount for move in bids)
    weights = terms.price_weight + sum(one.weight for one in terms.criteria)
    found = []
    for move in bids:
        share = Fraction(best, move.amount) if terms.lowest else Fraction(move.amount, best)
        total = terms.price_weight * share * 100
        total += sum(one.weight * points.get((move.bidder, one.code), 0) for one in terms.criteria)
        found.append(Scored(move.bidder, move.amount, share * 100, total / weights, move.no))
    better = 1 if terms.lowest else -1
    return tuple(sorted(found, key=lambda one: (-one.total, better * one.price, one.no)))


def _within(amount: int, terms: Terms) -> bool:
    if terms.lowest:
        return amount <= terms.start and (terms.reserve is None or amount <= terms.reserve)
    return amount >= max(terms.start, terms.reserve or 0)


def tender_result(moves: Iterable[Move], points: Mapping[tuple[int, str], int], terms: Terms) -> Result:
    """The best evaluated bid at the price that it offers."""
    ranked = ranking(moves, points, terms)
    if not ranked:
        return Result(why=(NOBODY,))
    best = ranked[0]
    said = dong(best.price)
    vi, en = points_words(best.total), points_words(best.total).replace(",", ".")
    return Result(
        best.bidder,
        best.price,
        (
            Text(f"Người tham gia số {best.bidder} được đánh giá cao nhất: {vi}/100 điểm.", f"Bidder {best.bidder} is evaluated best: {en} of 100 points."),
            Text(f"Giá là giá mà người đó chào: {said.vi}.", f"The price is the one that it offered: {said.en}."),
        ),
    )  # fmt: skip


def points_words(points: Fraction) -> str:
    """Points with two decimals as Vietnamese writes them, rounded half up."""
    hundredths = (points * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100},{hundredths % 100:02d}"
