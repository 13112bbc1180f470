"""Decree 265/2025/NĐ-CP: money of tasks, lump sums, the yearly estimate, and what funds may do."""

from khue_hanoi.rules.decree_265_2025.funds import kind_of_help, yearly_estimate
from khue_hanoi.rules.decree_265_2025.tasks import lump_sum_scope, one_public_source

__all__ = [
    "kind_of_help",
    "lump_sum_scope",
    "one_public_source",
    "yearly_estimate",
]
