"""The policy lab: a reform run over cases, told as cost by year and programme, who gains and loses, and what it hangs on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Final

import numpy as np

from khue.core.rules.batch import GRANTED, Batch, ask_many
from khue.core.rules.bound import Bound
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.kinds import Kind
from khue.core.rules.lawbook import Parameter
from khue.core.rules.population import Cases, Population, Programme, draw
from khue.core.rules.reform import Change, Reform
from khue.core.rules.rule import Rule

MIDYEAR: Final = (7, 1)
"""The law of a year is that of its first of July."""

STEP: Final = Fraction(1, 10)
"""Sensitivity: each legal value is raised and lowered by a tenth, one at a time."""

QUANTILES: Final = (10, 25, 50, 75, 90)


class Stopped(Exception):
    """Somebody stopped the run."""


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


@dataclass(slots=True)
class ProgrammeResult:
    """``years`` by year, ``groups`` by group of applicants; amounts per case as quantiles and as a histogram."""

    rule: str
    title: dict[str, str]
    years: dict[int, Effect] = field(default_factory=dict)
    groups: dict[str, Effect] = field(default_factory=dict)
    group_titles: dict[str, dict[str, str]] = field(default_factory=dict)
    quantiles: dict[str, list[int]] = field(default_factory=dict)
    histogram: dict[str, list[int]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "title": self.title,
            "years": {str(year): effect.to_json() for year, effect in self.years.items()},
            "groups": [
                {"code": code, "title": self.group_titles[code], **effect.to_json()}
                for code, effect in self.groups.items()
            ],
            "quantiles": self.quantiles,
            "histogram": self.histogram,
        }


Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Lab:
    """A rulebook and a reform over the years; ``stop`` is asked and ``progress`` told after each step."""

    rulebook: Rulebook
    reform: Reform | None
    years: Sequence[int]
    known_on: date | None = None
    progress: Progress = lambda done, steps: None
    stop: Callable[[], bool] = lambda: False

    def run(self, population: Population) -> dict[str, Any]:
        """Programmes, their sum, and the sensitivity of the cost to each legal value. Raises Stopped."""
        parameters = self._parameters(population)
        steps = len(population.programmes) * len(self.years) + 2 * len(parameters)
        done = 0
        found: list[ProgrammeResult] = []
        kept: dict[str, tuple[Programme, Cases]] = {}
        for programme in population.programmes:
            result, cases = self._programme(population, programme, done, steps)
            done += len(self.years)
            found.append(result)
            kept[programme.rule] = (programme, cases)
        return {
            "edition": self.rulebook.edition,
            "seed": population.seed,
            "years": list(self.years),
            "reform": self.reform.to_json() if self.reform else None,
            "programmes": [each.to_json() for each in found],
            "total": {str(year): _sum(each.years[year] for each in found).to_json() for year in self.years},
            "sensitivity": self._sensitivity(kept, parameters, done, steps),
        }

    def _step(self, done: int, steps: int) -> None:
        if self.stop():
            raise Stopped
        self.progress(done + 1, steps)

    def _programme(
        self, population: Population, programme: Programme, done: int, steps: int
    ) -> tuple[ProgrammeResult, Cases]:
        rule = self.rulebook.versions(programme.rule)[-1]
        result = ProgrammeResult(programme.rule, programme.text.to_json())
        result.group_titles = {group.code: group.text.to_json() for group in programme.groups}
        result.groups = {group.code: Effect() for group in programme.groups}
        cases = Cases(0, {}, np.zeros(0, dtype=np.int64))
        for place, year in enumerate(self.years):
            cases = draw(population, programme, year, rule.facts)
            before, after = (self._amounts(rule, cases, year, reform) for reform in (None, self.reform))
            result.years[year] = _effect(before, after)
            for number, group in enumerate(programme.groups):
                where = cases.group == number
                result.groups[group.code].add(_effect(before[where], after[where]))
            self._step(done + place, steps)
        # The last year stands for the distribution: it has the most cases, and the reform has come into force.
        _distribution(result, before, after)
        return result, cases

    def _amounts(self, rule: Rule, cases: Cases, year: int, reform: Reform | None) -> Any:
        """What each case receives; nothing where the rule does not hold, refuses or does not know."""
        try:
            bound = self.rulebook.at(rule.id, Point(date(year, *MIDYEAR), self.known_on, reform))
        except RuleMissing:
            return np.zeros(cases.size, dtype=np.int64)
        return amounts_of(ask_many(bound, cases.columns, cases.size))

    # ---- what the cost hangs on
    def _parameters(self, population: Population) -> tuple[tuple[str, Parameter], ...]:
        """Legal values of the programmes' rules that can be raised and lowered, with what they say in the last year."""
        on = date(self.years[-1], *MIDYEAR)
        view = self.rulebook.view(self.known_on, self.reform)
        found: dict[str, Parameter] = {}
        for programme in population.programmes:
            for id, kind, _ in self.rulebook.versions(programme.rule)[-1].legal_values:
                span = view.at(id, on)
                if span is not None and kind in (Kind.MONEY, Kind.SHARE, Kind.COUNT) and span.value:
                    found[id] = span.parameter
        return tuple(found.items())

    def _sensitivity(
        self,
        kept: Mapping[str, tuple[Programme, Cases]],
        parameters: Sequence[tuple[str, Parameter]],
        done: int,
        steps: int,
    ) -> list[dict[str, Any]]:
        year = self.years[-1]
        on = date(year, *MIDYEAR)
        told = []
        for number, (id, parameter) in enumerate(parameters):
            using = [rule for rule in kept if id in self._values_of(rule)]
            now = sum(self._cost(kept, rule, year, self.reform) for rule in using)
            line: dict[str, Any] = {
                "parameter": id,
                "title": parameter.text.to_json(),
                "unit": parameter.unit,
                "cost": now,
            }
            for place, (name, factor) in enumerate((("lower", 1 - STEP), ("higher", 1 + STEP))):
                self._step(done + 2 * number + place, steps)
                value = _moved(self.rulebook.view(self.known_on, self.reform).at(id, on), factor)
                other = _with(self.reform, Change(id, value, date(year, 1, 1), date(year + 1, 1, 1)))
                line[name] = {
                    "value": str(value) if isinstance(value, Fraction) else value,
                    "cost": sum(self._cost(kept, rule, year, other) for rule in using),
                }
            told.append(line)
        return sorted(told, key=lambda each: -abs(each["higher"]["cost"] - each["lower"]["cost"]))

    def _values_of(self, rule: str) -> frozenset[str]:
        return frozenset(id for id, _, _ in self.rulebook.versions(rule)[-1].legal_values)

    def _cost(self, kept: Mapping[str, tuple[Programme, Cases]], rule: str, year: int, reform: Reform | None) -> int:
        _, cases = kept[rule]
        return exact_sum(self._amounts(self.rulebook.versions(rule)[-1], cases, year, reform))


