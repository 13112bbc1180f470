"""What would have to change: the smallest change of the case that brings a yes, or more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from khue.core.decision import Outcome
from khue.core.rules.answer import Answer
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import EARLIEST, LAST_DAY, Kind

MOST_TOGETHER = 3
"""A change of more facts than this is another case, not a near one."""


@dataclass(frozen=True, slots=True)
class NearChange:
    """Facts with the values that they would have, and the answer that this brings."""

    changes: tuple[tuple[Fact, Any], ...]
    answer: Answer


def nearest(answer: Answer) -> NearChange | None:
    """The fewest facts that would bring a yes (when refused) or a higher value (when granted); None when none does.

    Facts marked as not changeable stay. Among changes of as many facts the one with the highest value wins.
    """
    if answer.outcome is Outcome.UNKNOWN:
        return None
    refused = answer.outcome is Outcome.REFUSED
    options = [(fact, values) for fact in _changeable(answer) if (values := tuple(_others(fact, answer, refused)))]
    for size in range(1, MOST_TOGETHER + 1):
        found = [change for facts in combinations(options, size) if (change := _best(answer, facts, refused))]
        if found:
            return max(found, key=lambda change: _worth(change.answer))
        if not refused:
            return None
    return None


def _best(answer: Answer, facts: tuple[tuple[Fact, tuple[Any, ...]], ...], refused: bool) -> NearChange | None:
    best: NearChange | None = None
    for values in product(*(values for _, values in facts)):
        changes = tuple((fact, value) for (fact, _), value in zip(facts, values, strict=True))
        tried = answer.bound.answer({**answer.facts, **{fact.name: value for fact, value in changes}})
        if tried.fault or tried.outcome is not Outcome.GRANTED:
            continue
        if not refused and not _worth(tried) > _worth(answer):
            continue
        found = NearChange(changes, tried)
        if best is None or _nearer(answer, found, best):
            best = found
    return best


def _nearer(answer: Answer, one: NearChange, other: NearChange) -> bool:
    """Less to change comes first; of changes as large, the one that brings more."""
    first, second = _distance(answer, one), _distance(answer, other)
    return first < second or (first == second and _worth(one.answer) > _worth(other.answer))


def _distance(answer: Answer, change: NearChange) -> int:
    """How far numbers and days move; another option is no further than any other."""
    moved = 0
    for fact, value in change.changes:
        now = answer.facts[fact.name]
        if fact.kind is Kind.DAY:
            moved += abs((value - now).days)
        elif fact.kind in (Kind.MONEY, Kind.COUNT):
            moved += abs(value - now)
    return moved


def _worth(answer: Answer) -> int:
    return answer.value if type(answer.value) is int else 0


def _changeable(answer: Answer) -> Iterator[Fact]:
    steps = answer.bound.program.steps
    for place in answer.taken(answer.roots):
        node = steps[place].node
        if isinstance(node, Fact) and node.op == "fact" and node.changeable and answer.facts.get(node.name) is not None:
            yield node


def _others(fact: Fact, answer: Answer, refused: bool) -> Iterable[Any]:
    now = answer.facts[fact.name]
    if fact.kind is Kind.YESNO:
        return (not now,)
    if fact.kind is Kind.CHOICE:
        return (option for option in fact.options or () if option != now)
    if not refused or fact.kind is Kind.LINES:
        # A larger amount always brings a larger share of it: that is no advice.
        return ()
    return (value for value in _thresholds(fact, answer) if value != now)


def _thresholds(fact: Fact, answer: Answer) -> Iterator[Any]:
    """Values at which a comparison with this fact turns."""
    steps, slots = answer.bound.program.steps, answer.slots
    place = answer.bound.program.facts[fact.name]
    for step in steps:
        if place in step.ins and len(step.ins) == 2 and step.op.removeprefix("share_") in _COMPARISONS:
            other = slots[step.ins[1] if step.ins[0] == place else step.ins[0]]
            if other is not None:
                yield from _near(fact, other)


_COMPARISONS = ("less", "at_most", "more", "at_least", "equals")


def _near(fact: Fact, edge: Any) -> Iterator[Any]:
    if isinstance(edge, date):
        one = timedelta(days=1)
        yield from (day for day in (edge, edge - one, edge + one) if EARLIEST <= day <= LAST_DAY)
    elif isinstance(edge, Fraction):
        yield edge
    elif isinstance(edge, int):
        yield from (value for value in (edge, edge - 1, edge + 1) if 0 <= value <= fact.limit)
