"""A run in pieces: each is computed by itself from the seed, so that a run can be stopped, and taken up where it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, Final

import numpy as np

from khue.core.bilingual import Text
from khue.core.rules.batch import ask_many
from khue.core.rules.digests import digest_of
from khue.core.rules.drawing import Cases, blocks
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.kinds import Kind
from khue.core.rules.lab.effects import Effect, amounts_of, compared, distribution, exact_sum
from khue.core.rules.lab.moving import figure_moved, moved, with_change
from khue.core.rules.population import Population, Programme
from khue.core.rules.reform import Change, Reform
from khue.core.rules.rule import Rule
from khue.core.rules.yearly import MIDYEAR

STEP: Final = Fraction(1, 10)
"""Sensitivity: each legal value, and each figure, is raised and lowered by a tenth, one at a time."""

AGAIN: Final = 20
"""Drawings in all: the one that is told, and others with the seeds that follow."""

BANDS: Final = (5, 50, 95)

WAYS: Final = (("lower", 1 - STEP), ("higher", 1 + STEP))


class Stopped(Exception):
    """Somebody stopped the run."""


@dataclass(frozen=True)
class Piece:
    """A part of a run under a name of its own; ``run`` gives plain JSON values, the same each time. Raises Stopped."""

    key: str
    run: Callable[[], Any]


@dataclass(frozen=True)
class Lab:
    """A rulebook and a reform over the years; ``stop`` is asked while it runs, ``progress`` told after each piece."""

    rulebook: Rulebook
    reform: Reform | None
    years: Sequence[int]
    known_on: date | None = None
    progress: Callable[[int, int], None] = lambda done, steps: None
    stop: Callable[[], bool] = lambda: False

    def run(self, population: Population, *, quick: bool = False) -> dict[str, Any]:
        """Programmes, their sum, and what the cost hangs on; ``quick`` leaves the last out. Raises Stopped."""
        pieces = self.pieces(population, quick=quick)
        found: dict[str, Any] = {}
        for done, piece in enumerate(pieces, 1):
            found[piece.key] = piece.run()
            self.progress(done, len(pieces))
        return self.assemble(population, found)

    def pieces(self, population: Population, *, quick: bool = False) -> tuple[Piece, ...]:
        """Everything there is to compute, in order."""
        made: list[Piece] = []
        for programme in population.programmes:
            rule = programme.rule
            for year in self.years:
                made.append(Piece(f"year|{rule}|{year}", partial(self._year, population, programme, year)))
            made.append(Piece(f"spread|{rule}", partial(self._spread, population, programme)))
            if not quick:
                made.append(Piece(f"values|{rule}", partial(self._values, population, programme)))
                made.append(Piece(f"figures|{rule}", partial(self._figures, population, programme)))
        if not quick:
            made += [Piece(f"again|{number}", partial(self._again, population, number)) for number in range(1, AGAIN)]
        return tuple(made)

    def assemble(self, population: Population, found: Mapping[str, Any]) -> dict[str, Any]:
        """The result of all pieces, by their keys."""
        programmes = [self._told(programme, found) for programme in population.programmes]
        total = {
            str(year): Effect.sum_of(Effect.from_json(each["years"][str(year)]) for each in programmes).to_json()
            for year in self.years
        }
        told = {
            "edition": self.rulebook.edition,
            "seed": population.seed,
            "years": list(self.years),
            "most": population.most,
            "reform": {**self.reform.to_json(), "name": ""} if self.reform else None,
            "programmes": programmes,
            "total": total,
            "sensitivity": self._joined("values", population, found),
            "figures": self._joined("figures", population, found),
            "draws": self._drawn(total, found),
        }
        return told | {"effects_digest": effects_digest(told), "digest": digest_of(told)}

    # ---- pieces
    def _blocks(self, population: Population, programme: Programme, year: int) -> Iterator[Cases]:
        for cases in blocks(population, programme, year, self._rule(programme).facts):
            if self.stop():
                raise Stopped
            yield cases

    def _rule(self, programme: Programme) -> Rule:
        return self.rulebook.versions(programme.rule)[-1]

    def _both(self, programme: Programme, cases: Cases, year: int) -> tuple[Any, Any]:
        return (
            self._amounts(programme.rule, cases, year, None),
            self._amounts(programme.rule, cases, year, self.reform),
        )

    def _amounts(self, rule: str, cases: Cases, year: int, reform: Reform | None) -> Any:
        """What each case receives; nothing where the rule does not hold, refuses or does not know."""
        try:
            bound = self.rulebook.at(rule, Point(date(year, *MIDYEAR), self.known_on, reform))
        except RuleMissing:
            return np.zeros(cases.size, dtype=np.int64)
        return amounts_of(ask_many(bound, cases.columns, cases.size, workers=1))

    def _year(self, population: Population, programme: Programme, year: int) -> dict[str, Any]:
        """The effect in a year, and by each group."""
        whole = Effect()
        groups = {code: {each: Effect() for each in titles} for code, (_, titles) in self._ways(programme).items()}
        for cases in self._blocks(population, programme, year):
            before, after = self._both(programme, cases, year)
            whole.add(compared(before, after))
            for way, found in groups.items():
                places = cases.groups[way] if way in cases.groups else cases.columns[way].data - 1
                for number, effect in enumerate(found.values()):
                    where = places == number
                    effect.add(compared(before[where], after[where]))
        told = {way: {code: effect.to_json() for code, effect in each.items()} for way, each in groups.items()}
        return {"effect": whole.to_json(), "groups": told}

    def _ways(self, programme: Programme) -> dict[str, tuple[Text, dict[str, Text]]]:
        """How cases are told apart: the groups of applicants, and what the rule itself asks to choose."""
        found = {
            each.code: (each.text, {group.code: group.text for group in each.groups}) for each in programme.groupings
        }
        for name, fact in self._rule(programme).facts.items():
            if fact.kind is Kind.CHOICE and fact.options:
                labels = fact.labels or {}
                found[name] = (fact.label or Text(name), {code: labels.get(code, Text(code)) for code in fact.options})
        return found

    def _spread(self, population: Population, programme: Programme) -> dict[str, Any]:
        # The last year stands for the distribution: it has the most cases, and the reform has come into force.
        year = self.years[-1]
        parts = [self._both(programme, cases, year) for cases in self._blocks(population, programme, year)]
        before, after = (np.concatenate([part[side] for part in parts]) for side in (0, 1))
        quantiles, histogram = distribution(before, after)
        return {"quantiles": quantiles, "histogram": histogram}

    def _values(self, population: Population, programme: Programme) -> dict[str, Any]:
        """The cost of the last year under the reform, with each legal value of the rule lower and higher."""
        year = self.years[-1]
        on, view = date(year, *MIDYEAR), self.rulebook.view(self.known_on, self.reform)
        others: dict[str, dict[str, Any]] = {}
        for id, kind, _ in self._rule(programme).legal_values:
            span = view.at(id, on)
            if span is not None and kind in (Kind.MONEY, Kind.SHARE, Kind.COUNT) and span.value:
                others[id] = {name: moved(span.parameter.unit, span.value, factor) for name, factor in WAYS}
        reforms = {
            (id, name): with_change(self.reform, Change(id, value, date(year, 1, 1), date(year + 1, 1, 1)))
            for id, values in others.items()
            for name, value in values.items()
        }
        now, costs = 0, dict.fromkeys(reforms, 0)
        for cases in self._blocks(population, programme, year):
            now += exact_sum(self._amounts(programme.rule, cases, year, self.reform))
            for key, reform in reforms.items():
                costs[key] += exact_sum(self._amounts(programme.rule, cases, year, reform))
        return {
            id: {
                "title": view.book.entries[id].text.to_json(),
                "unit": view.book.entries[id].unit,
                "cost": now,
                **{name: {"value": _plain(value), "cost": costs[id, name]} for name, value in values.items()},
            }
            for id, values in others.items()
        }

    def _figures(self, population: Population, programme: Programme) -> dict[str, Any]:
        """What the reform costs in the last year beyond the law, with each figure lower and higher."""
        told: dict[str, Any] = {}
        now = self._change(population, programme)
        for id in programme.figures:
            figure = population.figures[id]
            line: dict[str, Any] = {"title": figure.text.to_json(), "certainty": figure.certainty, "cost": now}
            for name, factor in WAYS:
                value = figure_moved(figure.value, factor)
                line[name] = {
                    "value": _plain(value),
                    "cost": self._change(population.with_figures({id: value}), programme),
                }
            told[id] = line
        return told

    def _change(self, population: Population, programme: Programme) -> int:
        """Cost of the last year under the reform beyond that of the law; under no reform, the cost itself."""
        year, total = self.years[-1], 0
        for cases in self._blocks(population, programme, year):
            before, after = self._both(programme, cases, year)
            total += exact_sum(after) - (exact_sum(before) if self.reform else 0)
        return total

    def _again(self, population: Population, number: int) -> dict[str, list[int]]:
        """The cost of each year, before and after, of another drawing: how much of a figure is chance."""
        other = replace(population, seed=population.seed + number)
        told: dict[str, list[int]] = {}
        for year in self.years:
            sums = [0, 0]
            for programme in other.programmes:
                for cases in self._blocks(other, programme, year):
                    for side, amounts in enumerate(self._both(programme, cases, year)):
                        sums[side] += exact_sum(amounts)
            told[str(year)] = sums
        return told

    # ---- putting together
    def _drawn(self, total: Mapping[str, Mapping[str, int]], found: Mapping[str, Any]) -> dict[str, Any]:
        """By year: the cost of all drawings at the 5th, 50th and 95th of a hundred; no year for a quick run."""
        others = [found[f"again|{number}"] for number in range(1, AGAIN) if f"again|{number}" in found]
        if not others:
            return {"count": 1, "years": {}}
        told: dict[str, Any] = {}
        for year, effect in total.items():
            pairs = [
                (effect["cost_before"], effect["cost_after"]),
                *((each[year][0], each[year][1]) for each in others),
            ]
            told[year] = {
                "before": _bands(before for before, _ in pairs),
                "after": _bands(after for _, after in pairs),
                "change": _bands(after - before for before, after in pairs),
            }
        return {"count": len(others) + 1, "years": told}

    def _told(self, programme: Programme, found: Mapping[str, Any]) -> dict[str, Any]:
        rule, ways = programme.rule, self._ways(programme)
        years = {str(year): found[f"year|{rule}|{year}"] for year in self.years}
        groups = [
            {
                "dimension": way,
                "code": code,
                "title": text.to_json(),
                **Effect.sum_of(Effect.from_json(each["groups"][way][code]) for each in years.values()).to_json(),
            }
            for way, (_, titles) in ways.items()
            for code, text in titles.items()
        ]
        return {
            "rule": rule,
            "title": programme.text.to_json(),
            "years": {year: each["effect"] for year, each in years.items()},
            "dimensions": {way: title.to_json() for way, (title, _) in ways.items()},
            "groups": groups,
            **found[f"spread|{rule}"],
        }

    def _joined(self, kind: str, population: Population, found: Mapping[str, Any]) -> list[dict[str, Any]]:
        """One line for each value or figure, added up over the programmes that use it; what moves most comes first."""
        lines: dict[str, dict[str, Any]] = {}
        for programme in population.programmes:
            for id, line in found.get(f"{kind}|{programme.rule}", {}).items():
                if id not in lines:
                    name = "parameter" if kind == "values" else "figure"
                    lines[id] = {name: id, **line, **{way: dict(line[way]) for way, _ in WAYS}}
                    continue
                lines[id]["cost"] += line["cost"]
                for way, _ in WAYS:
                    lines[id][way]["cost"] += line[way]["cost"]
        return sorted(lines.values(), key=lambda each: -abs(each["higher"]["cost"] - each["lower"]["cost"]))


def effects_digest(told: Mapping[str, Any]) -> str:
    """A sign of what the run found by year, group and amount: two runs agree when it is the same."""
    kept = ("years", "groups", "quantiles", "histogram")
    return digest_of([{name: each[name] for name in ("rule", *kept)} for each in told["programmes"]])


def _bands(costs: Iterable[int]) -> list[int]:
    ordered = sorted(costs)
    return [ordered[min(len(ordered) - 1, len(ordered) * part // 100)] for part in BANDS]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Fraction) else value
