"""Law files: what is read, and what is refused with file and key."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from khue.core.rules.lawbook import value_on
from tests.core.rules.lawfiles import at, book, parameter_text, problems


def test_a_value_holds_from_its_first_day_until_the_day_before_its_end() -> None:
    entry = book(
        parameter_text(
            values="[{ from = 2025-10-10, until = 2026-07-01, value = 50 }, { from = 2026-07-01, value = 60 }]"
        )
    ).entries["equipment.cap"]
    assert value_on(entry, date(2025, 10, 9)) is None
    assert [at(entry, day).value for day in (date(2025, 10, 10), date(2026, 6, 30), date(2026, 7, 1))] == [
        50,
        50,
        60,
    ]


def test_a_percentage_is_given_as_a_fraction_of_one() -> None:
    found = at(book(parameter_text()).entries["equipment.cap"], date(2026, 1, 1))
    assert found.percent == Fraction(1, 2)


def test_the_source_names_the_provision_in_the_language_of_the_law() -> None:
    found = at(book(parameter_text()).entries["equipment.cap"], date(2026, 1, 1))
    assert (found.source.provision, found.source.certainty, found.source.url) == (
        "Nghị quyết 1: mức trần",
        "reported",
        "https://example.org/1",
    )


@pytest.mark.parametrize(
    ("certainty", "binding", "departable", "applies"),
    [
        ("confirmed", True, False, True),
        ("reported", True, False, True),
        ("digest", True, True, True),
        ("draft", False, False, False),
        ("comparator", False, False, False),
    ],
)
def test_certainty_says_what_officers_do_with_a_value(
    certainty: str, binding: bool, departable: bool, applies: bool
) -> None:
    entry = book(parameter_text(certainty=f'"{certainty}"')).entries["equipment.cap"]
    found = at(entry, date(2026, 1, 1))
    assert (found.value, found.binding, found.departable, found.applies) == (50, binding, departable, applies)


def test_an_unset_value_is_present_and_unknown() -> None:
    entry = book(parameter_text(certainty='"unset"', values="[{ from = 2025-10-10, unset = true }]")).entries[
        "equipment.cap"
    ]
    found = at(entry, date(2026, 1, 1))
    assert (found.value, found.certainty, found.applies) == (None, "unset", False)


CONFIRMED = '[[confirmed]]\nid = "equipment.cap"\nvalues = [{ from = 2025-10-10, value = 40 }]'


def test_the_sample_city_confirms_what_the_law_leaves_open_and_says_so() -> None:
    unset = parameter_text(certainty='"unset"', values="[{ from = 2025-10-10, unset = true }]")
    real = at(book(unset, sample_values=CONFIRMED).entries["equipment.cap"], date(2026, 1, 1))
    shown = at(book(unset, sample=True, sample_values=CONFIRMED).entries["equipment.cap"], date(2026, 1, 1))
    assert (real.value, real.sample) == (None, False)
    assert (shown.value, shown.certainty, shown.sample) == (40, "confirmed", True)


def test_the_sample_cannot_change_a_value_that_is_law() -> None:
    assert problems(parameter_text(), sample_values=CONFIRMED) == [
        "sample_values.toml: equipment.cap: is reported already; the sample must not change the law"
    ]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"certainty": '"sure"'}, "equipment.cap: unknown certainty 'sure'"),
        ({"unit": '"apples"'}, "equipment.cap: unknown unit 'apples'"),
        ({"provision": '"res-9.cap"'}, "equipment.cap: unknown provision 'res-9.cap'"),
        ({"row": ""}, "equipment.cap: has no source: give url or row"),
        ({"vi": ""}, "equipment.cap: has no Vietnamese text (vi)"),
        ({"id": '"Cap"'}, "parameter 'Cap': id must be words joined by dots"),
        ({"values": "[]"}, "equipment.cap: has no values"),
        (
            {"values": "[{ from = 2025-10-10, value = '50' }]"},
            "equipment.cap.values[1]: '50' is no value for the unit percent",
        ),
        (
            {"values": "[{ from = 2025-10-10, value = true }]"},
            "equipment.cap.values[1]: True is no value for the unit percent",
        ),
        ({"values": "[{ from = '2025-10-10', value = 5 }]"}, "equipment.cap.values[1]: from and until must be dates"),
        (
            {"values": "[{ from = 2025-10-10, until = 2025-10-10, value = 5 }]"},
            "equipment.cap.values[1]: until 2025-10-10 must come after from 2025-10-10",
        ),
        ({"values": "[{ from = 2025-10-10 }]"}, "equipment.cap.values[1]: give either value or unset = true"),
        (
            {"certainty": '"unset"'},
            "equipment.cap.values[1]: has a value though its certainty is unset",
        ),
        (
            {"values": "[{ from = 2025-01-01, value = 1 }, { from = 2026-01-01, value = 2 }]"},
            "equipment.cap: periods overlap on 2026-01-01",
        ),
        (
            {"values": "[{ from = 2025-01-01, until = 2025-02-01, value = 1 }, { from = 2026-01-01, value = 2 }]"},
            "equipment.cap: no value from 2025-02-01 until 2026-01-01",
        ),
    ],
)
def test_a_wrong_law_file_is_refused_with_file_and_key(changes: dict[str, str], message: str) -> None:
    found = problems(parameter_text(**changes))
    assert len(found) == 1
    assert found[0].startswith(f"law.toml: {message}")


def test_every_problem_is_told_at_once() -> None:
    found = problems(parameter_text() + "\n" + parameter_text() + "\n" + parameter_text(id='"b.c"', unit='"x"'))
    assert [line.split(": ")[1] for line in found] == ["equipment.cap", "b.c"]
    assert "is defined twice" in found[0]
