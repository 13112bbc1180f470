"""Money: whole đồng as ``int``, read strictly, shown in both languages; shares as exact fractions. Never a float."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Literal

from khue.core.bilingual import Text

Rounding = Literal["down", "up", "half_up"]

MAX_DONG = 10**15
"""The largest amount that a form takes: a million billion đồng, far above the city's budget."""

EXAMPLE = "1.850.000.000"

_MINUS = re.compile(r"^[-−–—‒‐‑﹣－]|^\(.*\)$|[-−–—‒‐‑﹣－]$")
_CURRENCY = re.compile(r"(?<=[0-9 ])(?:đồng|đ|₫|vnđ|vnd)\.?$")
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?P<mark>[. ])[0-9]{3}(?:(?P=mark)[0-9]{3})*")


class MoneyError(ValueError):
    """What was typed is not an amount of đồng. ``text`` says what is wrong and shows the right form.

    ``code`` is one of empty, minus, comma, letters, grouping, unreadable, too_large.
    """

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text.en)
        self.code = code
        self.text = text


_EXAMPLE = Text(f" Ví dụ: {EXAMPLE}", f" For example: {EXAMPLE}")
_FAULTS = {
    "empty": Text("Chưa nhập số tiền.", "Enter an amount."),
    "minus": Text(
        "Số tiền không được là số âm: bỏ dấu trừ hoặc dấu ngoặc.",
        "The amount cannot be negative: remove the minus sign or the brackets.",
    ),
    "comma": Text(
        "Số tiền tính tròn đồng, không dùng dấu phẩy: ngăn cách từng nhóm ba chữ số bằng dấu chấm.",
        "Amounts are whole đồng without commas: separate groups of three digits with dots.",
    ),
    "letters": Text(
        "Số tiền chỉ gồm chữ số: viết đủ các chữ số thay cho “triệu”, “tỷ” hoặc chữ khác.",
        "The amount takes digits only: write all digits instead of “million”, “billion” or other words.",
    ),
    "grouping": Text(
        "Dấu ngăn cách đặt chưa đúng chỗ: mỗi nhóm sau dấu gồm đúng ba chữ số và dùng một loại dấu.",
        "The separators are out of place: each group after one has exactly three digits, and all are of one kind.",
    ),
    "unreadable": Text("Không đọc được số tiền này.", "This amount cannot be read."),
    "too_large": Text(
        f"Số tiền quá lớn: nhiều nhất là {MAX_DONG:,} đồng.".replace(",", "."),
        f"The amount is too large: at most {MAX_DONG:,} đồng.",
    ),
}


def parse_dong(text: str) -> int:
    """Đồng from what a person typed: ``1.850.000.000``, ``1850000000``, ``1 850 000 000``, with or without đ, ₫, VND.

    Dots and spaces separate groups of three digits; ``1.850`` is one thousand eight hundred and fifty. Raises
    MoneyError for everything else, so that no separator is ever read as a decimal mark by mistake.
    """
    # Non-breaking and thin spaces come with pasted figures.
    typed = " ".join(unicodedata.normalize("NFC", text).split()).casefold()
    if not typed:
        raise _fault("empty")
    if _MINUS.search(typed):
        raise _fault("minus")
    bare = _CURRENCY.sub("", typed).rstrip()
    if _PLAIN.fullmatch(bare) or _GROUPED.fullmatch(bare):
        digits = re.sub(r"[. ]", "", bare).lstrip("0") or "0"
        # Length first: turning thousands of digits into a number is work, and refused beyond a limit.
        if len(digits) > len(str(MAX_DONG)) or int(digits) > MAX_DONG:
            raise _fault("too_large")
        return int(digits)
    raise _fault(_what_is_wrong(bare))


def _what_is_wrong(bare: str) -> str:
    if any(character.isalpha() for character in bare):
        return "letters"
    if "," in bare:
        return "comma"
    return "grouping" if set(bare) <= set("0123456789. ") else "unreadable"


def _fault(code: str) -> MoneyError:
    fault = _FAULTS[code]
    return MoneyError(code, Text(fault.vi + _EXAMPLE.vi, fault.en + _EXAMPLE.en))


def format_dong(n: int, language: str) -> str:
    """``1.850.000.000 đ`` in Vietnamese, ``1,850,000,000 VND`` in English; a true minus sign when negative."""
    return f"{_grouped(n, language)} {'VND' if language == 'en' else 'đ'}"


def format_short_dong(n: int, language: str) -> str:
    """A rounded amount for headlines: ``412,6 tỷ đồng``, ``412.6 billion VND``; exact below a million.

    One decimal, half up, left out when it is zero. For reading only: never compute or decide with it.
    """
    english, size = language == "en", abs(n)
    if size < 10**6:
        return f"{_grouped(n, language)} {'VND' if english else 'đồng'}"
    tenths, unit = _tenths(size, 10**6), "million VND" if english else "triệu đồng"
    # Compared after rounding: 999.950.000 reads 1 tỷ, not 1.000 triệu.
    if tenths >= 10_000:
        tenths, unit = _tenths(size, 10**9), "billion VND" if english else "tỷ đồng"
    whole, tenth = divmod(tenths, 10)
    decimal = f"{'.' if english else ','}{tenth}" if tenth else ""
    return f"{'−' if n < 0 else ''}{_grouped(whole, language)}{decimal} {unit}"


def percent_of(amount: int, percent: Fraction, rounding: Rounding = "down") -> int:
    """The share ``percent`` of ``amount`` in whole đồng; 70 % is ``Fraction(70, 100)``.

    ``rounding``: down (support never exceeds its cap), up, or half_up. Raises ValueError for a negative amount or
    share, TypeError for a float.
    """
    if not isinstance(percent, Fraction):
        raise TypeError("a share is an exact Fraction: 70 % is Fraction(70, 100)")
    if amount < 0 or percent < 0:
        raise ValueError("amount and share are not negative")
    top, bottom = amount * percent.numerator, percent.denominator
    if rounding == "down":
        return top // bottom
    if rounding == "up":
        return -(-top // bottom)
    if rounding == "half_up":
        return (2 * top + bottom) // (2 * bottom)
    raise ValueError(f"unknown rounding {rounding!r}")


def format_percent(percent: Fraction, language: str = "vi", digits: int = 2) -> str:
    """``70%``, ``33,33%`` (``33.33%`` in English): at most ``digits`` decimals, half up, trailing zeros left out."""
    scale = 10**digits
    hundredths = abs(percent) * 100 * scale
    scaled = (2 * hundredths.numerator + hundredths.denominator) // (2 * hundredths.denominator)
    whole, rest = divmod(scaled, scale)
    decimals = f"{rest:0{digits}d}".rstrip("0") if rest else ""
    mark = "." if language == "en" else ","
    sign = "−" if percent < 0 and scaled else ""
    return f"{sign}{_grouped(whole, language)}{mark + decimals if decimals else ''}%"


def _tenths(n: int, unit: int) -> int:
    """Tenths of ``unit`` in ``n``, half up."""
    return (20 * n + unit) // (2 * unit)


def _grouped(n: int, language: str) -> str:
    grouped = f"{abs(n):,}"
    if language != "en":
        grouped = grouped.replace(",", ".")
    return f"−{grouped}" if n < 0 else grouped
