"""A reform: the law with changed values, and rules switched off or replaced, from a day; other days stay untouched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.rules.lawbook import Lawbook
from khue.core.rules.lawbook.reading import is_day
from khue.core.rules.reading import FactProblem
from khue.core.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Change:
    """One legal value gets another value for ``[since, until)``; percents as in the law files (60 is 60 %)."""

    parameter: str
    value: Any
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Switch:
    """A rule is off, or another rule stands in its place, for ``[since, until)``."""

    rule: str
    since: date
    until: date | None = None
    replaced_by: Rule | None = None


@dataclass(frozen=True, slots=True)
class Reform:
    """Checked by ``read_reform``; ``name`` says what it is about."""

    name: str = ""
    changes: tuple[Change, ...] = ()
    switches: tuple[Switch, ...] = ()

    def changes_of(self, parameter: str) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.parameter == parameter)

    def switch_of(self, rule: str, day: date) -> Switch | None:
        for switch in self.switches:
            if switch.rule == rule and switch.since <= day and (switch.until is None or day < switch.until):
                return switch
        return None

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "parameters": [
                {"id": c.parameter, "value": _told(c.value), "from": str(c.since), "until": c.until and str(c.until)}
                for c in self.changes
            ],
            "rules": [
                {
                    "id": s.rule,
                    "from": str(s.since),
                    "until": s.until and str(s.until),
                    "replaced_by": s.replaced_by.id if s.replaced_by else None,
                }
                for s in self.switches
            ],
        }


class ReformRefused(Exception):
    """The reform cannot be used. ``problems`` holds every one."""

    def __init__(self, problems: Sequence[FactProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.field}: {problem.text.en}" for problem in problems))


def read_reform(raw: Any, book: Lawbook, rules: Mapping[str, Rule]) -> Reform:
    """A reform from parsed YAML or JSON: ``name``, ``from``, ``parameters``, ``rules``.

    A parameter is ``id``, ``value`` and optionally ``from``/``until``; a rule is ``id`` and ``off: true`` or
    ``replaced_by``. Raises ReformRefused with every problem, also where the reform contradicts itself.
    """
    if not isinstance(raw, Mapping):
        raise ReformRefused([_problem("reform", "Cần một bảng cải cách.", "Give a reform as a table.")])
    problems: list[FactProblem] = [
        _problem(
            str(key),
            "Cải cách không có mục này; các mục: name, from, parameters, rules.",
            "A reform has: name, from, parameters, rules.",
        )
        for key in raw
        if key not in ("name", "from", "parameters", "rules")
    ]
    start = _day(raw.get("from"), "from", problems)
    changes = tuple(
        change
        for number, each in enumerate(_listed(raw, "parameters", problems), 1)
        if (change := _change(f"parameters.{number}", each, start, book, problems))
    )
    switches = tuple(
        switch
        for number, each in enumerate(_listed(raw, "rules", problems), 1)
        if (switch := _switch(f"rules.{number}", each, start, rules, problems))
    )
    problems += [*_contradictions(changes, switches), *_without_a_rule(changes, switches, rules)]
    if not changes and not switches and not problems:
        problems.append(_problem("reform", "Cải cách chưa thay đổi gì.", "The reform changes nothing."))
    if problems:
        raise ReformRefused(problems)
    return Reform(str(raw.get("name") or ""), changes, switches)


def _listed(raw: Mapping[str, Any], key: str, problems: list[FactProblem]) -> list[Mapping[str, Any]]:
    given = raw.get(key) or []
    if isinstance(given, Mapping):
        given = [
            {"id": id} | (dict(each) if isinstance(each, Mapping) else {"value": each}) for id, each in given.items()
        ]
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        problems.append(_problem(key, "Cần một danh sách.", "Give a list."))
        return []
    return given


def _change(
    path: str, each: Mapping[str, Any], start: date | None, book: Lawbook, problems: list[FactProblem]
) -> Change | None:
    entry = book.entries.get(str(each.get("id")))
    if entry is None:
        problems.append(
            _problem(
                f"{path}.id",
                f"Bộ quy tắc không có giá trị “{each.get('id')}”.",
                f"The law has no value “{each.get('id')}”.",
            )
        )
        return None
    value = read_value(entry.unit, each.get("value"))
    if value is None:
        problems.append(FactProblem(f"{path}.value", expected_of(entry.unit), code="reform"))
    span = _span(path, each, start, problems)
    return Change(entry.id, value, *span) if span and value is not None else None


def _switch(
    path: str, each: Mapping[str, Any], start: date | None, rules: Mapping[str, Rule], problems: list[FactProblem]
) -> Switch | None:
    id, other = str(each.get("id")), each.get("replaced_by")
    for name in (id, *([str(other)] if other else [])):
        if name not in rules:
            problems.append(_problem(f"{path}.id", f"Không có quy tắc “{name}”.", f"There is no rule “{name}”."))
            return None
    off = each.get("off") is True or each.get("value") in ("off", False)
    if bool(other) == off:
        problems.append(
            _problem(
                path, "Chọn tắt quy tắc (off) hoặc thay bằng quy tắc khác.", "Switch the rule off, or name replaced_by."
            )
        )
        return None
    span = _span(path, each, start, problems)
    return Switch(id, *span, rules[str(other)] if other else None) if span else None


def _span(
    path: str, each: Mapping[str, Any], start: date | None, problems: list[FactProblem]
) -> tuple[date, date | None] | None:
    since = _day(each.get("from"), f"{path}.from", problems) or start
    until = _day(each.get("until"), f"{path}.until", problems)
    if since is None:
        problems.append(_problem(f"{path}.from", "Cần ngày bắt đầu.", "Give the day from which it holds."))
        return None
    if until is not None and until <= since:
        problems.append(
            _problem(f"{path}.until", "Ngày kết thúc phải sau ngày bắt đầu.", "The end must come after the start.")
        )
        return None
    return since, until


def _contradictions(changes: Sequence[Change], switches: Sequence[Switch]) -> list[FactProblem]:
    found = []
    for one, other in combinations(changes, 2):
        if one.parameter == other.parameter and _overlap(one, other):
            found.append(
                _problem(
                    one.parameter,
                    "Cải cách đặt hai giá trị cho cùng một ngày.",
                    "The reform sets two values for one day.",
                )
            )
    for first, second in combinations(switches, 2):
        if first.rule == second.rule and _overlap(first, second):
            found.append(
                _problem(
                    first.rule,
                    "Cải cách thay quy tắc hai lần cho cùng một ngày.",
                    "The reform switches the rule twice on one day.",
                )
            )
    return found


def _without_a_rule(
    changes: Sequence[Change], switches: Sequence[Switch], rules: Mapping[str, Rule]
) -> list[FactProblem]:
    """Values that are changed although every rule that uses them is switched off for all that time."""
    found = []
    for change in changes:
        using = [id for id, rule in rules.items() if change.parameter in (each for each, _, _ in rule.legal_values)]
        off = [each for each in switches if each.replaced_by is None and _covers(each, change)]
        if using and off and {*using} <= {each.rule for each in off}:
            listed = ", ".join(using)
            found.append(
                _problem(
                    change.parameter,
                    f"Cải cách tự mâu thuẫn: sửa giá trị này nhưng ngừng áp dụng mọi quy tắc dùng nó ({listed}).",
                    f"The reform contradicts itself: it changes this value and switches off every rule that uses it ({listed}).",
                )
            )
    return found


def _covers(switch: Switch, change: Change) -> bool:
    ends = switch.until is None or (change.until is not None and change.until <= switch.until)
    return switch.since <= change.since and ends


def _overlap(one: Change | Switch, other: Change | Switch) -> bool:
    return (other.until is None or one.since < other.until) and (one.until is None or other.since < one.until)


EXPECTED: Final = {
    "percent": Text(
        "Cần một số phần trăm nguyên từ 0 đến 100, ví dụ 60.", "Give a whole percentage from 0 to 100, such as 60."
    ),
    "fraction": Text("Cần một phân số từ 0 đến 1, ví dụ 2/3.", "Give a share from 0 to 1, such as 2/3."),
    "dong": Text("Cần một số tiền nguyên đồng, ví dụ 600000000.", "Give whole đồng, such as 600000000."),
    "flag": Text("Cần chọn có (true) hoặc không (false).", "Give yes (true) or no (false)."),
    "codes": Text("Cần một danh sách mã, ví dụ [a, b].", "Give a list of codes, such as [a, b]."),
    "day": Text("Cần một ngày, ví dụ 2027-01-01.", "Give a day, such as 2027-01-01."),
}
WHOLE: Final = Text("Cần một số nguyên không âm, ví dụ 30.", "Give a whole number that is not negative, such as 30.")


def expected_of(unit: str) -> Text:
    """What a value of a unit looks like, for whoever typed another one."""
    return EXPECTED.get(unit, WHOLE)


def read_value(unit: str, raw: Any) -> Any:
    """A value as the law files write it, by unit; None when it is none."""
    whole = type(raw) is int and 0 <= raw <= 10**15
    if unit == "flag":
        return raw if isinstance(raw, bool) else None
    if unit == "fraction" and isinstance(raw, str | int) and not isinstance(raw, bool):
        try:
            share = Fraction(raw)
        except (ValueError, ZeroDivisionError):
            return None
        return share if 0 <= share <= 1 and share.denominator <= 1000 else None
    if unit == "percent":
        return raw if type(raw) is int and 0 <= raw <= 100 else None
    if unit == "codes":
        return ",".join(raw) if isinstance(raw, list) and raw and all(isinstance(each, str) for each in raw) else None
    if unit == "day":
        return raw if isinstance(raw, str) and is_day(raw) else None
    return (
        raw
        if whole and unit in ("count", "dong", "hours", "working_days", "calendar_days", "months", "years")
        else None
    )


def _day(raw: Any, path: str, problems: list[FactProblem]) -> date | None:
    if raw is None or type(raw) is date:
        return raw
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        problems.append(_problem(path, "Cần một ngày, ví dụ 2027-01-01.", "Give a day, such as 2027-01-01."))
        return None


def _problem(field: str, vi: str, en: str) -> FactProblem:
    return FactProblem(field, Text(vi, en), code="reform")


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, Fraction) else value
