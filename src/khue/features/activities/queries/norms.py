"""Norms of activities as the law has them on a day: a value that is unset, only a draft or an example binds nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from khue.core.errors import Missing
from khue.features.activities.domain.plans import Norm
from khue.features.activities.domain.words import KINDS, TAX_SHARE
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter


def norm_day(year: int, today: date) -> date:
    """The day whose law holds for a plan: today, or the nearest day of the plan's year."""
    return min(max(today, date(year, 1, 1)), date(year, 12, 31))


def norm_of(kind: str, on: date) -> Norm:
    """The most for one unit of this kind; nothing for a kind that is not known."""
    if kind not in KINDS:
        return Norm("", None, None, None, "unset")
    return norm_by_id(KINDS[kind].norm, on)


def norm_by_id(id: str, on: date) -> Norm:
    found = _parameter(id, on)
    if found is None:
        return Norm(id, None, None, None, "unset")
    known = None if found.value is None else found.number
    return Norm(id, known if found.applies else None, known, found.provision_text, found.certainty)


def norms(on: date) -> dict[str, Norm]:
    """Of every kind."""
    return {kind: norm_of(kind, on) for kind in KINDS}


def tax_share(on: date) -> Fraction | None:
    """What is withheld of a fee as personal income tax; None while the law's value is unset or does not apply."""
    found = _parameter(TAX_SHARE, on)
    return found.percent if found is not None and found.applies and found.value is not None else None


def _parameter(id: str, on: date) -> Parameter | None:
    """None where the law has no such value on the day."""
    try:
        return rulebook.parameter(id, on)
    except Missing:
        return None
