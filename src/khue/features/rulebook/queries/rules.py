"""The city's rules, ready to be asked: over the law as it stands now, or over a stored edition."""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from django.conf import settings

from khue.core.errors import Missing
from khue.core.rules.bound import Bound
from khue.core.rules.engine import Point, Rulebook, RuleMissing
from khue.core.rules.lawbook import Lawbook
from khue.core.rules.loading import city_calendar, city_law, city_scenarios, find_rules
from khue.core.rules.scenarios import Scenario
from khue.features.rulebook.queries.kept import lawbook


def rulebook() -> Rulebook:
    """The city's rules over the law as it stands now; a confirmation by a legal officer makes another one.

    Raises RulebookError where law and rules do not fit. Scenarios were run before the service started.
    """
    return rulebook_over(lawbook())


def filed_rulebook() -> Rulebook:
    """The rules over the law as it is filed, without what a sample city's officers confirmed: scenarios speak of it."""
    return rulebook_over(_filed(settings.KHUE_CITY))


@cache
def _filed(city: str) -> Lawbook:
    return city_law(city, sample=False)


def rule(id: str, on: date, known_on: date | None = None) -> Bound:
    """A rule over the law of the day ``on``, as known on ``known_on`` (None: now), ready to be asked.

    Raises Missing for an unknown id and for a day on which the rule does not hold.
    """
    try:
        return rulebook().at(id, Point(on, known_on))
    except RuleMissing as missing:
        raise Missing(missing.text, missing.next_step) from missing


def rulebook_over(book: Lawbook) -> Rulebook:
    """The city's rules over a lawbook, kept per edition: those of the last few stay ready."""
    key = (settings.KHUE_CITY, book.edition)
    found = _rulebooks.get(key)
    if found is None:
        city = settings.KHUE_CITY
        found = Rulebook(book, find_rules(city), lambda: city_calendar(city))
        while len(_rulebooks) >= KEPT_RULEBOOKS:
            _rulebooks.pop(next(iter(_rulebooks)), None)
        _rulebooks[key] = found
    return found


KEPT_RULEBOOKS = 4
_rulebooks: dict[tuple[str, str], Rulebook] = {}


def scenarios_of(id: str) -> tuple[Scenario, ...]:
    """The cases that a rule must hold, in the order of its file."""
    return _scenarios(settings.KHUE_CITY).get(id, ())


@lru_cache(maxsize=2)
def _scenarios(city: str) -> dict[str, tuple[Scenario, ...]]:
    found: dict[str, tuple[Scenario, ...]] = {}
    for each in city_scenarios(city):
        found[each.rule] = (*found.get(each.rule, ()), each)
    return found
