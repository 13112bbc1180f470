"""What rules say once a legal officer has confirmed the values that no source gave: the sample city has, so the rule waits
for the value and for nothing else."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from khue.core.decision import Outcome
from khue.core.rules.engine import Point, Rulebook
from khue.core.rules.loading import city_law, city_rulebook

ON = date(2026, 11, 23)
CITY = "khue_hanoi"
BEGAN = "2026-11-23"
"""A Monday; the day after is a public holiday."""

CLOCKS = [
    *[
        ("sandbox.step-due", {"test_step": step, "test_step_began": BEGAN})
        for step in (
            "completeness",
            "opinions",
            "appraisal",
            "decision",
            "adjustment",
            "extension",
            "exit",
            "final-report",
        )
    ],
    *[
        ("missions.recognition-due", {"recognition_step": step, "recognition_step_began": BEGAN})
        for step in ("eligibility", "council", "decision")
    ],
    *[
        ("consultation.step-due", {"consultation_step": step, "consultation_day": BEGAN})
        for step in ("posting", "agency-reply", "appraisal")
    ],
    *[
        ("oversight.step-due", {"oversight_step": step, "oversight_step_began": BEGAN})
        for step in ("escalation", "recommendation", "interim-review", "final-review")
    ],
    ("onestop.supplement-due", {"supplement_asked_on": BEGAN}),
    ("sandbox.report-due", {"last_report_on": BEGAN}),
    ("sandbox.incident-report-due", {"incident_on": BEGAN}),
    ("missions.recognition-valid-until", {"recognised_on": BEGAN}),
]
LEADS = [
    ("consultation.step-due", {"consultation_step": "verification", "consultation_day": BEGAN}),
    ("onestop.apology-due", {"promised_on": BEGAN}),
    ("sandbox.extension-request-due", {"test_ends_on": BEGAN, "extension_requested_on": "2026-01-05"}),
]


@cache
def as_filed() -> Rulebook:
    return city_rulebook(CITY, city_law(CITY))


@cache
def as_confirmed() -> Rulebook:
    return city_rulebook(CITY, city_law(CITY, sample=True))


@pytest.mark.parametrize(("rule", "facts"), CLOCKS)
def test_a_clock_waits_for_its_term_and_then_ends_later(rule: str, facts: dict[str, str]) -> None:
    unknown = as_filed().ask(rule, facts, Point(ON))
    assert (unknown.outcome, unknown.missing, len(unknown.unset)) == (Outcome.UNKNOWN, (), 1)
    assert as_confirmed().ask(rule, facts, Point(ON)).value > ON


@pytest.mark.parametrize(("rule", "facts"), LEADS)
def test_a_lead_waits_for_its_term_and_then_ends_earlier(rule: str, facts: dict[str, str]) -> None:
    unknown = as_filed().ask(rule, facts, Point(ON))
    assert (unknown.outcome, unknown.missing, len(unknown.unset)) == (Outcome.UNKNOWN, (), 1)
    assert as_confirmed().ask(rule, facts, Point(ON)).value < ON


def test_an_apology_is_due_on_the_working_day_before() -> None:
    answer = as_confirmed().ask("onestop.apology-due", {"promised_on": "2026-11-25"}, Point(ON))
    assert answer.value == date(2026, 11, 23)


def test_an_extension_asked_for_too_late_is_refused_once_the_term_is_known() -> None:
    facts = {"test_ends_on": "2026-12-31", "extension_requested_on": "2026-12-31"}
    assert as_filed().ask("sandbox.extension-request-due", facts, Point(ON)).outcome is Outcome.UNKNOWN
    refused = as_confirmed().ask("sandbox.extension-request-due", facts, Point(ON))
    assert [refusal.code for refusal in refused.refusals] == ["too_late"]


def test_a_result_not_posted_is_refused_once_the_draft_is_confirmed() -> None:
    facts = {
        "receiver_kind": "enterprise",
        "budget_formed": True,
        "receiver_capable": True,
        "posted_on_exchange": False,
    }
    refused = as_confirmed().ask("results.gratuitous-transfer", facts, Point(ON))
    assert [refusal.code for refusal in refused.refusals] == ["not_posted"]


def test_a_lump_sum_to_the_final_product_takes_in_the_kinds_of_task_that_are_confirmed() -> None:
    facts = {"lump_sum_form": "final-product", "cost_item": "equipment", "task_kind": "research-topic"}
    assert as_confirmed().ask("missions.lump-sum-scope", facts, Point(ON)).value == "inside"


@pytest.mark.parametrize(
    ("members", "present", "votes", "codes"),
    [
        (7, 5, 3, []),
        (7, 5, 2, ["not_passed"]),
        (7, 4, 4, ["no_quorum"]),
        (4, 4, 4, ["size"]),
        (10, 10, 10, ["size"]),
    ],
)
def test_a_council_passes_a_test_by_size_quorum_and_votes(
    members: int, present: int, votes: int, codes: list[str]
) -> None:
    facts = {"appraisal_members": members, "appraisal_present": present, "appraisal_votes": votes}
    answer = as_confirmed().ask("sandbox.council-vote", facts, Point(ON))
    assert [refusal.code for refusal in answer.refusals] == codes


def test_pay_above_the_confirmed_ceiling_is_refused() -> None:
    ceiling = as_confirmed().ask("talent.city-pay-ceiling", {"city_monthly_pay": 0}, Point(ON)).value
    at, above = (
        as_confirmed().ask("talent.city-pay-ceiling", {"city_monthly_pay": pay}, Point(ON))
        for pay in (ceiling, ceiling + 1)
    )
    assert at.outcome is Outcome.GRANTED
    assert [refusal.code for refusal in above.refusals] == ["above_ceiling"]
