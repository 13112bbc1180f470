"""Working days of Hanoi's public sector: facts/consultation-oversight-standards.md §4.2."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import khue_hanoi
from khue.core.calendar import CalendarFileError, Overrides, WorkCalendar, read_overrides, vietnam_calendar

OVERRIDES = read_overrides(khue_hanoi.path("calendar.toml").read_text(encoding="utf-8"))
HANOI = vietnam_calendar((2025, 2026, 2027), OVERRIDES)

days = st.dates(date(2024, 12, 1), date(2028, 12, 31))

OFF_ON_WEEKDAYS = {
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    # The library's estimate: this line changes when the State has announced 2027.
    2027: "01-01 02-04 02-05 02-08 02-09 02-10 04-16 04-30 05-03 09-02 09-03 11-24",
}
WORKED_WEEKENDS = {2025: "04-26", 2026: "01-10 08-22", 2027: ""}


def _year(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2025-12-31", 1, "2026-01-05"),
        ("2025-12-31", 7, "2026-01-12"),
        ("2026-02-13", 3, "2026-02-25"),
        ("2026-04-24", 5, "2026-05-06"),
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-28", 5, "2026-09-09"),
        ("2026-11-23", 1, "2026-11-25"),
        ("2026-11-23", 10, "2026-12-08"),
        ("2027-02-03", 2, "2027-02-12"),
    ],
)
def test_the_nine_vectors(start: str, n: int, due: str) -> None:
    assert HANOI.add_working_days(date.fromisoformat(start), n) == date.fromisoformat(due)


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_every_day_of_the_year_is_worked_or_off_as_in_the_table(year: int) -> None:
    off = [day for day in _year(year) if day.weekday() < 5 and not HANOI.is_working_day(day)]
    worked = [day for day in _year(year) if day.weekday() >= 5 and HANOI.is_working_day(day)]
    assert " ".join(f"{day:%m-%d}" for day in off) == OFF_ON_WEEKDAYS[year]
    assert " ".join(f"{day:%m-%d}" for day in worked) == WORKED_WEEKENDS[year]


@pytest.mark.parametrize(("year", "count"), [(2025, 250), (2026, 249), (2027, 249)])
def test_working_days_of_a_year(year: int, count: int) -> None:
    assert HANOI.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == count


def test_the_swap_at_new_year_2026_needs_the_overrides() -> None:
    bare = vietnam_calendar((2026,))
    assert bare.is_working_day(date(2026, 1, 2))
    assert not bare.is_working_day(date(2026, 1, 10))


def test_each_day_off_has_a_name() -> None:
    assert HANOI.holiday_name(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    assert HANOI.holiday_name(date(2026, 2, 17)) == "Tết Nguyên Đán"
    assert "10/01/2026" in (HANOI.holiday_name(date(2026, 1, 2)) or "")
    assert HANOI.holiday_name(date(2026, 1, 10)) is None


def test_culture_day_begins_in_2026() -> None:
    assert HANOI.is_working_day(date(2025, 11, 24))
    assert not HANOI.is_working_day(date(2026, 11, 24))


def test_the_year_after_the_last_is_known_too() -> None:
    calendar = vietnam_calendar((2026,), OVERRIDES)
    assert not calendar.is_working_day(date(2027, 2, 5))
    assert calendar.covers(date(2027, 12, 31))
    assert not calendar.covers(date(2028, 1, 1))


def test_going_back_skips_days_off() -> None:
    assert HANOI.previous_working_day(date(2026, 2, 23)) == date(2026, 2, 13)
    assert HANOI.add_working_days(date(2026, 1, 12), -2) == date(2026, 1, 9)
    assert HANOI.previous_working_day(date(2026, 1, 12)) == date(2026, 1, 10)


def test_next_working_day_is_after_the_day_and_working_day_from_may_be_it() -> None:
    friday, saturday = date(2026, 3, 6), date(2026, 3, 7)
    assert HANOI.next_working_day(friday) == HANOI.next_working_day(saturday) == date(2026, 3, 9)
    assert HANOI.working_day_from(friday) == friday
    assert HANOI.working_day_from(saturday) == date(2026, 3, 9)


def test_zero_days_is_the_day_itself() -> None:
    assert HANOI.add_working_days(date(2026, 3, 7), 0) == date(2026, 3, 7)


@pytest.mark.parametrize("n", [99_999_999, -99_999_999])
def test_a_term_beyond_the_calendar_is_refused_at_once(n: int) -> None:
    with pytest.raises(ValueError, match="leave the calendar"):
        HANOI.add_working_days(date(2026, 1, 1), n)


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError):
        HANOI.is_working_day(datetime(2026, 1, 5, 18, tzinfo=UTC))


@given(days, st.integers(0, 300))
def test_adding_is_the_inverse_of_counting(start: date, n: int) -> None:
    assert HANOI.working_days_between(start, HANOI.add_working_days(start, n)) == n


@given(days, st.integers(1, 300))
def test_adding_ends_on_a_working_day_and_more_days_end_later(start: date, n: int) -> None:
    end = HANOI.add_working_days(start, n)
    assert HANOI.is_working_day(end)
    assert start < end < HANOI.add_working_days(start, n + 1)


@given(days, days, st.integers(-200, 200))
def test_a_later_start_never_ends_earlier(one: date, other: date, n: int) -> None:
    first, second = sorted((one, other))
    assert HANOI.add_working_days(first, n) <= HANOI.add_working_days(second, n)


@given(days, st.integers(0, 400))
def test_counting_agrees_with_walking(start: date, length: int) -> None:
    walked = sum(HANOI.is_working_day(start + timedelta(days=n)) for n in range(1, length + 1))
    end = start + timedelta(days=length)
    assert HANOI.working_days_between(start, end) == walked == -HANOI.working_days_between(end, start)


@given(days, st.integers(1, 200))
def test_going_back_and_forth_returns(start: date, n: int) -> None:
    begin = HANOI.working_day_from(start)
    assert HANOI.add_working_days(HANOI.add_working_days(begin, n), -n) == begin


def test_a_worked_day_wins_over_a_holiday() -> None:
    saturday, monday = date(2026, 3, 7), date(2026, 3, 9)
    calendar = WorkCalendar({saturday: "lễ", monday: "lễ"}, frozenset({saturday}))
    assert calendar.is_working_day(saturday)
    assert not calendar.is_working_day(monday)
    assert WorkCalendar({monday: "lễ"}, frozenset({monday})).is_working_day(monday)


def _file(*changes: tuple[str, str]) -> str:
    text = (
        '# swaps\n\n[[day]]\ndate = 2026-03-09\nworking = false\nname = { vi = "Nghỉ", en = "Off" }\n'
        'source = "https://example.org"\ncertainty = "reported"\n'
    )
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_day_is_read_with_its_source() -> None:
    override = read_overrides(_file()).on(date(2026, 3, 9))
    assert override is not None
    assert (override.working, override.name.en, override.source) == (False, "Off", "https://example.org")
    assert not vietnam_calendar((2026,), read_overrides(_file())).is_working_day(date(2026, 3, 9))


def test_an_empty_file_has_no_overrides() -> None:
    assert read_overrides("# none\n") == Overrides()


def test_a_holiday_can_be_made_a_working_day() -> None:
    changed = _file(("2026-03-09", "2026-04-27"), ("false", "true"))
    assert vietnam_calendar((2026,), read_overrides(changed)).is_working_day(date(2026, 4, 27))


@pytest.mark.parametrize("certainty", ["draft", "comparator", "unset"])
def test_an_unconfirmed_day_moves_no_deadline(certainty: str) -> None:
    overrides = read_overrides(_file(("reported", certainty)))
    assert len(overrides.days) == 1
    assert vietnam_calendar((2026,), overrides).is_working_day(date(2026, 3, 9))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("working = false\n", "", "line 3: 'working'"),
        ("working = false", 'working = "no"', "line 3: 'working'"),
        ("2026-03-09", "2026-03-09T08:00:00", "line 3: 'date'"),
        ("2026-03-09", '"9 March"', "line 3: 'date'"),
        ("2026-03-09", "2026-13-09", "line 4"),
        (', en = "Off"', "", "line 3: 'name' needs vi and en"),
        ('"reported"', '"sure"', "line 3: certainty"),
        ('"https://example.org"', '""', "line 3: 'source'"),
        ("source =", "sauce =", "line 3: 'source'"),
        ('certainty = "reported"', 'certainty = "reported"\nnote = 1', "line 3: unknown key 'note'"),
        ("[[day]]", "[[days]]", "unknown key 'days'"),
        ("[[day]]", "[day]", "two brackets"),
        ("# swaps\n\n[[day]]", "day = [1]\n[x]", "unknown key 'x'"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(old: str, new: str, says: str) -> None:
    with pytest.raises(CalendarFileError) as refusal:
        read_overrides(_file((old, new)))
    assert says in str(refusal.value)


def test_days_that_are_no_tables_are_refused() -> None:
    with pytest.raises(CalendarFileError, match="two brackets"):
        read_overrides("day = [2026-03-09]")


def test_the_last_year_and_no_year_make_a_calendar() -> None:
    assert vietnam_calendar((9999,)).covers(date(9999, 12, 31))
    assert vietnam_calendar(()).is_working_day(date(2026, 1, 1))


def test_a_day_listed_twice_is_refused() -> None:
    with pytest.raises(CalendarFileError, match="line 11: 2026-03-09 is listed twice"):
        read_overrides(_file() + _file())


def test_the_city_lists_every_swap_as_a_pair_with_source() -> None:
    assert len({override.day for override in OVERRIDES.days}) == len(OVERRIDES.days) == 7
    for override in OVERRIDES.days:
        assert override.applies
        assert override.source.startswith("https://")
        assert (override.day.weekday() >= 5) is override.working
