"""May this organisation propose? The rule's answer, from its record and what it declares of itself."""

from __future__ import annotations

from datetime import date

from khue.core.decision import Decision
from khue.features.calls.queries.rules import ask_rule
from khue.features.people.queries import PartyCard

RULE = "missions.applicant-eligibility"


def eligible(lead: PartyCard, on: date, *, capacity: bool, matches: bool) -> Decision:
    """With every reason and its provision. What the law leaves unset refuses nobody and is said."""
    facts = {
        "is_legal_person": lead.kind == "organisation",
        "has_capacity": capacity,
        "function_matches": matches,
    }
    return ask_rule(RULE, on, facts)
