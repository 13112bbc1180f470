"""The loan's arithmetic, against a reference implementation and against what must always hold."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from khue.features.fund.domain.loans import (
    ALLOCATIONS,
    DAY_COUNTS,
    KINDS,
    Terms,
    days_between,
    due_days,
    half_up,
    interest,
    level_payment,
    schedule,
)
from khue.features.fund.domain.standing import Due, Paid, Standing, carried_interest, standing

DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))
START = date(2026, 1, 15)


def terms(**changes: Any) -> Terms:
    given: dict[str, Any] = {
        "kind": "annuity", "rate": Fraction(6, 100), "late_rate": Fraction(9, 100), "day_count": "actual_365",
        "first_due": date(2026, 2, 15), "every": 1, "count": 12,
    }  # fmt: skip
    return Terms(**given | changes)


@st.composite
def any_terms(draw: st.DrawFn) -> Terms:
    count = draw(st.integers(1, 60))
    return Terms(
        kind=draw(st.sampled_from(sorted(KINDS))),
        rate=Fraction(draw(st.integers(0, 250_000)), 1_000_000),
        late_rate=Fraction(draw(st.integers(0, 250_000)), 1_000_000),
        day_count=draw(st.sampled_from(sorted(DAY_COUNTS))),
        first_due=START + timedelta(days=draw(st.integers(1, 400))),
        every=draw(st.sampled_from([1, 3, 6, 12])),
        count=count,
        grace=draw(st.integers(0, count - 1)),
        allocation=draw(st.sampled_from(sorted(ALLOCATIONS))),
    )


def dues(made: tuple[Any, ...]) -> tuple[Due, ...]:
    return tuple(Due(one, one.due_on) for one in made)


# -- days ------------------------------------------------------------------------------------------------------------


def counted(start: date, end: date) -> int:
    """The reference: months of thirty days, counted month by month; the 31st is the 30th."""
    months, year, month = 0, start.year, start.month
    while (year, month) < (end.year, end.month):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        months += 1
    first, last = [30 if day.day == 31 else day.day for day in (start, end)]
    return 30 * months - first + last


@given(DAYS, DAYS)
def test_days_are_those_of_the_reference(one: date, other: date) -> None:
    start, end = sorted((one, other))
    assert days_between(start, end, "actual_365") == end.toordinal() - start.toordinal()
    assert days_between(start, end, "thirty_360") == counted(start, end)


def test_a_month_of_thirty_days_has_thirty_also_in_february() -> None:
    assert days_between(date(2026, 2, 15), date(2026, 3, 15), "thirty_360") == 30
    assert days_between(date(2026, 2, 15), date(2026, 3, 15), "actual_365") == 28
    assert days_between(date(2026, 1, 31), date(2026, 3, 31), "thirty_360") == 60


def test_due_days_fall_on_a_months_last_day_where_it_has_no_such_day() -> None:
    assert due_days(date(2026, 10, 31), 1, 5) == (
        date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 2, 28),
    )  # fmt: skip


def test_half_a_dong_goes_up() -> None:
    assert [half_up(Fraction(n, 2)) for n in (1, 2, 3, 5)] == [1, 1, 2, 3]
    # 1.000.000 × 7,3% × 5/365 = 1.000 exactly; one day is 200.
    assert interest(1_000_000, Fraction(73, 1000), START, START + timedelta(days=5), "actual_365") == 1_000


# -- schedules -------------------------------------------------------------------------------------------------------


def test_an_annuity_pays_the_same_until_the_last() -> None:
    made = schedule(120_000_000, START, terms(day_count="thirty_360"))
    level = level_payment(120_000_000, Fraction(6, 100), 1, 12)
    assert level == 10_327_972
    assert {one.amount for one in made[:-1]} == {level}
    assert made[0].interest == 600_000
    assert 0 < made[-1].amount <= level
    assert made[-1].balance == 0


@given(st.integers(1_000, 10**12), st.integers(0, 250_000), st.sampled_from([1, 3, 6, 12]), st.integers(1, 120))
@settings(max_examples=60, deadline=None)
def test_the_level_payment_is_the_least_that_settles(principal: int, rate: int, every: int, count: int) -> None:
    """The reference: what is owed, period by period, exactly; one đồng less would not do."""
    share = Fraction(rate, 1_000_000)
    level = level_payment(principal, share, every, count)

    def left(paid: int) -> Fraction:
        owed, step = Fraction(principal), 1 + share * every / 12
        for _period in range(count):
            owed = owed * step - paid
        return owed

    assert left(level) <= 0 < left(level - 1)


def test_equal_principal_and_bullet() -> None:
    equal = schedule(100_000_001, START, terms(kind="equal_principal", count=4, every=3))
    assert [one.principal for one in equal] == [25_000_000, 25_000_000, 25_000_000, 25_000_001]
    bullet = schedule(100_000_000, START, terms(kind="bullet", count=4, every=3))
    assert [one.principal for one in bullet] == [0, 0, 0, 100_000_000]


def test_instalments_of_grace_pay_interest_only() -> None:
    made = schedule(90_000_000, START, terms(kind="equal_principal", count=6, grace=3))
    assert [one.principal for one in made] == [0, 0, 0, 30_000_000, 30_000_000, 30_000_000]
    assert all(one.interest > 0 for one in made)


@given(st.integers(1, 10**13), any_terms(), st.integers(0, 10**9))
@settings(max_examples=120, deadline=None)
def test_principal_adds_up_and_the_balance_is_never_negative(principal: int, said: Terms, carried: int) -> None:
    made = schedule(principal, START, said, carried)
    assert sum(one.principal for one in made) == principal
    assert made[-1].balance == 0
    owed, start = principal, START
    for one in made:
        assert 0 <= one.principal <= owed
        earned = interest(owed, said.rate, start, one.due_on, said.day_count)
        assert one.interest == earned + (carried if one.no == 1 else 0)
        owed -= one.principal
        assert one.balance == owed >= 0
        start = one.due_on


@pytest.mark.parametrize("changes", [{"count": 0}, {"count": 3, "grace": 3}, {"count": 361}])
def test_a_schedule_without_instalments_of_principal_is_an_error(changes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="a schedule needs principal"):
        schedule(1_000, START, terms(**changes))


# -- where it stands -------------------------------------------------------------------------------------------------


def at(paid: list[Paid], on: date, **changes: Any) -> Standing:
    said = terms(kind="equal_principal", count=3, day_count="thirty_360", **changes)
    return standing(dues(schedule(30_000_000, START, said)), said, paid, on)


def test_paid_in_time_nothing_is_late() -> None:
    found = at([Paid(date(2026, 2, 14), 10_150_000)], date(2026, 2, 20))
    assert (found.overdue, found.days_past_due, found.payable) == (0, 0, 0)
    assert found.lines[0].paid_on == date(2026, 2, 14)
    assert found.principal == 20_000_000


def test_late_principal_bears_the_late_rate_and_late_interest_bears_nothing() -> None:
    found = at([], date(2026, 2, 25))
    # 10.000.000 × 9% × 10/360
    assert (found.days_past_due, found.late, found.overdue) == (10, 25_000, 10_175_000)
    paid = at([Paid(date(2026, 2, 25), 25_000 + 150_000)], date(2026, 3, 7))
    assert (paid.allocations[0].late, paid.allocations[0].interest, paid.allocations[0].principal) == (
        25_000,
        150_000,
        0,
    )
    assert paid.late == 30_000  # twelve days of months of thirty, on the principal only


def test_the_order_of_allocation_is_that_of_the_contract() -> None:
    found = at([Paid(date(2026, 2, 25), 10_000_000)], date(2026, 2, 25), allocation="principal_first")
    assert (found.allocations[0].principal, found.allocations[0].interest) == (10_000_000, 0)
    assert found.lines[0].owed == 175_000
    first = at([Paid(date(2026, 2, 25), 10_000_000)], date(2026, 2, 25))
    assert first.allocations[0].principal == 9_825_000


def test_a_new_version_carries_what_was_earned_until_its_day() -> None:
    found = at([], date(2026, 2, 25))
    said = terms(kind="equal_principal", count=3, day_count="thirty_360")
    # 150.000 fallen due, 25.000 late, and ten days of 20.000.000 at 6%: 33.333,3
    assert carried_interest(found, START, said) == 150_000 + 25_000 + 33_333


@given(
    st.integers(10_000, 10**12),
    any_terms(),
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 10**11)), max_size=6),
    st.integers(0, 1200),
)
@settings(max_examples=120, deadline=None)
def test_whatever_is_paid_nothing_is_lost_and_nothing_falls_below_zero(
    principal: int, said: Terms, payments: list[tuple[int, int]], after: int
) -> None:
    made = schedule(principal, START, said)
    paid = [Paid(START + timedelta(days=day), amount) for day, amount in sorted(payments)]
    on = START + timedelta(days=after)
    found = standing(dues(made), said, paid, on)
    counted = [one for one in paid if one.on <= on]
    for one, allocation in zip(counted, found.allocations, strict=True):
        assert one.amount == allocation.late + allocation.interest + allocation.principal + allocation.left
        assert min(allocation.late, allocation.interest, allocation.principal, allocation.left) >= 0
    assert sum(one.principal for one in found.allocations) + found.principal == principal
    assert all(line.principal >= 0 and line.interest >= 0 and line.late >= 0 for line in found.lines)
    assert carried_interest(found, START, said) >= 0
    if said.late_rate == 0:
        assert found.late == 0


@given(st.integers(10_000, 10**12), any_terms())
@settings(max_examples=60, deadline=None)
def test_who_pays_each_instalment_on_its_day_owes_nothing_in_the_end(principal: int, said: Terms) -> None:
    made = schedule(principal, START, said)
    paid = [Paid(one.due_on, one.amount) for one in made if one.amount]
    found = standing(dues(made), said, paid, made[-1].due_on)
    assert (found.owed, found.overdue, found.late, found.days_past_due) == (0, 0, 0, 0)
    assert sum(one.left for one in found.allocations) == 0
