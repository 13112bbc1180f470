"""Scenarios: cases that a lawyer can read, with the outcome that the law wants, run against the rules.

A file names its rule once and lists cases: ``day``, optionally ``known`` (the day whose knowledge counts), ``facts`` and ``expect`` with any
of ``outcome``, ``value``, ``values``, ``binding``, ``reasons`` (codes of refusals, or ids of legal values that the
answer rests on), ``missing``, ``unset``, ``next_question``, ``problem`` (field at fault), ``says`` (words of the
explanation in either language). ``vi`` and ``en`` name the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from khue.core.bilingual import Text
from khue.core.rules.answer import Answer, plain_json
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.explain import explain
from khue.core.rules.reading import FactsRefused

KEYS = frozenset({"vi", "en", "day", "known", "facts", "expect"})
EXPECTED = frozenset(
    {"outcome", "value", "values", "binding", "reasons", "missing", "unset", "next_question", "problem", "says"}
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """One case and what is expected of it."""

    file: str
    rule: str
    name: Text
    on: date
    known_on: date | None
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Failure:
    """A scenario that does not hold: what was expected and what came."""

    scenario: Scenario
    what: str

    def __str__(self) -> str:
        return f"{self.scenario.file}: {self.scenario.rule}: {self.scenario.name.vi}: {self.what}"


class ScenarioError(Exception):
    """A scenario file cannot be read. The text names file and case."""


def read_scenarios(folder: Path) -> tuple[Scenario, ...]:
    """All scenarios of a folder of YAML files. Raises ScenarioError."""
    import yaml

    # libyaml is ten times faster and comes with the wheels; the other reader is there for where it does not.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: list[Scenario] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            content = yaml.load(path.read_text("utf-8"), Loader=loader)
        except (yaml.YAMLError, ValueError) as error:
            raise ScenarioError(f"{path.name}: {error}") from None
        if (
            not isinstance(content, Mapping)
            or not content.get("rule")
            or not isinstance(content.get("scenarios"), list)
        ):
            raise ScenarioError(f"{path.name}: needs rule and scenarios")
        found.extend(
            _scenario(path.name, str(content["rule"]), n, raw) for n, raw in enumerate(content["scenarios"], 1)
        )
    return tuple(found)


def _scenario(file: str, rule: str, number: int, raw: Any) -> Scenario:
    where = f"{file}: scenario {number}"
    if not isinstance(raw, Mapping) or set(raw) - KEYS or not {"vi", "en", "day", "expect"} <= set(raw):
        raise ScenarioError(f"{where}: has vi, en, day, expect, and may have facts and known")
    expect = raw["expect"]
    if not isinstance(expect, Mapping) or not expect or set(expect) - EXPECTED:
        raise ScenarioError(f"{where}: expects any of {', '.join(sorted(EXPECTED))}")
    if type(raw["day"]) is not date:
        raise ScenarioError(f"{where}: day is a day such as 2026-01-05")
    return Scenario(
        file, rule, Text(str(raw["vi"]), str(raw["en"])), raw["day"], raw.get("known"), raw.get("facts") or {}, expect
    )


def run(scenarios: Iterable[Scenario], rulebook: Rulebook) -> Iterator[Failure]:
    """Every scenario that does not hold."""
    for scenario in scenarios:
        yield from (Failure(scenario, what) for what in _check(scenario, rulebook))


def _check(scenario: Scenario, rulebook: Rulebook) -> Iterator[str]:
    expect = scenario.expect
    try:
        answer = rulebook.ask(scenario.rule, scenario.facts, Point(scenario.on, scenario.known_on))
    except FactsRefused as refused:
        fields = [problem.field for problem in refused.problems]
        if expect.get("problem") not in fields:
            yield f"the facts are refused: {refused}"
        return
    except RuleMissing as missing:
        if expect.get("problem") != "day":
            yield str(missing)
        return
    for key, wanted in expect.items():
        found = _found(key, answer)
        if key == "says":
            yield from _unsaid(wanted, answer)
        elif key == "reasons":
            if not set(wanted) <= set(found):
                yield f"reasons: expected {wanted}, found {sorted(found)}"
        elif _alike(found, wanted) is False:
            yield f"{key}: expected {plain_json(wanted)!r}, found {found!r}"


def _found(key: str, answer: Answer) -> Any:
    if key == "outcome":
        return answer.outcome.value
    if key in ("value", "values"):
        return plain_json(getattr(answer, key))
    if key == "reasons":
        steps = answer.bound.program.steps
        return {refusal.code for refusal in answer.refusals} | {str(steps[p].constant) for p in answer.legal_places}
    if key == "next_question":
        asked = explain(answer).next_question
        return asked.name if asked is not None else None
    if key == "problem":
        return None
    return list(found) if isinstance(found := getattr(answer, key, None), tuple) else found


def _alike(found: Any, wanted: Any) -> bool:
    told = plain_json(wanted)
    if isinstance(found, dict) and isinstance(told, dict):
        return all(found.get(key) == value for key, value in told.items())
    return bool(found == told)


def _unsaid(wanted: Mapping[str, Any], answer: Answer) -> Iterator[str]:
    explained = explain(answer)
    for language, parts in wanted.items():
        said = " ".join(line.text.into(language) for line in explained.reasons)
        for part in [parts] if isinstance(parts, str) else parts:
            if part not in said:
                yield f"says in {language}: expected “{part}” in “{said}”"
