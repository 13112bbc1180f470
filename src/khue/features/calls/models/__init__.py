"""Needs, orders, calls, questions, proposals; rounds of selection and their portfolios."""

from khue.features.calls.models.calling import (
    Amendment,
    Call,
    CallWatch,
    Member,
    Need,
    Order,
    Proposal,
    Question,
    Reminder,
    Requirement,
    SectionRevision,
)
from khue.features.calls.models.portfolio import (
    PortfolioDecision,
    PortfolioLine,
    PortfolioStudy,
    Round,
    RoundCall,
    RoundEdition,
)
from khue.features.calls.models.templates import TemplatePaper

APPEND_ONLY_TABLES = (
    "calls_templatepaper",
    "calls_amendment",
    "calls_sectionrevision",
    "calls_reminder",
    "calls_roundedition",
    "calls_portfoliodecision",
    "calls_portfolioline",
)
NEVER_DELETED_TABLES = (
    "calls_need",
    "calls_order",
    "calls_call",
    "calls_proposal",
    "calls_round",
    "calls_roundcall",
    "calls_portfoliostudy",
)

__all__ = [
    "APPEND_ONLY_TABLES",
    "NEVER_DELETED_TABLES",
    "Amendment",
    "Call",
    "CallWatch",
    "Member",
    "Need",
    "Order",
    "PortfolioDecision",
    "PortfolioLine",
    "PortfolioStudy",
    "Proposal",
    "Question",
    "Reminder",
    "Requirement",
    "Round",
    "RoundCall",
    "RoundEdition",
    "SectionRevision",
    "TemplatePaper",
]
