"""The shape of a definition file: which entries a table may have, and of what type each is.

``read`` gives back what is well shaped, so that the checks of meaning after it need not look at types again, and
names everything else. What passes can be stored as JSON and built.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

from khue.core.bilingual import Text
from khue.features.dossiers.domain.locating import Path

Kind = Literal["string", "words", "flag", "count", "strings", "word_list", "table", "tables"]
WANTED = {
    "string": "text in quotation marks",
    "words": '{ vi = "…", en = "…" }',
    "flag": "true or false",
    "count": "a whole number",
    "strings": 'a list as ["a", "b"]',
    "word_list": 'a list of { vi = "…", en = "…" }',
    "table": "a table as { … = … }",
    "tables": "a list of tables",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A problem by its place in the content: in English for the command line, in both languages for pages."""

    path: Path
    text: str
    vi: str = ""

    @property
    def words(self) -> Text:
        return Text(self.vi or self.text, self.text)


@dataclass(frozen=True, slots=True)
class Entry:
    """What may stand under one name. ``most`` is the greatest number, or the longest text in characters."""

    kind: Kind
    required: bool = False
    shape: Mapping[str, Entry] = field(default_factory=dict)
    least: int = 0
    most: int = 2000


NAME, NAMED = Entry("string", required=True, most=60), Entry("words", required=True)
# A task on the desk keeps the step's name in 200 characters.
SHORT = Entry("words", required=True, most=200)
CHOICE = {"value": NAME, "text": NAMED}
CONDITION = {"field": NAME, "values": Entry("strings", required=True)}
COLUMN = {
    "key": NAME,
    "kind": NAME,
    "label": NAMED,
    "help": Entry("words"),
    "required": Entry("flag"),
    "show_when": Entry("table", shape=CONDITION),
    "choices": Entry("tables", shape=CHOICE),
    "prefill": Entry("string"),
    "longest": Entry("count", least=1, most=20_000),
    "total": Entry("flag"),
}
FIELD = COLUMN | {"columns": Entry("tables", shape=COLUMN)}
SECTION = {"key": NAME, "title": NAMED, "help": Entry("words"), "fields": Entry("tables", shape=FIELD)}
CLOCK = {
    "parameter": Entry("string"),
    "amount": Entry("count", most=3660),
    "unit": Entry("string"),
    "note": Entry("words"),
}
OUTCOME = {"key": NAME, "label": NAMED, "next": Entry("string")}
STEP = {
    "key": NAME,
    "name": SHORT,
    "kind": NAME,
    "right": NAME,
    "who": NAMED,
    "page": Entry("string", most=60),
    "note": Entry("words"),
    "clock": Entry("table", shape=CLOCK),
    "outcomes": Entry("tables", shape=OUTCOME),
}
DOCUMENT = {
    "kind": NAME,
    "signed": Entry("flag", required=True),
    "signers": Entry("strings"),
    "before_payment": Entry("flag"),
    "public": Entry("flag"),
    "redact": Entry("strings"),
}
PROCEDURE = {
    "key": NAME,
    "room": NAME,
    "name": NAMED,
    "summary": NAMED,
    "who": NAMED,
    "result": NAMED,
    "title_field": Entry("string"),
    "same_day": Entry("flag"),
    "publicity": Entry("words"),
    "needs": Entry("word_list"),
    "basis": Entry("tables", shape={"provision": NAME, "text": NAMED}),
    "sections": Entry("tables", shape=SECTION),
    "steps": Entry("tables", shape=STEP),
    "documents": Entry("tables", shape=DOCUMENT),
}


def read(content: Mapping[str, Any]) -> tuple[dict[str, Any], list[Found]]:
    """What of a definition is well shaped, and every problem of shape. Elements of lists keep their places."""
    found: list[Found] = []
    return _table(content, PROCEDURE, (), found), found


def near(word: str, known: Iterable[str]) -> str:
    """`` (did you mean "x"?)`` when a known word is close, else nothing."""
    close = get_close_matches(word, list(known), n=1)
    return f' (did you mean "{close[0]}"?)' if close else ""


