"""What a person hands to ``khue rules``: facts and reforms as JSON or YAML, days, a language. Read strictly."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from khue.core.bilingual import Text
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.kinds import FIRST_DAY, LAST_DAY
from khue.core.rules.reading import FactProblem
from khue.core.rules.reform import Reform, ReformRefused, read_reform

LARGEST = 4 * 1024 * 1024
"""Bytes of one case or one reform; many cases go through ``simulate``."""


class CannotAnswer(Exception):
    """The question cannot be understood. ``problems`` holds every one, each with the field at fault."""

    def __init__(self, *problems: FactProblem) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.field}: {problem.text.en}" for problem in problems))


def problem(field: str, code: str, vi: str, en: str) -> CannotAnswer:
    return CannotAnswer(FactProblem(field, Text(vi, en), code=code))


def no_rule(id: str, rulebook: Rulebook, missing: RuleMissing) -> CannotAnswer:
    """The rule is not there, or does not hold on the day: which of both, and what to do."""
    known = id in rulebook.rules
    step = missing.next_step
    text = Text(f"{missing.text.vi} {step.vi}", f"{missing.text.into('en')} {step.into('en')}")
    return CannotAnswer(FactProblem("on" if known else "rule", text, code="day" if known else "unknown_rule"))


def facts_of(place: str) -> Mapping[str, Any]:
    """The facts in a file, or on the input channel for ``-``. Raises CannotAnswer."""
    found = _parsed(place, "facts")
    if not isinstance(found, Mapping):
        raise problem(
            "facts",
            "shape",
            "Cần một bảng tên và giá trị, ví dụ {“amount”: 1000000}.",
            'Give names with values, such as {"amount": 1000000}.',
        )
    return found


def reform_of(place: str, rulebook: Rulebook) -> Reform | None:
    """The reform in a file; None when no file is named. Raises CannotAnswer with every problem."""
    if not place:
        return None
    try:
        return read_reform(_parsed(place, "reform"), rulebook.book, rulebook.rules)
    except ReformRefused as refused:
        named = (
            FactProblem(p.field if p.field == "reform" else f"reform.{p.field}", p.text, code=p.code)
            for p in refused.problems
        )
        raise CannotAnswer(*named) from None


def reform_read(place: str) -> Mapping[str, Any]:
    """The table of a reform that ``reform_of`` took, to be handed on as it stands. Raises CannotAnswer."""
    found: Mapping[str, Any] = _parsed(place, "reform")
    return found


def table_of(place: str, field: str) -> Mapping[str, Any]:
    """A table of names and values from a file. Raises CannotAnswer."""
    found = _parsed(place, field)
    if not isinstance(found, Mapping):
        raise problem(field, "shape", "Cần một bảng tên và giá trị.", "Give names with values.")
    return found


def day_of(typed: str, field: str, otherwise: date | None) -> date | None:
    """A day as 2026-11-22. Raises CannotAnswer, also for a day for which no law is known."""
    if not typed:
        return otherwise
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise problem(
            field,
            "day",
            f"“{typed}” không phải là ngày; mời viết như 2026-11-22.",
            f"“{typed}” is no day; write 2026-11-22.",
        ) from None
    if not FIRST_DAY <= found <= LAST_DAY:
        raise problem(
            field,
            "day",
            f"Ngày {found:%d/%m/%Y} nằm ngoài phạm vi của bộ quy tắc: từ {FIRST_DAY:%d/%m/%Y} đến {LAST_DAY:%d/%m/%Y}.",
            f"{found} lies outside the life of the rulebook: from {FIRST_DAY} to {LAST_DAY}.",
        )
    return found


def point_of(on: str, known_on: str, reform: Reform | None, today: date) -> Point:
    return Point(day_of(on, "on", today) or today, day_of(known_on, "known_on", None), reform)


def language_of(typed: str) -> str:
    if typed not in ("vi", "en"):
        raise problem(
            "lang", "language", f"Không có ngôn ngữ “{typed}”: chọn vi hoặc en.", f"“{typed}” is neither vi nor en."
        )
    return typed


def _parsed(place: str, field: str) -> Any:
    text = _text(place, field)
    from khue.kernel.api import bodies

    if text.lstrip()[:1] in ("{", "["):
        try:
            return bodies.read(text.encode())
        except bodies.Unreadable as fault:
            raise CannotAnswer(FactProblem(fault.reason.field or field, fault.reason.text, code="unreadable")) from None
    return _yaml(text, field)


def _text(place: str, field: str) -> str:
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1) if place == "-" else _bytes(Path(place))
        if len(raw) > LARGEST:
            most = LARGEST // 1024 // 1024
            raise problem(field, "too_large", f"Tệp lớn hơn {most} MB.", f"The file is larger than {most} MB.")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise problem(
            field, "unreadable", f"{place} không phải UTF-8.", f"{place} is not UTF-8 (byte {fault.start + 1})."
        ) from None
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        raise problem(
            field, "unreadable", f"Không đọc được {place}: {why}.", f"{place} can't be read: {why}."
        ) from None


def _bytes(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(LARGEST + 1)


def _yaml(text: str, field: str) -> Any:
    from khue.core.rules.written import Unreadable, yaml_of

    try:
        return yaml_of(text)
    except Unreadable as fault:
        vi, en = (f" ({word} {fault.line})" if fault.line else "" for word in ("dòng", "line"))
        raise problem(
            field,
            "unreadable",
            f"Không dùng được{vi}: {fault.text.vi}.",
            f"Not usable{en}: {fault.text.into('en')}.",
        ) from None
