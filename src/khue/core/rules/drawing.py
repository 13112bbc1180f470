"""The cases of a drawn population, block by block, from a seed: the same people whatever law they are run under."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from khue.core.rules.batch import Values
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.population import Draw, Population, Programme, resolved

BLOCK: Final = 262_144
"""Cases that are drawn and asked at a time."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Drawn cases: columns for the rule, and for each grouping the group of each case as a place in it."""

    size: int
    columns: Mapping[str, Values]
    groups: Mapping[str, Any]


def draw(population: Population, programme: Programme, year: int, facts: Mapping[str, Fact], block: int = 0) -> Cases:
    """A block of the cases of a programme in a year. The same for the same seed, year and figures, fact by fact."""
    size = max(0, min(population.cases_in(programme, year) - block * BLOCK, BLOCK))
    groups: dict[str, Any] = {}
    scale = np.ones(size)
    for grouping in programme.groupings:
        weights = np.array([float(group.weight) for group in grouping.groups])
        rng = _random(population, programme, year, f"group/{grouping.code}", block)
        found = rng.choice(len(weights), size, p=weights / weights.sum())
        scale *= np.array([float(each.scale) for each in grouping.groups])[found]
        groups[grouping.code] = found
    columns = {
        each.fact: _column(
            facts[each.fact],
            resolved(each, population.figures),
            size,
            scale,
            _random(population, programme, year, each.fact, block),
            _random(population, programme, year, f"{each.fact}/none", block),
        )
        for each in programme.draws
    }
    return Cases(size, columns, groups)


def blocks(population: Population, programme: Programme, year: int, facts: Mapping[str, Fact]) -> Iterator[Cases]:
    """All cases of a programme in a year, BLOCK at a time: memory does not grow with the city. One at least."""
    count = max(1, -(-population.cases_in(programme, year) // BLOCK))
    for number in range(count):
        yield draw(population, programme, year, facts, number)


def _random(population: Population, programme: Programme, year: int, name: str, block: int) -> np.random.Generator:
    # A stream of its own for each fact: an assumption on one leaves all others as they were.
    start = [population.seed, year, *f"{programme.rule}/{name}".encode()]
    return np.random.default_rng([*start, 0, block] if block else start)


def _column(
    fact: Fact, how: Draw, size: int, scale: Any, rng: np.random.Generator, nothing_rng: np.random.Generator
) -> Values:
    if how.options is not None:
        weights = np.array([float(how.options.get(option, 0)) for option in fact.options or ()])
        return Values(rng.choice(len(weights), size, p=weights / weights.sum()) + 1, None, fact.options)
    if how.yes is not None:
        return Values(rng.random(size) < float(how.yes))
    if fact.kind is Kind.SHARE:
        low, high = float(how.low or 0), float(how.high if how.high is not None else 1)
        parts = np.rint((low + (high - low) * rng.random(size)) * 1000).astype(np.int64)
        return Values((parts, np.full(size, 1000, dtype=np.int64)))
    median = int(how.median or 1)
    amounts = np.exp(rng.normal(math.log(max(median, 1)), how.spread, size))
    if fact.kind is Kind.MONEY:
        amounts *= scale
    amounts = np.minimum(amounts, min(how.most, fact.limit))
    # A stream of its own again: a larger city keeps the people of the smaller one, and adds others.
    nothing = nothing_rng.random(size) < float(how.none)
    step = 1000 if fact.kind is Kind.MONEY and median >= 10**6 else 1
    return Values(np.where(nothing, 0, np.rint(amounts / step).astype(np.int64) * step))
