"""What the entitlements say of the answers, what still matters, and which question comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

from khue.core.decision import Outcome
from khue.core.rules.answer import Answer
from khue.core.rules.bound import Bound
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.questions import next_question, possible, questions_left
from khue.features.eligibility.domain.answers import Given, faulty

ENTITLEMENT: Final = "entitlement."
"""How the ids of rules begin that say what somebody may get."""
TYPICAL: Final = ((0, 0), (6, 6), (10, 8), (20, 12), (30, 15), (45, 16))
"""Facts that may still matter, and how many questions then come as a rule: measured over many ways through the questions, a
test measures again. Few are asked all; of many, every answer spares some."""


def askable(entitlements: Iterable[Bound]) -> dict[str, Fact]:
    """Every fact that may be asked, by name. Lists of lines belong to the procedure, not to a first look."""
    found: dict[str, Fact] = {}
    for bound in entitlements:
        for name, fact in bound.facts.items():
            if fact.kind is not Kind.LINES:
                found.setdefault(name, fact)
    return found


@dataclass(frozen=True)
class Check:
    """``given`` are the answers that still matter; ``answers`` what each entitlement says, in the order of the rules."""

    given: tuple[Given, ...]
    answers: tuple[Answer, ...]

    @property
    def known(self) -> dict[str, Any]:
        return {each.name: each.value for each in self.given if each.value is not None}

    @property
    def passed_over(self) -> frozenset[str]:
        """What the person does not know, and what is not asked here at all."""
        lists = {
            name for answer in self.answers for name, fact in answer.bound.facts.items() if fact.kind is Kind.LINES
        }
        return frozenset(each.name for each in self.given if each.passed_over) | lists

    @property
    def wrong(self) -> Given | None:
        """The first answer that could not be read."""
        return next((each for each in self.given if each.wrong is not None), None)

    @cached_property
    def _not_asked(self) -> frozenset[str]:
        """What is passed over, and what would settle nothing while that is not known."""
        passed = self.passed_over
        if not passed:
            return passed
        useful: set[str] = set()
        for answer in self.answers:
            if passed.isdisjoint(answer.missing):
                useful.update(answer.missing)
            else:
                useful.update(name for name in answer.missing if name not in useful and _may_end(answer, name))
        idle = {name for answer in self.answers for name in answer.missing} - useful
        return passed | idle

    @cached_property
    def next(self) -> Fact | None:
        """The question that settles most; None when nothing that the person may know is missing."""
        return next_question(self.answers, self._not_asked)

    @property
    def left(self) -> int:
        """How many questions may still come, at most."""
        return questions_left(self.answers, self._not_asked)

    @property
    def likely(self) -> int:
        """How many questions still come as a rule; it shrinks with every answer and never passes ``left``."""
        return likely(self.left)

    def with_outcome(self, outcome: Outcome) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.outcome is outcome)


def likely(left: int) -> int:
    """Between the measured points in a straight line; beyond the last one it stays there."""
    for (below, few), (above, many) in pairwise(TYPICAL):
        if left <= above:
            return few + round((left - below) * (many - few) / (above - below))
    return TYPICAL[-1][1]


def _may_end(answer: Answer, name: str) -> bool:
    """Whether some value of this fact alone would make it a no."""
    fact = answer.bound.facts[name]
    tried = ({**answer.facts, name: value} for value in possible(fact, answer))
    return any(answer.bound.answer(facts).outcome is Outcome.REFUSED for facts in tried)


def check(entitlements: Sequence[Bound], given: Sequence[Given]) -> Check:
    """What all entitlements say. An answer whose question would not be asked after the answers before it is dropped."""
    found = _replayed(entitlements, given)
    for answer in found.answers:
        fault = answer.fault
        if fault is not None and fault.field in found.known:
            # Each answer can be marked once only, so this ends.
            return check(entitlements, faulty(found.given, fault.field, fault.text))
    return found


def _replayed(entitlements: Sequence[Bound], given: Sequence[Given]) -> Check:
    """Asks the questions again in the order of the answers; only entitlements that an answer touches compute anew."""
    facts: dict[str, Any] = {}
    answers = [bound.answer(facts) for bound in entitlements]
    kept: list[Given] = []
    for each in given:
        touched = [number for number, bound in enumerate(entitlements) if each.name in bound.facts]
        if not any(each.name in answers[number].missing for number in touched):
            continue
        kept.append(each)
        if each.value is not None:
            facts = {**facts, each.name: each.value}
            for number in touched:
                answers[number] = entitlements[number].answer(facts)
    return Check(tuple(kept), tuple(answers))


def origin_of(given: Given, record: Mapping[str, Any]) -> bool:
    """Whether the answer is the one that the party's record gives."""
    return given.value is not None and record.get(given.name) == given.value
