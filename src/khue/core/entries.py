"""Ledger values: entries of postings in whole units per currency, and what makes an entry sound."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.decision import Decision, Reason
from khue.core.errors import Refused

MAX_UNITS = 10**17
"""Largest posting in smallest units: leaves room for sums within the database's 64-bit integers."""

_CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry. ``amount`` in smallest units (đồng; cents …): positive debits, negative credits.

    ``currency`` is an ISO 4217 code. ``subject`` says whose balance it moves: ``support:4``; empty for none.
    """

    account: str
    amount: int
    currency: str = "VND"
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One booking. ``id`` is given by the client, so that a retry posts once; ``subject`` is what it is about.

    ``reverses`` is the id of the entry that this one takes back. Making an Entry checks nothing: see ``faults``.
    """

    id: UUID
    booked_on: date
    text: Text
    subject: str
    postings: tuple[Posting, ...]
    reverses: UUID | None = None


def totals(entry: Entry) -> dict[str, int]:
    """Sum of the postings by currency; all zero in a balanced entry."""
    sums: dict[str, int] = {}
    for posting in entry.postings:
        sums[posting.currency] = sums.get(posting.currency, 0) + posting.amount
    return sums


def balanced(entry: Entry) -> bool:
    """Whether debits equal credits in every currency. An entry without postings is not balanced."""
    return bool(entry.postings) and not any(totals(entry).values())


Check = Callable[[Entry], Iterator[Reason]]


def identified(entry: Entry) -> Iterator[Reason]:
    if not isinstance(entry.id, UUID) or entry.id.int == 0:
        yield _reason("id", "Bút toán thiếu mã định danh UUID.", "The entry has no UUID.")
    elif entry.reverses == entry.id:
        yield _reason("self_reversal", "Bút toán không thể tự đảo chính nó.", "An entry cannot reverse itself.")


def dated(entry: Entry) -> Iterator[Reason]:
    if not isinstance(entry.booked_on, date) or isinstance(entry.booked_on, datetime):
        yield _reason("day", "Ngày ghi sổ phải là một ngày, không kèm giờ.", "The booking day must be a plain day.")


def two_sided(entry: Entry) -> Iterator[Reason]:
    if len(entry.postings) < 2:
        yield _reason(
            "one_sided",
            "Bút toán phải có ít nhất hai dòng: một dòng ghi nợ và một dòng ghi có.",
            "An entry needs at least two postings: one debit and one credit.",
        )


def whole_amounts(entry: Entry) -> Iterator[Reason]:
    for place, posting in enumerate(entry.postings):
        # bool is an int to Python, and True đồng is a bug.
        if type(posting.amount) is not int:
            vi, en = "phải là số nguyên", "must be a whole number"
        elif posting.amount == 0:
            vi, en = "không được bằng 0", "must not be zero"
        elif abs(posting.amount) > MAX_UNITS:
            vi, en = "quá lớn", "is too large"
        else:
            continue
        yield _line_reason("amount", place, "amount", f"số tiền {vi}", f"the amount {en}")


def accounts_named(entry: Entry) -> Iterator[Reason]:
    for place, posting in enumerate(entry.postings):
        if not posting.account.strip():
            yield _line_reason("account", place, "account", "thiếu tài khoản", "the account is missing")


def currencies_known(entry: Entry) -> Iterator[Reason]:
    for place, posting in enumerate(entry.postings):
        if not _CURRENCY.fullmatch(posting.currency):
            yield _line_reason(
                "currency",
                place,
                "currency",
                "mã tiền tệ phải gồm ba chữ in hoa",
                "the currency is a three-letter code",
            )


def debits_equal_credits(entry: Entry) -> Iterator[Reason]:
    for currency, surplus in totals(entry).items():
        if surplus:
            side_vi, side_en = ("nợ", "debits") if surplus > 0 else ("có", "credits")
            gap_vi, gap_en = f"{abs(surplus):,}".replace(",", "."), f"{abs(surplus):,}"
            yield _reason(
                "unbalanced",
                f"Bút toán không cân: bên {side_vi} nhiều hơn {gap_vi} {currency}.",
                f"The entry does not balance: {side_en} exceed by {gap_en} {currency}.",
            )


CHECKS: tuple[Check, ...] = (
    identified, dated, two_sided, whole_amounts, accounts_named, currencies_known, debits_equal_credits,
)  # fmt: skip
"""Everything that an entry must satisfy by itself. What depends on balances or periods is asked by the ledger."""


def faults(entry: Entry) -> Decision:
    """Granted for a sound entry; refused with every fault of every check."""
    return Decision.refuse_if_any(reason for check in CHECKS for reason in check(entry))


def reverse(entry: Entry, id: UUID, booked_on: date) -> Entry:
    """The entry that takes ``entry`` back whole: same postings with the sign turned.

    Raises Refused when it would be booked before the entry itself, or under its id.
    """
    if id == entry.id:
        raise Refused.because(
            _reason("self_reversal", "Bút toán đảo cần mã định danh mới.", "A reversal needs an id of its own.")
        )
    if booked_on < entry.booked_on:
        raise Refused.because(
            _reason(
                "reversal_too_early",
                f"Bút toán đảo không thể ghi trước ngày của bút toán gốc ({entry.booked_on:%d/%m/%Y}).",
                f"A reversal cannot be booked before the entry that it takes back ({entry.booked_on}).",
            )
        )
    return replace(
        entry,
        id=id,
        booked_on=booked_on,
        text=Text(f"Đảo bút toán: {entry.text.vi}", f"Reversal: {entry.text.en}" if entry.text.en else ""),
        postings=tuple(replace(posting, amount=-posting.amount) for posting in entry.postings),
        reverses=entry.id,
    )


def _reason(code: str, vi: str, en: str, field: str = "") -> Reason:
    next_step = Text(
        "Chưa có gì được ghi sổ. Mời ông/bà kiểm tra lại bút toán rồi ghi lại.",
        "Nothing has been posted. Check the entry and post it again.",
    )
    return Reason(f"entry.{code}", Text(vi, en), next_step, field)


def _line_reason(code: str, place: int, field: str, vi: str, en: str) -> Reason:
    return _reason(code, f"Dòng {place + 1}: {vi}.", f"Posting {place + 1}: {en}.", f"postings.{place}.{field}")
