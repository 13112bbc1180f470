"""The law of deals as it stands on a day: what is unset binds nothing."""

from __future__ import annotations

from datetime import date

from khue.core.clock import due_on
from khue.core.errors import Missing
from khue.features.rulebook import queries as rulebook

ANSWER = "exchange.interest.answer_within"


def answer_due(on: date) -> date | None:
    """The last day for the seller's answer; None while no rule sets one."""
    try:
        found = rulebook.parameter(ANSWER, on)
    except Missing:
        return None
    term = found.term if found.applies and found.value is not None else None
    return due_on(on, term, rulebook.calendar()) if term is not None else None
