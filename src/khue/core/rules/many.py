"""Many cases: the same operations on NumPy columns, with the same result to the đồng.

A column is data with what is known of it. Data that is not known holds zero, false or the first day, so that no
operation trips over it. Days are ordinals, choices are codes of the program's vocabulary, shares are pairs of whole
numbers (parts, whole).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, NamedTuple

import numpy as np

from khue.core.calendar import WorkCalendar
from khue.core.rules.kinds import FIRST_DAY, LAST_DAY, Kind
from khue.core.rules.one import END, HOURS_OF_DAY
from khue.core.rules.program import LineProgram

EPOCH: Final = date(1970, 1, 1).toordinal()
"""NumPy counts days from here, Python from the year 1."""

FIRST: Final = FIRST_DAY.toordinal()


class Column(NamedTuple):
    """``known`` is True (all), False (none) or an array of yes and no."""

    data: Any
    known: Any


class Lines(NamedTuple):
    """Lists of lines laid end to end: ``rows`` says to which case each line belongs, ``starts`` where each begins."""

    fields: dict[str, Column]
    rows: Any
    starts: Any


class Faults:
    """Which cases cannot be computed."""

    def __init__(self, size: int) -> None:
        self.at = np.zeros(size, dtype=bool)

    def mark(self, where: Any, known: Any) -> None:
        self.at |= np.asarray(where) & known


def both(a: Any, b: Any) -> Any:
    if a is True:
        return b
    if b is True:
        return a
    return False if a is False or b is False else a & b


def _where(condition: Any, then: Any, otherwise: Any) -> Any:
    if isinstance(then, tuple):
        return tuple(np.where(condition, a, b) for a, b in zip(then, otherwise, strict=True))
    return np.where(condition, then, otherwise)


def _same(a: Any, b: Any) -> Any:
    return a[0] * b[1] == b[0] * a[1] if isinstance(a, tuple) else a == b


def _and(_: Any, __: Faults, a: Column, b: Column) -> Column:
    data = a.data & b.data
    if a.known is True and b.known is True:
        return Column(data, True)
    # Unknown holds false: the answer is known when both are, or when one of them is known to be false.
    known = both(a.known, b.known) | (a.known & ~np.asarray(a.data)) | (b.known & ~np.asarray(b.data))
    return Column(data, known)


def _or(_: Any, __: Faults, a: Column, b: Column) -> Column:
    data = a.data | b.data
    known = True if a.known is True and b.known is True else both(a.known, b.known) | data
    return Column(data, known)


def _not(_: Any, __: Faults, a: Column) -> Column:
    # ``~`` on a plain Python truth would count bits.
    return Column(np.logical_not(a.data) & a.known, a.known)


def _choose(_: Any, __: Faults, condition: Column, then: Column, otherwise: Column) -> Column:
    data = _where(condition.data, then.data, otherwise.data)
    if condition.known is True and then.known is True and otherwise.known is True:
        return Column(data, True)
    taken = np.where(condition.data, then.known, otherwise.known)
    alike = both(then.known, otherwise.known) & _same(then.data, otherwise.data)
    return Column(data, np.where(condition.known, taken, alike))


def _ordinarily(_: Any, faults: Faults, default: Column, *exceptions: Column) -> Column:
    data, value_known, applied, asked = default.data, default.known, np.False_, True
    for condition in exceptions[::2]:
        asked = both(asked, condition.known)
    for condition, other in zip(exceptions[::2], exceptions[1::2], strict=True):
        differs = applied & condition.data & np.logical_not(_same(other.data, data))
        faults.mark(differs, both(both(asked, value_known), other.known))
        data = _where(condition.data, other.data, data)
        value_known = np.where(condition.data, other.known, value_known)
        applied = applied | condition.data
    return Column(data, both(asked, value_known))


def _is(codes: Sequence[int], _: Faults, a: Column) -> Column:
    data = np.asarray(a.data == codes[0])
    for code in codes[1:]:
        data = data | (a.data == code)
    return Column(data & a.known, a.known)


def _among(_: Any, __: Faults, a: Column, listed: Column) -> Column:
    known = both(a.known, listed.known)
    # The list holds for all cases alike; a list that differs from case to case comes as an array of lists.
    if isinstance(listed.data, frozenset):
        data = np.isin(a.data, sorted(listed.data))
    else:
        data = np.fromiter(
            (
                code in codes
                for code, codes in zip(np.broadcast_to(a.data, listed.data.shape), listed.data, strict=True)
            ),
            dtype=bool,
            count=len(listed.data),
        )
    return Column(data & known, known)


def _comparing(compare: Callable[[Any, Any], Any]) -> Callable[..., Column]:
    def run(_: Any, __: Faults, a: Column, b: Column) -> Column:
        known = both(a.known, b.known)
        data = compare(a.data, b.data)
        return Column(data if known is True else data & known, known)

    return run


def _comparing_shares(compare: Callable[[Any, Any], Any]) -> Callable[..., Column]:
    return _comparing(lambda a, b: compare(a[0] * b[1], b[0] * a[1]))


def _joining(join: Callable[[Any, Any], Any]) -> Callable[..., Column]:
    def run(_: Any, __: Faults, a: Column, b: Column) -> Column:
        known = both(a.known, b.known)
        return Column(_blank(join(a.data, b.data), known), known)

    return run


def _blank(data: Any, known: Any) -> Any:
    """Zero where nothing is known, so that later steps stay within bounds."""
    if known is True:
        return data
    if isinstance(data, tuple):
        return np.where(known, data[0], 0), np.where(known, data[1], 1)
    return np.where(known, data, 0)


def _capped(_: Any, __: Faults, amount: Column, ceiling: Column) -> Column:
    # A ceiling is a legal value of the day asked: known for all cases or for none.
    if ceiling.known is not True:
        return amount
    return Column(np.minimum(amount.data, ceiling.data), amount.known)


def _of(how: tuple[str, bool], _: Faults, share: Column, amount: Column) -> Column:
    rounding, fits = how
    parts, whole = share.data
    known = both(share.known, amount.known)
    if fits:
        times, rest = 0, amount.data * parts
    else:
        # Whole multiples first: the product of an amount and a numerator does not fit into 64 bits.
        times = amount.data // whole
        rest = (amount.data - times * whole) * parts
    if rounding == "down":
        rest = rest // whole
    elif rounding == "up":
        rest = -(-rest // whole)
    else:
        rest = (2 * rest + whole) // (2 * whole)
    return Column(_blank(times * parts + rest, known), known)


def _after(how: tuple[str, WorkCalendar, int], faults: Faults, start: Column, term: Column) -> Column:
    unit, calendar, sign = how
    known = both(start.known, term.known)
    days = np.asarray(start.data, dtype=np.int64)
    days = np.where(known, days, FIRST)
    if unit == "working_days":
        found = _working_days_after(calendar, days, sign * term.data)
        faults.mark((days < FIRST) | (found < FIRST) | (found > LAST_DAY.toordinal()), known)
    elif unit in ("calendar_days", "hours"):
        found = days + sign * (term.data // HOURS_OF_DAY if unit == "hours" else term.data)
        faults.mark(found >= END.toordinal(), known)
    else:
        found = _months_after(days, sign * term.data * (12 if unit == "years" else 1))
        faults.mark(found >= END.toordinal(), known)
    return Column(np.where(known, found, FIRST), known)


def _working_days_after(calendar: WorkCalendar, days: Any, term: Any) -> Any:
    worked = worked_days(calendar)
    later = np.searchsorted(worked, days, side="right") + term - 1
    place = np.where(np.asarray(term) > 0, later, np.searchsorted(worked, days, side="left") + term)
    beyond = (place < 0) | (place >= len(worked))
    found = worked[np.minimum(np.maximum(place, 0), len(worked) - 1)]
    return np.where(np.asarray(term) == 0, days, np.where(beyond, END.toordinal(), found))


_WORKED: dict[int, tuple[WorkCalendar, Any]] = {}


def worked_days(calendar: WorkCalendar) -> Any:
    """Ordinals of all working days of the law's life, kept per calendar."""
    kept = _WORKED.get(id(calendar))
    if kept is None:
        ordinals = range(FIRST - 400, LAST_DAY.toordinal() + 400)
        days = np.fromiter((d for d in ordinals if calendar.is_working_day(date.fromordinal(d))), dtype=np.int64)
        kept = _WORKED[id(calendar)] = (calendar, days)
    return kept[1]


