"""Law 64/2025/QH15 on promulgating legal documents, with Decree 78/2025/NĐ-CP on consultation."""

from khue_hanoi.rules.law_64_2025.consultation import consultation_due, submission_readiness
from khue_hanoi.rules.law_64_2025.drafting import drafting_duties, opinion_disposition
from khue_hanoi.rules.law_64_2025.effect import detailing_effect, earliest_effect, effect_day, shortened_procedure

__all__ = [
    "consultation_due",
    "detailing_effect",
    "drafting_duties",
    "earliest_effect",
    "effect_day",
    "opinion_disposition",
    "shortened_procedure",
    "submission_readiness",
]
