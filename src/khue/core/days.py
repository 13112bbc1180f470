"""Days as a reader's language writes them: ``05/03/2026`` in Vietnamese, ``5 Mar 2026`` in English."""

from __future__ import annotations

import re
from datetime import date

MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WRITTEN = re.compile(r"\b([0-3][0-9])/([01][0-9])/([0-9]{4})\b")


def format_day(day: date, language: str) -> str:
    """A day in a sentence. A moment is given on the city's clock."""
    if language == "en":
        return f"{day.day} {MONTHS_EN[day.month - 1]} {day.year}"
    return f"{day.day:02}/{day.month:02}/{day.year}"


def english_day(written: str) -> str:
    """What an event keeps as ``05/03/2026``, alone or behind an hour, for its English line; anything else stays as it is."""

    def english(found: re.Match[str]) -> str:
        day, month, year = (int(part) for part in found.groups())
        return f"{day} {MONTHS_EN[month - 1]} {year}" if 1 <= month <= 12 else found[0]

    return _WRITTEN.sub(english, written)
