"""The small pieces of a law file: sentences, certainty, days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from khue.core.bilingual import Text
from khue.core.rules.lawbook.values import CERTAINTIES, LawProblem


def read_text(file: str, key: str, raw: object, problems: list[LawProblem]) -> Text | None:
    """``vi`` and ``en`` of a table; Vietnamese is owed."""
    vi, en = (raw.get("vi"), raw.get("en", "")) if isinstance(raw, Mapping) else (None, "")
    if not isinstance(vi, str) or not vi.strip() or not isinstance(en, str):
        problems.append(LawProblem(file, key, "has no Vietnamese text (vi)"))
        return None
    return Text(vi, en)


def read_certainty(file: str, key: str, raw: Mapping[str, Any], problems: list[LawProblem], default: str = "") -> str:
    certainty = str(raw.get("certainty", default))
    if certainty not in CERTAINTIES:
        problems.append(LawProblem(file, key, f"unknown certainty {certainty!r}; known: {', '.join(CERTAINTIES)}"))
    return certainty


def read_day(file: str, key: str, raw: Mapping[str, Any], name: str, problems: list[LawProblem]) -> date | None:
    """A day that may be left out."""
    day = raw.get(name)
    if day is None:
        return None
    if type(day) is not date:
        problems.append(LawProblem(file, key, f"{name} must be a date"))
        return None
    return day
