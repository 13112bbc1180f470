"""What a legal value and a provision touch: the rules that ask for them, and the procedures of rooms above."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.urls import reverse

from khue.core.bilingual import Text
from khue.features.rulebook.queries.files import filed_code_words, unit_names
from khue.features.rulebook.queries.rules import rulebook


@dataclass(frozen=True, slots=True)
class Use:
    """Something that rests on the law. ``kind``: ``rule`` or ``procedure``; ``href`` empty where there is no page.

    ``rules``: ids of the rules that it asks; for a rule, those that it rests on.
    """

    kind: str
    key: str
    name: Text
    parameters: frozenset[str]
    provisions: frozenset[str]
    href: str = ""
    rules: frozenset[str] = field(default_factory=frozenset)


Source = Callable[[], Iterable[Use]]
_sources: list[Source] = []


def wire_uses(source: Source) -> None:
    """A room above tells what of it rests on the law; called when somebody looks."""
    _sources.append(source)


def uses() -> tuple[Use, ...]:
    """Procedures first, then rules, each by its key."""
    found = [use for source in _sources for use in source()]
    found += [
        Use(
            "rule",
            rule.id,
            rule.title,
            frozenset(name for name, _, _ in rule.legal_values),
            frozenset(rule.cites),
            reverse("rulebook:rule", args=[rule.id]),
            frozenset(rule.rests_on_rules),
        )
        for rule in rulebook().rules.values()
    ]
    return tuple(sorted(found, key=lambda use: (use.kind, use.key)))


def uses_of_parameter(id: str) -> tuple[Use, ...]:
    return tuple(use for use in uses() if id in use.parameters)


def uses_of_provision(key: str) -> tuple[Use, ...]:
    return tuple(use for use in uses() if key in use.provisions)


def uses_of_rule(id: str) -> tuple[Use, ...]:
    """Procedures that ask the rule or that it begins, and rules that rest on it."""
    starts = rulebook().rules[id].starts if id in rulebook().rules else ""
    return tuple(use for use in uses() if id in use.rules or (use.kind == "procedure" and use.key == starts))


def code_words(parameter: str) -> Mapping[str, Text]:
    """What the codes of a legal value mean: in the words of the rules that ask for it, else as the city package says."""
    filed = filed_code_words().get(parameter, {})
    return unit_names() | filed | _code_words(settings.KHUE_CITY).get(parameter, {})


@cache
def _code_words(city: str) -> dict[str, dict[str, Text]]:
    found: dict[str, dict[str, Text]] = {}
    for rule in rulebook().rules.values():
        words: dict[str, Text] = {}
        for fact in rule.facts.values():
            words |= dict(fact.labels or {})
            for part in (fact.fields or {}).values():
                words |= dict(part.labels or {})
        words |= dict(rule.words)
        for parameter in {id for id, _kind, _on in rule.legal_values}:
            found[parameter] = words | found.get(parameter, {})
    return found
