"""An English auction with limits: each bidder says the most that it would pay, the price goes no further than it must.

The price is a function of the two highest limits of different bidders alone, so it doesn't depend on the order of the bids;
the order decides only who stands first among equals, and that is the earlier bid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from khue.core.bilingual import Text
from khue.features.auctions.domain.results import Result
from khue.features.auctions.domain.terms import BID, Terms, dong, step_at


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the list: a bid with its amount (limit, price), or a bidder that leaves. ``no`` is its place in the total order."""

    no: int
    bidder: int
    kind: str = BID
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Who leads with which limit, and the highest limit of anybody else. ``leader`` 0: nobody has bid."""

    leader: int = 0
    limit: int = 0
    second: int | None = None


def price_of(standing: Standing, terms: Terms) -> int | None:
    """What the leader would pay now; None while nobody has bid. The reserve counts as if the seller had bid it."""
    if not standing.leader:
        return None
    price = terms.start
    if standing.second is not None:
        price = max(price, min(standing.limit, standing.second + step_at(terms.steps, standing.second)))
    if terms.reserve is not None and standing.limit >= terms.reserve:
        price = max(price, terms.reserve)
    return price


def least(standing: Standing, terms: Terms, bidder: int) -> int:
    """The smallest limit that this bidder may give now."""
    price = price_of(standing, terms)
    if price is None:
        return terms.start
    return standing.limit + 1 if bidder == standing.leader else price + step_at(terms.steps, price)


def after_bid(standing: Standing, bidder: int, limit: int) -> Standing:
    """The standing after a bid that was let in. Whoever bids the same later stands behind."""
    if bidder == standing.leader:
        return replace(standing, limit=max(standing.limit, limit))
    if not standing.leader:
        return Standing(bidder, limit)
    if limit > standing.limit:
        return Standing(bidder, limit, standing.limit)
    return replace(standing, second=max(limit, standing.second or 0))


def standing_of(moves: Iterable[Move]) -> Standing:
    """The standing after all moves in their order. What a bidder said who left counts for nothing."""
    every = sorted(moves, key=lambda move: move.no)
    gone = {move.bidder for move in every if move.kind != BID}
    found = Standing()
    for move in every:
        if move.kind == BID and move.bidder not in gone:
            found = after_bid(found, move.bidder, move.amount)
    return found


def result_of(standing: Standing, terms: Terms) -> Result:
    """Who gets it at which price, and why."""
    price = price_of(standing, terms)
    if price is None:
        return Result(why=(Text("Không có ai trả giá.", "Nobody bid."),))
    if terms.reserve is not None and standing.limit < terms.reserve:
        return Result(
            why=(
                Text(
                    "Mức cao nhất chưa đạt giá sàn của bên bán, nên không ai trúng.",
                    "The highest limit did not reach the seller's reserve, so nobody gets it.",
                ),
            )
        )
    return Result(standing.leader, price, (_who(standing), _price(standing, terms, price)))


def _who(standing: Standing) -> Text:
    if standing.second is None:
        return Text(
            f"Người tham gia số {standing.leader} trúng vì là người duy nhất trả giá.",
            f"Bidder {standing.leader} gets it as the only one who bid.",
        )
    if standing.second == standing.limit:
        return Text(
            f"Người tham gia số {standing.leader} trúng: có người khác đặt cùng mức, nhưng đặt sau.",
            f"Bidder {standing.leader} gets it: another gave the same limit, but later.",
        )
    return Text(
        f"Người tham gia số {standing.leader} trúng vì đặt mức tối đa cao nhất.",
        f"Bidder {standing.leader} gets it with the highest limit.",
    )


def _price(standing: Standing, terms: Terms, price: int) -> Text:
    said = dong(price)
    if standing.second is None and price == terms.start:
        return Text(
            f"Không có mức nào khác nên giá là giá khởi điểm: {said.vi}.",
            f"There is no other limit, so the price is the starting price: {said.en}.",
        )
    if standing.second is None or (price == terms.reserve and price > standing.second):
        return Text(
            f"Không có mức liền kề nào tới giá sàn nên giá là giá sàn của bên bán: {said.vi}.",
            f"No other limit reaches the reserve, so the price is the seller's reserve: {said.en}.",
        )
    next_one, step = dong(standing.second), dong(step_at(terms.steps, standing.second))
    if price == standing.second + step_at(terms.steps, standing.second):
        return Text(
            f"Giá là mức liền kề của người khác ({next_one.vi}) cộng một bước giá ({step.vi}): {said.vi}.",
            f"The price is the next limit of another bidder ({next_one.en}) and one step ({step.en}): {said.en}.",
        )
    return Text(
        f"Mức liền kề ({next_one.vi}) cộng một bước giá vượt mức của người trúng, nên giá là chính mức đó: {said.vi}.",
        f"The next limit ({next_one.en}) and one step would go beyond the winner's own limit, so the price is that limit: {said.en}.",
    )
