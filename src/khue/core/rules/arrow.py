"""Cases as Arrow record batches (Parquet files, Spark): columns in, columns out, nothing turned into Python objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from khue.core.bilingual import Text
from khue.core.rules.arrow_answers import OF_THE_ROW, as_batch, result_schema
from khue.core.rules.batch import Values, ask_many
from khue.core.rules.bound import Bound
from khue.core.rules.engine import Point
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import MAX_PART, Kind
from khue.core.rules.lawbook import from_json
from khue.core.rules.loading import city_rulebook
from khue.core.rules.many import EPOCH, Column, Lines
from khue.core.rules.reading import FactProblem, FactsRefused
from khue.core.rules.reform import read_reform

SHARE_STEPS = 10**6
"""A share in a column of floating-point numbers is read to this part: 0.6 is exact, 0.333… is a problem."""


@dataclass(frozen=True)
class Task:
    """What a worker needs to ask one rule: plain data, so that it travels to other processes and machines.

    ``law`` is a lawbook as JSON; ``names`` says which column holds which fact where the names differ; ``keep`` are
    columns that come out as they went in; ``reform`` is a reform as read from its file, and adds columns ``*_before``.
    """

    city: str
    law: Mapping[str, Any]
    rule: str
    on: date
    known_on: date | None = None
    reform: Mapping[str, Any] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    keep: tuple[str, ...] = ()

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """Without and, where there is one, with the reform."""
        plain = Point(self.on, self.known_on)
        if self.reform is None:
            return (plain,)
        book = self._rulebook
        return (plain, Point(self.on, self.known_on, read_reform(self.reform, book.book, book.rules)))

    @cached_property
    def _rulebook(self) -> Any:
        return city_rulebook(self.city, from_json(self.law))

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        return tuple(self._rulebook.at(self.rule, point) for point in self.points)

    def check(self) -> None:
        """Raises what is wrong with the rule, the day or the reform, before any row is read."""
        _ = self.bounds

    def __getstate__(self) -> dict[str, Any]:
        # What was derived is derived again where it arrives.
        names = ("city", "law", "rule", "on", "known_on", "reform", "names", "keep")
        return {name: getattr(self, name) for name in names}

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns that come out, without those kept."""
        now = result_schema(self.bounds[-1])
        if len(self.bounds) == 1:
            return now
        before = result_schema(self.bounds[0])
        return pa.schema(
            [*now, *(pa.field(f"{each.name}_before", each.type) for each in before if each.name not in OF_THE_ROW)]
        )

    def run(self, batch: pa.RecordBatch, *, workers: int = 1) -> pa.RecordBatch:
        """The answers for a batch of cases, in its order. Raises FactsRefused for a column of the wrong type."""
        arrays = [batch.column(name) for name in self.keep]
        fields = [batch.schema.field(name) for name in self.keep]
        *before, now = (ask_batch(bound, batch, self.names, workers=workers) for bound in self.bounds)
        arrays += now.columns
        fields += list(now.schema)
        for earlier in before:
            for each, array in zip(earlier.schema, earlier.columns, strict=True):
                if each.name not in OF_THE_ROW:
                    arrays.append(array)
                    fields.append(pa.field(f"{each.name}_before", each.type))
        return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


def ask_batch(
    bound: Bound, batch: pa.RecordBatch, names: Mapping[str, str] = {}, *, workers: int = 1
) -> pa.RecordBatch:
    """The answers for a batch. A fact without a column is missing for all of its cases."""
    given: dict[str, Values] = {}
    problems: list[FactProblem] = []
    for name, fact in bound.facts.items():
        place = batch.schema.get_field_index(names.get(name, name))
        if place >= 0:
            try:
                given[name] = as_values(fact, batch.column(place))
            except (pa.ArrowException, TypeError):
                problems.append(_wrong_type(fact, names.get(name, name), batch.schema.field(place).type))
    if problems:
        raise FactsRefused(problems)
    found = ask_many(bound, given, batch.num_rows, workers=workers)
    return as_batch(found, {name: values.known for name, values in given.items()})


