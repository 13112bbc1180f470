"""What the public pages show; nothing here names a private person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.cache import cache

from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.features.dossiers import queries as dossiers
from khue.features.dossiers.domain.definition import Procedure
from khue.features.dossiers.queries.figures import on_time
from khue.features.ledger import queries as ledger
from khue.features.missions import queries as missions
from khue.features.missions.queries import GrantedSupport, TrancheRow
from khue.features.portal.domain import matches
from khue.kernel.audit import latest_checkpoint
from khue.kernel.paging import Page

KEPT_FOR = 30
"""Seconds for which the front page's figures are kept: live enough to read, and no visitor waits for a sum."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Live figures of the front page; money in đồng."""

    decided: int
    in_time: int
    paid: int
    supports: int
    granted: int


@dataclass(frozen=True, slots=True)
class PersonaCard:
    """A person whom a visitor of the sample city may be."""

    key: str
    name: Text
    role: Text
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class PublicSupport:
    """One granted support as everybody may see it: amounts, grounds, tranches; no files, no names of officers."""

    entry: GrantedSupport
    asked: int
    reasons: tuple[Reason, ...]
    tranches: tuple[TrancheRow, ...]


_personas: Callable[[], tuple[PersonaCard, ...]] = tuple


def set_personas(found: Callable[[], tuple[PersonaCard, ...]]) -> None:
    """``site`` says who may be entered as; nobody on a real server."""
    global _personas
    _personas = found


def personas() -> tuple[PersonaCard, ...]:
    return _personas()


def figures(today: date) -> Figures:
    """From kept sums and one index range, and kept for ``KEPT_FOR`` seconds."""
    key = f"portal.figures.{today}"
    found = cache.get(key)
    if found is None:
        found = _figures(today)
        cache.set(key, found, KEPT_FOR)
    return Figures(*found)


def _figures(today: date) -> tuple[int, int, int, int, int]:
    punctual, totals = on_time(today), missions.totals()
    paid = sum(line.paid for line in ledger.budget_lines())
    return punctual.decided, punctual.in_time, paid, totals.supports, totals.granted


def procedures(search: str) -> tuple[Procedure, ...]:
    """The catalogue; with words, those in whose own words they are found."""
    return tuple(found for found in dossiers.procedures() if not search.strip() or matches(search, _words(found)))


def _words(found: Procedure) -> list[str]:
    texts = [found.name, found.summary, found.who, found.result, *found.needs, *(b.text for b in found.basis)]
    texts += [field.label for field in found.fields()]
    texts += [choice.text for field in found.fields() for choice in field.choices]
    return [word for text in texts for word in (text.vi, text.en)]


def register(search: str, after: str | None, size: int = 25) -> Page[GrantedSupport]:
    return missions.granted_supports(search, after, size)


def support(number: str) -> PublicSupport:
    """Raises Missing unless it was granted."""
    entry, card = missions.granted_support(number)
    return PublicSupport(entry, card.asked, card.reasons, card.tranches)


def checkpoint() -> str:
    """The newest signed checkpoint of the audit as published; empty before the first."""
    found = latest_checkpoint()
    return found.line if found else ""
