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
FUND = {"total_capital": 1_000 * BN}
DATA = {"data_class": True, "data_given_on": "2026-06-01", "data_until": "2026-12-31"}
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
