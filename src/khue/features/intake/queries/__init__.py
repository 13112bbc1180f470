"""Reading intake: frozen values only."""

from khue.features.intake.queries.cases import CaseCard, ChangeLine, SourceCard, business_of, card, case_of, state_view
from khue.features.intake.queries.lists import CaseRow, Wanted, all_cases, cases, failing, sources
from khue.features.intake.queries.telling import (
    AttemptLine,
    CasePage,
    InLine,
    OutLine,
    case_page,
    may_read_subject,
)

__all__ = [
    "AttemptLine",
    "CaseCard",
    "CasePage",
    "CaseRow",
    "ChangeLine",
    "InLine",
    "OutLine",
    "SourceCard",
    "Wanted",
    "all_cases",
    "business_of",
    "card",
    "case_of",
    "case_page",
    "cases",
    "failing",
    "may_read_subject",
    "sources",
    "state_view",
]
