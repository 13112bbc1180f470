"""Answers for many cases at once: columns in, outcome and values out, in bounded memory and on all cores."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from khue.core.bilingual import Text
from khue.core.rules.bound import Bound
from khue.core.rules.columns import BatchProgram
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import EARLIEST, LAST_DAY, MAX_PART, Kind
from khue.core.rules.many import Column, Lines, nothing
from khue.core.rules.reading import FactProblem, FactsRefused, expected_of

CHUNK: Final = 32_768
"""Cases at a time: all columns of a chunk stay in the processor's cache."""

REFUSED, GRANTED, UNKNOWN, PROBLEM = range(4)
OUTCOMES: Final = ("refused", "granted", "unknown", "problem")

UNCOMPUTABLE: Final = -1
CANNOT_BE_COMPUTED: Final = Text(
    "Không tính được trường hợp này: các ngoại lệ mâu thuẫn nhau, hoặc thời hạn vượt quá lịch.",
    "This case cannot be computed: exceptions contradict each other, or a term runs beyond the calendar.",
)


@dataclass(frozen=True, slots=True)
class Values:
    """A fact of many cases. ``known`` None: all are. Shares are pairs (parts, whole), days ordinals, choices codes of
    ``options`` (1 is the first) or plain strings; lines are ``Lines``."""

    data: Any
    known: Any = None
    options: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What a rule says of many cases.

    ``outcome``   code per case, see OUTCOMES
    ``values``    by name: data per case, zero where not granted (days: 0); of a share the parts
    ``wholes``    by name, of shares alone: what the parts are parts of, in lowest terms; one where not granted
    ``refusals``  bits of the refusals that apply, in the order of the rule
    ``problem``   0, or what is wrong: the number of a fact (1 is the first), -1 for what cannot be computed, -2 and
                  below for facts that cannot be together, in the order of the rule
    ``bound``     the rule that was asked
    """

    bound: Bound
    outcome: np.ndarray[Any, Any]
    values: Mapping[str, np.ndarray[Any, Any]]
    refusals: np.ndarray[Any, Any]
    problem: np.ndarray[Any, Any]
    wholes: Mapping[str, np.ndarray[Any, Any]] = field(default_factory=dict)

    def count(self, outcome: int) -> int:
        return int(np.count_nonzero(self.outcome == outcome))

    def problem_of(self, code: int, row: int | None = None) -> FactProblem:
        """What a code of ``problem`` means, for a person."""
        if code > 0:
            name, fact = list(self.bound.facts.items())[code - 1]
            label = fact.label or Text(name)
            wanted = expected_of(fact)
            text = Text(
                f"Giá trị của “{label.vi}” không hợp lệ. {wanted.vi}",
                f"The value of “{label.into('en')}” cannot be. {wanted.into('en')}",
            )
            return FactProblem(name, text, row)
        if code == UNCOMPUTABLE:
            return FactProblem("", CANNOT_BE_COMPUTED, row, "case")
        impossible = self.bound.impossible[-2 - code][1]
        return FactProblem(impossible.field, impossible.why, row, "impossible")


def ask_many(
    bound: Bound,
    facts: Mapping[str, Values],
    size: int,
    *,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Batch:
    """The answers for ``size`` cases; a fact that is not given is missing for all.

    Raises FactsRefused for an unknown fact or a column of the wrong kind or length. A single value out of bounds makes
    its case a problem and leaves the others alone.
    """
    program = bound.many()
    problems = _check(bound, facts, size)
    if problems:
        raise FactsRefused(problems)
    outcome = np.empty(size, dtype=np.int8)
    refusals = np.zeros(size, dtype=np.uint32)
    values = _room_for_values(bound, size)
    wholes = {
        name: np.empty(size, dtype=np.int64) for name in values if bound.rule.ruling.values[name].kind is Kind.SHARE
    }
    problem = np.zeros(size, dtype=np.int16)

    def run(start: int) -> None:
        stop = min(start + CHUNK, size)
        _chunk(program, facts, start, stop, outcome, values, wholes, refusals, problem)
        if progress:
            progress(stop - start)

    starts = range(0, size, CHUNK)
    workers = workers or os.cpu_count() or 1
    if workers == 1 or len(starts) == 1:
        for start in starts:
            run(start)
    else:
        # NumPy works outside the interpreter's lock, so that threads share the columns and the cores.
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(run, starts))
    return Batch(bound, outcome, values, refusals, problem, wholes)


def _room_for_values(bound: Bound, size: int) -> dict[str, np.ndarray[Any, Any]]:
    """One block for all whole numbers: the system hands out a large block in large pages, many small ones page by page."""
    whole = [name for name in bound.values if bound.rule.ruling.values[name].kind is not Kind.YESNO]
    rows = dict(zip(whole, np.empty((len(whole), size), dtype=np.int64), strict=True))
    return {name: rows[name] if name in rows else np.empty(size, dtype=np.bool_) for name in bound.values}


def _check(bound: Bound, facts: Mapping[str, Values], size: int) -> list[FactProblem]:
    problems = []
    for name, column in facts.items():
        if name not in bound.facts:
            known = ", ".join(bound.facts)
            problems.append(
                FactProblem(
                    name, Text(f"Quy tắc chỉ hỏi: {known}.", f"The rule asks only: {known}."), code="unknown_fact"
                )
            )
        elif _length(column) != size:
            problems.append(
                FactProblem(
                    name, Text(f"Cột này cần {size} giá trị.", f"This column needs {size} values."), code="length"
                )
            )
    return problems


def _length(column: Values) -> int:
    if isinstance(column.data, Lines):
        return len(column.data.starts) - 1
    return len(column.data[0] if isinstance(column.data, tuple) else column.data)


def _chunk(
    program: BatchProgram,
    facts: Mapping[str, Values],
    start: int,
    stop: int,
    outcome: Any,
    values: Mapping[str, Any],
    wholes: Mapping[str, Any],
    refusals: Any,
    problem: Any,
) -> None:
    size = stop - start
    bad = problem[start:stop]
    columns = {
        name: _column(fact, facts.get(name), start, stop, program, _Marks(bad, number))
        for number, (name, fact) in enumerate(program.bound.facts.items(), 1)
    }
    found, faults = program.run(columns, size)
    _Marks(bad, UNCOMPUTABLE).mark(faults.at)
    for number, (place, _) in enumerate(program.bound.impossible):
        _Marks(bad, -2 - number).mark(_true(found[place], size))
    refused = np.zeros(size, dtype=bool)
    known: Any = True
    for bit, (place, _) in enumerate(program.bound.refusals):
        applies = _true(found[place], size)
        if applies.any():
            refused |= applies
            refusals[start:stop] |= applies.astype(np.uint32) << np.uint32(bit)
        known = _and(known, _of(found[place]).known)
    for place in program.bound.values.values():
        known = _and(known, _of(found[place]).known)
    wrong = bad != 0
    granted = ~refused & known & ~wrong
    all_granted = bool(granted.all())
    part = outcome[start:stop]
    part[:] = GRANTED if all_granted else UNKNOWN
    if not all_granted:
        part[granted] = GRANTED
        part[refused] = REFUSED
        part[wrong] = PROBLEM
        refusals[start:stop][wrong] = 0
    for name, place in program.bound.values.items():
        data = _of(found[place]).data
        if isinstance(data, tuple):
            data, wholes[name][start:stop] = _lowest(*data)
            if not all_granted:
                wholes[name][start:stop][~granted] = 1
        values[name][start:stop] = data
        if not all_granted:
            values[name][start:stop][~granted] = 0


def _lowest(parts: Any, whole: Any) -> tuple[Any, Any]:
    """A share in lowest terms, as a fraction of one case is: 2/4 and 1/2 are one value."""
    common = np.maximum(np.gcd(parts, whole), 1)
    return parts // common, whole // common


class _Marks:
    """Where cases go wrong, and with which code; the first one stays."""

    def __init__(self, codes: Any, code: int) -> None:
        self.codes, self.code = codes, code

    def mark(self, where: Any) -> None:
        if where.any():
            self.codes[where & (self.codes == 0)] = self.code


def _of(column: Column | None) -> Column:
    if column is None:
        raise RuntimeError("a step was not computed")
    return column


def _true(column: Column | None, size: int) -> Any:
    found = _of(column)
    return np.broadcast_to(np.asarray(found.data, dtype=bool) & found.known, size)


def _and(a: Any, b: Any) -> Any:
    return a if b is True else b if a is True else np.logical_and(a, b)


def _column(fact: Fact, given: Values | None, start: int, stop: int, program: BatchProgram, bad: _Marks) -> Column:
    """The part of a fact's column, checked: what is out of bounds marks its case and counts as not known."""
    if given is None:
        return Column(nothing(fact.kind) if fact.kind is not Kind.LINES else _no_lines(stop - start), False)
    known = True if given.known is None else given.known[start:stop]
    if fact.kind is Kind.LINES:
        return _line_column(fact, given.data, known, start, stop, program, bad)
    data = given.data
    part = tuple(each[start:stop] for each in data) if isinstance(data, tuple) else data[start:stop]
    return _checked(fact, part, known, given.options, program, bad)


