"""The waterfall: exact to the đồng, never below a floor, with a published tie-break."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.features.results.domain.distribution import Claimant, Pot, largest_remainder, split

FLOOR, FEE = Fraction(30, 100), Fraction(10, 100)


def pot(profit: int, budget: Fraction, **more: object) -> Pot:
    authors = (Claimant("party:1", Fraction(2, 3)), Claimant("party:2", Fraction(1, 3)))
    owners = (Claimant("party:9", Fraction(3, 4)), Claimant("party:8", Fraction(1, 4)))
    return Pot(profit, budget, FLOOR, FEE, authors, owners, **more)  # type: ignore[arg-type]  # the test changes fields by name


def test_the_worked_example_of_the_documentation() -> None:
    """docs/algorithms/distribution.md works this through by hand."""
    found = split(pot(100_000_001, Fraction(185, 263), intermediary="party:5"))
    assert (found.fee, found.least_reward, found.reward, found.left) == (10_000_001, 21_102_662, 21_102_662, 68_897_338)
    assert [(part.role, part.party, part.amount) for part in found.parts] == [
        ("intermediary", "party:5", 10_000_001),
        ("author", "party:1", 14_068_441),
        ("author", "party:2", 7_034_221),
        ("owner", "party:9", 51_673_004),
        ("owner", "party:8", 17_224_334),
    ]


shares = st.lists(st.integers(1, 1000), min_size=1, max_size=8).map(
    lambda parts: [Fraction(part, sum(parts)) for part in parts]
)


@given(st.integers(0, 10**15), shares)
def test_a_split_adds_up_and_nobody_is_a_whole_dong_away(amount: int, parts: list[Fraction]) -> None:
    found = largest_remainder(amount, parts)
    assert sum(found) == amount
    assert all(abs(one - amount * share) < 1 for one, share in zip(found, parts, strict=True))


@given(st.integers(0, 10**6), shares)
def test_no_other_split_into_whole_dong_is_nearer(amount: int, parts: list[Fraction]) -> None:
    """An oracle: moving a đồng from anybody to anybody never lowers the sum of squared errors."""
    found = largest_remainder(amount, parts)
    error = [Fraction(one) - amount * share for one, share in zip(found, parts, strict=True)]
    for giver in range(len(parts)):
        for taker in range(len(parts)):
            if giver != taker:
                assert (error[giver] - 1) ** 2 + (error[taker] + 1) ** 2 >= error[giver] ** 2 + error[taker] ** 2


def test_equal_remainders_go_to_the_larger_share_then_to_the_earlier() -> None:
    half = Fraction(1, 2)
    assert largest_remainder(1, [half, half]) == (1, 0)
    assert largest_remainder(2, [Fraction(1, 4), Fraction(3, 4)]) == (0, 2)


@pytest.mark.parametrize("parts", [[Fraction(1, 3), Fraction(1, 3)], [], [Fraction(3, 2), Fraction(-1, 2)]])
def test_shares_that_do_not_sum_to_one_are_no_split(parts: list[Fraction]) -> None:
    with pytest.raises(ValueError, match="sum to one"):
        largest_remainder(10, parts)


@given(
    st.integers(1, 10**14),
    st.fractions(0, 1, max_denominator=1000),
    st.one_of(st.none(), st.fractions(0, 1, max_denominator=100)),
    st.one_of(st.none(), st.fractions(0, Fraction(3, 10), max_denominator=100)),
    st.booleans(),
)
def test_the_waterfall_gives_out_the_profit_and_keeps_every_floor(
    profit: int, budget: Fraction, agreed: Fraction | None, fee: Fraction | None, has_intermediary: bool
) -> None:
    found = split(
        pot(profit, budget, agreed_reward=agreed, agreed_fee=fee, intermediary="party:5" if has_intermediary else "")
    )
    assert found.reward >= FLOOR * budget * profit
    assert not has_intermediary or fee is not None or found.fee >= FEE * profit
    assert has_intermediary or found.fee == 0
    assert found.fee + found.reward + found.left == profit
    if found.left >= 0:
        assert sum(part.amount for part in found.parts) == profit
        assert all(part.amount > 0 for part in found.parts)