def _table(value: Mapping[str, Any], shape: Mapping[str, Entry], path: Path, found: list[Found]) -> dict[str, Any]:
    clean: dict[str, Any] = {}
    for name, item in value.items():
        entry = shape.get(name)
        if entry is None:
            found.append(
                Found(
                    (*path, name),
                    f'the entry "{name}" is unknown{near(name, shape)}',
                    f"Mục “{name}” không dùng trong thủ tục",
                )
            )
            continue
        read_value = _value(item, entry, (*path, name), found)
        if read_value is not None:
            clean[name] = read_value
    found += [
        Found(path, f'"{name}" is missing', f"Thiếu “{name}”")
        for name in shape
        if shape[name].required and name not in value
    ]
    return clean


def _value(value: Any, entry: Entry, path: Path, found: list[Found]) -> Any:
    """The value when it has the type; None, and a problem, when it has not."""
    if entry.kind == "words":
        return _words(value, entry, path, found)
    if entry.kind == "table" and isinstance(value, Mapping):
        return _table(value, entry.shape, path, found)
    if entry.kind in ("tables", "word_list") and isinstance(value, list):
        return _elements(value, entry, path, found)
    problem = _fault(value, entry)
    if problem:
        found.append(Found(path, f'"{path[-1]}" {problem}', f"“{path[-1]}” sai kiểu hoặc quá dài"))
        return None
    return value


def _fault(value: Any, entry: Entry) -> str:
    if entry.kind == "string" and isinstance(value, str):
        return next(_text_faults(value, entry.most), "")
    if entry.kind == "flag" and isinstance(value, bool):
        return ""
    if entry.kind == "count" and isinstance(value, int) and not isinstance(value, bool):
        return "" if entry.least <= value <= entry.most else f"lies between {entry.least} and {entry.most}"
    if entry.kind == "strings" and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return next((fault for item in value for fault in _text_faults(item, entry.most)), "")
    return f"must be {WANTED[entry.kind]}"


def _elements(value: list[Any], entry: Entry, path: Path, found: list[Found]) -> list[Any]:
    """Elements of the wrong type become empty ones, so that the others keep their places."""
    result: list[Any] = []
    for index, item in enumerate(value):
        at = (*path, index)
        if entry.kind == "word_list":
            result.append(_words(item, entry, at, found))
        elif isinstance(item, Mapping):
            result.append(_table(item, entry.shape, at, found))
        else:
            found.append(
                Found(at, f'an element of "{path[-1]}" must be a table', f"Phần tử của “{path[-1]}” phải là một bảng")
            )
            result.append(None)
    return result


def _words(value: Any, entry: Entry, path: Path, found: list[Found]) -> Mapping[str, str] | None:
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    before = len(found)
    if not isinstance(value, Mapping) or not isinstance(value.get("vi"), str) or not value["vi"].strip():
        found.append(
            Found(path, f'"{name}" has no Vietnamese: write {WANTED["words"]}', f"“{name}” chưa có tiếng Việt")
        )
    else:
        for language, text in value.items():
            if language not in ("vi", "en"):
                found.append(
                    Found(
                        (*path, language),
                        f'"{name}" has the unknown language "{language}"',
                        f"“{name}” có ngôn ngữ lạ “{language}”",
                    )
                )
            elif not isinstance(text, str):
                found.append(
                    Found(
                        (*path, language),
                        f'the {language} of "{name}" must be {WANTED["string"]}',
                        f"“{name}” phải là chữ trong ngoặc kép",
                    )
                )
            else:
                faults = _text_faults(text, entry.most)
                found += [
                    Found(
                        (*path, language),
                        f'the {language} of "{name}" {fault}',
                        f"“{name}” ({language}) quá dài hoặc có ký tự không lưu được",
                    )
                    for fault in faults
                ]
    return value if len(found) == before else None


def _text_faults(text: str, most: int) -> Iterator[str]:
    if "\0" in text:
        yield "holds a character that cannot be stored"
    if len(text) > most:
        yield f"is longer than {most} characters"
