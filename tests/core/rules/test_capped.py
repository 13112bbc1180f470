"""A ceiling that no text sets takes nothing away; one that is set does; a missing fact stays missing."""

from __future__ import annotations

from datetime import date

import pytest

from khue.core.decision import Outcome
from khue.core.rules.engine import Point
from khue.core.rules.explain import explain
from khue.core.rules.expressions import DefinitionError, capped, day, law, money
from khue.core.rules.rule import Rule, Ruling, rule, say
from tests.core.rules.cases import alone, law_of, rulebook_of, together, value

ON = date(2026, 1, 5)
cost = money("cost", "Chi phí", "Cost", ask=("Chi phí?", "Cost?"))


def _rule() -> Rule:
    @rule("a.b", title=("A", "A"), cites=("res-1.cap",), since=date(2025, 10, 10))
    def capped_rule() -> Ruling:
        most = capped(law.share("a.half").of(cost, "down"), law.money("a.top")).called("Mức", "Amount")
        return Ruling(values={"value": most}, then=say("{most}", "{most}", most=most))

    return capped_rule


HALF = value("a.half", "percent", "from = 2025-01-01, value = 50")
UNSET = value("a.top", "dong", "from = 2025-01-01, unset = true", certainty="unset")
SET = value("a.top", "dong", "from = 2025-01-01, value = 300")


def test_without_a_ceiling_the_whole_amount_is_granted_binds_and_the_explanation_says_so() -> None:
    answer = rulebook_of(law_of(HALF, UNSET), _rule()).ask("a.b", {"cost": 1001}, Point(ON))
    assert (answer.outcome, answer.value, answer.binding, answer.unset) == (Outcome.GRANTED, 500, True, ())
    told = explain(answer)
    assert "No text was found that sets “value a.top”" in told.reasons[0].text.into("en") + told.reasons[1].text.into(
        "en"
    )


def test_a_ceiling_that_is_set_holds() -> None:
    book = rulebook_of(law_of(HALF, SET), _rule())
    assert [book.ask("a.b", {"cost": c}, Point(ON)).value for c in (599, 600, 602)] == [299, 300, 300]


def test_a_missing_amount_is_asked_for_and_no_ceiling_is_blamed() -> None:
    answer = rulebook_of(law_of(HALF, UNSET), _rule()).ask("a.b", {}, Point(ON))
    assert (answer.outcome, answer.missing, answer.unset) == (Outcome.UNKNOWN, ("cost",), ())


@pytest.mark.parametrize("top", [SET, UNSET])
def test_one_case_says_the_same_as_many(top: str) -> None:
    bound = rulebook_of(law_of(HALF, top), _rule()).at("a.b", Point(ON))
    cases = [{"cost": 0}, {}, {"cost": 599}, {"cost": 601}, {"cost": 10**15}]
    assert together(bound, cases) == [alone(bound, case) for case in cases]


def test_only_a_value_of_the_day_asked_may_be_left_out() -> None:
    signed = day("signed", "Ký", "Signed", ask=("?", "?"))
    with pytest.raises(DefinitionError):
        capped(cost, law.money("a.top", on=signed))
    with pytest.raises(DefinitionError):
        capped(cost, cost)