def amounts_of(batch: Batch) -> Any:
    """What each case is granted, in đồng; zero where nothing is."""
    name = next(name for name, node in batch.bound.rule.ruling.values.items() if node.kind is Kind.MONEY)
    return np.where(batch.outcome == GRANTED, batch.values[name], 0)


def effect_of(bounds: tuple[Bound, Bound], columns: Mapping[str, Any], size: int) -> Effect:
    """What changes between two readings of the law for the same cases: for dossiers that were decided already."""
    return _effect(*(amounts_of(ask_many(bound, columns, size)) for bound in bounds))


def _effect(before: Any, after: Any) -> Effect:
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


def _sum(effects: Iterable[Effect]) -> Effect:
    total = Effect()
    for effect in effects:
        total.add(effect)
    return total


def _distribution(result: ProgrammeResult, before: Any, after: Any) -> None:
    both = np.concatenate((before[before > 0], after[after > 0]))
    if not len(both):
        return
    # Steps of equal ratio: amounts of support differ by orders of magnitude.
    edges = np.unique(np.geomspace(max(both.min(), 1), both.max() + 1, 21).astype(np.int64))
    result.histogram["edges"] = edges.tolist()
    for name, amounts in (("before", before), ("after", after)):
        granted = amounts[amounts > 0]
        result.histogram[name] = np.histogram(granted, edges)[0].tolist() if len(edges) > 1 else []
        result.quantiles[name] = (
            [int(each) for each in np.percentile(granted, QUANTILES, method="lower")] if len(granted) else []
        )


def _moved(span: Any, factor: Fraction) -> Any:
    """A legal value raised or lowered, kept within what its unit allows."""
    unit, value = span.parameter.unit, span.value
    if unit == "fraction":
        return min(Fraction(1), Fraction(value) * factor).limit_denominator(1000)
    moved = round(value * factor)
    if moved == value:
        moved = value + (1 if factor > 1 else -1)
    return max(0, min(moved, 100) if unit == "percent" else moved)


def _with(reform: Reform | None, change: Change) -> Reform:
    """A reform with one more change, which prevails over its own for that value."""
    base = reform or Reform()
    others = tuple(each for each in base.changes if each.parameter != change.parameter)
    return replace(base, changes=(*others, change))
