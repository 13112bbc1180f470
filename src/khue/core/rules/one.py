"""One case: every operation on plain Python values, where None is what is not known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from khue.core.bilingual import Text
from khue.core.calendar import WorkCalendar
from khue.core.rules.kinds import FIRST_DAY, LAST_DAY
from khue.core.rules.program import LineProgram


class CaseFault(Exception):
    """The case cannot be computed: the law contradicts itself on it, or a day leaves the calendar."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


CONTRADICTION: Final = Text(
    "Hai ngoại lệ của quy tắc cùng áp dụng cho trường hợp này và cho kết quả khác nhau. Mời ông/bà báo cán bộ pháp chế.",
    "Two exceptions of the rule apply to this case and differ. Please tell the legal officer.",
)
BEYOND: Final = Text(
    "Thời hạn vượt quá lịch làm việc đã có trong hệ thống.", "The term runs beyond the calendar that the system knows."
)

END: Final = date(2100, 1, 1)
"""Days computed from a case stay before this."""

HOURS_OF_DAY: Final = 24
"""A term in hours is told as the day on which it ends: whole days, never a day too late."""


def _and(_: Any, a: bool | None, b: bool | None) -> bool | None:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def _or(_: Any, a: bool | None, b: bool | None) -> bool | None:
    if a is True or b is True:
        return True
    return None if a is None or b is None else False


def _choose(_: Any, condition: bool | None, then: Any, otherwise: Any) -> Any:
    if condition is None:
        return then if then is not None and then == otherwise else None
    return then if condition else otherwise


def _ordinarily(_: Any, default: Any, *exceptions: Any) -> Any:
    value, applied = default, False
    conditions = exceptions[::2]
    if any(condition is None for condition in conditions):
        return None
    for condition, other in zip(conditions, exceptions[1::2], strict=True):
        if condition:
            if applied and other is not None and value is not None and other != value:
                raise CaseFault(CONTRADICTION)
            value, applied = other, True
    return value


def _of(rounding: str, share: Fraction | None, amount: int | None) -> int | None:
    if share is None or amount is None:
        return None
    parts, whole = share.numerator * amount, share.denominator
    if rounding == "down":
        return parts // whole
    return -(-parts // whole) if rounding == "up" else (2 * parts + whole) // (2 * whole)


def add_months(start: date, months: int) -> date:
    """The same day of the month, ``months`` later or earlier; the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(start.day, (following - timedelta(days=1)).day))


def _after(how: tuple[str, WorkCalendar, int], start: date | None, term: int | None) -> date | None:
    if start is None or term is None:
        return None
    unit, calendar, sign = how
    if unit == "working_days":
        found = calendar.add_working_days(start, sign * term)
        if start < FIRST_DAY or not FIRST_DAY <= found <= LAST_DAY:
            raise CaseFault(BEYOND)
        return found
    found = (
        start + timedelta(days=sign * (term // HOURS_OF_DAY if unit == "hours" else term))
        if unit in ("calendar_days", "hours")
        else add_months(start, sign * term * (12 if unit == "years" else 1))
    )
    if found >= END:
        raise CaseFault(BEYOND)
    return found


def _law(periods: tuple[tuple[date, date | None, Any], ...], day: date | None) -> Any:
    if day is not None:
        for since, until, value in periods:
            if since <= day and (until is None or day < until):
                return value
    return None


def _lines(reduce: Callable[[Sequence[Any]], Any]) -> Callable[..., Any]:
    def run(how: tuple[int, LineProgram, Sequence[Any]], *values: Any) -> Any:
        outer, part, run_ops = how
        lines = values[0]
        if lines is None:
            return None
        found = []
        for line in lines:
            inside: list[Any] = [None] * len(part.steps)
            for (place, _), value in zip(part.captured, values[outer:], strict=True):
                inside[place] = value
            for place, name in part.fields:
                inside[place] = line.get(name)
            for place, (op, ins, constant) in run_ops:
                inside[place] = op(constant, *[inside[i] for i in ins])
            found.append(inside[part.result] if part.result is not None else None)
        return reduce([*found, *values[1:outer]])

    return run


def _total(values: Sequence[int | None]) -> int | None:
    return None if any(value is None for value in values) else sum(value for value in values if value is not None)


def _any(values: Sequence[bool | None]) -> bool | None:
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


def _latest(values: Sequence[date | None]) -> date | None:
    return None if any(value is None for value in values) else max(value for value in values if value is not None)


def _strict(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any, Any], Any]:
    def run(_: Any, a: Any, b: Any) -> Any:
        return None if a is None or b is None else operation(a, b)

    return run


def _less(_: Any, a: Any, b: Any) -> bool | None:
    return None if a is None or b is None else a < b


def _more(_: Any, a: Any, b: Any) -> bool | None:
    return None if a is None or b is None else a > b


def _least(_: Any, a: Any, b: Any) -> Any:
    return None if a is None or b is None else (a if a <= b else b)


def _plus(_: Any, a: Any, b: Any) -> Any:
    return None if a is None or b is None else a + b


def _is(options: tuple[str, ...], a: str | None) -> bool | None:
    return None if a is None else a in options


OPERATIONS: Final[dict[str, Callable[..., Any]]] = {
    "and": _and,
    "or": _or,
    "not": lambda _, a: None if a is None else not a,
    "choose": _choose,
    "ordinarily": _ordinarily,
    "is": _is,
    "among": lambda _, a, codes: None if a is None or codes is None else a in codes,
    "less": _less,
    "at_most": _strict(lambda a, b: a <= b),
    "more": _more,
    "at_least": _strict(lambda a, b: a >= b),
    "equals": _strict(lambda a, b: a == b),
    "share_less": _less,
    "share_at_most": _strict(lambda a, b: a <= b),
    "share_more": _more,
    "share_at_least": _strict(lambda a, b: a >= b),
    "share_equals": _strict(lambda a, b: a == b),
    "plus": _plus,
    "minus": _strict(lambda a, b: a - b),
    "times": _strict(lambda a, b: a * b),
    "share_plus": _plus,
    "share_minus": _strict(lambda a, b: a - b),
    "share_times": _strict(lambda a, b: a * b),
    "of": _of,
    "least": _least,
    "capped": lambda _, a, ceiling: a if a is None or ceiling is None or a <= ceiling else ceiling,
    "greatest": _strict(lambda a, b: a if a >= b else b),
    "after": _after,
    "before": _after,
    "days_until": _strict(lambda a, b: (b - a).days),
    "law": _law,
    "lines_count": lambda _, lines: None if lines is None else len(lines),
    "lines_total": _lines(_total),
    "lines_any": _lines(_any),
    "lines_latest": _lines(_latest),
}
"""What each operation does to one case: ``operation(constant, *values)``."""
