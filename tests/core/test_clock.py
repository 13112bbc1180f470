"""Terms, pauses, cut-off: facts/consultation-oversight-standards.md §4.1 and §6.4."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.actor import CITY_ZONE
from khue.core.calendar import WorkCalendar
from khue.core.clock import Pause, Term, Unit, due_on, effective_start, elapsed, reading, remaining

# A month with one holiday and one worked Saturday; 2 March 2026 is a Monday.
CALENDAR = WorkCalendar({date(2026, 3, 11): "Nghỉ"}, frozenset({date(2026, 3, 14)}))
MONDAY = date(2026, 3, 2)
CUTOFF = time(15)
GROUND = "con:6.4"

units = st.sampled_from(("working_days", "calendar_days"))
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
pauses = st.lists(
    st.builds(lambda start, length: Pause(start, start + timedelta(days=length), GROUND), days, st.integers(0, 40)),
    max_size=4,
)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CITY_ZONE)


def test_working_days_skip_weekend_and_holiday_and_count_the_worked_saturday() -> None:
    assert due_on(MONDAY, Term(10, "working_days"), CALENDAR) == date(2026, 3, 16)


def test_calendar_days_count_every_day() -> None:
    adopted = date(2025, 9, 29)
    assert due_on(adopted, Term(10, "calendar_days"), CALENDAR) == date(2025, 10, 9)


def test_zero_days_are_due_the_same_day() -> None:
    assert due_on(MONDAY, Term(0, "working_days"), CALENDAR) == MONDAY


def test_days_in_a_pause_do_not_count_and_its_end_does() -> None:
    pause = Pause(date(2026, 3, 4), date(2026, 3, 6), GROUND)
    # Tue 3, (Wed 4, Thu 5 stand still), Fri 6, Mon 9
    assert due_on(MONDAY, Term(3, "working_days"), CALENDAR, [pause]) == date(2026, 3, 9)
    assert due_on(MONDAY, Term(3, "calendar_days"), CALENDAR, [pause]) == date(2026, 3, 7)


def test_a_pause_over_a_weekend_costs_no_working_day() -> None:
    pause = Pause(date(2026, 3, 7), date(2026, 3, 9), GROUND)
    assert due_on(MONDAY, Term(5, "working_days"), CALENDAR, [pause]) == date(2026, 3, 9)


def test_overlapping_pauses_stop_a_day_once() -> None:
    twice = [Pause(date(2026, 3, 4), date(2026, 3, 6), GROUND), Pause(date(2026, 3, 5), date(2026, 3, 6), "khác")]
    assert due_on(MONDAY, Term(3, "working_days"), CALENDAR, twice) == date(2026, 3, 9)


def test_a_pause_begun_on_the_due_day_moves_it() -> None:
    pause = Pause(date(2026, 3, 5), date(2026, 3, 10), GROUND)
    assert due_on(MONDAY, Term(3, "working_days"), CALENDAR, [pause]) == date(2026, 3, 10)


def test_a_pause_ended_on_the_day_it_began_stops_nothing() -> None:
    pause = Pause(date(2026, 3, 4), date(2026, 3, 4), GROUND)
    assert due_on(MONDAY, Term(3, "working_days"), CALENDAR, [pause]) == date(2026, 3, 5)


def test_an_open_pause_leaves_no_due_day_and_freezes_the_remainder() -> None:
    stop = Pause(date(2026, 3, 5), None, GROUND)
    term = Term(5, "working_days")
    assert due_on(MONDAY, term, CALENDAR, [stop]) is None
    for today in (date(2026, 3, 5), date(2026, 3, 20), date(2026, 9, 1)):
        shown = reading(today, MONDAY, term, CALENDAR, [stop])
        assert (shown.due, shown.left, shown.paused, shown.overdue) == (None, 3, True, False)


def test_ending_the_pause_runs_the_frozen_remainder() -> None:
    stop = Pause(date(2026, 3, 5), date(2026, 3, 16), GROUND)
    due = due_on(MONDAY, Term(5, "working_days"), CALENDAR, [stop])
    assert due == date(2026, 3, 18)
    assert remaining(date(2026, 3, 15), due, "working_days", CALENDAR) == 3


def test_an_open_pause_after_the_term_ran_out_changes_nothing() -> None:
    late = Pause(date(2026, 3, 6), None, GROUND)
    assert due_on(MONDAY, Term(3, "working_days"), CALENDAR, [late]) == date(2026, 3, 5)
    shown = reading(date(2026, 3, 9), MONDAY, Term(3, "working_days"), CALENDAR, [late])
    assert (shown.due, shown.left, shown.overdue) == (date(2026, 3, 5), -2, True)


def test_remaining_counts_down_to_zero_and_below() -> None:
    due = date(2026, 3, 6)
    shown = [remaining(date(2026, 3, day), due, "working_days", CALENDAR) for day in range(3, 11)]
    assert shown == [3, 2, 1, 0, -1, -1, -1, -2]
    assert remaining(date(2026, 3, 8), due, "calendar_days", CALENDAR) == -2


def test_a_reading_before_the_start_holds_the_whole_term() -> None:
    assert reading(date(2026, 3, 1), MONDAY, Term(5, "working_days"), CALENDAR).left == 5


def test_a_reading_in_a_planned_pause_does_not_count_its_days() -> None:
    pause = Pause(date(2026, 3, 4), date(2026, 3, 6), GROUND)
    shown = reading(date(2026, 3, 4), MONDAY, Term(3, "working_days"), CALENDAR, [pause])
    assert (shown.due, shown.left, shown.paused) == (date(2026, 3, 9), 2, True)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-02T14:59:59", "2026-03-02"),
        ("2026-03-02T15:00:00", "2026-03-02"),
        ("2026-03-02T15:00:01", "2026-03-03"),
        ("2026-03-10T16:00:00", "2026-03-12"),  # the 11th is a holiday
        ("2026-03-13T16:00:00", "2026-03-14"),  # a worked Saturday
        ("2026-03-07T09:00:00", "2026-03-09"),  # an ordinary Saturday
    ],
)
def test_after_the_cutoff_counts_as_received_on_the_next_working_day(moment: str, day: str) -> None:
    assert effective_start(_at(moment), CUTOFF, CALENDAR) == date.fromisoformat(day)


def test_without_cutoff_the_day_of_receipt_counts_at_any_hour() -> None:
    assert effective_start(_at("2026-03-02T23:59:00"), None) == MONDAY
    assert effective_start(_at("2026-03-07T09:00:00"), None, CALENDAR) == date(2026, 3, 7)


def test_the_day_is_the_citys_day() -> None:
    assert effective_start(datetime(2026, 3, 1, 18, tzinfo=UTC), None) == MONDAY
    assert effective_start(datetime(2026, 3, 2, 8, 30, tzinfo=UTC), CUTOFF, CALENDAR) == date(2026, 3, 3)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        effective_start(datetime(2026, 3, 2, 9), None)  # noqa: DTZ001


@pytest.mark.parametrize(("amount", "unit"), [(-1, "working_days"), (3, "hours")])
def test_a_term_is_not_negative_and_has_a_known_unit(amount: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match="a term"):
        Term(amount, unit)


def test_a_term_reads_in_both_languages() -> None:
    assert Term(7, "working_days").text.into("vi") == "7 ngày làm việc"
    assert [Term(n, "calendar_days").text.into("en") for n in (1, 2)] == ["1 day", "2 days"]


def test_a_pause_needs_a_ground_and_ends_after_it_began() -> None:
    with pytest.raises(ValueError, match="ground"):
        Pause(MONDAY, None, " ")
    with pytest.raises(ValueError, match="before it starts"):
        Pause(MONDAY, date(2026, 3, 1), GROUND)


def test_a_term_beyond_the_calendar_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="leave the calendar"):
        due_on(MONDAY, Term(10_000_000, "calendar_days"), CALENDAR)


@given(days, st.integers(0, 120), units, pauses)
def test_the_due_day_is_the_first_on_which_the_term_has_elapsed(
    start: date, amount: int, unit: Unit, stops: list[Pause]
) -> None:
    due = due_on(start, Term(amount, unit), CALENDAR, stops)
    assert due is not None
    assert elapsed(start, due, unit, CALENDAR, stops) == amount
    if due > start:
        assert elapsed(start, due - timedelta(days=1), unit, CALENDAR, stops) == amount - 1
        assert not any(stop.period.contains(due) for stop in stops)


@given(days, days, units, pauses)
def test_elapsed_agrees_with_walking(start: date, until: date, unit: Unit, stops: list[Pause]) -> None:
    walked = 0
    for n in range(1, (until - start).days + 1):
        day = start + timedelta(days=n)
        counts = unit == "calendar_days" or CALENDAR.is_working_day(day)
        walked += counts and not any(stop.period.contains(day) for stop in stops)
    assert elapsed(start, until, unit, CALENDAR, stops) == walked


@given(days, st.integers(0, 60), units, pauses)
def test_a_pause_never_brings_the_due_day_nearer(start: date, amount: int, unit: Unit, stops: list[Pause]) -> None:
    plain = due_on(start, Term(amount, unit), CALENDAR)
    paused = due_on(start, Term(amount, unit), CALENDAR, stops)
    assert plain is not None
    assert paused is not None
    assert plain <= paused
