"""What can I get? One questionnaire over all programmes: shared facts, no question twice, an end, a quick step."""

from __future__ import annotations

import random
import time
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import khue_hanoi
from khue.core.decision import Outcome
from khue.core.rules.answer import Answer
from khue.core.rules.engine import Point
from khue.core.rules.expressions import Fact
from khue.core.rules.kinds import Kind
from khue.core.rules.questions import next_question
from tests.city_rules.test_city_rules import hanoi

ON = Point(date(2026, 11, 22))
IDS = sorted(id for id in hanoi().rules if id.startswith("entitlement."))
STEP = 0.015


def ask_all(facts: dict[str, Any]) -> list[Answer]:
    return [hanoi().at(id, ON).answer(facts) for id in IDS]


def said(fact: Fact) -> tuple[Any, ...]:
    return fact.kind, fact.options, fact.label, fact.question, fact.labels, fact.limit, fact.changeable


def test_the_programmes_cover_the_six_resolutions_and_the_sme_resolution() -> None:
    cited = {provision.split(".")[0] for id in IDS for provision in hanoi().rules[id].cites}
    assert {"res-29-2025", "res-30-2025", "res-34-2025", "res-35-2025", "res-459", "res-461", "res-sme-2025"} <= cited


def test_a_fact_means_the_same_question_in_every_programme() -> None:
    known: dict[str, tuple[Any, ...]] = {}
    for id in IDS:
        for name, fact in hanoi().at(id, ON).facts.items():
            assert known.setdefault(name, said(fact)) == said(fact), f"{name} differs in {id}"


def test_who_one_is_has_no_advice_to_become_someone_else() -> None:
    facts = {name: fact for id in IDS for name, fact in hanoi().at(id, ON).facts.items()}
    assert not facts["applicant_kind"].changeable
    assert not facts["small_or_medium"].changeable


def test_a_programme_starts_with_a_procedure_that_exists() -> None:
    folder = Path(khue_hanoi.__file__).parent / "procedures"
    keys = {tomllib.loads(path.read_text("utf-8"))["key"] for path in folder.glob("*.toml")}
    started = {hanoi().rules[id].starts for id in IDS} - {""}
    assert started
    assert started <= keys


def test_the_first_question_asks_who_one_is_and_settles_most_for_an_investor() -> None:
    first = next_question(ask_all({}))
    assert first is not None
    assert first.name == "applicant_kind"
    answers = ask_all({"applicant_kind": "investor"})
    assert sum(answer.outcome is Outcome.REFUSED for answer in answers) >= 6


def anything(fact: Fact, dice: random.Random) -> Any:
    if fact.kind is Kind.YESNO:
        return dice.random() < 0.5
    if fact.kind is Kind.CHOICE:
        return dice.choice(fact.options or ())
    if fact.kind is Kind.COUNT:
        return dice.randint(0, min(fact.limit, 12))
    assert fact.kind is Kind.MONEY, f"the questionnaire asks no {fact.kind}"
    return dice.choice([0, 5_000_000, 200_000_000, 10**12])


@pytest.mark.parametrize("seed", range(40))
def test_a_questionnaire_ends_asks_nothing_twice_and_leaves_nothing_open_but_the_law(seed: int) -> None:
    dice, facts = random.Random(seed), dict[str, Any]()
    while (question := next_question(answers := ask_all(facts))) is not None:
        assert question.name not in facts
        assert any(question.name in answer.missing for answer in answers)
        facts[question.name] = anything(question, dice)
        assert len(facts) <= 45
    assert all(answer.outcome is not Outcome.UNKNOWN or answer.unset for answer in answers)
    assert not any(answer.fault for answer in answers)


def test_a_detail_is_not_asked_before_the_question_that_may_spare_it() -> None:
    gates = {"interest_paid": "has_bank_loan", "monthly_rent": "rents_space", "amount": "has_task"}
    gates |= {"transfer_right": "has_technology", "expert_origin": "needs_expert", "consulting_cost": "uses_consultant"}
    for seed in range(10):
        dice, facts = random.Random(seed), dict[str, Any]()
        while (question := next_question(ask_all(facts))) is not None:
            assert gates.get(question.name, question.name) in facts or question.name not in gates
            facts[question.name] = anything(question, dice)


def test_one_step_of_the_questionnaire_takes_less_than_fifteen_milliseconds() -> None:
    dice, facts = random.Random(3), dict[str, Any]()
    question = next_question(ask_all(facts))
    while question is not None:
        fastest = 1.0
        for _ in range(3):  # the machine is shared: the best of three, in time of the processor, is what the step needs
            started = time.thread_time()
            question = next_question(ask_all(facts))
            fastest = min(fastest, time.thread_time() - started)
        assert fastest < STEP, f"{len(facts)} facts known: {fastest * 1000:.1f} ms"
        if question is not None:
            facts[question.name] = anything(question, dice)
