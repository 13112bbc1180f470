"""What a legal value and a provision touch: the rules that ask for them, and the procedures of rooms above."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.urls import reverse

from khue.core.bilingual import Text
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
