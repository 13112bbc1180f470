"""Weights stay within their bounds whatever people answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.matching import BOUNDS, CRITERIA, START, Verdict, Weights, tuned

VERDICTS = st.lists(
    st.builds(
        Verdict, st.dictionaries(st.sampled_from(CRITERIA), st.integers(0, 1000)), st.booleans()
    ),
    max_size=40,
)  # fmt: skip


@given(VERDICTS)
def test_whatever_is_answered_the_weights_are_a_thousand_within_their_bounds(verdicts: list[Verdict]) -> None:
    found = tuned(START, verdicts)
    for name, (low, high) in BOUNDS.items():
        assert low <= getattr(found, name) <= high
    assert tuned(START, verdicts[::-1]) == found


def test_without_answers_of_both_kinds_nothing_moves() -> None:
    assert tuned(START, []) == START
    assert tuned(START, [Verdict({"price": 0}, useful=False)] * 50) == START


def test_a_criterion_that_told_useful_from_useless_gains_and_one_that_misled_loses() -> None:
    answers = [Verdict({"price": 1000, "mode": 0}, useful=True), Verdict({"price": 0, "mode": 1000}, useful=False)] * 30
    found = tuned(START, answers)
    assert found.price > START.price
    assert found.mode < START.mode
    few = tuned(START, answers[:2])
    assert START.price < few.price < found.price


def test_weights_that_are_not_a_thousand_are_refused() -> None:
    with pytest.raises(ValueError, match="1000"):
        Weights(500, 150, 100, 80, 120, 49)
    with pytest.raises(ValueError, match="negative"):
        Weights(1010, 0, 0, 0, 0, -10)
    with pytest.raises(ValueError, match="room"):
        tuned(START, [], dict.fromkeys(CRITERIA, (0, 100)))
