"""Is a definition file in order? Every problem at once, each with its file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from khue.features.dossiers.domain import shapes
from khue.features.dossiers.domain.definition import END_RETURNED, ENDS, FIELD_KINDS, SIGNERS, STEP_KINDS
from khue.features.dossiers.domain.locating import Path, line_of, lines_of
from khue.features.dossiers.domain.shapes import Found, near

KEY = re.compile(r"[a-z][a-z0-9_-]{0,48}")
ROUTE = re.compile(r"[a-z][a-z0-9_]*:[a-z][a-z0-9_]*")
PREFILLS = ("name", "tax_code", "legal_form", "address", "email", "phone")
UNITS = ("working_days", "calendar_days")
OWN_NAMES = frozenset(
    {
        "seen", "edition", "once", "elsewhere", "csrfmiddlewaretoken", "refresh", "add_line", "remove_line", "continue", "return",
    }
)  # fmt: skip
"""What the page of a section sends under names of its own: a question of that name would be read as one of them."""
OWN_ENDING = "-kept"
"""How a stored file of a row is sent beside its input."""
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class City:
    """What the city package knows. None leaves it unchecked."""

    rights: frozenset[str] | None = None
    has_parameter: Callable[[str], bool] | None = None
    documents: Mapping[str, tuple[str, ...]] | None = None  # kind → who has a place to sign on its sheet


def check_files(
    paths: Iterable[FilePath],
    *,
    rights: frozenset[str] | None = None,
    has_parameter: Callable[[str], bool] | None = None,
    documents: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Problem]:
    """Problems of all files. What the city package knows (see ``City``) is unchecked where it is None."""
    problems: list[Problem] = []
    holders: dict[str, str] = {}
    for path in paths:
        try:
            raw = path.read_bytes()
        except OSError as error:
            problems.append(Problem(path.name, 1, f"cannot be read: {error.strerror}"))
            continue
        problems += check(path.name, raw, rights=rights, has_parameter=has_parameter, documents=documents)
        content, lines, _ = parsed(path.name, raw)
        key = content.get("key")
        if isinstance(key, str) and key in holders:
            problems.append(Problem(path.name, line_of(lines, ("key",)), f'the key "{key}" is taken by {holders[key]}'))
        elif isinstance(key, str):
            holders[key] = path.name
    return problems


def check(
    name: str,
    raw: bytes,
    *,
    rights: frozenset[str] | None = None,
    has_parameter: Callable[[str], bool] | None = None,
    documents: Mapping[str, tuple[str, ...]] | None = None,
) -> list[Problem]:
    """Problems of one file, in the order of its lines. A file without any can be built and stored."""
    content, lines, broken = parsed(name, raw)
    if broken:
        return [broken]
    found = check_content(content, City(rights, has_parameter, documents))
    return sorted((Problem(name, line_of(lines, item.path), item.text) for item in found), key=lambda p: p.line)


def check_content(content: Table, city: City = City()) -> list[Found]:
    """Problems of a definition's content, by their place in it. Never raises, whatever the content holds."""
    clean, found = shapes.read(content)
    return [*found, *_frame(clean), *_sections(clean), *_steps(clean, city), *_documents(clean, city)]


