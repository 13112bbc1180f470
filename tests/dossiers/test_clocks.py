"""When a step and the whole case are due: counted with the real law and calendar of the city."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import khue_hanoi
from khue.core.calendar import WorkCalendar, read_overrides, vietnam_calendar
from khue.core.clock import Pause, Term, due_on
from khue.features.dossiers.domain.clocks import case_due, counted_in, moved, received_on, step_due
from khue.features.dossiers.domain.definition import Procedure, build
from khue.features.rulebook.queries import parameter
from tests.dossiers.definitions import SOUND

MONDAY = date(2026, 3, 2)


@cache
def calendar() -> WorkCalendar:
    return vietnam_calendar(range(2025, 2029), read_overrides(khue_hanoi.path("calendar.toml").read_text("utf-8")))


def equipment_support() -> Procedure:
    return build(tomllib.loads(khue_hanoi.path("procedures", "equipment-support.toml").read_text("utf-8")))


def terms_of(procedure: Procedure, on: date) -> dict[str, Term | None]:
    return {step.key: parameter(step.clock.parameter, on).term for step in procedure.steps if step.clock}


# -- the real procedure --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_equipment_support_received_on_2_march_2026_is_promised_for_22_april() -> None:
    found = equipment_support()
    terms = terms_of(found, MONDAY)
    days = {key: step_due(found.step(key), start, terms, calendar()) for key, start in [
        ("appraisal", MONDAY), ("decision", date(2026, 3, 12)), ("agreement", date(2026, 3, 23)),
    ]}  # fmt: skip
    # 10 days; 10 days end on Sunday 22 March; 30 days.
    assert days == {"appraisal": date(2026, 3, 12), "decision": date(2026, 3, 23), "agreement": date(2026, 4, 22)}
    assert case_due(found, MONDAY, terms, calendar()) == date(2026, 4, 22)
    assert counted_in(found, terms) == "calendar_days"


def test_a_case_whose_clocks_the_law_leaves_unset_has_no_promised_day() -> None:
    found = equipment_support()
    assert case_due(found, MONDAY, {step.key: None for step in found.steps}, calendar()) is None


@pytest.mark.django_db
def test_follow_up_steps_and_the_check_before_receipt_do_not_move_the_promise() -> None:
    found = equipment_support()
    terms = terms_of(found, MONDAY)
    more = terms | {key: Term(300, "working_days") for key in ("completeness", "acceptance", "payment")}
    assert case_due(found, MONDAY, more, calendar()) == case_due(found, MONDAY, terms, calendar())


# -- steps ---------------------------------------------------------------------------------------------------------


def test_a_step_without_a_clock_is_never_due() -> None:
    found = build(tomllib.loads(SOUND))
    assert step_due(found.step("receipt"), MONDAY, {}, calendar()) is None
    assert step_due(found.step("receipt"), MONDAY, {"receipt": None}, calendar()) is None


@pytest.mark.parametrize(
    ("term", "opened", "due"),
    [
        (Term(3, "working_days"), date(2026, 2, 13), date(2026, 2, 25)),  # across Tết
        (Term(1, "working_days"), date(2026, 8, 21), date(2026, 8, 22)),  # a worked Saturday
        (Term(5, "calendar_days"), date(2026, 2, 11), date(2026, 2, 23)),  # ends in Tết
        (Term(0, "working_days"), MONDAY, MONDAY),
    ],
)
def test_a_step_ends_on_a_working_day(term: Term, opened: date, due: date) -> None:
    found = build(tomllib.loads(SOUND))
    assert step_due(found.step("decision"), opened, {"decision": term}, calendar()) == due


def test_a_pause_moves_a_step_and_an_open_pause_leaves_it_unknown() -> None:
    step = build(tomllib.loads(SOUND)).step("decision")
    terms = {"decision": Term(5, "working_days")}
    pause = Pause(date(2026, 3, 4), date(2026, 3, 9), "supplement")
    assert step_due(step, MONDAY, terms, calendar()) == date(2026, 3, 9)
    assert step_due(step, MONDAY, terms, calendar(), [pause]) == date(2026, 3, 12)
    assert step_due(step, MONDAY, terms, calendar(), [Pause(date(2026, 3, 4), None, "supplement")]) is None


# -- receipt -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hour", "minute", "same_day", "day"),
    [(8, 0, True, date(2026, 3, 6)), (8, 1, True, date(2026, 3, 9)), (8, 1, False, date(2026, 3, 6))],
)
def test_after_three_in_the_afternoon_a_same_day_case_counts_as_received_on_the_next_working_day(
    hour: int, minute: int, same_day: bool, day: date
) -> None:
    friday = datetime(2026, 3, 6, hour, minute, tzinfo=UTC)  # 15:00 in Hanoi is 8:00 UTC
    assert received_on(friday, same_day=same_day, cutoff=time(15), calendar=calendar()) == day


def test_the_day_of_receipt_is_the_day_in_hanoi() -> None:
    late = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
    assert received_on(late, same_day=False, cutoff=None, calendar=calendar()) == MONDAY


# -- promises after a pause ----------------------------------------------------------------------------------------


def test_a_promise_moves_by_the_days_that_the_pause_stopped() -> None:
    friday = date(2026, 3, 13)
    assert moved(friday, date(2026, 3, 4), date(2026, 3, 6), calendar()) == date(2026, 3, 17)
    assert moved(friday, date(2026, 3, 6), date(2026, 3, 8), calendar()) == date(2026, 3, 16)
    assert moved(friday, date(2026, 3, 4), date(2026, 3, 4), calendar()) == friday


def test_a_promise_in_calendar_days_moves_by_calendar_days_to_a_working_day() -> None:
    due = date(2026, 2, 10)
    # Nine days over Tết, only three of them worked.
    assert moved(due, date(2026, 2, 9), date(2026, 2, 18), calendar(), unit="calendar_days") == date(2026, 2, 23)
    assert moved(due, date(2026, 2, 9), date(2026, 2, 12), calendar(), unit="calendar_days") == date(2026, 2, 13)


def test_what_is_overdue_stays_overdue() -> None:
    due = date(2026, 3, 13)
    for unit in ("working_days", "calendar_days"):
        assert moved(due, date(2026, 3, 16), date(2026, 3, 20), calendar(), unit=unit) == due


START = st.dates(date(2025, 6, 1), date(2027, 6, 1))


@settings(max_examples=150, deadline=None)
@given(START, st.integers(1, 60), st.integers(0, 60), st.integers(0, 40))
def test_moving_a_promise_is_counting_anew_with_the_pause(start: date, amount: int, wait: int, length: int) -> None:
    term = Term(amount, "working_days")
    due = due_on(start, term, calendar())
    assert due is not None
    begins = start + timedelta(days=wait)
    ends = begins + timedelta(days=length)
    anew = due_on(start, term, calendar(), [Pause(begins, ends, "supplement")])
    assert moved(due, begins, ends, calendar(), since=start) == anew


@settings(max_examples=150, deadline=None)
@given(START, st.integers(1, 60), st.integers(1, 60), st.integers(0, 40))
def test_moving_a_promise_in_calendar_days_is_counting_anew(start: date, amount: int, wait: int, length: int) -> None:
    term = Term(amount, "calendar_days")
    due = due_on(start, term, calendar())
    assert due is not None
    begins = start + timedelta(days=min(wait, amount))
    ends = begins + timedelta(days=length)
    anew = due_on(start, term, calendar(), [Pause(begins, ends, "supplement")])
    assert anew is not None
    found = moved(due, begins, ends, calendar(), unit="calendar_days")
    assert found == (calendar().working_day_from(anew) if length else due)
