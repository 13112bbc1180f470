"""MT940, read by the library mt-940; what it would pass over in silence is named by line here."""

from __future__ import annotations

import re
from typing import Any

from khue.core.bilingual import Text
from khue.features.treasury.domain.lines import BankLine, Fault, Sheet, Unreadable, sheet
from khue.features.treasury.domain.reading.text import decoded

_TAG = re.compile(r"^:(\d{2}[A-Z]?):")
_BOOKING = re.compile(r"^:61:\d{6}(\d{4})?R?[CD][A-Z]?\d+[,.]\d*[A-Z0-9]{4}")
_NEEDED = {
    "25": Text("số tài khoản (:25:)", "the account (:25:)"),
    "60": Text("số dư đầu kỳ (:60F:)", "the opening balance (:60F:)"),
    "62": Text("số dư cuối kỳ (:62F:)", "the closing balance (:62F:)"),
}
_CHARGES = ("NCHG", "NCOM")
_RETURNS = ("NRTI", "NRVS")


def read_mt940(content: bytes) -> Sheet:
    text = decoded(content)
    body = text[text.index(":20:") :] if ":20:" in text else text
    skipped = text[: len(text) - len(body)].count("\n")
    places = _places(body, skipped)
    return _sheet(_parsed(body), places)


def _places(body: str, skipped: int) -> list[int]:
    """The line of each booking. Raises Unreadable for bookings and balances that cannot be read."""
    tags, places, faults = set(), [], []
    for number, line in enumerate(body.splitlines(), skipped + 1):
        tag = _TAG.match(line)
        if tag is None:
            continue
        tags.add(tag[1][:2])
        if tag[1] == "61":
            places.append(number)
            if not _BOOKING.match(line):
                faults.append(Fault(number, Text(f"Không đọc được dòng giao dịch “{line[:60]}”.", f"The booking “{line[:60]}” cannot be read.")))  # fmt: skip
    faults += [
        Fault(0, Text(f"Tệp MT940 thiếu {words.vi}.", f"The MT940 file lacks {words.en}."))
        for tag, words in _NEEDED.items()
        if tag not in tags
    ]
    if faults:
        raise Unreadable(*faults)
    return places


def _parsed(body: str) -> Any:
    import mt940

    try:
        return mt940.parse(body)
    except Exception as error:  # the library raises whatever its tags do
        said = Text("Tệp MT940 không đúng cấu trúc.", "The MT940 file has a broken structure.")
        raise Unreadable(Fault(0, said)) from error


def _sheet(found: Any, places: list[int]) -> Sheet:
    if len(found) != len(places):
        said = Text(
            f"Tệp có {len(places)} dòng :61: nhưng chỉ đọc được {len(found)}.",
            f"The file has {len(places)} lines :61:, of which {len(found)} can be read.",
        )
        raise Unreadable(Fault(0, said))
    opening = found.data.get("final_opening_balance") or found.data.get("intermediate_opening_balance")
    closing = found.data.get("final_closing_balance") or found.data.get("intermediate_closing_balance")
    lines = [_line(number, row.data) for number, row in zip(places, found, strict=True)]
    days = tuple(_day(balance.date) for balance in (opening, closing) if balance is not None)
    number = str(found.data.get("account_identification", "")).rpartition("/")[2]
    return sheet(number, _whole(0, opening), _whole(0, closing), lines, days=days)


def _line(number: int, row: dict[str, Any]) -> BankLine:
    customer = row.get("customer_reference") or ""
    words = [
        row.get("transaction_details") or "",
        "" if customer == "NONREF" else customer,
        row.get("extra_details") or "",
    ]
    return BankLine(
        line=number,
        booked_on=_day(row.get("entry_date") or row["date"]),
        amount=_whole(number, row) or 0,
        text=" ".join(" ".join(words).split()),
        bank_reference=row.get("bank_reference") or "",
        charge=row.get("id") in _CHARGES,
        reversal=row.get("id") in _RETURNS or str(row.get("status", "")).startswith("R"),
    )


def _day(value: Any) -> Any:
    """The library's own kind of day as a plain one."""
    from datetime import date

    return date(value.year, value.month, value.day)


def _whole(number: int, holder: Any) -> int | None:
    """Whole đồng with sign. Raises Unreadable for a fraction or another currency."""
    if holder is None:
        return None
    money = holder["amount"] if isinstance(holder, dict) else holder.amount
    if money.currency != "VND" or money.amount != int(money.amount):
        said = Text(f"“{money}” không phải số tiền nguyên đồng (VND).", f"“{money}” is not a whole amount of VND.")
        raise Unreadable(Fault(number, said))
    return int(money.amount)
