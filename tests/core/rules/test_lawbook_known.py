"""Values over two times: what the law says for a day, and since when the city knows it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.rules.lawbook import Confirmation, LawError, confirmed_with, timeline
from tests.core.rules.lawfiles import at, book, parameter_text, problems

READ = date(2026, 3, 5)
DRAFT = parameter_text(certainty='"draft"')


def confirmation(**changes: object) -> Confirmation:
    told: dict[str, object] = {
        "parameter": "equipment.cap",
        "value": 60,
        "valid_from": date(2026, 1, 1),
        "valid_until": None,
        "known_from": READ,
        "document": "Công báo số 12, trang 3",
        "document_date": date(2026, 3, 1),
    }
    return Confirmation(**(told | changes))  # type: ignore[arg-type]  # the test changes fields by name


def test_what_became_known_later_replaces_what_was_known_for_its_days_only() -> None:
    entry = confirmed_with(book(DRAFT), [confirmation()]).entries["equipment.cap"]
    day, before = date(2026, 2, 1), date(2025, 12, 31)
    found = at(entry, day)
    assert (found.value, found.certainty, found.binding) == (60, "confirmed", True)
    assert (found.document, found.document_date) == ("Công báo số 12, trang 3", date(2026, 3, 1))
    assert at(entry, before).value == 50
    as_known = at(entry, day, known_on=date(2026, 3, 4))
    assert (as_known.value, as_known.certainty, as_known.valid_until) == (50, "draft", None)


def test_a_confirmation_is_a_new_edition_and_leaves_the_old_one_as_it_was() -> None:
    old = book(DRAFT)
    new = confirmed_with(old, [confirmation()])
    assert new.edition != old.edition == book(DRAFT).edition
    assert confirmed_with(old, [confirmation()]).edition == new.edition
    assert old.entries["equipment.cap"].values[0].certainty == ""


def test_of_two_readings_of_one_day_the_later_in_the_list_holds() -> None:
    entry = confirmed_with(book(DRAFT), [confirmation(), confirmation(value=70)]).entries["equipment.cap"]
    assert at(entry, READ).value == 70
    assert len(entry.values) == 3


def test_a_reading_of_some_days_leaves_the_days_after_it_as_they_were() -> None:
    entry = confirmed_with(book(DRAFT), [confirmation(valid_until=date(2026, 2, 1))]).entries["equipment.cap"]
    told = [(d.value, d.valid_from, d.valid_until) for d in timeline(entry)]
    assert told == [
        (50, date(2025, 10, 10), date(2026, 1, 1)),
        (60, date(2026, 1, 1), date(2026, 2, 1)),
        (50, date(2026, 2, 1), None),
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"parameter": "no.such"}, "no.such[1]: confirms a parameter that does not exist"),
        ({"value": "60"}, "'60' is no value for the unit percent"),
        ({"valid_until": date(2026, 1, 1)}, "until 2026-01-01 must come after from 2026-01-01"),
        ({"document": "  "}, "names no document"),
        ({"document_date": date(2026, 3, 6)}, "was read on 2026-03-05, before it existed"),
        (
            {"valid_from": date(2025, 1, 1), "valid_until": date(2025, 2, 1)},
            "would leave no value from 2025-02-01 until 2025-10-10",
        ),
    ],
)
def test_a_confirmation_that_cannot_be_is_told_with_its_place(changes: dict[str, object], message: str) -> None:
    with pytest.raises(LawError) as caught:
        confirmed_with(book(DRAFT), [confirmation(**changes)])
    assert [message in str(problem) for problem in caught.value.problems] == [True]


def test_a_value_may_name_the_later_law_that_says_it() -> None:
    values = '[{ from = 2025-10-10, until = 2026-04-01, value = 50 }, { from = 2026-04-01, value = 50, provision = "res-2.cap", certainty = "digest" }]'
    entry = book(parameter_text(values=values)).entries["equipment.cap"]
    old, new = at(entry, date(2026, 3, 31)), at(entry, date(2026, 4, 1))
    assert (old.provision, old.certainty, new.provision, new.certainty) == (
        "res-1.cap",
        "reported",
        "res-2.cap",
        "digest",
    )
    assert new.source_url == "https://example.org/2"


def test_a_file_may_tell_since_when_a_value_is_known() -> None:
    values = "[{ from = 2025-10-10, value = 50 }, { from = 2025-12-01, value = 40, known_from = 2026-02-01 }]"
    entry = book(parameter_text(values=values)).entries["equipment.cap"]
    assert at(entry, date(2026, 1, 1), date(2026, 1, 31)).value == 50
    assert at(entry, date(2026, 1, 1), date(2026, 2, 1)).value == 40


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("[{ from = 2025-10-10, value = 5, known_from = 2026-01-01 }]", "the first one must hold from the start"),
        ('[{ from = 2025-10-10, value = 5, provision = "res-9.x" }]', "unknown provision 'res-9.x'"),
        ('[{ from = 2025-10-10, value = 5, certainty = "sure" }]', "unknown certainty 'sure'"),
        ('[{ from = 2025-10-10, value = 5, known_from = "now" }]', "known_from must be a date"),
    ],
)
def test_wrong_words_about_knowing_are_refused(values: str, message: str) -> None:
    found = problems(parameter_text(values=values))
    assert len(found) == 1
    assert message in found[0]


def test_the_unit_that_should_confirm_must_be_one_of_the_city() -> None:
    text = parameter_text(confirm_by='"DOST-XX"')
    assert problems(text, offices={"DOST-QLKH"}) == [
        "law.toml: equipment.cap: unknown unit of the city 'DOST-XX' in confirm_by"
    ]
    assert book(parameter_text(confirm_by='"DOST-QLKH"'), offices={"DOST-QLKH"}).entries["equipment.cap"].confirm_by


days = st.dates(date(2025, 10, 10), date(2027, 12, 31))


@given(st.lists(st.tuples(days, days, days, st.integers(0, 100)), max_size=6), days, days)
def test_the_timeline_agrees_with_looking_at_each_value(
    told: list[tuple[date, date, date, int]], on: date, known_on: date
) -> None:
    made = [
        confirmation(value=value, valid_from=start, valid_until=end, known_from=known, document_date=date(2025, 1, 1))
        for start, end, known, value in told
        if start < end
    ]
    entry = confirmed_with(book(DRAFT), made).entries["equipment.cap"]
    expected = 50
    for asked in sorted(made, key=lambda c: c.known_from):
        assert asked.valid_until is not None
        if asked.known_from <= known_on and asked.valid_from <= on < asked.valid_until:
            expected = int(str(asked.value))
    found = at(entry, on, known_on)
    assert found.value == expected
    assert found.valid_from <= on
    assert found.valid_until is None or on < found.valid_until
    assert Fraction(found.percent) == Fraction(expected, 100)