def _months_after(days: Any, months: Any) -> Any:
    start = (days - EPOCH).astype("datetime64[D]")
    month = start.astype("datetime64[M]")
    in_month = (start - month.astype("datetime64[D]")).astype(np.int64)
    target = month + np.asarray(months).astype("timedelta64[M]")
    last = ((target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")).astype(np.int64) - 1
    return target.astype("datetime64[D]").astype(np.int64) + np.minimum(in_month, last) + EPOCH


def _law(periods: tuple[tuple[int, int, Any], ...], _: Faults, day: Column) -> Column:
    days = np.asarray(day.data)
    values = [value for _, _, value in periods if value is not None]
    if not values:
        return Column(0, False)
    data: Any = _filled(values[0], days.shape)
    known = np.zeros(days.shape, dtype=bool)
    for since, until, value in periods:
        if value is not None:
            inside = (days >= since) & (days < until)
            known |= inside
            data = _put(data, inside, value)
    return Column(data, known & day.known)


def _filled(value: Any, shape: Any) -> Any:
    if isinstance(value, tuple):
        return np.full(shape, 0), np.full(shape, 1)
    if isinstance(value, frozenset):
        lists = np.empty(shape, dtype=object)
        lists[...] = frozenset()
        return lists
    return np.full(shape, type(value)())


def _put(data: Any, inside: Any, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(np.where(inside, part, old) for part, old in zip(value, data, strict=True))
    if isinstance(value, frozenset):
        for place in np.flatnonzero(inside):
            data[place] = value
        return data
    return np.where(inside, value, data)


def _inside(
    how: tuple[int, LineProgram | None, Sequence[Any]], faults: Faults, columns: Sequence[Column]
) -> tuple[Column, Lines, Any]:
    """The value of each line, the lines, and for which cases the list itself is known."""
    outer, part, run_ops = how
    lines: Lines = columns[0].data
    size = len(lines.rows)
    faulty = Faults(size)
    inside: list[Any] = [None] * (len(part.steps) if part else 0)
    if part is None:
        return Column(0, True), lines, columns[0].known
    for (place, _), column in zip(part.captured, columns[outer:], strict=True):
        inside[place] = Column(_spread(column.data, lines.rows), _spread(column.known, lines.rows))
    for place, name in part.fields:
        inside[place] = lines.fields[name]
    for place, (op, ins, constant) in run_ops:
        inside[place] = op(constant, faulty, *[inside[i] for i in ins])
    faults.at |= _count_per_case(lines, faulty.at) > 0
    result = inside[part.result if part.result is not None else 0]
    return Column(_full(result.data, size), np.broadcast_to(result.known, size)), lines, columns[0].known


def _spread(values: Any, rows: Any) -> Any:
    if isinstance(values, tuple):
        return tuple(_spread(part, rows) for part in values)
    return values[rows] if isinstance(values, np.ndarray) and values.ndim else values


def _full(data: Any, size: int) -> Any:
    return np.broadcast_to(data, size)


def _count_per_case(lines: Lines, where: Any) -> Any:
    return np.bincount(lines.rows[where], minlength=len(lines.starts) - 1)


def _lines_count(_: Any, __: Faults, lines: Column) -> Column:
    starts = lines.data.starts
    return Column(starts[1:] - starts[:-1], lines.known)


def _lines_any(how: Any, faults: Faults, *columns: Column) -> Column:
    each, lines, known = _inside(how, faults, columns)
    holds = _count_per_case(lines, np.asarray(each.data) & each.known) > 0
    open_ = _count_per_case(lines, np.logical_not(each.known)) > 0
    return Column(holds & known, both(known, np.logical_or(holds, ~open_)))


def _lines_total(how: Any, faults: Faults, *columns: Column) -> Column:
    each, lines, known = _inside(how, faults, columns)
    # Running sums: adding up per case through floating point would lose đồng.
    running = np.concatenate(([0], np.cumsum(np.where(each.known, each.data, 0), dtype=np.int64)))
    total = running[lines.starts[1:]] - running[lines.starts[:-1]]
    complete = _count_per_case(lines, np.logical_not(each.known)) == 0
    found = both(known, complete)
    return Column(_blank(total, found), found)


def _lines_latest(how: Any, faults: Faults, *columns: Column) -> Column:
    each, lines, known = _inside(how, faults, columns)
    otherwise = columns[1]
    latest = np.array(np.broadcast_to(otherwise.data, len(lines.starts) - 1), dtype=np.int64)
    np.maximum.at(latest, lines.rows, np.where(each.known, each.data, 0))
    complete = both(both(known, otherwise.known), _count_per_case(lines, np.logical_not(each.known)) == 0)
    return Column(np.where(complete, latest, FIRST), complete)


OPERATIONS: Final[dict[str, Callable[..., Column]]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "choose": _choose,
    "ordinarily": _ordinarily,
    "is": _is,
    "among": _among,
    "less": _comparing(np.less),
    "at_most": _comparing(np.less_equal),
    "more": _comparing(np.greater),
    "at_least": _comparing(np.greater_equal),
    "equals": _comparing(np.equal),
    "share_less": _comparing_shares(np.less),
    "share_at_most": _comparing_shares(np.less_equal),
    "share_more": _comparing_shares(np.greater),
    "share_at_least": _comparing_shares(np.greater_equal),
    "share_equals": _comparing_shares(np.equal),
    "plus": _joining(lambda a, b: a + b),
    "minus": _joining(lambda a, b: a - b),
    "times": _joining(lambda a, b: a * b),
    "share_plus": _joining(lambda a, b: (a[0] * b[1] + b[0] * a[1], a[1] * b[1])),
    "share_minus": _joining(lambda a, b: (a[0] * b[1] - b[0] * a[1], a[1] * b[1])),
    "share_times": _joining(lambda a, b: (a[0] * b[0], a[1] * b[1])),
    "of": _of,
    "least": _joining(lambda a, b: _least(a, b, np.minimum)),
    "capped": _capped,
    "greatest": _joining(lambda a, b: _least(a, b, np.maximum)),
    "after": _after,
    "before": _after,
    "days_until": _joining(lambda a, b: b - a),
    "law": _law,
    "lines_count": _lines_count,
    "lines_total": _lines_total,
    "lines_any": _lines_any,
    "lines_latest": _lines_latest,
}
"""What each operation does to columns: ``operation(constant, faults, *columns)``."""


def _least(a: Any, b: Any, pick: Any) -> Any:
    if not isinstance(a, tuple):
        return pick(a, b)
    first = a[0] * b[1] <= b[0] * a[1]
    return _where(first if pick is np.minimum else np.logical_not(first), a, b)


def as_data(value: Any, kind: Kind, code: Callable[[str], int]) -> Any:
    """A plain value as column data."""
    if kind is Kind.DAY:
        return value.toordinal()
    if kind is Kind.SHARE:
        return Fraction(value).numerator, Fraction(value).denominator
    if kind is Kind.CHOICE:
        return code(value)
    if kind is Kind.CODES:
        return frozenset(code(each) for each in value)
    return np.bool_(value) if kind is Kind.YESNO else value


def nothing(kind: Kind) -> Any:
    """Data that stands for what is not known."""
    return {Kind.SHARE: (0, 1), Kind.DAY: FIRST, Kind.YESNO: np.False_, Kind.CODES: frozenset()}.get(kind, 0)
