"""Resolution 29/2025/NQ-HĐND: controlled testing in Hà Nội."""

from khue_hanoi.rules.resolution_29_2025.council import council_vote
from khue_hanoi.rules.resolution_29_2025.decision import decider, instrument, limits, readiness
from khue_hanoi.rules.resolution_29_2025.regimes import admissible_subject, regime
from khue_hanoi.rules.resolution_29_2025.steps import extension_request_due, step_due
from khue_hanoi.rules.resolution_29_2025.supervision import cost_support, incident_report_due, report_due
from khue_hanoi.rules.resolution_29_2025.terms import term

__all__ = [
    "admissible_subject",
    "cost_support",
    "council_vote",
    "decider",
    "extension_request_due",
    "incident_report_due",
    "instrument",
    "limits",
    "readiness",
    "regime",
    "report_due",
    "step_due",
    "term",
]
