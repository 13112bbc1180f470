"""Check codes: short enough to type from paper, too many to guess."""

from __future__ import annotations

import re

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I, L: what is easily misread on paper."""
LENGTH = 12  # 31¹² ≈ 8·10¹⁷: guessing meets a rate limit first


def code_of(numbers: bytes) -> str:
    """The code of so many random bytes, one letter each: ``K7QM-2XRT-9DWA``."""
    letters = "".join(CODE_LETTERS[number % len(CODE_LETTERS)] for number in numbers[:LENGTH])
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))


def readable_code(typed: str) -> str:
    """A code as somebody typed it, in our writing; empty when it can be none."""
    letters = re.sub(r"[\s\-–]+", "", typed.upper())
    if len(letters) != LENGTH or any(letter not in CODE_LETTERS for letter in letters):
        return ""
    return "-".join(letters[start : start + 4] for start in range(0, LENGTH, 4))
