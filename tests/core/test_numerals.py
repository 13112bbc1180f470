"""Amounts read aloud, and read back by a reader that knows nothing of how they were made."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khue.core.numerals import amount_in_words

SPOKEN = {
    0: "Không đồng",
    1: "Một đồng",
    4: "Bốn đồng",
    5: "Năm đồng",
    10: "Mười đồng",
    11: "Mười một đồng",
    14: "Mười bốn đồng",
    15: "Mười lăm đồng",
    20: "Hai mươi đồng",
    21: "Hai mươi mốt đồng",
    24: "Hai mươi tư đồng",
    55: "Năm mươi lăm đồng",
    100: "Một trăm đồng",
    101: "Một trăm linh một đồng",
    104: "Một trăm linh bốn đồng",
    105: "Một trăm linh năm đồng",
    110: "Một trăm mười đồng",
    1_000: "Một nghìn đồng",
    1_001: "Một nghìn không trăm linh một đồng",
    1_050: "Một nghìn không trăm năm mươi đồng",
    21_000: "Hai mươi mốt nghìn đồng",
    1_005_000: "Một triệu không trăm linh năm nghìn đồng",
    1_000_015: "Một triệu không trăm mười lăm đồng",
    1_850_000_000: "Một tỷ tám trăm năm mươi triệu đồng",
    1_000_000_005: "Một tỷ không trăm linh năm đồng",
    600_000_000_000: "Sáu trăm tỷ đồng",
    1_000_000_000_000: "Một nghìn tỷ đồng",
    1_500_000_000_000: "Một nghìn năm trăm tỷ đồng",
    1_000_005_000_000_000: "Một triệu không trăm linh năm tỷ đồng",
    10**18: "Một tỷ tỷ đồng",
}
DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4,
    "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9,
}  # fmt: skip


def read_back(words: str) -> int:
    """The number that a listener would write down: digit, then *mươi*, *trăm*, then the scale."""
    total = group = digit = 0
    for word in words.lower().removesuffix(" đồng").split():
        if word in DIGITS:
            group, digit = group + digit, DIGITS[word]
        elif word == "mười":
            group, digit = group + digit + 10, 0
        elif word in ("mươi", "trăm"):
            group, digit = group + digit * (10 if word == "mươi" else 100), 0
        elif word in ("nghìn", "triệu"):
            total, group, digit = total + (group + digit) * (10**3 if word == "nghìn" else 10**6), 0, 0
        elif word == "tỷ":
            total, group, digit = (total + group + digit) * 10**9, 0, 0
        else:
            assert word == "linh", word
    return total + group + digit


@pytest.mark.parametrize(("amount", "words"), SPOKEN.items())
def test_an_amount_is_read_as_clerks_write_it(amount: int, words: str) -> None:
    assert amount_in_words(amount) == words


@given(st.integers(0, 10**18 - 1))
def test_words_lead_back_to_the_figures(amount: int) -> None:
    assert read_back(amount_in_words(amount)) == amount


@given(st.integers(0, 10**18 - 1))
def test_mot_tu_and_lam_stand_only_where_they_may(amount: int) -> None:
    words = amount_in_words(amount).lower().split()
    for before, word in pairwise(words):
        if word in ("mốt", "tư"):
            assert before == "mươi"
        if word == "lăm":
            assert before in ("mươi", "mười")
        if before in ("mươi", "mười"):
            assert word != "năm"
        if before == "mươi":
            assert word != "một"


def test_a_negative_amount_has_no_words() -> None:
    with pytest.raises(ValueError, match="not negative"):
        amount_in_words(-1)


@pytest.mark.parametrize("value", [1.5, "5", True, None])
def test_only_whole_numbers_have_words(value: Any) -> None:
    with pytest.raises(TypeError, match="whole number"):
        amount_in_words(value)
