"""Weights of a drawn population: how applicants part into groups, and how often each option is chosen. Guesses, to be changed.

A weight is named ``<rule>/<way>/<part>``: the way is one by which applicants are told apart, or a fact that asks to choose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from khue.core.bilingual import Text
from khue.core.rules.expressions import Fact
from khue.core.rules.population import Draw, Grouping, Population, PopulationError, Programme


@dataclass(frozen=True, slots=True)
class Part:
    """One group or option. ``weight`` is its part of all cases; ``scale`` how its amounts compare with the median."""

    id: str
    text: Text
    weight: Fraction
    scale: Fraction


@dataclass(frozen=True, slots=True)
class Weighting:
    """One way to tell cases apart; the weights of its parts add up to 1."""

    rule: str
    way: str
    text: Text
    parts: tuple[Part, ...]

    def total(self, changed: Mapping[str, Fraction]) -> Fraction:
        """What the weights add up to when some are changed."""
        return sum((changed.get(part.id, part.weight) for part in self.parts), Fraction(0))


def weightings(programme: Programme, facts: Mapping[str, Fact]) -> tuple[Weighting, ...]:
    """Every way of a programme, groups of applicants first; ``facts`` of its rule name the options."""
    return (
        *(_of_groups(programme.rule, each) for each in programme.groupings),
        *(_of_options(programme.rule, each, facts[each.fact]) for each in programme.draws if each.options is not None),
    )


def _of_groups(rule: str, way: Grouping) -> Weighting:
    parts = (Part(f"{rule}/{way.code}/{each.code}", each.text, each.weight, each.scale) for each in way.groups)
    return Weighting(rule, way.code, way.text, tuple(parts))


def _of_options(rule: str, how: Draw, fact: Fact) -> Weighting:
    labels = fact.labels or {}
    parts = (
        Part(f"{rule}/{how.fact}/{code}", labels.get(code, Text(code)), weight, Fraction(1))
        for code, weight in (how.options or {}).items()
    )
    return Weighting(rule, how.fact, fact.label or Text(how.fact), tuple(parts))


def weighted(population: Population, changed: Mapping[str, Fraction]) -> Population:
    """The same population under other weights; those left out stand. Raises PopulationError with every problem.

    The weights of one way add up to 1, exactly: a third is ``1/3``.
    """
    if not changed:
        return population
    problems: list[str] = []
    known = set(_names(population))
    for id, value in changed.items():
        if id not in known:
            problems.append(f"{id}: there is no such weight")
        elif not 0 <= value <= 1:
            problems.append(f"{id}: a weight is a share, from 0 to 1")
    programmes = tuple(_programme(each, changed, problems) for each in population.programmes)
    if problems:
        raise PopulationError(problems)
    return replace(population, programmes=programmes)


def _names(population: Population) -> Iterator[str]:
    for programme in population.programmes:
        for way in programme.groupings:
            yield from (f"{programme.rule}/{way.code}/{each.code}" for each in way.groups)
        for how in programme.draws:
            yield from (f"{programme.rule}/{how.fact}/{code}" for code in how.options or ())


def _programme(programme: Programme, changed: Mapping[str, Fraction], problems: list[str]) -> Programme:
    groupings, draws = [], []
    for way in programme.groupings:
        path = f"{programme.rule}/{way.code}"
        groups = tuple(replace(each, weight=changed.get(f"{path}/{each.code}", each.weight)) for each in way.groups)
        groupings.append(replace(way, groups=groups))
        problems += _whole(path, {each.code: each.weight for each in groups})
    for how in programme.draws:
        if how.options is None:
            draws.append(how)
            continue
        path = f"{programme.rule}/{how.fact}"
        options = {code: changed.get(f"{path}/{code}", weight) for code, weight in how.options.items()}
        draws.append(replace(how, options=options))
        problems += _whole(path, options)
    return replace(programme, groupings=tuple(groupings), draws=tuple(draws))


def _whole(path: str, weights: Mapping[str, Fraction]) -> list[str]:
    total = sum(weights.values(), Fraction(0))
    return [] if total == 1 else [f"{path}: its weights add up to {total}, and must to 1"]
