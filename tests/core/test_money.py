"""Amounts as people type and read them."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.money import (
    EXAMPLE,
    MAX_DONG,
    MoneyError,
    format_dong,
    format_percent,
    format_short_dong,
    parse_dong,
    percent_of,
)

amounts = st.integers(0, MAX_DONG)
shares = st.fractions(0, 2, max_denominator=10_000)


@pytest.mark.parametrize(
    "typed",
    [
        "1.850.000.000",
        "1850000000",
        "1 850 000 000",
        "  1.850.000.000 đ ",
        "1.850.000.000đ",
        "1.850.000.000 ₫",
        "1 850 000 000 VND",
        "1850000000vnđ",
        "1.850.000.000 đồng",
        unicodedata.normalize("NFD", "1.850.000.000 đồng"),
        "1\u00a0850\u202f000\u2009000",
        "01850000000",
    ],
)
def test_the_usual_ways_of_writing_an_amount_are_read(typed: str) -> None:
    assert parse_dong(typed) == 1_850_000_000


@pytest.mark.parametrize(
    ("typed", "dong"), [("0", 0), ("0 đ", 0), ("7", 7), ("1.850", 1850), ("000", 0), ("0" * 30 + "7", 7)]
)
def test_small_amounts_are_read(typed: str, dong: int) -> None:
    assert parse_dong(typed) == dong


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" \t", "empty"),
        ("-5", "minus"),
        ("−5.000", "minus"),
        ("5.000-", "minus"),
        ("(5.000)", "minus"),
        ("-5.000 đ", "minus"),
        ("1,5", "comma"),
        ("1,850,000", "comma"),
        ("1.850,00", "comma"),
        ("5 tỷ", "letters"),
        ("1,5 triệu", "letters"),
        ("5tr", "letters"),
        ("5e9", "letters"),
        ("đ", "letters"),
        ("USD 5", "letters"),
        ("1.85", "grouping"),
        ("1.8500", "grouping"),
        ("1850.000", "grouping"),
        (".850", "grouping"),
        ("1..850", "grouping"),
        ("1.850 000", "grouping"),
        ("+5", "unreadable"),
        ("5%", "unreadable"),
        ("<b>", "letters"),
        ("５", "unreadable"),
        ("٥", "unreadable"),
        (str(MAX_DONG + 1), "too_large"),
        ("9" * 100_000, "too_large"),
        ("1" * 100_000 + ",", "comma"),
    ],
)
def test_anything_else_is_refused_with_what_is_wrong_and_an_example(typed: str, code: str) -> None:
    with pytest.raises(MoneyError) as refusal:
        parse_dong(typed)
    assert refusal.value.code == code
    for language in ("vi", "en"):
        assert refusal.value.text.into(language).endswith(EXAMPLE)
    assert refusal.value.text.en


def test_the_example_and_the_largest_amount_are_read() -> None:
    assert parse_dong(EXAMPLE) == 1_850_000_000
    assert parse_dong("1.000.000.000.000.000") == MAX_DONG == 10**15


@given(amounts)
def test_what_is_shown_in_vietnamese_is_read_back(n: int) -> None:
    assert parse_dong(format_dong(n, "vi")) == n
    assert parse_dong(str(n)) == n
    assert parse_dong(f"{n:,}".replace(",", " ") + " VND") == n


@given(st.text(alphabet="0159., -()đ₫VNDtỷ%\u00a0", max_size=14))
def test_any_text_is_an_amount_or_a_money_error(typed: str) -> None:
    try:
        amount = parse_dong(typed)
    except MoneyError:
        return
    assert 0 <= amount <= MAX_DONG
    assert not set(typed) & set(",-()t%")


def test_amounts_are_shown_in_both_languages() -> None:
    assert format_dong(1_850_000_000, "vi") == "1.850.000.000 đ"
    assert format_dong(1_850_000_000, "en") == "1,850,000,000 VND"
    assert format_dong(0, "vi") == "0 đ"
    assert format_dong(-1_500, "vi") == "−1.500 đ"


@pytest.mark.parametrize(
    ("n", "vi", "en"),
    [
        (412_600_000_000, "412,6 tỷ đồng", "412.6 billion VND"),
        (412_649_999_999, "412,6 tỷ đồng", "412.6 billion VND"),
        (412_650_000_000, "412,7 tỷ đồng", "412.7 billion VND"),
        (1_234_500_000_000, "1.234,5 tỷ đồng", "1,234.5 billion VND"),
        (2_000_000_000, "2 tỷ đồng", "2 billion VND"),
        (999_950_000, "1 tỷ đồng", "1 billion VND"),
        (999_949_999, "999,9 triệu đồng", "999.9 million VND"),
        (1_000_000, "1 triệu đồng", "1 million VND"),
        (999_999, "999.999 đồng", "999,999 VND"),
        (0, "0 đồng", "0 VND"),
        (-2_500_000, "−2,5 triệu đồng", "−2.5 million VND"),
    ],
)
def test_headlines_round_to_one_decimal(n: int, vi: str, en: str) -> None:
    assert (format_short_dong(n, "vi"), format_short_dong(n, "en")) == (vi, en)


def test_shares_are_exact_and_rounded_as_told() -> None:
    third = Fraction(1, 3)
    assert percent_of(100, third) == 33
    assert percent_of(100, third, "up") == 34
    assert percent_of(101, Fraction(1, 2), "half_up") == 51
    assert percent_of(1_850_000_000, Fraction(70, 100)) == 1_295_000_000


@given(amounts, shares)
def test_rounding_stays_within_one_dong_of_the_exact_share(amount: int, share: Fraction) -> None:
    down, near, up = (percent_of(amount, share, rounding) for rounding in ("down", "half_up", "up"))
    assert down <= amount * share <= up
    assert down <= near <= up <= down + 1


@given(amounts, st.fractions(0, 1, max_denominator=100))
def test_a_share_and_its_rest_never_exceed_the_amount(amount: int, share: Fraction) -> None:
    assert percent_of(amount, share) + percent_of(amount, 1 - share, "up") == amount


@pytest.mark.parametrize("share", [0.7, 70])
def test_a_share_that_is_not_a_fraction_is_refused(share: Any) -> None:
    with pytest.raises(TypeError):
        percent_of(100, share)


def test_negative_amounts_and_unknown_rounding_are_refused() -> None:
    unknown: Any = "sideways"
    with pytest.raises(ValueError, match="negative"):
        percent_of(-1, Fraction(1, 2))
    with pytest.raises(ValueError, match="rounding"):
        percent_of(1, Fraction(1, 2), unknown)


@pytest.mark.parametrize(
    ("share", "vi", "en"),
    [
        (Fraction(70, 100), "70%", "70%"),
        (Fraction(1, 3), "33,33%", "33.33%"),
        (Fraction(2, 3), "66,67%", "66.67%"),
        (Fraction(125, 1000), "12,5%", "12.5%"),
        (Fraction(0), "0%", "0%"),
        (Fraction(12), "1.200%", "1,200%"),
        (Fraction(-1, 40), "−2,5%", "−2.5%"),
        (Fraction(-1, 100_000_000), "0%", "0%"),
    ],
)
def test_shares_are_shown_in_both_languages(share: Fraction, vi: str, en: str) -> None:
    assert (format_percent(share), format_percent(share, "en")) == (vi, en)


def test_shares_can_be_shown_without_decimals() -> None:
    assert format_percent(Fraction(2, 3), digits=0) == "67%"
