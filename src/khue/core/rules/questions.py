"""Which question comes next: the one whose answer settles most."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from khue.core.decision import Outcome
from khue.core.rules.answer import Answer
from khue.core.rules.bound import Bound
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind


def next_question(answers: Sequence[Answer], passed_over: Collection[str] = ()) -> Fact | None:
    """The fact to ask for next over several rules on the same facts; None when nothing is missing.

    ``passed_over`` are facts that are not asked (again): who was asked does not know them.
    Each candidate is tried with answers that could be given; what counts is how many rules it settles and how few
    questions it leaves, on average over those answers. Ties go to the fact that the rules name first.
    """
    waiting = [answer for answer in answers if answer.missing]
    candidates: dict[str, Fact] = {}
    for answer in waiting:
        for name in answer.missing:
            if name not in passed_over:
                candidates.setdefault(name, answer.bound.facts[name])
    if len(candidates) < 2:
        return next(iter(candidates.values()), None)
    return max(candidates.values(), key=lambda fact: _weight(fact, waiting))


def _weight(fact: Fact, waiting: Sequence[Answer]) -> float:
    weight = 0.0
    for answer in waiting:
        if fact.name not in answer.missing:
            continue
        before = len(answer.missing)
        tried = [_left(answer.bound, {**answer.facts, fact.name: value}) for value in possible(fact, answer)]
        # A rule that is settled weighs as much as all questions that it would still have asked.
        weight += sum(before - left for left in tried) / len(tried)
    return weight


def _left(bound: Bound, facts: Mapping[str, Any]) -> int:
    answer = bound.answer(facts)
    return len(answer.missing) if answer.outcome is Outcome.UNKNOWN else 0


def possible(fact: Fact, answer: Answer) -> tuple[Any, ...]:
    """A few answers that stand for all that could be given."""
    if fact.kind is Kind.YESNO:
        return (True, False)
    if fact.kind is Kind.CHOICE:
        return fact.options or ()
    if fact.kind is Kind.LINES:
        return ((), ({},))
    if fact.kind is Kind.DAY:
        on = answer.bound.on
        return (on - timedelta(days=30), on, on + timedelta(days=400))
    if fact.kind is Kind.SHARE:
        return (0, 1)
    return (0, 1, fact.limit)


def questions_left(answers: Iterable[Answer], passed_over: Collection[str] = ()) -> int:
    """How many facts may still matter, those left out that are passed over."""
    return len({name for answer in answers for name in answer.missing} - set(passed_over))