def _wrong_type(fact: Fact, column: str, found: pa.DataType) -> FactProblem:
    wanted = _WANTED[fact.kind]
    return FactProblem(
        column,
        Text(f"Cột này có kiểu {found}; cần kiểu {wanted}.", f"This column holds {found}; it needs {wanted}."),
        code="type",
    )


_WANTED = {
    Kind.MONEY: "int64",
    Kind.COUNT: "int64",
    Kind.SHARE: "double, decimal or string",
    Kind.DAY: "date32",
    Kind.YESNO: "bool",
    Kind.CHOICE: "string",
    Kind.LINES: "list<struct>",
}


def as_values(fact: Fact, array: Any) -> Values:
    """A column as the engine takes it; nulls are not known. Raises ArrowException or TypeError for a wrong type."""
    known = None if array.null_count == 0 else np.asarray(array.is_valid())
    if fact.kind is Kind.LINES:
        return Values(_lines(fact, array), known)
    return Values(_data(fact, array), known, None)


def _data(fact: Fact, array: Any) -> Any:
    if fact.kind is Kind.CHOICE:
        return _codes(fact, array)
    if fact.kind is Kind.SHARE:
        return _shares(array)
    if fact.kind is Kind.YESNO:
        if not pa.types.is_boolean(array.type):
            raise TypeError
        return np.asarray(array.fill_null(False))
    if fact.kind is Kind.DAY:
        if not pa.types.is_date(array.type):
            raise TypeError
        days = array.cast(pa.date32()).view(pa.int32()).fill_null(0)
        return days.to_numpy(zero_copy_only=False).astype(np.int64) + EPOCH
    if not pa.types.is_integer(array.type):
        raise TypeError
    return array.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)


def _codes(fact: Fact, array: Any) -> Any:
    """Places of the options, from 1; 0 for what is none."""
    if not pa.types.is_dictionary(array.type):
        if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
            raise TypeError
        array = array.dictionary_encode()
    places = {option: place for place, option in enumerate(fact.options or (), 1)}
    table = np.array([places.get(word, 0) for word in array.dictionary.to_pylist()] or [0], dtype=np.int64)
    return table[array.indices.fill_null(0).to_numpy(zero_copy_only=False)]


def _shares(array: Any) -> tuple[Any, Any]:
    if pa.types.is_string(array.type):
        from khue.core.rules.kinds import ValueFault, read_share

        encoded = array.dictionary_encode()
        parts, wholes = [], []
        for word in encoded.dictionary.to_pylist() or ["0"]:
            try:
                share = read_share(word)
                parts.append(share.numerator)
                wholes.append(share.denominator)
            except ValueFault:
                parts.append(-1)
                wholes.append(1)
        at = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False)
        return np.array(parts, dtype=np.int64)[at], np.array(wholes, dtype=np.int64)[at]
    if not (pa.types.is_floating(array.type) or pa.types.is_decimal(array.type) or pa.types.is_integer(array.type)):
        raise TypeError
    shares = array.cast(pa.float64(), safe=False).fill_null(0.0).to_numpy(zero_copy_only=False)
    scaled = shares * SHARE_STEPS
    parts_ = np.rint(np.where(np.isfinite(scaled), np.clip(scaled, -2, 2 * MAX_PART), -2))
    inexact = np.abs(scaled - parts_) > 1e-6
    return np.where(inexact, -1, parts_).astype(np.int64), np.full(len(shares), SHARE_STEPS, dtype=np.int64)


def _lines(fact: Fact, array: Any) -> Lines:
    if not (pa.types.is_list(array.type) or pa.types.is_large_list(array.type)):
        raise TypeError
    # ``flatten`` leaves out what stands below a null list; lengths of null lists count as none.
    lengths = np.asarray(pa.compute.list_value_length(array).fill_null(0), dtype=np.int64)
    inner = array.flatten()
    if not pa.types.is_struct(inner.type):
        raise TypeError
    starts = np.concatenate(([0], np.cumsum(lengths)))
    fields = {}
    for name, part in (fact.fields or {}).items():
        place = inner.type.get_field_index(name)
        if place >= 0:
            column = pa.compute.struct_field(inner, place)
            values = as_values(part, column)
            fields[name] = Column(values.data, True if values.known is None else values.known)
    return Lines(fields, np.repeat(np.arange(len(array)), lengths), starts)
