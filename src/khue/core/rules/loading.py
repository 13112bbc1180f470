"""A city's rulebook from its package: law files, rules, calendar, scenarios. Plain Python, so that any machine can."""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Collection, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from khue.core.calendar import WorkCalendar, read_overrides, vietnam_calendar
from khue.core.rules.engine import Rulebook, RulebookError
from khue.core.rules.kinds import FIRST_DAY, LAST_DAY
from khue.core.rules.lawbook import Lawbook, LawError, LawProblem, read_lawbook
from khue.core.rules.rule import Rule
from khue.core.rules.scenarios import Scenario, read_scenarios, run

if TYPE_CHECKING:
    from khue.core.rules.population import Population


def read_folder(folder: Path, *, sample: bool, offices: Collection[str] | None = None) -> Lawbook:
    """The lawbook of a folder of TOML files; ``confirm_by`` may name ``offices`` only. Raises LawError."""
    files: dict[str, dict[str, Any]] = {}
    problems: list[LawProblem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            files[path.name] = tomllib.loads(path.read_bytes().decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(LawProblem(path.name, "file", str(error)))
    if not files and not problems:
        problems.append(LawProblem(folder.name, "folder", "has no law files"))
    if problems:
        raise LawError(problems)
    return read_lawbook(files, sample=sample, offices=offices)


def city_law(city: str, *, sample: bool = False) -> Lawbook:
    """The law files of a city's package, without what officers confirmed since. Raises LawError."""
    folder = _folder(city)
    units = tomllib.loads((folder / "units.toml").read_text("utf-8"))["units"]
    return read_folder(folder / "law", sample=sample, offices=units)


def city_population(city: str, rulebook: Rulebook) -> Population:
    """The drawn population of a city. Raises PopulationError."""
    from khue.core.rules.population import read_population

    return read_population(_folder(city) / "population.toml", rulebook.rules)


def find_rules(city: str) -> tuple[Rule, ...]:
    """Every rule in the modules of ``<city>.rules``, superseded ones included, in the order of the files."""
    return tuple(rule for module in _modules(city) for rule in vars(module).values() if isinstance(rule, Rule))


def _modules(city: str) -> Iterator[ModuleType]:
    package = import_module(f"{city}.rules")
    for found in pkgutil.iter_modules(package.__path__):
        yield import_module(f"{package.__name__}.{found.name}")


@cache
def city_calendar(city: str) -> WorkCalendar:
    """Working days of the public sector over the law's life. Made once."""
    file = _folder(city) / "calendar.toml"
    return vietnam_calendar(range(FIRST_DAY.year, LAST_DAY.year + 1), read_overrides(file.read_text("utf-8")))


def city_rulebook(city: str, book: Lawbook) -> Rulebook:
    """The city's rules over a lawbook. Raises RulebookError with every problem."""
    return Rulebook(book, find_rules(city), lambda: city_calendar(city))


def city_scenarios(city: str) -> tuple[Scenario, ...]:
    """The cases that the city's rules must hold. Raises ScenarioError."""
    return read_scenarios(_folder(city) / "rules" / "scenarios")


def check_scenarios(city: str, rulebook: Rulebook) -> int:
    """Runs every scenario and answers how many. Raises RulebookError with each that fails, and for a rule without any."""
    scenarios = city_scenarios(city)
    problems = [str(failure) for failure in run(scenarios, rulebook)]
    told = {scenario.rule for scenario in scenarios}
    problems += [f"{id}: has no scenario" for id in rulebook.rules if id not in told]
    if problems:
        raise RulebookError(problems)
    return len(scenarios)


def _folder(city: str) -> Path:
    return Path(str(import_module(city).__file__)).parent
