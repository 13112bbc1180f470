"""The rulebook at hand: the law of the city's files, with what officers confirmed when a database answers."""

from __future__ import annotations

from khue.core.rules.engine import Rulebook
from khue.core.rules.lawbook import Lawbook
from khue.core.rules.loading import check_scenarios, city_law, city_rulebook, city_scenarios
from khue.core.rules.scenarios import Scenario
from khue.site import environment as env


def city() -> str:
    return env.text("KHUE_CITY", "khue_hanoi")


def filed_law() -> Lawbook:
    """The law of the files. Raises LawError."""
    return city_law(city(), sample=env.flag("SAMPLE", default=not env.text("DATABASE_URL")))


def rulebook_at_hand() -> Rulebook:
    """Raises LawError and RulebookError with every problem."""
    return city_rulebook(city(), filed_law())


def scenarios() -> tuple[Scenario, ...]:
    """Every scenario of the city. Raises ScenarioError."""
    return city_scenarios(city())


def check() -> int:
    """Runs every scenario; how many there are. Raises RulebookError with each that fails.

    Scenarios speak of the law as it is filed: what a sample city's officer "confirmed" must not turn them.
    """
    return check_scenarios(city(), city_rulebook(city(), city_law(city(), sample=False)))
