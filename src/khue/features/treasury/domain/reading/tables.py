"""CSV and XLSX as banks and the State Treasury export them: some lines above, a heading, bookings, sums around them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from khue.core.bilingual import Text
from khue.core.folding import fold
from khue.features.treasury.domain.lines import MOST_FAULTS, BankLine, Fault, Sheet, Unreadable, sheet
from khue.features.treasury.domain.reading.text import amount_of, day_of, decoded

MOST_LINES = 200_000
UNPACKED = 300 * 1024 * 1024
"""An XLSX that grows beyond this when unpacked is a bomb, not a statement."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "day": ("ngay giao dich", "ngay hach toan", "ngay hieu luc", "ngay", "booking date", "transaction date", "date"),
    "debit": ("ghi no", "so tien ghi no", "phat sinh no", "no", "debit", "chi"),
    "credit": ("ghi co", "so tien ghi co", "phat sinh co", "co", "credit", "thu"),
    "amount": ("so tien", "amount"),
    "balance": ("so du", "balance", "so du sau giao dich"),
    "text": (
        "noi dung",
        "dien giai",
        "noi dung giao dich",
        "mo ta",
        "description",
        "details",
        "remittance information",
    ),
    "reference": ("so tham chieu", "so but toan", "ma giao dich", "so giao dich", "bank reference", "reference"),
    "counter_number": ("tai khoan doi ung", "so tai khoan doi ung", "counter account", "counterparty account"),
    "counter_name": ("ten doi ung", "ten tai khoan doi ung", "don vi doi ung", "counter name", "counterparty"),
}
OPENING = ("so du dau ky", "so du dau", "opening balance")
CLOSING = ("so du cuoi ky", "so du cuoi", "closing balance")
NUMBER = ("so tai khoan", "tai khoan so", "account number", "account")
TOTALS = ("tong cong", "cong phat sinh", "tong phat sinh", "total")


@dataclass(slots=True)
class _Found:
    """What is gathered line by line."""

    columns: dict[str, int] = field(default_factory=dict)
    number: str = ""
    opening: int | None = None
    closing: int | None = None
    lines: list[BankLine] = field(default_factory=list)
    first_balance: int | None = None
    last_balance: int | None = None
    faults: list[Fault] = field(default_factory=list)


