"""What a reform would have done to decisions that were made, and what is kept back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from khue.core.rules.reform import read_reform
from khue.features.policylab import queries
from khue.features.policylab.queries.past import held_always, past_effect
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.usecases import keep_ruling
from khue.kernel.clock import job_actor
from khue.kernel.deeds import command
from tests.policylab.studies import CAP, EQUIPMENT, now, sixty

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)


def decided(subject: str, kind: str, amount: int = 1_000_000_000, cost: str = "purchase") -> None:
    """A decision that rested on the rule of the equipment."""
    facts = {"task_kind": kind, "cost_class": cost, "amount": amount, "other_public": 0, "software": False}
    answer = rulebook.rule(EQUIPMENT, ON).answer(facts)
    with command("test.decide", job_actor("test"), subject=subject) as deed:
        keep_ruling(subject, answer, line="1", deed=deed)


def told() -> dict[str, Any]:
    content = now(sixty()).content
    book = queries.law_of(content.law_edition)
    reform = queries.read_change(content, book)
    assert reform is not None
    found = past_effect(content, book, reform)
    assert len(found) == 1
    return found[0]


def test_past_lines_are_asked_as_if_the_reform_had_held_on_their_day() -> None:
    for number in range(6):
        decided(f"decision:{number}", "trial-production")
    for number in range(6, 12):
        decided(f"decision:{number}", "research-topic")
    found = told()
    assert (found["decisions"], found["lines"]) == (12, 12)
    assert found["effect"]["cost_before"] == 6 * 500_000_000 + 6 * 1_000_000_000
    assert found["effect"]["cost_after"] == 6 * 600_000_000 + 6 * 1_000_000_000
    assert found["effect"]["gain"] == 6
    groups = {each["title"]["en"]: each for each in found["groups"]}
    assert groups["trial-production project"]["gained"] == 6 * 100_000_000
    assert groups["2026"]["decisions"] == 12
    assert found["hidden"] == 0


def test_groups_of_fewer_than_five_are_kept_back_and_no_subtraction_gives_them_away() -> None:
    for number in range(9):
        decided(f"decision:{number}", "research-topic")
    for number in range(9, 12):
        decided(f"decision:{number}", "trial-production")
    found = told()
    shown = {each["title"]["en"] for each in found["groups"]}
    assert "trial-production project" not in shown
    assert "research topic" not in shown, "the whole less this group would tell the other"
    assert found["hidden"] == 2
    assert {"purchase", "2026"} <= shown


def test_several_lines_of_one_decision_count_as_one_and_few_decisions_tell_no_sum() -> None:
    facts = {"task_kind": "trial-production", "cost_class": "purchase", "amount": 10**9, "other_public": 0}
    with command("test.decide", job_actor("test"), subject="decision:1") as deed:
        for line in range(7):
            answer = rulebook.rule(EQUIPMENT, ON).answer({**facts, "software": False})
            keep_ruling("decision:1", answer, line=str(line), deed=deed)
    found = told()
    assert (found["decisions"], found["lines"]) == (1, 7)
    assert found["effect"] is None
    assert found["groups"] == []


def test_a_rule_that_is_switched_off_would_have_granted_nothing() -> None:
    for number in range(5):
        decided(f"decision:{number}", "trial-production")
    content = now(sixty()).content
    book = queries.law_of(content.law_edition)
    reform = read_reform({"from": "2027-01-01", "rules": [{"id": EQUIPMENT, "off": True}]}, book.book, book.rules)
    found = past_effect(content, book, reform)[0]["effect"]
    assert (found["cost_after"], found["lose"]) == (0, 5)


def test_of_several_changes_of_one_value_the_last_one_counts() -> None:
    content = now(sixty()).content
    book = queries.law_of(content.law_edition)
    raw = {
        "parameters": [
            {"id": CAP, "value": 55, "from": "2027-01-01", "until": "2028-01-01"},
            {"id": CAP, "value": 70, "from": "2028-01-01"},
        ]
    }
    always = held_always(read_reform(raw, book.book, book.rules))
    assert [each.value for each in always.changes] == [70]
