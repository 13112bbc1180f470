"""Answers as a program sends them: is each of its kind, and within what its question takes? Pure; every fault at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.dossiers.domain.definition import Field, Procedure, Section

MOST_ROWS = 200
LARGEST_NUMBER = 10**12
LARGEST_MONEY = 10**15
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
NEXT = Text("Mời ông/bà xem định nghĩa của thủ tục.", "Look at the definition of the procedure.")
WANTED: Mapping[str, Text] = {
    "number": Text("số nguyên", "a whole number"),
    "money": Text("số nguyên đồng", "a whole number of đồng"),
    "date": Text("ngày, viết như 2026-03-17", "a day, as 2026-03-17"),
    "yesno": Text("“yes” hoặc “no”", "“yes” or “no”"),
    "choice": Text("một trong các mã của câu hỏi", "one of the question's codes"),
    "party": Text("khóa của một bên, như party:12", "the key of a party, as party:12"),
    "file": Text("mã của tệp đã tải lên hồ sơ này", "the id of a file of this dossier"),
    "table": Text("danh sách các dòng", "a list of rows"),
}
_STRING = Text("chuỗi ký tự", "a string")


def sent_reasons(section: Section, values: Mapping[str, Any]) -> list[Reason]:
    """What is not of its kind, or has a name that the section does not know. Nothing else is judged here."""
    return list(_wrong(section.fields, values, ""))


def _wrong(fields: tuple[Field, ...], values: Mapping[str, Any], at: str) -> Iterator[Reason]:
    known = {field.key: field for field in fields}
    for name, value in values.items():
        path = f"{at}{name[:60]}"
        field = known.get(name)
        if field is None:
            yield Reason(
                "extra_forbidden", Text("Mục này không có câu hỏi đó.", "The section has no such question."), NEXT, path
            )
        elif value is not None and not _fits(field, value):
            yield _not_of_its_kind(field, path)
        elif field.kind == "table" and isinstance(value, list):
            if len(value) > MOST_ROWS:
                text = Text(f"Nhiều nhất {MOST_ROWS} dòng.", f"At most {MOST_ROWS} rows.")
                yield Reason("too_long", text, NEXT, path)
            for number, row in enumerate(value[:MOST_ROWS], start=1):
                yield from _wrong(field.columns, row, f"{path}.{number}.")


def _not_of_its_kind(field: Field, path: str) -> Reason:
    want = WANTED.get(field.kind, _STRING)
    return Reason("kind", Text(f"Cần {want.vi}.", f"This takes {want.en}."), NEXT, path)


def _fits(field: Field, value: Any) -> bool:
    if field.kind in ("number", "money"):
        return isinstance(value, int) and not isinstance(value, bool)
    if field.kind == "table":
        return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)
    return isinstance(value, str)


# -- a whole dossier at once, without the forms of its pages ---------------------------------------------------------


def whole_reasons(procedure: Procedure, values: Mapping[str, Any]) -> list[Reason]:
    """Every fault of all answers: names, kinds, and the bounds that the forms of the pages set."""
    fields = tuple(procedure.fields())
    return [*_wrong(fields, values, ""), *_beyond(fields, values, "")]


def _beyond(fields: tuple[Field, ...], values: Mapping[str, Any], at: str) -> Iterator[Reason]:
    for field in fields:
        value, path = values.get(field.key), f"{at}{field.key}"
        if value is None or not _fits(field, value):
            continue
        if field.kind == "table":
            for number, row in enumerate(value[:MOST_ROWS], start=1):
                yield from _beyond(field.columns, row, f"{path}.{number}.")
        elif (found := _bound(field, value)) is not None:
            yield Reason(found[0], found[1], NEXT, path)


def _bound(field: Field, value: Any) -> tuple[str, Text] | None:
    """(code, sentence) when a value of the right kind lies outside of what its question takes."""
    if field.kind in ("text", "longtext"):
        return _length(str(value).strip(), field.longest)
    if field.kind == "number" and abs(value) > LARGEST_NUMBER:
        return "range", Text(f"Số phải từ −{LARGEST_NUMBER} đến {LARGEST_NUMBER}.", "The number is out of range.")
    if field.kind == "money" and not 0 <= value <= LARGEST_MONEY:
        return "range", Text(
            "Số tiền không được âm và không quá lớn.", "The amount may be neither negative nor so large."
        )
    if field.kind == "date" and str(value).strip():
        return _day(str(value))
    codes = {choice.value for choice in field.choices} if field.kind == "choice" else {"yes", "no"}
    if field.kind in ("choice", "yesno") and value and value not in codes:
        return "invalid_choice", Text(f"Cần {WANTED[field.kind].vi}.", f"This takes {WANTED[field.kind].en}.")
    return None


def _length(value: str, longest: int) -> tuple[str, Text] | None:
    if len(value) <= longest:
        return None
    most = Text(
        f"Nhiều nhất {longest} ký tự; đã gửi {len(value)}.", f"At most {longest} characters; {len(value)} were sent."
    )
    return "max_length", most


def _day(value: str) -> tuple[str, Text] | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return "invalid", Text("Cần ngày có thật, viết như 2026-03-17.", "This takes a day that exists, as 2026-03-17.")
    if FIRST_DAY <= found <= LAST_DAY and value == found.isoformat():
        return None
    return "range", Text(
        "Ngày phải từ năm 1900 đến 2199, viết như 2026-03-17.", "A day from 1900 to 2199, as 2026-03-17."
    )


def cleaned(procedure: Procedure, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the pages would have kept them: blanks around words let go; files, and what is wrong, left out."""
    return _cleaned(tuple(procedure.fields()), values)


def _cleaned(fields: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        value = values.get(field.key)
        if value is None or field.kind == "file" or not _fits(field, value):
            continue
        if field.kind != "table" and _bound(field, value) is not None:
            continue
        if field.kind == "table":
            found[field.key] = [_cleaned(field.columns, row) for row in value[:MOST_ROWS]]
        else:
            found[field.key] = value.strip() if isinstance(value, str) else value
    return found


def file_reason(procedure: Procedure, values: Mapping[str, Any], path: str) -> Reason | None:
    """Why no file can be put at ``papers`` or ``lines.2.evidence``; None when that question takes one."""
    key, *rest = path.split(".")
    field = next((each for each in procedure.fields() if each.key == key), None)
    if field is not None and field.kind == "file" and not rest:
        return None
    rows = values.get(key)
    count = len(rows) if isinstance(rows, list) else 0
    row_is_there = len(rest) == 2 and rest[0].isdecimal() and 1 <= int(rest[0]) <= count
    columns = field.columns if field is not None and row_is_there else ()
    if any(column.key == rest[1] and column.kind == "file" for column in columns):
        return None
    return Reason(
        "no_file_question",
        Text("Hồ sơ không có câu hỏi nhận tệp đó.", "The dossier has no such question that takes a file."),
        Text("Với bảng, dòng đó phải có trong câu trả lời.", "In a table, the row must be among the answers."),
        path[:120],
    )


def put_file(answers: dict[str, Any], path: str, value: str) -> None:
    """The id of a file as the answer at ``papers`` or ``lines.2.evidence``; a row that is not there is left."""
    parts = path.split(".")
    if len(parts) == 1:
        answers[path] = value
        return
    table, number, column = parts
    rows = [dict(row) for row in answers.get(table, [])]
    index = int(number) - 1
    if 0 <= index < len(rows):
        rows[index][column] = value
        answers[table] = rows
