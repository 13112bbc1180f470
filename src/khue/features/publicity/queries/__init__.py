"""Reading awards of every programme, and what they come to together. Frozen values only."""

from khue.features.publicity.queries.exchange import ALL, STAGES, ExchangeFigures, SideTable, exchange_figures
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
from khue.features.publicity.queries.national import everything_public, national_batch

__all__ = [
    "ALL",
    "GRANTED",
    "PAID",
    "STAGES",
    "ExchangeFigures",
    "LeadTime",
    "ProgrammeSum",
    "Reference",
    "SideTable",
    "awards",
    "everything_public",
    "exchange_figures",
    "giving_parts",
    "lead_times",
    "money_flow",
    "national_batch",
    "publisher",
    "reference",
    "sums",
]
