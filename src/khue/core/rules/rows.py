"""Cases that come as rows (JSON lines): read strictly row by row, then asked together as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np

from khue.core.bilingual import Text
from khue.core.rules.batch import GRANTED, OUTCOMES, PROBLEM, UNKNOWN, Batch, Values
from khue.core.rules.bound import Bound
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import FIRST_DAY, Kind
from khue.core.rules.many import Column, Lines
from khue.core.rules.reading import FactProblem, read_all


def read_rows(bound: Bound, rows: Iterable[Any], first: int = 1) -> tuple[list[Mapping[str, Any]], list[FactProblem]]:
    """Cases as values by name, and every problem with its row number (from ``first``).

    A row with a problem stays in its place as an empty case, so that the others keep their numbers.
    """
    cases: list[Mapping[str, Any]] = []
    problems: list[FactProblem] = []
    for number, row in enumerate(rows, first):
        found: list[FactProblem] = []
        values: dict[str, Any] = {}
        if isinstance(row, Mapping):
            values, found = read_all(bound.facts, row)
        else:
            found = [FactProblem("", Text("Mỗi dòng cần một đối tượng JSON.", "Each line is a JSON object."))]
        problems += [FactProblem(each.field, each.text, number, each.code) for each in found]
        cases.append({} if found else values)
    return cases, problems


def as_columns(bound: Bound, cases: Sequence[Mapping[str, Any]]) -> dict[str, Values]:
    """Columns of values that were read; what a case does not have is not known."""
    return {name: _column(fact, [case.get(name) for case in cases]) for name, fact in bound.facts.items()}


def as_rows(found: Batch, cases: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The answers row by row as plain data: outcome, values, codes of refusals; what an unknown case still misses.

    ``problem`` (a FactProblem) stands in the row of a case that cannot be computed.
    """
    columns = {name: _told(found, name, data) for name, data in found.values.items()}
    codes = [refusal.code for _, refusal in found.bound.refusals]
    for row, case in enumerate(cases):
        outcome = int(found.outcome[row])
        bits = int(found.refusals[row])
        told: dict[str, Any] = {
            "outcome": OUTCOMES[outcome],
            "values": {name: column[row] for name, column in columns.items()} if outcome == GRANTED else {},
            "refusals": [code for bit, code in enumerate(codes) if bits >> bit & 1],
        }
        if outcome == UNKNOWN:
            answer = found.bound.answer(case)
            told["missing"] = [*answer.missing, *answer.unset]
        elif outcome == PROBLEM:
            told["problem"] = found.problem_of(int(found.problem[row]))
        yield told


def _told(found: Batch, name: str, data: Any) -> Sequence[Any]:
    kind = found.bound.rule.ruling.values[name].kind
    plain: list[Any] = data.tolist()
    if kind is Kind.DAY:
        return [date.fromordinal(day).isoformat() if day else None for day in plain]
    if kind is Kind.CHOICE:
        options = found.bound.many().vocabulary.options
        return [options[code] for code in plain]
    if kind is Kind.SHARE:
        # As everywhere in JSON: 1/2, and a whole number without its 1.
        return [str(Fraction(*pair)) for pair in zip(plain, found.wholes[name].tolist(), strict=True)]
    return plain


def _column(fact: Fact, given: Sequence[Any]) -> Values:
    known = np.array([value is not None for value in given], dtype=bool)
    if fact.kind is Kind.LINES:
        return Values(_lines(fact, given), known)
    return Values(_data(fact, given), known, fact.options)


def _data(fact: Fact, given: Sequence[Any]) -> Any:
    if fact.kind is Kind.SHARE:
        shares = [Fraction(0) if value is None else Fraction(value) for value in given]
        return (
            np.array([share.numerator for share in shares], dtype=np.int64),
            np.array([share.denominator for share in shares], dtype=np.int64),
        )
    if fact.kind is Kind.YESNO:
        return np.array([bool(value) for value in given], dtype=bool)
    if fact.kind is Kind.DAY:
        return np.array([(value or FIRST_DAY).toordinal() for value in given], dtype=np.int64)
    if fact.kind is Kind.CHOICE:
        places = {option: place for place, option in enumerate(fact.options or (), 1)}
        return np.array([places.get(value, 1) for value in given], dtype=np.int64)
    return np.array([value or 0 for value in given], dtype=np.int64)


def _lines(fact: Fact, given: Sequence[Any]) -> Lines:
    lists = [value or () for value in given]
    lengths = np.array([len(each) for each in lists], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    lines = [line for each in lists for line in each]
    fields = {}
    for name, field in (fact.fields or {}).items():
        column = _column(field, [line.get(name) for line in lines])
        fields[name] = Column(column.data, column.known)
    return Lines(fields, np.repeat(np.arange(len(lists)), lengths), starts)
