"""The scenarios of every rule tell its whole life: the ordinary case, each boundary with its neighbour, each exception, each
refusal, each impossible case, a missing fact, and the days before and of each change. Nothing of it is a list that somebody
keeps: it is read from the graph of the rule and from the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from khue.core.decision import Outcome
from khue.core.rules.answer import Answer
from khue.core.rules.engine import Point, RuleMissing
from khue.core.rules.reading import read_all
from khue.core.rules.rule import Rule
from tests.city_rules.test_city_rules import RULES, SCENARIOS, hanoi
from tests.city_rules.test_city_rules_awaited import SHORTER

ONE = timedelta(days=1)
NEIGHBOUR = {"at_most": "above", "more": "above", "less": "below", "at_least": "below"}
"""On which side of its boundary a comparison turns: the case on the boundary and the one just beside it are both asked for."""
CHOSEN_BY = {"choose": slice(0, 1), "ordinarily": slice(1, None, 2)}

ELSEWHERE = {(rule, code) for rule, _parameter, _left, _facts, code in SHORTER}
"""Refusals that no case reaches while a legal list names every option; they are tried with a shorter list."""


@dataclass(frozen=True)
class Told:
    """The scenarios of one rule, answered. Impossible cases have an answer with a fault; unreadable ones have none."""

    rule: str
    days: frozenset[date]
    answers: tuple[Answer, ...]


@cache
def told(rule: str) -> Told:
    days, answers = set(), []
    for scenario in (each for each in SCENARIOS if each.rule == rule):
        days.add(scenario.on)
        try:
            bound = hanoi().at(rule, Point(scenario.on, scenario.known_on))
        except RuleMissing:
            continue
        facts, problems = read_all(bound.facts, scenario.facts)
        if not problems:
            answers.append(bound.answer(facts))
    return Told(rule, frozenset(days), tuple(answers))


def waits(answer: Answer, place: int) -> bool:
    """Whether what stands at a place rests on a legal value that nobody has confirmed: no scenario can reach beyond it."""
    step = answer.bound.program.steps[place]
    if step.op == "law":
        day = answer.slots[step.ins[0]] if step.ins else answer.bound.on
        span = answer.bound.view.at(step.constant, day) if day is not None else None
        return span is None or span.value is None
    return any(waits(answer, each) for each in step.ins)


def name(answer: Answer, place: int) -> str:
    """One step in words that stay the same over the days of a rule."""
    step = answer.bound.program.steps[place]
    own = str(step.constant) if step.op in ("fact", "law", "constant", "is") else ""
    return f"{step.op} {own}({', '.join(name(answer, each) for each in step.ins)})" if step.ins else f"{step.op} {own}"


def side(left: Any, right: Any) -> str:
    if left == right:
        return "on"
    near = (
        abs((left - right).days) == 1 if isinstance(left, date) else not isinstance(left, int) or abs(left - right) == 1
    )
    return ("below" if left < right else "above") if near else "far"


def boundaries_missed(told: Told) -> set[str]:
    found: dict[str, set[str]] = {}
    asked: dict[str, set[str]] = {}
    for answer in told.answers:
        for place, step in enumerate(answer.bound.program.steps):
            op = step.op.removeprefix("share_")
            if op not in NEIGHBOUR or answer.bound.is_fixed(place):
                continue
            called = name(answer, place)
            if not waits(answer, place):
                asked[called] = {"on", NEIGHBOUR[op]}
            left, right = (answer.slots[each] for each in step.ins)
            if left is not None and right is not None:
                found.setdefault(called, set()).add(side(left, right))
    return {f"{called}: {sorted(sides)}" for called, sides in asked.items() if not sides <= found.get(called, set())}


def branches_missed(told: Told) -> set[str]:
    found: dict[str, set[Any]] = {}
    for answer in told.answers:
        for step in answer.bound.program.steps:
            for place in step.ins[CHOSEN_BY[step.op]] if step.op in CHOSEN_BY else ():
                if not answer.bound.is_fixed(place) and not waits(answer, place):
                    found.setdefault(name(answer, place), set()).add(answer.slots[place])
    return {called for called, truths in found.items() if not truths >= {True, False}}


def changes_missed(told: Told, rule: Rule) -> set[str]:
    """Changes of the legal values of a rule within its life, with the days for which scenarios look the value up."""
    looked_up: dict[str, set[date]] = {}
    changed: dict[str, set[date]] = {}
    for answer in told.answers:
        for step in answer.bound.program.steps:
            if step.op != "law":
                continue
            day = answer.slots[step.ins[0]] if step.ins else answer.bound.on
            if day is not None:
                looked_up.setdefault(step.constant, set()).add(day)
            changed[step.constant] = {
                span.since
                for span in answer.bound.view.spans(step.constant)
                if rule.since < span.since and (rule.until is None or span.since < rule.until)
            }
    return {
        f"{id} on {day}"
        for id, days in changed.items()
        for day in days
        if not {day, day - ONE} <= looked_up.get(id, set())
    }


def life_missed(told: Told, rule: Rule) -> Iterator[str]:
    ends = {rule.since - ONE, rule.since} | ({rule.until - ONE, rule.until} if rule.until else set())
    yield from (f"the day {day}" for day in sorted(ends - told.days))


def answers_missed(told: Told, rule: Rule) -> Iterator[str]:
    usable = [each for each in told.answers if each.fault is None]
    if not any(each.outcome is Outcome.GRANTED for each in usable) and not any(each.unset for each in usable):
        yield "an ordinary case that is granted"
    if rule.facts and not any(each.missing for each in usable):
        yield "a missing fact"
    for refusal in rule.ruling.refusals:
        fired = any(refusal in each.refusals for each in usable)
        open_ = any(each.unset and _open_refusal(each, refusal.code) for each in usable)
        if not fired and not open_ and (rule.id, refusal.code) not in ELSEWHERE:
            yield f"the refusal {refusal.code}"
    for impossible in rule.ruling.impossible:
        if not any(each.fault and each.fault.field == impossible.field for each in told.answers):
            yield f"the impossible case of {impossible.field}"


def _open_refusal(answer: Answer, code: str) -> bool:
    """Whether a refusal of this answer waits for a value that nobody has confirmed, and for nothing else."""
    place = next(place for place, each in answer.bound.refusals if each.code == code)
    return not answer.missing and answer.slots[place] is None and waits(answer, place)


@pytest.mark.parametrize("rule", RULES)
def test_the_scenarios_of_a_rule_tell_its_whole_life(rule: str) -> None:
    found = told(rule)
    missed = [*sorted(boundaries_missed(found)), *sorted(branches_missed(found))]
    for version in hanoi().versions(rule):
        missed += [
            *life_missed(found, version),
            *answers_missed(found, version),
            *sorted(changes_missed(found, version)),
        ]
    assert not missed, f"{rule}: no scenario for: {missed}"


def test_what_is_missed_is_seen() -> None:
    """A whole set of scenarios without one of them leaves a hole that each of the questions above finds."""
    whole = told("missions.council-composition")
    rule = hanoi().rules["missions.council-composition"]
    assert not boundaries_missed(whole)
    without_ten = Told(whole.rule, whole.days, tuple(a for a in whole.answers if a.facts.get("council_members") != 10))
    assert len(boundaries_missed(without_ten)) == 1
    assert list(answers_missed(without_ten, rule)) == ["the refusal too_large"]
    late = Told(whole.rule, whole.days - {rule.since}, whole.answers)
    assert list(life_missed(late, rule)) == [f"the day {rule.since}"]
