"""Answers as Arrow columns: one row per case, nulls where nothing was granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from khue.core.rules.batch import OUTCOMES, UNKNOWN, Batch
from khue.core.rules.bound import Bound
from khue.core.rules.kinds import Kind
from khue.core.rules.many import EPOCH
from khue.core.rules.reading import expected_of

OF_THE_ROW: Final = ("missing", "problem", "expected")
"""What a row itself lacks: not an answer, and not told again under a reform."""


def result_schema(bound: Bound) -> pa.Schema:
    """outcome, one column per value, the first refusal; of a row that lacks something what, and what was expected.

    ``missing`` names the facts that a row without an answer does not give, ``problem`` the field of a bad row, and
    ``expected`` says in English what has to stand in the first of them.

    A share takes two columns, ``share_parts`` and ``share_whole``, in lowest terms: no float holds a third.
    """
    values = [each for name, node in bound.rule.ruling.values.items() for each in _fields(name, node.kind)]
    words = [pa.field("refusal", pa.string()), *(pa.field(name, pa.string()) for name in OF_THE_ROW)]
    return pa.schema([pa.field("outcome", pa.string(), nullable=False), *values, *words])


def _fields(name: str, kind: Kind) -> list[pa.Field]:
    if kind is Kind.SHARE:
        return [pa.field(f"{name}_{end}", pa.int64()) for end in ("parts", "whole")]
    return [pa.field(name, _TYPES[kind])]


_TYPES = {
    Kind.MONEY: pa.int64(),
    Kind.COUNT: pa.int64(),
    Kind.TERM: pa.int64(),
    Kind.DAY: pa.date32(),
    Kind.YESNO: pa.bool_(),
    Kind.CHOICE: pa.string(),
}


def as_batch(found: Batch, known: Mapping[str, Any]) -> pa.RecordBatch:
    """A batch of answers as Arrow columns; values are null unless granted.

    ``known``: for each fact that was given where it is not null, None for everywhere.
    """
    granted = found.outcome == OUTCOMES.index("granted")
    outcome = pa.DictionaryArray.from_arrays(pa.array(found.outcome), list(OUTCOMES)).cast(pa.string())
    values = [each for name in found.values for each in _out(found, name, granted)]
    schema = result_schema(found.bound)
    lacking = _lacking(found, known)
    return pa.RecordBatch.from_arrays([outcome, *values, _first_refusal(found), *lacking], schema=schema)


def _out(found: Batch, name: str, granted: Any) -> list[Any]:
    node = found.bound.rule.ruling.values[name]
    data = found.values[name]
    if node.kind is Kind.CHOICE:
        words = found.bound.many().vocabulary.options
        return [pa.DictionaryArray.from_arrays(pa.array(data, mask=~granted), words).cast(pa.string())]
    if node.kind is Kind.DAY:
        days = np.where(granted, data - EPOCH, 0).astype(np.int32)
        return [pa.array(days, mask=~granted, type=pa.int32()).view(pa.date32())]
    if node.kind is Kind.SHARE:
        return [pa.array(each, mask=~granted, type=pa.int64()) for each in (data, found.wholes[name])]
    return [pa.array(data, mask=~granted, type=_TYPES[node.kind])]


def _first_refusal(found: Batch) -> Any:
    codes = [refusal.code for _, refusal in found.bound.refusals]
    bits = found.refusals.astype(np.int64)
    # The lowest bit that is set is the first refusal of the rule.
    lowest = np.log2(np.maximum(bits & -bits, 1)).astype(np.int8)
    return _words(lowest, bits == 0, codes)


def _lacking(found: Batch, known: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Three columns: the facts that are null where no answer was possible, the field at fault, and what was expected."""
    unknown = np.flatnonzero(found.outcome == UNKNOWN)
    gaps, gap_of = np.unique(_gaps(found.bound, known, unknown), return_inverse=True)
    at_fault = np.unique(found.problem[found.problem != 0])
    told = [found.problem_of(int(code)) for code in at_fault]
    facts = list(found.bound.facts.values())
    lists = [[fact for bit, fact in enumerate(facts) if gap >> bit & 1] for gap in gaps.tolist()]
    # Bad rows first, then rows with a gap: a row is one of them or neither.
    table = np.zeros(2**16, dtype=np.int32)
    for place, code in enumerate(at_fault):
        table[code] = place
    places, bad = table[found.problem], found.problem != 0
    places[unknown] = len(told) + gap_of
    gap = np.zeros(len(bad), dtype=bool)
    gap[unknown] = gaps[gap_of] != 0
    missing = [""] * len(told) + [", ".join(fact.name for fact in each) for each in lists]
    fields = [each.field or "case" for each in told] + [""] * len(lists)
    expected = [each.text.into("en") for each in told] + [
        expected_of(each[0]).into("en") if each else "" for each in lists
    ]
    return _words(places, ~gap, missing), _words(places, ~bad, fields), _words(places, ~(bad | gap), expected)


def _gaps(bound: Bound, known: Mapping[str, Any], rows: Any) -> Any:
    """For each of ``rows`` a number whose bits are the facts, in the rule's order, that are not given."""
    gaps = np.zeros(len(rows), dtype=np.int64)
    for bit, name in enumerate(bound.facts):
        if name not in known:
            gaps |= 1 << bit
        elif (where := known[name]) is not None:
            gaps |= np.where(where[rows], 0, 1 << bit)
    return gaps


def _words(places: Any, none: Any, words: Sequence[str]) -> Any:
    indices = pa.array(np.where(none, 0, places), mask=none, type=pa.int32())
    return pa.DictionaryArray.from_arrays(indices, list(words) or [""]).cast(pa.string())
