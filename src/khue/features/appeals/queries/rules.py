"""The legal terms of appeals, as they stand on a day."""

from __future__ import annotations

from datetime import date

from khue.features.appeals.domain.terms import Limits
from khue.features.rulebook import queries as rulebook

LEVELS = {1: "first", 2: "second"}


def limits(level: int, on: date) -> Limits:
    """Raises Missing where the city's law files do not know appeals on that day."""
    name = f"appeals.{LEVELS[level]}"
    return Limits(
        level=level,
        filing=rulebook.parameter(f"{name}.filing_term", on),
        admission=rulebook.parameter(f"{name}.admission_term", on),
        answer=rulebook.parameter(f"{name}.answer_term", on),
        complex_answer=rulebook.parameter(f"{name}.complex_answer_term", on),
    )
