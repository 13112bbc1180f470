"""Decree 268/2025/NĐ-CP: tasks of innovation that public money pays, and who is recognised.

The first day of the decree was not found; its day of issue is used.
"""

from khue_hanoi.rules.decree_268_2025.funds import loan_interest_support, voucher_term
from khue_hanoi.rules.decree_268_2025.recognition import (
    certificate_reissue,
    explanation_answer,
    explanation_request,
    recognition_decision,
    recognition_subject,
    recognition_validity,
)
from khue_hanoi.rules.decree_268_2025.tasks import call_open, council_composition, step_due

__all__ = [
    "call_open",
    "certificate_reissue",
    "council_composition",
    "explanation_answer",
    "explanation_request",
    "loan_interest_support",
    "recognition_decision",
    "recognition_subject",
    "recognition_validity",
    "step_due",
    "voucher_term",
]