def parsed(name: str, raw: bytes) -> tuple[dict[str, Any], dict[Path, int], Problem | None]:
    """Content and lines of a file; when it is no TOML both are empty, and the problem says where."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return {}, {}, Problem(name, raw[: error.start].count(b"\n") + 1, "is not UTF-8 text")
    try:
        return tomllib.loads(text), lines_of(text), None
    except ValueError as error:
        where = re.search(r"at line (\d+)", str(error))
        line = int(where.group(1)) if where else text.rstrip().count("\n") + 1
        return {}, {}, Problem(name, line, f"is not TOML: {str(error).split(' (at')[0]}")
    except RecursionError:
        return {}, {}, Problem(name, 1, "is not TOML that can be read: it is nested too deeply")


def _items(holder: Table, name: str) -> list[tuple[int, Table]]:
    """The well-shaped elements of a list of tables, with their places."""
    return [(index, item) for index, item in enumerate(holder.get(name, ())) if item is not None]


def _keys(items: list[tuple[int, Table]], path: Path, what: str) -> Iterator[Found]:
    """Keys are small letters, and none is there twice among its neighbours."""
    seen: set[str] = set()
    for index, item in items:
        key = item.get("key")
        if key is None:
            continue
        if not KEY.fullmatch(key):
            yield Found(
                (*path, index, "key"),
                f'a {what} needs a key of small letters, not "{key}"',
                f"Khóa phải là chữ thường không dấu, không phải “{key}”",
            )
        if key in seen:
            yield Found((*path, index, "key"), f'the {what} "{key}" exists twice', f"Khóa “{key}” có hai lần")
        seen.add(key)


# -- the frame -----------------------------------------------------------------------------------------------------


def _frame(content: Table) -> Iterator[Found]:
    for name in ("key", "room"):
        if name in content and not KEY.fullmatch(content[name]):
            yield Found(
                (name,),
                f'"{name}" needs small letters, not "{content[name]}"',
                f"“{name}” phải là chữ thường không dấu",
            )
    for index, basis in _items(content, "basis"):
        if basis.get("provision") == "":
            yield Found(
                ("basis", index, "provision"), "a basis names its provision", "Căn cứ pháp lý chưa chọn điều khoản"
            )
    title = content.get("title_field")
    if title:
        fields = {
            f["key"]: f.get("kind")
            for _, s in _items(content, "sections")
            for _, f in _items(s, "fields")
            if "key" in f
        }
        if title not in fields:
            yield Found(
                ("title_field",),
                f'title_field names "{title}", which is no field{near(title, fields)}',
                f"Câu hỏi đặt tên hồ sơ “{title}” không tồn tại",
            )
        elif fields[title] not in ("text", "longtext"):
            yield Found(
                ("title_field",),
                f'title_field names "{title}", which is not a text',
                f"Câu hỏi đặt tên hồ sơ “{title}” phải là câu trả lời bằng chữ",
            )


def _documents(content: Table, city: City) -> Iterator[Found]:
    """A kind once; what is signed says by whom, each once, in a place on the sheet; payment waits only for what is signed."""
    seen: set[str] = set()
    for index, item in _items(content, "documents"):
        path: Path = ("documents", index)
        kind, signers = item.get("kind", ""), item.get("signers", [])
        if kind in seen:
            yield Found((*path, "kind"), f'the document "{kind}" exists twice', f"Văn bản “{kind}” có hai lần")
        seen.add(kind)
        if city.documents is not None and kind not in city.documents:
            yield Found(
                (*path, "kind"),
                f'"{kind}" is no kind of document that is signed{near(kind, city.documents)}',
                f"“{kind}” không phải loại văn bản có ký",
            )
        if item.get("signed") and not signers:
            yield Found(path, "a signed document names its signers", "Văn bản có ký phải nêu ai ký")
        if item.get("redact") and not item.get("public"):
            yield Found(
                ("documents", index, "redact"),
                "values are left out of a public copy only",
                "Chỉ lược bỏ nội dung trong bản công khai",
            )
        if item.get("before_payment") and not item.get("signed"):
            yield Found(
                (*path, "before_payment"),
                "what must be signed before payment is a signed document",
                "Văn bản phải ký trước khi chi thì phải là văn bản được ký",
            )
        yield from _signers(kind, signers, path, city)


def _signers(kind: str, signers: list[str], path: Path, city: City) -> Iterator[Found]:
    at: Path = (*path, "signers")
    sides = (city.documents or {}).get(kind)
    for name in signers:
        if name not in SIGNERS:
            yield Found(
                at,
                f'signer "{name}" is none of: {", ".join(SIGNERS)}{near(name, SIGNERS)}',
                f"Người ký “{name}” không tồn tại",
            )
        elif sides is not None and name not in sides:
            yield Found(
                at,
                f'the sheet of "{kind}" has no place where the {name} signs',
                f"Mẫu của văn bản “{kind}” không có chỗ ký cho {'người nộp' if name == 'applicant' else 'người ban hành'}",
            )
    if len(set(signers)) < len(signers):
        yield Found(at, "a signer signs once", "Mỗi người chỉ ký một lần")


# -- fields --------------------------------------------------------------------------------------------------------


def _sections(content: Table) -> Iterator[Found]:
    sections = _items(content, "sections")
    if not sections:
        yield Found((), "there is no section", "Chưa có mục nào")
    yield from _keys(sections, ("sections",), "section")
    places: dict[str, Path] = {}
    known: dict[str, Table] = {}
    for s, section in sections:
        for f, field in _items(section, "fields"):
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
        if not _items(section, "fields"):
            yield Found(
                ("sections", s), f'the section "{section.get("key", "")}" has no field', "Mục này chưa có câu hỏi"
            )
        for f, field in _items(section, "fields"):
            yield from _field(field, ("sections", s, "fields", f), known, inside_table=False)
    yield from _circles(known, places)


def is_own_name(key: str, tables: Iterable[str] = ()) -> bool:
    """Whether the form of a section sends something of its own under this name: a mark, a button, a cell of a table."""
    return key in OWN_NAMES or key.endswith(OWN_ENDING) or any(_is_cell(key, table) for table in tables)


def _is_cell(key: str, table: str) -> bool:
    """``lines-2-price`` is the cell of a row of the table ``lines``."""
    return re.match(rf"{re.escape(table)}-\d+(-|$)", key) is not None


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
    choices = _items(field, "choices")
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
    columns = _items(field, "columns")
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
    yield from _keys(columns, (*path, "columns"), "column")
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
    choices: set[str] = {choice["value"] for _, choice in _items(other, "choices") if "value" in choice}
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


# -- steps ---------------------------------------------------------------------------------------------------------


def _steps(content: Table, city: City) -> Iterator[Found]:
    steps = _items(content, "steps")
    if not steps:
        yield Found((), "there is no step", "Chưa có bước nào")
        return
    yield from _keys(steps, ("steps",), "step")
    kinds = {step["key"]: step.get("kind") for _, step in steps if "key" in step}
    for index, step in steps:
        path: Path = ("steps", index)
        yield from _step(step, path, city)
        yield from _outcomes(step, path, kinds)
        yield from _step_clock(step, path, city)
    main = [(index, step) for index, step in steps if step.get("kind") != "follow"]
    if not main:
        yield Found(
            ("steps",),
            "every step is a follow-up: there is no way to go",
            "Mọi bước đều là bước theo dõi: hồ sơ không có đường đi",
        )
        return
    yield from _receipt(main)
    yield from _ways(main)


def _step(step: Table, path: Path, city: City) -> Iterator[Found]:
    key, kind, right, page = step.get("key", ""), step.get("kind"), step.get("right"), step.get("page")
    if kind is not None and kind not in STEP_KINDS:
        yield Found(
            (*path, "kind"),
            f'the step "{key}" has the unknown kind "{kind}"; known are {", ".join(STEP_KINDS)}',
            f"Loại bước “{kind}” không tồn tại",
        )
    if right == "":
        yield Found((*path, "right"), f'the step "{key}" names no right', "Bước này chưa ghi quyền cần có")
    elif right is not None and city.rights is not None and right not in city.rights:
        yield Found(
            (*path, "right"),
            f'the step "{key}" needs the right "{right}", which no role brings{near(right, city.rights)}',
            f"Bước cần quyền “{right}”, nhưng không vai trò nào có quyền này",
        )
    if page and not ROUTE.fullmatch(page):
        yield Found(
            (*path, "page"),
            f'the page of "{key}" is named as room:page, not "{page}"',
            f"Trang xử lý phải ghi dạng room:page, không phải “{page}”",
        )


def _outcomes(step: Table, path: Path, kinds: Mapping[str, str | None]) -> Iterator[Found]:
    key, kind = step.get("key", ""), step.get("kind")
    outcomes = _items(step, "outcomes")
    if not outcomes:
        yield Found(path, f'the step "{key}" has no outcome', "Bước này chưa có kết quả nào")
    yield from _keys(outcomes, (*path, "outcomes"), "outcome")
    for index, outcome in outcomes:
        at, target = (*path, "outcomes", index, "next"), outcome.get("next", "")
        if target and target not in kinds and target not in ENDS:
            known = [*kinds, *ENDS]
            yield Found(
                at,
                f'the step "{target}" is named as next of "{key}" but does not exist{near(target, known)}',
                f"Bước tiếp theo “{target}” không tồn tại",
            )
        elif target and kind == "follow":
            yield Found(at, f'"{key}" is a follow-up step: nothing comes next', "Bước theo dõi không có bước tiếp theo")
        elif kinds.get(target) == "follow":
            yield Found(
                at,
                f'"{target}" is a follow-up step, which the room opens: it cannot be next of "{key}"',
                f"“{target}” là bước theo dõi, không thể là bước tiếp theo",
            )
        elif target == END_RETURNED and kind != "check":
            yield Found(
                at,
                f'"{key}" is past receipt: it cannot end in {END_RETURNED}',
                "Bước sau khi tiếp nhận không thể kết thúc bằng từ chối tiếp nhận",
            )
        elif target in ENDS and target != END_RETURNED and kind == "check":
            yield Found(
                at,
                f'"{key}" checks the papers: it leads on to a step, or to {END_RETURNED}',
                "Bước kiểm tra hồ sơ phải dẫn đến một bước khác hoặc từ chối tiếp nhận",
            )


def _step_clock(step: Table, path: Path, city: City) -> Iterator[Found]:
    clock = step.get("clock")
    if clock is None:
        return
    at, key, parameter = (*path, "clock"), step.get("key", ""), clock.get("parameter")
    if parameter is not None:
        if "amount" in clock or "unit" in clock:
            yield Found(
                at,
                f'the clock of "{key}" has a parameter and an amount: only one can count',
                "Thời hạn chỉ lấy theo tham số hoặc theo số ngày riêng, không cả hai",
            )
        if not parameter or (city.has_parameter is not None and not city.has_parameter(parameter)):
            yield Found(
                at,
                f'the clock of "{key}" names the parameter "{parameter}", which the law files lack',
                f"Tham số “{parameter}” không có trong dữ liệu pháp luật",
            )
    elif "amount" not in clock or clock.get("unit") not in UNITS:
        yield Found(
            at,
            f'the clock of "{key}" needs a parameter, or an amount with its unit ({" or ".join(UNITS)})',
            "Thời hạn cần một tham số, hoặc số ngày và đơn vị",
        )
    elif "note" not in clock:
        yield Found(
            at,
            f'the clock of "{key}" has an amount of its own: a note says on what ground',
            "Thời hạn theo số ngày riêng phải nêu căn cứ",
        )


def _receipt(main: list[tuple[int, Table]]) -> Iterator[Found]:
    """The way begins with the check of the papers, and no later step is one: receipt happens once."""
    first, step = main[0]
    if step.get("kind") in STEP_KINDS and step["kind"] != "check":
        yield Found(
            ("steps", first, "kind"),
            f'the way begins with a check of the papers, not with "{step.get("key", "")}"',
            "Bước đầu tiên phải là bước kiểm tra hồ sơ",
        )
    for index, later in main[1:]:
        if later.get("kind") == "check":
            yield Found(
                ("steps", index, "kind"),
                f'only the first step is a check: "{later.get("key", "")}" comes later',
                "Chỉ bước đầu tiên là bước kiểm tra hồ sơ",
            )


def _ways(main: list[tuple[int, Table]]) -> Iterator[Found]:
    """Every main step is reached from the first, and an end is reached from every one."""
    leads = {
        step.get("key", ""): {outcome.get("next", "") for _, outcome in _items(step, "outcomes")} for _, step in main
    }
    reached = _reached(main[0][1].get("key", ""), leads)
    for index, step in main:
        key = step.get("key", "")
        if key not in reached:
            yield Found(("steps", index), f'no way leads to the step "{key}"', "Không có kết quả nào dẫn đến bước này")
        elif not _reached(key, leads) & set(ENDS):
            yield Found(
                ("steps", index),
                f'from the step "{key}" no way leads to an end',
                "Từ bước này không đường nào dẫn đến kết thúc",
            )


def _reached(start: str, leads: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    todo = [start]
    while todo:
        at = todo.pop()
        if at not in reached:
            reached.add(at)
            todo += leads.get(at, ())
    return reached
