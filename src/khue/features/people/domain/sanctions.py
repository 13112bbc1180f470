"""The list of sanctions and debarments: one entry, a file of entries, and what an entry means for a dossier."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Final
from uuid import UUID

from khue.core.bilingual import Text
from khue.core.days import format_day
from khue.core.decision import Decision, Reason, Source
from khue.core.folding import fold
from khue.features.people.domain.numbers import check_tax_code
from khue.features.people.domain.words import clean_name, clean_text

KINDS: Final = {
    "debarred": Text("Không được nhận hỗ trợ", "Debarred from support"),
    "sanctioned": Text("Đã bị xử lý vi phạm", "Sanctioned for a violation"),
    "court": Text("Quyết định, bản án của tòa án", "Court decision"),
}
COLUMNS: Final = (
    "kind", "name", "tax_code", "document", "document_on", "issuer", "url", "valid_from", "valid_until", "ground", "binding",
)  # fmt: skip
NEEDED: Final = ("kind", "name", "document", "document_on", "issuer", "valid_from", "ground")
MOST_LINES: Final = 20_000
_YES: Final = {"yes", "có", "co", "true", "1", "x"}
_NO: Final = {"", "no", "không", "khong", "false", "0"}
_LONGEST: Final = {"name": 200, "document": 200, "issuer": 200, "url": 500, "ground": 500}


@dataclass(frozen=True, slots=True)
class AddSanction:
    """One entry of the list. ``binding``: the decision itself forbids support."""

    kind: str
    name: str
    tax_code: str
    document: str
    document_on: date | None
    issuer: str
    url: str
    ground: str
    binding: bool
    valid_from: date | None
    valid_until: date | None
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class ImportSanctions:
    """A file of entries: name of the file and its bytes."""

    name: str
    content: bytes
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class MatchSanction:
    """A person compared: the entry is about this party."""

    sanction_id: int
    party: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class EndSanction:
    """The entry no longer holds from a day."""

    sanction_id: int
    ends_on: date
    ground: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class SanctionFacts:
    kind: str
    document: str
    document_on: date
    issuer: str
    url: str
    ground: str
    binding: bool
    valid_from: date
    valid_until: date | None


def entry_reasons(entry: AddSanction, line: int = 0) -> Iterator[Reason]:
    """What is wrong with an entry; with ``line`` each sentence names the line of the file."""
    where = (f"Dòng {line}: ", f"Line {line}: ") if line else ("", "")

    def wrong(code: str, field: str, vi: str, en: str) -> Reason:
        return Reason(f"people.sanction.{code}", Text(where[0] + vi, where[1] + en), None, "" if line else field)

    if entry.kind not in KINDS:
        yield wrong(
            "kind", "kind", f"loại “{entry.kind}” không có trong danh mục.", f"there is no kind “{entry.kind}”."
        )
    for field, label in (
        ("name", "tên"),
        ("document", "số văn bản"),
        ("issuer", "cơ quan ban hành"),
        ("ground", "nội dung"),
    ):
        if not clean_text(str(getattr(entry, field))):
            yield wrong("missing", field, f"thiếu {label}.", f"{field} is missing.")
    for field, most in _LONGEST.items():
        if len(clean_text(str(getattr(entry, field)))) > most:
            yield wrong("long", field, f"{field} dài quá {most} ký tự.", f"{field} is longer than {most} characters.")
    if entry.tax_code.strip():
        reason = check_tax_code(entry.tax_code)[1]
        if reason is not None:
            yield wrong("tax_code", "tax_code", reason.text.vi, reason.text.into("en"))
    for field in ("document_on", "valid_from"):
        if getattr(entry, field) is None:
            yield wrong("day", field, f"ngày ở cột {field} chưa đúng.", f"the day in {field} is not right.")
    if entry.url and not entry.url.startswith(("https://", "http://")):
        yield wrong("url", "url", "địa chỉ phải bắt đầu bằng https://.", "the address must begin with https://.")
    if entry.valid_from and entry.valid_until and entry.valid_until < entry.valid_from:
        yield wrong("period", "valid_until", "ngày kết thúc trước ngày bắt đầu.", "it ends before it begins.")


def read_file(content: bytes) -> tuple[tuple[tuple[int, AddSanction], ...], Decision]:
    """The entries of a CSV file with their line numbers, and a decision with every fault named by its line."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (), _refused("Tệp phải dùng bảng mã UTF-8.", "The file must be in UTF-8.")
    rows = csv.reader(StringIO(text, newline=""), delimiter=";" if text.partition("\n")[0].count(";") > 4 else ",")
    try:
        listed = [(rows.line_num, row) for row in rows]
    except csv.Error:
        return (), _refused("Tệp không phải là CSV.", "The file is no CSV.")
    head = [cell.strip().casefold() for cell in listed[0][1]] if listed else []
    missing = [name for name in NEEDED if name not in head]
    if missing:
        names = ", ".join(missing)
        return (), _refused(f"Dòng 1: thiếu cột {names}.", f"Line 1: these columns are missing: {names}.")
    filled = [(number, row) for number, row in listed[1:] if any(cell.strip() for cell in row)]
    if not filled or len(filled) > MOST_LINES:
        return (), _refused(f"Tệp cần từ 1 đến {MOST_LINES} dòng.", f"The file needs 1 to {MOST_LINES} lines.")
    entries: list[tuple[int, AddSanction]] = []
    reasons: list[Reason] = []
    seen: dict[tuple[str, ...], int] = {}
    for number, row in filled:
        entry, odd = _entry(dict(zip(head, (cell.strip() for cell in row), strict=False)))
        reasons += [*odd_reasons(odd, number), *entry_reasons(entry, number)]
        key = same_entry(entry)
        if key in seen:
            reasons.append(_line_reason(number, f"trùng với dòng {seen[key]}.", f"the same as line {seen[key]}."))
        seen.setdefault(key, number)
        entries.append((number, entry))
    return tuple(entries), Decision.refuse_if_any(reasons)


