"""Reading a JSON body strictly: what two readers could understand differently is refused, by name."""

from __future__ import annotations

import json
import re
from typing import Any

from khue.core.bilingual import Text
from khue.core.decision import Reason

LARGEST_BODY = 1024 * 1024  # bytes of JSON; files come as multipart
DEEPEST = 20
LONGEST_NUMBER = 40  # digits; every number we take is far shorter
_STRING_OR_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{\]}]', re.DOTALL)
_ODD_LETTER = re.compile("[\0\ud800-\udfff]")


class Unreadable(Exception):
    """The body can't be read as JSON; ``reason`` says why."""

    def __init__(self, code: str, vi: str, en: str, field: str = "") -> None:
        super().__init__(en)
        self.reason = Reason(
            code,
            Text(vi, en),
            Text("Mời ông/bà sửa nội dung gửi rồi gửi lại.", "Correct the body and send it again."),
            field,
        )


def read(raw: bytes, *, line: bool = False) -> Any:
    """The value of a JSON text in UTF-8; ``line``: of one among many, whose number is told beside the fault.

    Raises Unreadable: bad UTF-8, bad JSON, a name twice, too deep, NUL, NaN.
    """
    vi, en = ("Dòng", "The line") if line else ("Nội dung", "The body")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(
            "body.utf8",
            f"{vi} không phải UTF-8 (byte thứ {error.start + 1}).",
            f"{en} is not UTF-8 (byte {error.start + 1}).",
        ) from error
    _bound_depth(text)
    try:
        value = json.loads(
            text, object_pairs_hook=_once_each, parse_constant=_no_constant, parse_int=_whole, parse_float=_broken
        )
    except json.JSONDecodeError as error:
        at_vi, at_en = ("", "") if line else (f"dòng {error.lineno}, ", f"line {error.lineno}, ")
        raise Unreadable(
            "body.json",
            f"{vi} không phải JSON đúng ({at_vi}cột {error.colno}).",
            f"{en} is not valid JSON ({at_en}column {error.colno}).",
        ) from error
    _no_odd_letters(value, "")
    return value


def _bound_depth(text: str) -> None:
    """Counted before it is parsed: brackets inside strings do not count."""
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        letter = found[0][0]
        if letter in "[{":
            depth += 1
            if depth > DEEPEST:
                raise Unreadable(
                    "body.deep",
                    f"JSON lồng nhau quá {DEEPEST} tầng.",
                    f"The JSON is nested more than {DEEPEST} levels deep.",
                )
        elif letter in "]}":
            depth -= 1


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            shown = name[:60]
            raise Unreadable(
                "body.twice", f"Tên “{shown}” xuất hiện hai lần.", f"The name “{shown}” stands twice.", shown
            )
        found[name] = value
    return found


def _no_constant(name: str) -> Any:
    raise Unreadable("body.number", f"{name} không phải là số trong JSON.", f"{name} is no number in JSON.")


def _whole(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise Unreadable("body.number", "Số quá dài.", "A number is too long.")
    return int(digits)


def _broken(digits: str) -> float:
    if len(digits) > LONGEST_NUMBER:
        raise Unreadable("body.number", "Số quá dài.", "A number is too long.")
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise Unreadable("body.number", "Số quá lớn.", "A number is too large.")
    return value


def _no_odd_letters(value: Any, path: str) -> None:
    """NUL and lone surrogates can be kept nowhere."""
    if isinstance(value, str):
        if _ODD_LETTER.search(value):
            raise Unreadable(
                "body.letter",
                f"“{path}” có ký tự không lưu được.",
                f"“{path}” holds a character that can't be kept.",
                path,
            )
    elif isinstance(value, dict):
        for name, inner in value.items():
            _no_odd_letters(name, path or "{}")
            _no_odd_letters(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            _no_odd_letters(inner, f"{path}.{number}" if path else str(number))
