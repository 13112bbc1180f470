"""Decree 268/2025/NĐ-CP: tasks of innovation that public money pays.

The first day of the decree was not found; its day of issue is used.
"""

from khue_hanoi.rules.decree_268_2025.funds import loan_interest_support, voucher_term
from khue_hanoi.rules.decree_268_2025.tasks import call_open, council_composition, step_due

__all__ = ["call_open", "council_composition", "loan_interest_support", "step_due", "voucher_term"]
