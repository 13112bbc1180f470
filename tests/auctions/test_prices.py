"""Prices found by the engine, held against a naive reference: sorting what everybody said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from khue.core.bilingual import Text
from khue.features.auctions.domain.english import (
    Move,
    Standing,
    after_bid,
    least,
    price_of,
    result_of,
    standing_of,
)
from khue.features.auctions.domain.sealed import dutch_result, ranking, sealed_result, tender_result
from khue.features.auctions.domain.terms import (
    DUTCH,
    ENGLISH,
    FIRST_PRICE,
    SECOND_PRICE,
    TENDER,
    WITHDRAW,
    Criterion,
    PriceStep,
    Terms,
    clock_price,
    extended,
    phase,
    step_at,
)

NINE = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
STEPS = (PriceStep(0, 5), PriceStep(100, 10), PriceStep(500, 50))


def english(**more: object) -> Terms:
    return Terms(ENGLISH, 50, NINE, TEN, steps=STEPS, **more)  # type: ignore[arg-type]  # plain values of the terms


def played(terms: Terms, said: list[tuple[int, int]]) -> tuple[list[Move], Standing]:
    """Bids as they would be let in: what is too low is refused."""
    moves: list[Move] = []
    standing = Standing()
    for bidder, limit in said:
        if limit >= least(standing, terms, bidder):
            moves.append(Move(len(moves) + 1, bidder, amount=limit))
            standing = after_bid(standing, bidder, limit)
    return moves, standing


def naive(moves: list[Move], terms: Terms) -> tuple[int, int | None]:
    """Winner and price by sorting: the highest limit, the earlier one first; the best limit of anybody else and a step."""
    first: dict[int, tuple[int, int]] = {}
    for move in moves:
        if move.bidder not in first or move.amount > first[move.bidder][0]:
            first[move.bidder] = (move.amount, move.no)
    order = sorted(first.items(), key=lambda one: (-one[1][0], one[1][1]))
    if not order or (terms.reserve is not None and order[0][1][0] < terms.reserve):
        return 0, None
    winner, (limit, _no) = order[0]
    price = terms.start
    if len(order) > 1:
        second = order[1][1][0]
        price = max(price, min(limit, second + step_at(terms.steps, second)))
    return winner, max(price, terms.reserve or 0)


bids = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 900)), max_size=30)


@given(bids, st.none() | st.integers(1, 800))
@example([(1, 51), (2, 61), (1, 68), (2, 69)], None)  # 69 is above 68, but no whole step above the price of 66
def test_the_price_is_the_second_limit_and_a_step_and_no_bid_is_lost(said: list[tuple[int, int]], reserve: int | None) -> None:  # fmt: skip
    terms = english(reserve=reserve)
    moves, standing = played(terms, said)
    assert standing == standing_of(moves), "the kept standing is the fold of the list"
    result = result_of(standing, terms)
    assert (result.winner, result.price) == naive(moves, terms)
    assert result.why
    assert all(sentence.vi and sentence.en for sentence in result.why)
    if result.price is not None:
        assert result.price <= standing.limit, "nobody pays more than the own limit"
    if said:
        top = max(limit for _bidder, limit in said)
        refused = top < max(terms.start, standing.limit + step_at(terms.steps, standing.limit))
        assert refused or standing.limit == top, "a limit that is a whole step higher is let in whatever came before"


@given(st.lists(st.integers(50, 900), min_size=1, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_among_different_limits_the_order_of_the_bids_decides_nothing(limits: list[int], shuffle: object) -> None:
    moves = [Move(no, no, amount=limit) for no, limit in enumerate(limits, 1)]
    other = list(moves)
    shuffle.shuffle(other)  # type: ignore[attr-defined]  # a Random
    other = [Move(no, one.bidder, amount=one.amount) for no, one in enumerate(other, 1)]
    terms = english()
    assert result_of(standing_of(moves), terms) == result_of(standing_of(other), terms)


@given(bids, st.integers(1, 5))
def test_the_price_only_rises_and_a_bidder_who_leaves_is_as_if_never_there(said: list[tuple[int, int]], gone: int) -> None:  # fmt: skip
    terms = english()
    prices, standing = [], Standing()
    moves, _end = played(terms, said)
    for move in moves:
        standing = after_bid(standing, move.bidder, move.amount)
        prices.append(price_of(standing, terms) or 0)
    assert prices == sorted(prices)
    left = [*moves, Move(len(moves) + 1, gone, WITHDRAW)]
    assert standing_of(left) == standing_of([move for move in moves if move.bidder != gone])


def test_equal_limits_go_to_the_earlier_bid_at_that_limit() -> None:
    standing = standing_of([Move(1, 7, amount=200), Move(2, 3, amount=200)])
    result = result_of(standing, english())
    assert (result.winner, result.price) == (7, 200)
    assert "later" in result.why[0].en


def test_a_step_is_that_of_the_bracket_that_the_price_has_reached() -> None:
    assert [step_at(STEPS, price) for price in (0, 99, 100, 499, 500, 10**9)] == [5, 5, 10, 10, 50, 50]
    result = result_of(standing_of([Move(1, 1, amount=700), Move(2, 2, amount=499)]), english())
    assert (result.winner, result.price) == (1, 509)


def test_a_secret_reserve_lifts_the_price_to_it_and_no_further() -> None:
    low = result_of(standing_of([Move(1, 1, amount=299), Move(2, 2, amount=60)]), english(reserve=300))
    assert (low.winner, low.price) == (0, None)
    met = result_of(standing_of([Move(1, 1, amount=400), Move(2, 2, amount=60)]), english(reserve=300))
    assert (met.winner, met.price) == (1, 300)


def test_near_the_end_every_move_gives_the_others_time() -> None:
    terms = english(extend_within=timedelta(minutes=2), extend_by=timedelta(minutes=3))
    assert extended(terms, TEN, TEN - timedelta(minutes=5)) == TEN
    assert extended(terms, TEN, TEN - timedelta(minutes=2)) == TEN + timedelta(minutes=1)
    later = extended(terms, TEN, TEN - timedelta(seconds=1))
    assert phase("announced", terms, later, TEN) == "running"
    assert phase("announced", terms, later, later) == "ended"
    assert phase("announced", terms, later, NINE - timedelta(seconds=1)) == "coming"
    assert extended(english(), TEN, TEN - timedelta(seconds=1)) == TEN


def sealed(kind: str, **more: object) -> Terms:
    return Terms(kind, 50, NINE, TEN, **more)  # type: ignore[arg-type]  # plain values of the terms


@given(bids, st.none() | st.integers(1, 800))
def test_sealed_bids_pay_their_own_or_the_next_price(said: list[tuple[int, int]], reserve: int | None) -> None:
    moves = [Move(no, bidder, amount=amount) for no, (bidder, amount) in enumerate(said, 1)]
    last = {move.bidder: move for move in moves}
    order = sorted(last.values(), key=lambda move: (-move.amount, move.no))
    floor = max(50, reserve or 0)
    first = sealed_result(moves, sealed(FIRST_PRICE, reserve=reserve))
    second = sealed_result(moves, sealed(SECOND_PRICE, reserve=reserve))
    assert first.winner == second.winner
    if not order or order[0].amount < floor:
        assert (first.winner, first.price, second.price) == (0, None, None)
    else:
        assert (first.winner, first.price) == (order[0].bidder, order[0].amount)
        assert second.price == max([floor, *(move.amount for move in order[1:2])])


def test_a_replaced_or_withdrawn_sealed_bid_counts_for_nothing() -> None:
    moves = [Move(1, 1, amount=900), Move(2, 1, amount=300), Move(3, 2, amount=800), Move(4, 2, WITHDRAW)]
    assert sealed_result(moves, sealed(FIRST_PRICE)).price == 300


def test_the_clock_falls_in_steps_and_the_first_taker_pays_it() -> None:
    terms = sealed(DUTCH, reserve=20, drop=7, every=timedelta(minutes=10))
    at = [NINE, NINE + timedelta(minutes=9, seconds=59), NINE + timedelta(minutes=10), NINE + timedelta(minutes=59)]
    assert [clock_price(terms, moment) for moment in at] == [50, 50, 43, 20]
    taken = dutch_result([Move(1, 4, amount=43)])
    assert (taken.winner, taken.price) == (4, 43)
    assert dutch_result([]).winner == 0


CRITERIA = (Criterion("a", Text("Năng lực", "Capacity"), 30), Criterion("b", Text("Kế hoạch", "Plan"), 20))


@pytest.mark.parametrize("lowest", [True, False])
def test_a_tender_weighs_price_and_criteria_exactly(lowest: bool) -> None:
    terms = Terms(TENDER, 900 if lowest else 50, NINE, TEN, lowest=lowest, price_weight=50, criteria=CRITERIA)
    moves = [Move(1, 1, amount=300), Move(2, 2, amount=400), Move(3, 3, amount=1000 if lowest else 10)]
    points = {(1, "a"): 80, (1, "b"): 50, (2, "a"): 70, (2, "b"): 90}
    ranked = ranking(moves, points, terms)
    assert {one.bidder for one in ranked} == {1, 2}, "a bid outside the range is not evaluated"
    totals = {one.bidder: one.total for one in ranked}
    price = {1: Fraction(100), 2: Fraction(75)} if lowest else {1: Fraction(75), 2: Fraction(100)}
    assert totals == {1: price[1] / 2 + 24 + 10, 2: price[2] / 2 + 21 + 18}
    result = tender_result(moves, points, terms)
    assert (result.winner, result.price) == ((1, 300) if lowest else (2, 400))
    assert "84,00/100" in result.why[0].vi if lowest else "89,00/100" in result.why[0].vi


def test_equal_totals_go_to_the_better_price_then_to_the_earlier_bid() -> None:
    terms = Terms(TENDER, 50, NINE, TEN, price_weight=50, criteria=(Criterion("a", Text("Khác", "Other"), 50),))
    moves = [Move(1, 1, amount=200), Move(2, 2, amount=400), Move(3, 3, amount=400)]
    points = {(1, "a"): 100, (2, "a"): 50, (3, "a"): 50}
    assert [one.bidder for one in ranking(moves, points, terms)] == [2, 3, 1]