def _checked(
    fact: Fact, data: Any, known: Any, options: tuple[str, ...] | None, program: BatchProgram, bad: _Marks
) -> Column:
    if fact.kind is Kind.CHOICE:
        data, wrong = _codes(fact, np.asarray(data), options, program)
    elif fact.kind is Kind.SHARE:
        parts, whole = data
        wrong = (parts < 0) | (whole < 1) | (parts > whole) | (whole > MAX_PART)
    elif fact.kind is Kind.DAY:
        wrong = (data < EARLIEST.toordinal()) | (data > LAST_DAY.toordinal())
    elif fact.kind is Kind.YESNO:
        return Column(data if known is True else data & known, known)
    elif known is True and data.size and data.min() >= 0 and data.max() <= fact.limit:
        return Column(data, True)  # the ordinary case, without a column of yes and no
    else:
        wrong = (data < 0) | (data > fact.limit)
    if known is True and not wrong.any():
        return Column(data, True)
    bad.mark(wrong & known)
    known = ~wrong & known
    blank = nothing(fact.kind)
    if isinstance(data, tuple):
        return Column(tuple(np.where(known, part, none) for part, none in zip(data, blank, strict=True)), known)
    return Column(np.where(known, data, blank), known)


def _codes(fact: Fact, data: Any, options: tuple[str, ...] | None, program: BatchProgram) -> tuple[Any, Any]:
    """Codes of the program's vocabulary, and where there was none."""
    code = program.vocabulary.codes
    allowed = fact.options or ()
    if data.dtype.kind in "iu":
        given = options or allowed
        table = np.array([0, *(code[o] if o in allowed else 0 for o in given)], dtype=np.int64)
        inside = (data >= 0) & (data < len(table))
        found = table[np.where(inside, data, 0)]
    else:
        names, places = np.unique(data.astype(str), return_inverse=True)
        found = np.array([code[str(name)] if str(name) in allowed else 0 for name in names], dtype=np.int64)[places]
    return found, found == 0


def _no_lines(size: int) -> Lines:
    return Lines({}, np.zeros(0, dtype=np.int64), np.zeros(size + 1, dtype=np.int64))


def _line_column(
    fact: Fact, lines: Lines, known: Any, start: int, stop: int, program: BatchProgram, bad: _Marks
) -> Column:
    first, last = int(lines.starts[start]), int(lines.starts[stop])
    rows = lines.rows[first:last] - start
    wrong = np.zeros(last - first, dtype=np.int8)
    fields = {}
    for name, part in (fact.fields or {}).items():
        given = lines.fields.get(name)
        if given is None:
            fields[name] = Column(nothing(part.kind), np.zeros(last - first, dtype=bool))
            continue
        data = tuple(p[first:last] for p in given.data) if isinstance(given.data, tuple) else given.data[first:last]
        inner_known = given.known if given.known is True else given.known[first:last]
        fields[name] = _checked(part, data, inner_known, None, program, _Marks(wrong, 1))
    at_fault = np.zeros(stop - start, dtype=bool)
    at_fault[rows[wrong != 0]] = True
    bad.mark(at_fault)
    return Column(Lines(fields, rows, lines.starts[start : stop + 1] - first), known)