def same_entry(entry: AddSanction) -> tuple[str, ...]:
    """What makes two entries one: document, day, whom, kind."""
    return (
        clean_text(entry.document), str(entry.document_on), fold(clean_name(entry.name))[:420],
        check_tax_code(entry.tax_code)[0], entry.kind,
    )  # fmt: skip


def _entry(row: dict[str, str]) -> tuple[AddSanction, list[str]]:
    odd = []

    def day(name: str) -> date | None:
        typed = row.get(name, "")
        for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(typed, pattern).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        if typed and name == "valid_until":
            odd.append(name)
        return None

    binding = row.get("binding", "").casefold()
    if binding not in _YES | _NO:
        odd.append("binding")
    entry = AddSanction(
        kind=row.get("kind", "").casefold(),
        name=row.get("name", ""),
        tax_code=row.get("tax_code", ""),
        document=row.get("document", ""),
        document_on=day("document_on"),
        issuer=row.get("issuer", ""),
        url=row.get("url", ""),
        ground=row.get("ground", ""),
        binding=binding in _YES,
        valid_from=day("valid_from"),
        valid_until=day("valid_until"),
    )
    return entry, odd


def odd_reasons(odd: Sequence[str], line: int) -> Iterator[Reason]:
    for name in odd:
        yield _line_reason(line, f"giá trị ở cột {name} chưa đúng.", f"the value in {name} is not right.")


def _line_reason(line: int, vi: str, en: str) -> Reason:
    return Reason("people.sanction.line", Text(f"Dòng {line}: {vi}", f"Line {line}: {en}"))


def _refused(vi: str, en: str) -> Decision:
    return Decision.refuse(Reason("people.sanction.file", Text(vi, en), field="file"))


def sanction_reason(entry: SanctionFacts) -> Reason:
    """The entry as a reason with its source, for the applicant and for the officer."""
    until = f" đến trước ngày {entry.valid_until:%d/%m/%Y}" if entry.valid_until else ""
    until_en = f" until {format_day(entry.valid_until, 'en')}" if entry.valid_until else ""
    kind = KINDS[entry.kind]
    return Reason(
        f"people.sanction.{'binding' if entry.binding else 'warning'}",
        Text(
            f"{kind.vi} từ ngày {entry.valid_from:%d/%m/%Y}{until}: {entry.ground}",
            f"{kind.into('en')} from {format_day(entry.valid_from, 'en')}{until_en}: {entry.ground}",
        ),
        Text(
            "Nếu thông tin này không đúng hoặc đã hết hiệu lực, mời ông/bà gửi văn bản chứng minh cho bộ phận một cửa.",
            "If this is wrong or no longer holds, hand the paper that says so to the one-stop desk.",
        ),
        "applicant",
        Source(f"{entry.document}, {entry.document_on:%d/%m/%Y}, {entry.issuer}", "verified", entry.url),
    )
