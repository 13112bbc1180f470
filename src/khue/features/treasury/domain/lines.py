"""What a bank statement says, as plain values; what makes a line the same line in two files; whether the sums hold."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.core.money import format_dong

MOST_FAULTS = 50
"""So many faulty lines are shown; a file that is wrong throughout is not read to its end."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file. ``line`` counts from 1 as an editor or a sheet does; 0 is the file as a whole."""

    line: int
    text: Text


class Unreadable(Exception):
    """The file is not taken; ``faults`` say why, line by line."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(faults[0].text.en)
        self.faults = faults[:MOST_FAULTS]


@dataclass(frozen=True, slots=True)
class BankLine:
    """One booking of the bank. ``amount`` đồng: above zero came in, below zero went out.

    ``bank_reference`` is the bank's own number of the booking, empty when it gives none. ``charge`` and ``reversal``
    are what the format itself says, not a guess from the text.
    """

    line: int
    booked_on: date
    amount: int
    text: str
    bank_reference: str = ""
    counter_number: str = ""
    counter_name: str = ""
    charge: bool = False
    reversal: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement as read: ``opening`` + lines = ``closing`` is proven. ``number`` is empty when the file has none."""

    number: str
    starts_on: date
    ends_on: date
    opening: int
    closing: int
    lines: tuple[BankLine, ...]


def sheet(
    number: str, opening: int | None, closing: int | None, lines: Iterable[BankLine], *, days: tuple[date, ...] = ()
) -> Sheet:
    """The whole statement, its lines keyed. Raises Unreadable when it is empty or its sums do not hold."""
    found = tuple(lines)
    if not found and not days:
        raise Unreadable(Fault(0, Text("Tệp không có dòng giao dịch nào.", "The file has no booking at all.")))
    if opening is None or closing is None:
        raise Unreadable(
            Fault(
                0,
                Text(
                    "Tệp không có số dư đầu kỳ và số dư cuối kỳ nên không kiểm tra được có đủ dòng hay không.",
                    "The file has no opening and closing balance, so it cannot be checked to be whole.",
                ),
            )
        )
    total = opening + sum(line.amount for line in found)
    if total != closing:
        raise Unreadable(_unbalanced(opening, closing, total, len(found)))
    all_days = [*days, *(line.booked_on for line in found)]
    return Sheet(number, min(all_days), max(all_days), opening, closing, tuple(keyed(found)))


def _unbalanced(opening: int, closing: int, total: int, count: int) -> Fault:
    def said(language: str) -> tuple[str, str, str, str]:
        values = (opening, total, closing, abs(closing - total))
        return tuple(format_dong(value, language) for value in values)  # type: ignore[return-value]  # as many as came in

    vi, en = said("vi"), said("en")
    return Fault(
        0,
        Text(
            f"Số dư đầu kỳ {vi[0]} cộng {count} dòng được {vi[1]}, nhưng tệp ghi số dư cuối kỳ {vi[2]}: lệch {vi[3]}. "
            "Tệp thiếu hoặc thừa dòng; mời ông/bà tải lại sao kê từ ngân hàng.",
            f"Opening balance {en[0]} and {count} lines make {en[1]}, but the file says closing balance {en[2]}: {en[3]} "
            "apart. Lines are missing or too many; download the statement from the bank again.",
        ),
    )


def keyed(lines: Iterable[BankLine]) -> Iterator[BankLine]:
    """The lines with the key under which each counts once, whatever file brings it.

    Day, amount and the bank's own number of the booking; without one, the signs of the text and the other account. And
    how many like it came before in the file: two equal bookings of one day are two lines, and the same two in an
    overlapping file are the same two.
    """
    seen: Counter[str] = Counter()
    for line in lines:
        if line.bank_reference:
            base = _digest("ref", line.booked_on, line.amount, line.bank_reference.upper())
        else:
            signs = "".join(sign for sign in fold(line.text) if sign.isalnum())
            base = _digest("text", line.booked_on, line.amount, signs, line.counter_number)
        seen[base] += 1
        yield replace(line, key=_digest(base, seen[base]))


def _digest(*parts: object) -> str:
    return hashlib.sha256("\t".join(map(str, parts)).encode()).hexdigest()[:40]
