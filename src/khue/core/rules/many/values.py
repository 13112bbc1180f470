"""Logic, choices, amounts and legal values over columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from khue.core.rules.many.column import Column, Faults, blank, both, same, where


def both_hold(_: Any, __: Faults, a: Column, b: Column) -> Column:
    data = a.data & b.data
    if a.known is True and b.known is True:
        return Column(data, True)
    # Unknown holds false: the answer is known when both are, or when one of them is known to be false.
    known = both(a.known, b.known) | (a.known & ~np.asarray(a.data)) | (b.known & ~np.asarray(b.data))
    return Column(data, known)


def either_holds(_: Any, __: Faults, a: Column, b: Column) -> Column:
    data = a.data | b.data
    known = True if a.known is True and b.known is True else both(a.known, b.known) | data
    return Column(data, known)


def does_not_hold(_: Any, __: Faults, a: Column) -> Column:
    # ``~`` on a plain Python truth would count bits.
    return Column(np.logical_not(a.data) & a.known, a.known)


def choose(_: Any, __: Faults, condition: Column, then: Column, otherwise: Column) -> Column:
    data = where(condition.data, then.data, otherwise.data)
    if condition.known is True and then.known is True and otherwise.known is True:
        return Column(data, True)
    taken = np.where(condition.data, then.known, otherwise.known)
    alike = both(then.known, otherwise.known) & same(then.data, otherwise.data)
    return Column(data, np.where(condition.known, taken, alike))


def ordinarily(_: Any, faults: Faults, default: Column, *exceptions: Column) -> Column:
    data, value_known, applied, asked = default.data, default.known, np.False_, True
    for condition in exceptions[::2]:
        asked = both(asked, condition.known)
    for condition, other in zip(exceptions[::2], exceptions[1::2], strict=True):
        differs = applied & condition.data & np.logical_not(same(other.data, data))
        faults.mark(differs, both(both(asked, value_known), other.known))
        data = where(condition.data, other.data, data)
        value_known = np.where(condition.data, other.known, value_known)
        applied = applied | condition.data
    return Column(data, both(asked, value_known))


def is_option(codes: Sequence[int], _: Faults, a: Column) -> Column:
    data = np.asarray(a.data == codes[0])
    for code in codes[1:]:
        data = data | (a.data == code)
    return Column(data & a.known, a.known)


def among(_: Any, __: Faults, a: Column, listed: Column) -> Column:
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


def comparing(compare: Callable[[Any, Any], Any]) -> Callable[..., Column]:
    def run(_: Any, __: Faults, a: Column, b: Column) -> Column:
        known = both(a.known, b.known)
        data = compare(a.data, b.data)
        return Column(data if known is True else data & known, known)

    return run


def comparing_shares(compare: Callable[[Any, Any], Any]) -> Callable[..., Column]:
    return comparing(lambda a, b: compare(a[0] * b[1], b[0] * a[1]))


def joining(join: Callable[[Any, Any], Any]) -> Callable[..., Column]:
    def run(_: Any, __: Faults, a: Column, b: Column) -> Column:
        known = both(a.known, b.known)
        return Column(blank(join(a.data, b.data), known), known)

    return run


def capped(_: Any, __: Faults, amount: Column, ceiling: Column) -> Column:
    # A ceiling is a legal value of the day asked: known for all cases or for none.
    if ceiling.known is not True:
        return amount
    return Column(np.minimum(amount.data, ceiling.data), amount.known)


def share_of(how: tuple[str, bool], _: Faults, share: Column, amount: Column) -> Column:
    rounding, fits = how
    parts, whole = share.data
    known = both(share.known, amount.known)
    if fits:
        return Column(blank(_rounded(amount.data * parts, whole, rounding), known), known)
    # Whole multiples first: the product of an amount and a numerator does not fit into 64 bits.
    times = amount.data // whole
    rest = _rounded((amount.data - times * whole) * parts, whole, rounding)
    return Column(blank(times * parts + rest, known), known)


def _rounded(parts: Any, whole: Any, rounding: str) -> Any:
    if rounding == "down":
        return parts // whole
    return -(-parts // whole) if rounding == "up" else (2 * parts + whole) // (2 * whole)


def legal_value(periods: tuple[tuple[int, int, Any], ...], _: Faults, day: Column) -> Column:
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


def extreme(a: Any, b: Any, pick: Any) -> Any:
    if not isinstance(a, tuple):
        return pick(a, b)
    first = a[0] * b[1] <= b[0] * a[1]
    return where(first if pick is np.minimum else np.logical_not(first), a, b)
