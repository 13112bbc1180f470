"""Rules that wait for a value which no source gives: what they say on the day on which an officer has read and confirmed it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from khue.core.rules.engine import Point
from khue.core.rules.lawbook import Confirmation, confirmed_with
from khue.core.rules.loading import city_law, city_rulebook

ON = date(2026, 6, 1)
BN = 10**9
REST = {"control_capacity_assessed": True, "scope_matches_risk": True}
FUND = {"total_capital": 1_000 * BN}
DATA = {"data_class": True, "data_given_on": "2026-06-01", "data_until": "2026-12-31"}
INFERRED: list[tuple[str, str, dict[str, Any], str]] = [
    ("sandbox.limits", "sandbox.limits.besides_time", {"has_time_limit": True, "test_limits": []}, "too_few_limits"),
    ("sandbox.readiness", "sandbox.assessment.required", {"risk_assessed": False, **REST}, "risk_not_assessed"),
    (
        "missions.ordering-mode",
        "missions.ordering.direct_needs_ground",
        {"ordering_mode": "direct-assignment", "ground_recorded": False},
        "ground",
    ),
]
SHORTER: list[tuple[str, str, str, dict[str, Any], str]] = [
    ("missions.ordering-mode", "missions.ordering.modes", "selection", {"ordering_mode": "direct-assignment"}, "mode"),
    ("missions.lump-sum-scope", "missions.lump_sum.forms", "partial", {"lump_sum_form": "final-product"}, "form"),
    ("sandbox.instrument", "sandbox.instruments", "licence", {"instrument": "exemption"}, "instrument"),
]
"""Legal lists that name every option today: what is no longer on the list is refused."""
CASES: list[tuple[str, str, Any, dict[str, Any], str, Any]] = [
    ("venture.round-limit", "venture.limit.per_round", 20 * BN, {"round_amount": 15 * BN}, "granted", 5 * BN),
    ("venture.round-limit", "venture.limit.per_round", 20 * BN, {"round_amount": 20 * BN}, "granted", 0),
    ("venture.round-limit", "venture.limit.per_round", 20 * BN, {"round_amount": 20 * BN + 1}, "refused", None),
    ("venture.sector-limit", "venture.limit.per_sector", 30, {**FUND, "sector_invested": 0}, "granted", 300 * BN),
    ("venture.sector-limit", "venture.limit.per_sector", 30, {**FUND, "sector_invested": 299 * BN}, "granted", BN),
    ("venture.sector-limit", "venture.limit.per_sector", 30, {**FUND, "sector_invested": 300 * BN}, "refused", None),
    ("venture.council-reports-due", "venture.council_report.per_year", 2, {"council_reports_sent": 1}, "granted", 1),
    ("venture.council-reports-due", "venture.council_report.per_year", 2, {"council_reports_sent": 5}, "granted", 0),
    ("funds.kind-of-help", "funds.lending_allowed", True, {"fund_help": "loan"}, "granted", True),
    ("funds.kind-of-help", "funds.lending_allowed", False, {"fund_help": "loan"}, "refused", None),
    ("centre.data-release", "centre.data_needs_purpose_and_end", True, {**DATA, "data_purpose": True}, "granted", True),
    (
        "centre.data-release",
        "centre.data_needs_purpose_and_end",
        True,
        {**DATA, "data_purpose": False},
        "refused",
        None,
    ),
    (
        "centre.data-release",
        "centre.data_needs_purpose_and_end",
        False,
        {**DATA, "data_purpose": False},
        "granted",
        True,
    ),
]


@pytest.mark.parametrize(("rule", "parameter", "value", "facts", "outcome", "granted"), CASES)
def test_with_the_value_confirmed_the_rule_decides_and_binds(
    rule: str, parameter: str, value: Any, facts: dict[str, Any], outcome: str, granted: Any
) -> None:
    filed = city_law("khue_hanoi")
    read = Confirmation(parameter, value, date(2025, 10, 14), None, date(2026, 5, 1), "Điều lệ quỹ", date(2026, 4, 1))
    book = city_rulebook("khue_hanoi", confirmed_with(filed, [read]))
    answer = book.ask(rule, facts, Point(ON))
    assert (answer.outcome.value, answer.value, answer.binding) == (outcome, granted, True)
    before = book.ask(rule, facts, Point(ON, known_on=date(2026, 4, 30)))
    assert before.outcome.value == "unknown" or (rule, granted) == ("centre.data-release", True)


@pytest.mark.parametrize(("rule", "parameter", "facts", "code"), INFERRED)
def test_what_is_only_inferred_enforces_nothing_until_an_officer_has_read_it(
    rule: str, parameter: str, facts: dict[str, Any], code: str
) -> None:
    filed = city_law("khue_hanoi")
    assert filed.entries[parameter].certainty == "unset"
    waits = city_rulebook("khue_hanoi", filed).ask(rule, facts, Point(ON))
    assert (waits.outcome.value, waits.unset) == ("unknown", (parameter,))
    read = Confirmation(parameter, True, date(2025, 10, 14), None, date(2026, 5, 1), "Nghị quyết", date(2025, 9, 29))
    refused = city_rulebook("khue_hanoi", confirmed_with(filed, [read])).ask(rule, facts, Point(ON))
    assert (refused.outcome.value, refused.binding) == ("refused", True)
    assert [each.code for each in refused.refusals] == [code]
    sample = city_rulebook("khue_hanoi", city_law("khue_hanoi", sample=True)).ask(rule, facts, Point(ON))
    assert sample.outcome.value == "refused", "the sample city's officer has confirmed it, so that the feature is seen"


@pytest.mark.parametrize(("rule", "parameter", "left", "facts", "code"), SHORTER)
def test_an_option_that_a_legal_list_no_longer_names_is_refused(
    rule: str, parameter: str, left: str, facts: dict[str, Any], code: str
) -> None:
    filed = city_law("khue_hanoi")
    read = Confirmation(parameter, [left], date(2025, 10, 14), None, date(2026, 5, 1), "Nghị quyết", date(2025, 9, 29))
    assert code not in [each.code for each in city_rulebook("khue_hanoi", filed).ask(rule, facts, Point(ON)).refusals]
    refused = city_rulebook("khue_hanoi", confirmed_with(filed, [read])).ask(rule, facts, Point(ON))
    assert (refused.outcome.value, code in [each.code for each in refused.refusals]) == ("refused", True)
