"""Tax codes and citizen numbers: what is wrong is said."""

from __future__ import annotations

import pytest

from khue.features.people.domain import check_citizen_number, check_tax_code


@pytest.mark.parametrize("typed", ["0100109106", " 01 00 109 106 ", "0100109106-001", "0100.109.106"])
def test_a_tax_code_may_be_typed_with_blanks_dots_and_dashes(typed: str) -> None:
    digits, wrong = check_tax_code(typed)
    assert wrong is None
    assert digits.startswith("0100109106")


def test_a_wrong_check_digit_is_named_with_the_right_one() -> None:
    _, wrong = check_tax_code("0100109107")
    assert wrong is not None
    assert (wrong.code, wrong.field) == ("people.tax_code.check_digit", "tax_code")
    assert "phải là 6, ông/bà đã nhập 7" in wrong.text.vi
    assert "it is 6, you typed 7" in wrong.text.en


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("01001091", "length"),
        ("01001091O6", "letters"),
        ("", "letters"),
        ("٠١٠٠١٠٩١٠٦", "letters"),
        ("0100109106000", "form"),
    ],
)
def test_what_can_be_no_tax_code_is_refused(typed: str, code: str) -> None:
    _, wrong = check_tax_code(typed)
    assert wrong is not None
    assert wrong.code == f"people.tax_code.{code}"


def test_a_start_for_which_no_check_digit_exists_is_told_so() -> None:
    start = next(f"{n:09}" for n in range(100_000_000, 100_000_100) if _weighted(f"{n:09}") % 11 == 0)
    _, wrong = check_tax_code(start + "0")
    assert wrong is not None
    assert f"No tax code begins with {start}" in wrong.text.en


def _weighted(digits: str) -> int:
    weights = (31, 29, 23, 19, 17, 13, 7, 5, 3)
    return sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))


@pytest.mark.parametrize(
    ("number", "year"), [("001085012345", 1985), ("001185012345", 1985), ("001205012345", 2005), ("001305012345", 2005)]
)
def test_a_citizen_number_says_the_year_of_birth(number: str, year: int) -> None:
    assert check_citizen_number(number, year, 2026) == (number, None)
    wrong = check_citizen_number(number, year + 1, 2026)[1]
    assert wrong is not None
    assert wrong.code == "people.citizen_number.birth_year"
    assert str(year) in wrong.text.vi


@pytest.mark.parametrize("typed", ["00108501234", "0010850123456", "00108501234a", ""])
def test_a_citizen_number_has_twelve_digits(typed: str) -> None:
    wrong = check_citizen_number(typed, None, 2026)[1]
    assert wrong is not None
    assert wrong.code == "people.citizen_number.form"


def test_nobody_is_born_in_the_future() -> None:
    assert check_citizen_number("001299012345", None, 2026)[1] is not None
