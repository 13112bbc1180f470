"""Lists of lines, one per case, laid end to end: counting, summing, asking for one or the latest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from khue.core.rules.many.column import FIRST, Column, Faults, Lines, blank, both
from khue.core.rules.program import LineProgram


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


def lines_count(_: Any, __: Faults, lines: Column) -> Column:
    starts = lines.data.starts
    return Column(starts[1:] - starts[:-1], lines.known)


def lines_any(how: Any, faults: Faults, *columns: Column) -> Column:
    each, lines, known = _inside(how, faults, columns)
    holds = _count_per_case(lines, np.asarray(each.data) & each.known) > 0
    open_ = _count_per_case(lines, np.logical_not(each.known)) > 0
    return Column(holds & known, both(known, np.logical_or(holds, ~open_)))


def lines_total(how: Any, faults: Faults, *columns: Column) -> Column:
    each, lines, known = _inside(how, faults, columns)
    # Running sums: adding up per case through floating point would lose đồng.
    running = np.concatenate(([0], np.cumsum(np.where(each.known, each.data, 0), dtype=np.int64)))
    total = running[lines.starts[1:]] - running[lines.starts[:-1]]
    complete = _count_per_case(lines, np.logical_not(each.known)) == 0
    found = both(known, complete)
    return Column(blank(total, found), found)


def lines_latest(how: Any, faults: Faults, *columns: Column) -> Column:
    each, lines, known = _inside(how, faults, columns)
    otherwise = columns[1]
    latest = np.array(np.broadcast_to(otherwise.data, len(lines.starts) - 1), dtype=np.int64)
    np.maximum.at(latest, lines.rows, np.where(each.known, each.data, 0))
    complete = both(both(known, otherwise.known), _count_per_case(lines, np.logical_not(each.known)) == 0)
    return Column(np.where(complete, latest, FIRST), complete)
