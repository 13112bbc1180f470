"""The rules of Hanoi: every scenario holds, and one case says the same as many."""

from __future__ import annotations

import json
import time
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import khue_hanoi
from khue.core.rules.engine import Point, Rulebook
from khue.core.rules.explain import explain
from khue.core.rules.loading import city_law, city_rulebook, find_rules
from khue.core.rules.scenarios import read_scenarios, run
from tests.core.rules.cases import alone, random_case, together

ON = date(2026, 11, 22)
CITY = "khue_hanoi"
SCENARIOS = read_scenarios(Path(khue_hanoi.__file__).parent / "rules" / "scenarios")
RULES = sorted({rule.id for rule in find_rules(CITY)})


@cache
def hanoi() -> Rulebook:
    return city_rulebook(CITY, city_law(CITY))


@pytest.mark.parametrize("rule", RULES)
def test_every_scenario_of_a_rule_holds(rule: str) -> None:
    cases = [scenario for scenario in SCENARIOS if scenario.rule == rule]
    assert cases, f"{rule} has no scenario"
    assert [str(failure) for failure in run(cases, hanoi())] == []


def test_scenarios_speak_of_rules_that_exist() -> None:
    assert {scenario.rule for scenario in SCENARIOS} <= set(RULES)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_one_case_says_the_same_as_many(rule: str, data: st.DataObject) -> None:
    bound = hanoi().at(rule, Point(ON))
    cases = data.draw(st.lists(random_case(bound), min_size=1, max_size=25))
    assert together(bound, cases) == [alone(bound, case) for case in cases]


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_answer_explains_itself_in_both_languages(rule: str, data: st.DataObject) -> None:
    answer = hanoi().at(rule, Point(ON)).answer(data.draw(random_case(hanoi().at(rule, Point(ON)))))
    if answer.fault:
        assert answer.fault.text.vi
        assert answer.fault.text.en
        return
    told = explain(answer)
    assert told.reasons
    for line in told.reasons:
        assert line.text.vi
        assert line.text.en
        assert line.kind != "refused" or line.provision
    assert answer.outcome.value != "granted" or any(line.provision for line in told.reasons)
    assert json.loads(json.dumps(told.to_json("vi")))["outcome"] == answer.outcome.value


def test_law_and_rules_are_loaded_and_checked_within_two_seconds() -> None:
    started = time.process_time()
    rulebook = city_rulebook(CITY, city_law(CITY))
    assert not list(run(SCENARIOS, rulebook))
    assert time.process_time() - started < 2
