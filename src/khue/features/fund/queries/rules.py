"""The law of interest support as it stands on a day."""

from __future__ import annotations

from datetime import date

from khue.core.rules.answer import Answer
from khue.core.rules.engine import Point, RuleMissing
from khue.features.fund.domain.cases import InterestFacts
from khue.features.rulebook import queries as rulebook

INTEREST_RULE = "funds.loan-interest-support"


def interest_answer(said: InterestFacts, since: date, on: date) -> Answer | None:
    """What the rule says of a statement; None on a day without the rule. ``since``: first day of the support."""
    facts = {
        "loan_interest_paid": said.paid,
        "loan_balance": said.balance,
        "loan_ends_on": said.ends_on,
        "support_since": since,
    }
    try:
        return rulebook.rulebook().ask(INTEREST_RULE, facts, Point(on, None))
    except RuleMissing:
        return None
