"""Half-open periods of days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.intervals import Period, merged

FIRST = date(2026, 1, 1)


def _period(start: int, length: int | None) -> Period:
    begin = FIRST + timedelta(days=start)
    return Period(begin, None if length is None else begin + timedelta(days=length))


periods = st.builds(_period, st.integers(0, 40), st.none() | st.integers(0, 30))
SPAN = [FIRST + timedelta(days=n) for n in range(90)]


def _days(*some: Period) -> set[date]:
    """The days by looking at each: what the algebra must agree with."""
    return {day for day in SPAN if any(period.contains(day) for period in some)}


def test_the_first_day_is_in_and_the_last_is_out() -> None:
    period = _period(0, 2)
    assert period.contains(FIRST)
    assert not period.contains(FIRST + timedelta(days=2))
    assert period.days == 2


def test_a_period_without_end_holds_every_later_day() -> None:
    period = _period(0, None)
    assert period.is_open
    assert period.days is None
    assert period.contains(date(9999, 12, 31))


def test_neighbours_touch_and_do_not_overlap() -> None:
    assert not _period(0, 5).overlaps(_period(5, 5))
    assert _period(0, 5).touches(_period(5, 5))
    assert not _period(0, 5).touches(_period(6, 5))


def test_an_end_before_the_start_and_a_moment_are_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(FIRST, date(2025, 12, 31))
    with pytest.raises(TypeError):
        Period(datetime(2026, 1, 1, tzinfo=UTC))


@given(periods, periods)
def test_overlap_and_intersection_agree_with_the_days(one: Period, other: Period) -> None:
    shared = one.intersection(other)
    assert one.overlaps(other) is other.overlaps(one) is bool(_days(one) & _days(other))
    assert (set() if shared is None else _days(shared)) == _days(one) & _days(other)


@given(periods, periods)
def test_what_is_left_and_what_is_shared_make_the_whole(one: Period, other: Period) -> None:
    left = one.minus(other)
    assert _days(*left) == _days(one) - _days(other)
    assert not any(piece.is_empty or piece.overlaps(other) for piece in left)


@given(st.lists(periods, max_size=6))
def test_merging_keeps_the_days_and_leaves_gaps(some: list[Period]) -> None:
    result = merged(some)
    assert _days(*result) == _days(*some)
    assert merged(result) == result
    for one, other in pairwise(result):
        assert one.start < other.start
        assert not one.touches(other)
