"""Reading awards of every programme, and what they come to together. Frozen values only."""

from khue.features.publicity.queries.figures import (
    GRANTED,
    PAID,
    LeadTime,
    ProgrammeSum,
    Reference,
    awards,
    lead_times,
    money_flow,
    publisher,
    reference,
    sums,
)
from khue.features.publicity.queries.giving import giving_parts

__all__ = [
    "GRANTED",
    "PAID",
    "LeadTime",
    "ProgrammeSum",
    "Reference",
    "awards",
    "giving_parts",
    "lead_times",
    "money_flow",
    "publisher",
    "reference",
    "sums",
]
