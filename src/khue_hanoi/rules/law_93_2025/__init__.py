"""Law 93/2025/QH15 on science, technology and innovation, with Decree 267/2025/NĐ-CP on results."""

from khue_hanoi.rules.law_93_2025.liability import liability_exemption, no_repayment
from khue_hanoi.rules.law_93_2025.results import author_reward_floor, benefit_split, ownership_share
from khue_hanoi.rules.law_93_2025.transition import applicable_law

__all__ = [
    "applicable_law",
    "author_reward_floor",
    "benefit_split",
    "liability_exemption",
    "no_repayment",
    "ownership_share",
]
