"""What a reform does to some cases, in whole đồng."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from khue.core.rules.batch import GRANTED, Batch, ask_many
from khue.core.rules.bound import Bound
from khue.core.rules.kinds import Kind
from khue.core.rules.yearly import QUANTILES

STEPS: Final = 20


@dataclass(slots=True)
class Effect:
    """What a reform does to some cases: sums in đồng, cases by what happens to them."""

    cases: int = 0
    granted_before: int = 0
    granted_after: int = 0
    cost_before: int = 0
    cost_after: int = 0
    gain: int = 0
    lose: int = 0
    gained: int = 0
    lost: int = 0

    def add(self, other: Effect) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def to_json(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, told: Mapping[str, int]) -> Effect:
        return cls(**{name: int(told[name]) for name in cls.__slots__})

    @classmethod
    def sum_of(cls, effects: Iterable[Effect]) -> Effect:
        total = cls()
        for effect in effects:
            total.add(effect)
        return total


def amounts_of(batch: Batch) -> Any:
    """What each case is granted, in đồng; zero where nothing is."""
    name = next(name for name, node in batch.bound.rule.ruling.values.items() if node.kind is Kind.MONEY)
    return np.where(batch.outcome == GRANTED, batch.values[name], 0)


def effect_of(bounds: tuple[Bound, Bound], columns: Mapping[str, Any], size: int) -> Effect:
    """What changes between two readings of the law for the same cases: for dossiers that were decided already."""
    return compared(*(amounts_of(ask_many(bound, columns, size)) for bound in bounds))


def compared(before: Any, after: Any) -> Effect:
    """The effect on cases whose amounts stand before and after, in the same order."""
    more, less = after > before, after < before
    change = after - before
    return Effect(
        cases=len(before),
        granted_before=int(np.count_nonzero(before)),
        granted_after=int(np.count_nonzero(after)),
        cost_before=exact_sum(before),
        cost_after=exact_sum(after),
        gain=int(np.count_nonzero(more)),
        lose=int(np.count_nonzero(less)),
        gained=exact_sum(change[more]),
        lost=-exact_sum(change[less]),
    )


def exact_sum(amounts: Any) -> int:
    """The sum of amounts of any number: billions and rests apart, so that 64 bits are enough."""
    whole = amounts // 10**9
    return int(whole.sum()) * 10**9 + int((amounts - whole * 10**9).sum())


def distribution(before: Any, after: Any) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Quantiles and a histogram of what is granted, before and after; empty where nobody is granted anything."""
    quantiles: dict[str, list[int]] = {}
    histogram: dict[str, list[int]] = {}
    both = np.concatenate((before[before > 0], after[after > 0]))
    if not len(both):
        return quantiles, histogram
    # Steps of equal ratio: amounts of support differ by orders of magnitude.
    edges = np.unique(np.geomspace(max(both.min(), 1), both.max() + 1, STEPS + 1).astype(np.int64))
    # Rounding may leave the largest amount outside of the last step.
    edges[-1] = max(edges[-1], both.max() + 1)
    edges[0] = min(edges[0], both.min())
    histogram["edges"] = edges.tolist()
    for name, amounts in (("before", before), ("after", after)):
        granted = amounts[amounts > 0]
        histogram[name] = np.histogram(granted, edges)[0].tolist() if len(edges) > 1 else []
        quantiles[name] = (
            [int(each) for each in np.percentile(granted, QUANTILES, method="lower")] if len(granted) else []
        )
    return quantiles, histogram
