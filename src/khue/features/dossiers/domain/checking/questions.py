"""Sections and their questions: keys, kinds, answers, columns, conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from khue.features.dossiers.domain.checking.names import (
    KEY,
    OWN_ENDING,
    PREFILLS,
    Table,
    clean_keys,
    is_own_name,
    items_of,
)
from khue.features.dossiers.domain.definition import FIELD_KINDS
from khue.features.dossiers.domain.locating import Path
from khue.features.dossiers.domain.shapes import Found, near


def section_problems(content: Table) -> Iterator[Found]:
    sections = items_of(content, "sections")
    if not sections:
        yield Found((), "there is no section", "Chưa có mục nào")
    yield from clean_keys(sections, ("sections",), "section")
    places: dict[str, Path] = {}
    known: dict[str, Table] = {}
    for s, section in sections:
        for f, field in items_of(section, "fields"):
            key = field.get("key", "")
            if key in known:
                yield Found(
                    ("sections", s, "fields", f, "key"),
                    f'the field "{key}" exists twice',
                    f"Câu hỏi “{key}” có hai lần",
                )
            elif key:
                known[key], places[key] = field, ("sections", s, "fields", f)
    tables = [key for key, field in known.items() if field.get("kind") == "table"]
    for key, path in places.items():
        if is_own_name(key, tables):
            yield Found(
                (*path, "key"),
                f'"{key}" is a name that the form itself uses; give the question another key',
                f"“{key}” là tên biểu mẫu dùng riêng; mời đặt khóa khác cho câu hỏi",
            )
    for s, section in sections:
        if not items_of(section, "fields"):
            yield Found(
                ("sections", s), f'the section "{section.get("key", "")}" has no field', "Mục này chưa có câu hỏi"
            )
        for f, field in items_of(section, "fields"):
            yield from _field(field, ("sections", s, "fields", f), known, inside_table=False)
    yield from _circles(known, places)


def _field(field: Table, path: Path, siblings: Mapping[str, Table], *, inside_table: bool) -> Iterator[Found]:
    key, kind = field.get("key", ""), field.get("kind")
    kinds = [known for known in FIELD_KINDS if not (inside_table and known == "table")]
    if "key" in field and not inside_table and not KEY.fullmatch(key):
        yield Found(
            (*path, "key"),
            f'a field needs a key of small letters, not "{key}"',
            f"Khóa phải là chữ thường không dấu, không phải “{key}”",
        )
    if kind is not None and kind not in kinds:
        yield Found(
            (*path, "kind"),
            f'the field "{key}" has the unknown kind "{kind}"; known are {", ".join(kinds)}',
            f"Kiểu trả lời “{kind}” không tồn tại",
        )
    if field.get("prefill") and field["prefill"] not in PREFILLS:
        yield Found(
            (*path, "prefill"),
            f'"{field["prefill"]}" is not in a party\'s record; known are {", ".join(PREFILLS)}',
            f"Không điền sẵn được từ “{field['prefill']}”: thông tin lưu giữ không có mục này",
        )
    if field.get("total") and kind != "money":
        yield Found(
            (*path, "total"), f'the field "{key}" is not money: it has no total', "Chỉ cột số tiền mới có dòng tổng"
        )
    yield from _choices(field, path, key, kind)
    yield from _columns(field, path, key, kind)
    yield from _condition(field, path, siblings)


def _choices(field: Table, path: Path, key: str, kind: str | None) -> Iterator[Found]:
    choices = items_of(field, "choices")
    if kind != "choice":
        if choices:
            yield Found(
                (*path, "choices"),
                f'the field "{key}" is no choice: it offers no answers',
                "Chỉ câu hỏi kiểu “chọn một” mới có các lựa chọn",
            )
        return
    if len(choices) < 2:
        yield Found(
            path, f'the choice "{key}" offers fewer than two answers', "Câu hỏi chọn một cần ít nhất hai lựa chọn"
        )
    seen: set[str] = set()
    for index, choice in choices:
        value = choice.get("value")
        if value in seen:
            yield Found(
                (*path, "choices", index, "value"),
                f'the answer "{value}" of "{key}" exists twice',
                f"Lựa chọn “{value}” có hai lần",
            )
        elif value == "":
            yield Found(
                (*path, "choices", index, "value"),
                f'an answer of "{key}" has no value',
                "Có lựa chọn chưa ghi giá trị lưu",
            )
        elif value is not None:
            seen.add(value)


def _columns(field: Table, path: Path, key: str, kind: str | None) -> Iterator[Found]:
    columns = items_of(field, "columns")
    if kind != "table":
        if columns:
            yield Found(
                (*path, "columns"),
                f'the field "{key}" is no table: it has no columns',
                "Chỉ câu hỏi kiểu bảng mới có cột",
            )
        return
    if not columns:
        yield Found(path, f'the table "{key}" has no columns', "Bảng này chưa có cột")
    yield from clean_keys(columns, (*path, "columns"), "column")
    for index, column in columns:
        if column.get("key", "").endswith(OWN_ENDING):
            yield Found(
                (*path, "columns", index, "key"),
                f'"{column["key"]}" is a name that the form itself uses; give the column another key',
                f"“{column['key']}” là tên biểu mẫu dùng riêng; mời đặt khóa khác cho cột",
            )
    known = {column["key"]: column for _, column in columns if "key" in column}
    for index, column in columns:
        yield from _field(column, (*path, "columns", index), known, inside_table=True)
    places = {column["key"]: (*path, "columns", index) for index, column in columns if "key" in column}
    yield from _circles(known, places)


def _condition(field: Table, path: Path, siblings: Mapping[str, Table]) -> Iterator[Found]:
    condition = field.get("show_when")
    on = condition.get("field") if condition else None
    if condition is None or on is None:
        return
    at, key = (*path, "show_when"), field.get("key", "")
    other = siblings.get(on)
    if other is None:
        yield Found(
            at,
            f'"{key}" is shown when "{on}" has a value, but there is no such field{near(on, siblings)}',
            f"Điều kiện dựa vào câu hỏi “{on}”, nhưng câu hỏi này không tồn tại",
        )
        return
    choices: set[str] = {choice["value"] for _, choice in items_of(other, "choices") if "value" in choice}
    possible = {"choice": choices, "yesno": {"yes", "no"}}.get(other.get("kind", ""))
    if possible is None:
        yield Found(
            at,
            f'"{key}" is shown when "{on}" has a value, but "{on}" is neither a choice nor a yes-or-no',
            f"Điều kiện dựa vào “{on}”, nhưng câu hỏi này không phải kiểu chọn một hoặc có–không",
        )
        return
    if not condition.get("values"):
        yield Found(
            at, f'the condition of "{key}" names no value of "{on}"', f"Điều kiện chưa chọn câu trả lời nào của “{on}”"
        )
    for value in condition.get("values", ()):
        if value not in possible:
            yield Found(at, f'"{on}" never has the value "{value}"', f"Câu hỏi “{on}” không có câu trả lời “{value}”")


def _circles(known: Mapping[str, Table], places: Mapping[str, Path]) -> Iterator[Found]:
    told: set[str] = set()
    for start in known:
        chain = [start]
        while True:
            on = str((known[chain[-1]].get("show_when") or {}).get("field"))
            if on not in known or (on in chain and on != start):
                break
            chain.append(on)
            if on == start:
                if not told & set(chain):
                    told |= set(chain)
                    yield Found(
                        (*places[start], "show_when"),
                        "conditions form a circle: " + " → ".join(chain),
                        "Các điều kiện phụ thuộc vòng tròn: " + " → ".join(chain),
                    )
                break
