"""Facts from outside: read strictly, with every problem named by field, row and what was expected."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from khue.core.bilingual import Text
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import (
    MAX_LINES,
    Kind,
    ValueFault,
    read_count,
    read_day,
    read_money,
    read_share,
    read_yesno,
)

MOST_PROBLEMS = 200
"""A list is read no further after so many: nobody mends two hundred lines by the message."""

_READERS = {
    Kind.MONEY: read_money,
    Kind.COUNT: read_count,
    Kind.SHARE: read_share,
    Kind.DAY: read_day,
    Kind.YESNO: read_yesno,
}


@dataclass(frozen=True, slots=True)
class FactProblem:
    """What is wrong with one fact: ``field`` (``extensions.2.start``), the row in a batch, and what was expected."""

    field: str
    text: Text
    row: int | None = None
    code: str = "value"

    def to_json(self) -> dict[str, Any]:
        told = {"field": self.field, "code": self.code, "text": self.text.to_json()}
        return told if self.row is None else {"row": self.row} | told


class FactsRefused(Exception):
    """The facts cannot be used. ``problems`` holds every one."""

    def __init__(self, problems: Sequence[FactProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.field}: {problem.text.en}" for problem in problems))


def read_all(
    facts: Mapping[str, Fact], raw: Mapping[str, Any], *, ignore_unknown: bool = False
) -> tuple[dict[str, Any], list[FactProblem]]:
    """Values by name from what came in. A fact that is absent or null is missing and left out."""
    values: dict[str, Any] = {}
    problems: list[FactProblem] = []
    for name, given in raw.items():
        fact = facts.get(name)
        if fact is None:
            if not ignore_unknown:
                problems.append(FactProblem(str(name), _unknown(str(name), facts), code="unknown_fact"))
        elif given is not None:
            _read(fact, given, fact.name, values, problems)
    return values, problems


def expected_of(fact: Fact) -> Text:
    """What a value of the fact has to be, in the words in which its reader refuses: nothing is ever -1."""
    if fact.kind in (Kind.MONEY, Kind.COUNT):
        most = f"{fact.limit:,}"
        return Text(f"Cần một số nguyên từ 0 đến {most.replace(',', '.')}.", f"Give a whole number from 0 to {most}.")
    problems: list[FactProblem] = []
    _read(fact, -1, fact.name, {}, problems)
    return problems[0].text


def _read(fact: Fact, given: Any, path: str, into: dict[str, Any], problems: list[FactProblem]) -> None:
    try:
        if fact.kind is Kind.LINES:
            into[fact.name] = _lines(fact, given, path, problems)
        elif fact.kind is Kind.CHOICE:
            into[fact.name] = _option(fact, given)
        else:
            into[fact.name] = _amount(fact, _READERS[fact.kind](given))
    except ValueFault as fault:
        problems.append(FactProblem(path, fault.expected))


def _amount(fact: Fact, value: Any) -> Any:
    if fact.kind in (Kind.MONEY, Kind.COUNT) and value > fact.limit:
        most = f"{fact.limit:,}"
        raise ValueFault(Text(f"Nhiều nhất là {most.replace(',', '.')}.", f"At most {most}."))
    return value


def _option(fact: Fact, given: Any) -> str:
    options = fact.options or ()
    if given not in options:
        listed = ", ".join(options)
        raise ValueFault(Text(f"Cần chọn một trong: {listed}.", f"Choose one of: {listed}."))
    return str(given)


def _lines(fact: Fact, given: Any, path: str, problems: list[FactProblem]) -> tuple[dict[str, Any], ...]:
    if not isinstance(given, list | tuple) or len(given) > MAX_LINES:
        raise ValueFault(
            Text(f"Cần một danh sách, nhiều nhất {MAX_LINES} dòng.", f"Give a list of at most {MAX_LINES} lines.")
        )
    fields = fact.fields or {}
    found = []
    for number, row in enumerate(given, 1):
        if len(problems) >= MOST_PROBLEMS:
            break
        line: dict[str, Any] = {}
        if not isinstance(row, Mapping):
            names = ", ".join(fields)
            problems.append(
                FactProblem(f"{path}.{number}", Text(f"Mỗi dòng cần các trường: {names}.", f"Each line has: {names}."))
            )
            continue
        for name, value in row.items():
            if name not in fields:
                problems.append(
                    FactProblem(f"{path}.{number}.{name}", _unknown(str(name), fields), code="unknown_fact")
                )
            elif value is not None:
                _read(fields[name], value, f"{path}.{number}.{name}", line, problems)
        found.append(line)
    return tuple(found)


def _unknown(name: str, facts: Mapping[str, Fact]) -> Text:
    name = name[:80]
    near = difflib.get_close_matches(name, facts, n=1)
    known = ", ".join(facts)
    hint_vi, hint_en = (f" Có phải là “{near[0]}” không?", f" Did you mean “{near[0]}”?") if near else ("", "")
    return Text(
        f"Quy tắc không hỏi “{name}”.{hint_vi} Các thông tin: {known}.",
        f"The rule does not ask “{name}”.{hint_en} It asks: {known}.",
    )