def read_csv(content: bytes) -> Sheet:
    text = decoded(content)
    mark = max(",;\t", key=text[:20_000].count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return _read(_numbered(rows))


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    reader = rows
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            line = getattr(reader, "line_num", 0)
            said = Text("Dòng này không đọc được như CSV.", "This line cannot be read as CSV.")
            raise Unreadable(Fault(line, said)) from error
        yield getattr(reader, "line_num", 0), row


def read_xlsx(content: bytes) -> Sheet:
    from openpyxl import load_workbook

    broken = Text("Tệp XLSX bị hỏng, không mở được.", "The XLSX file is broken and cannot be opened.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > UNPACKED:
                text = Text("Tệp XLSX nở quá lớn khi giải nén nên không được mở.", "The XLSX file unpacks to far too much and was not opened.")  # fmt: skip
                raise Unreadable(Fault(0, text))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        page = book.worksheets[0]
        rows = ((number, [_cell(value) for value in row]) for number, row in enumerate(page.iter_rows(values_only=True), 1))  # fmt: skip
        return _read(rows)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its XML parser does
        raise Unreadable(Fault(0, broken)) from error


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value)


# -- one line after the other ----------------------------------------------------------------------------------------


def _read(rows: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    found = _Found()
    for count, (number, row) in enumerate(rows):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if count > MOST_LINES:
            text = f"Tệp có hơn {MOST_LINES:,} dòng."
            raise Unreadable(Fault(number, Text(text, f"The file has more than {MOST_LINES:,} lines.")))
        if _is_sum(cells, found):
            continue
        if not found.columns:
            _heading(cells, found)
        else:
            _booking(number, cells, found)
        if len(found.faults) >= MOST_FAULTS:
            break
    if not found.columns:
        raise Unreadable(Fault(0, _no_columns(set())))
    if found.faults:
        raise Unreadable(*found.faults)
    opening = found.opening if found.opening is not None else found.first_balance
    closing = found.closing if found.closing is not None else found.last_balance
    return sheet(found.number, opening, closing, _in_order(found.lines))


def _in_order(lines: list[BankLine]) -> list[BankLine]:
    """Oldest first: some banks list the newest first."""
    backwards = len(lines) > 1 and lines[0].booked_on > lines[-1].booked_on
    return lines[::-1] if backwards else lines


def _is_sum(cells: Sequence[str], found: _Found) -> bool:
    """Balances, the account's number and totals stand around the bookings, with the value somewhere to the right."""
    label = fold(cells[0].rstrip(":") or next((cell for cell in cells if cell), "")).rstrip(":")
    head, _colon, inside = label.partition(":")
    head = head.strip()
    values = [cell for cell in cells[1:] if cell] or ([inside.strip()] if inside else [])
    if head in OPENING and values:
        found.opening = amount_of(values[-1])
        return True
    if head in CLOSING and values:
        found.closing = amount_of(values[-1])
        return True
    if not found.columns and head in NUMBER and values:
        found.number = values[0]
        return True
    return head in TOTALS


def _heading(cells: Sequence[str], found: _Found) -> None:
    """The first line that names a day and amounts is the heading."""
    names = [fold(cell).split("(")[0].strip() for cell in cells]
    columns: dict[str, int] = {}
    for column, words in HEADINGS.items():
        places = [names.index(word) for word in words if word in names]
        if places:
            columns[column] = places[0]
    missing = _missing(columns)
    if not missing:
        found.columns = columns
    elif len(columns) >= 2:
        raise Unreadable(Fault(0, _no_columns(missing)))


def _missing(columns: dict[str, int]) -> set[str]:
    missing = {name for name in ("day", "text") if name not in columns}
    if "amount" not in columns and not {"debit", "credit"} <= set(columns):
        missing.add("amount")
    return missing


def _no_columns(missing: set[str]) -> Text:
    words_vi = {"day": "“Ngày giao dịch”", "text": "“Nội dung”", "amount": "“Ghi nợ” và “Ghi có” (hoặc “Số tiền”)"}
    words_en = {"day": "“Date”", "text": "“Description”", "amount": "“Debit” and “Credit” (or “Amount”)"}
    wanted = [name for name in words_vi if name in (missing or set(words_vi))]
    return Text(
        f"Tệp thiếu cột {', '.join(words_vi[name] for name in wanted)}. "
        "Mời ông/bà chọn đúng tệp sao kê, có dòng tiêu đề cột.",
        f"The file lacks the column {', '.join(words_en[name] for name in wanted)}. "
        "Choose the statement file, with its line of headings.",
    )


def _booking(number: int, cells: Sequence[str], found: _Found) -> None:
    def at(name: str) -> str:
        place = found.columns.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    day = day_of(at("day"))
    if day is None:
        found.faults.append(Fault(number, Text(f"“{at('day')[:40]}” không phải ngày giao dịch.", f"“{at('day')[:40]}” is not a booking day.")))  # fmt: skip
        return
    amount = _movement(number, at("debit"), at("credit"), at("amount"), found)
    if amount is None:
        return
    balance = amount_of(at("balance")) if at("balance") else None
    if balance is not None:
        if found.first_balance is None:
            found.first_balance = balance - amount
        found.last_balance = balance
    found.lines.append(
        BankLine(number, day, amount, at("text"), at("reference"), at("counter_number"), at("counter_name"))
    )


def _movement(number: int, debit: str, credit: str, amount: str, found: _Found) -> int | None:
    """Đồng with sign; None with a fault noted."""
    if "amount" in found.columns and "debit" not in found.columns:
        value = amount_of(amount)
    else:
        out, into = amount_of(debit or "0"), amount_of(credit or "0")
        value = None if out is None or into is None or (out and into) else into - abs(out)
    if not value:
        typed = " / ".join(part for part in (debit, credit, amount) if part)[:60]
        said = Text(
            f"Không đọc được số tiền “{typed}”: mỗi dòng có đúng một số tiền nguyên đồng, ghi nợ hoặc ghi có.",
            f"The amount “{typed}” cannot be read: a line has one amount in whole đồng, debit or credit.",
        )
        found.faults.append(Fault(number, said))
        return None
    return value
