"""What hangs on a party in other rooms: they say it, this room shows it before a merge and after it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Window

from khue.core.bilingual import Text
from khue.core.money import format_dong


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing of a party. ``subject`` is its key; ``desk`` names the officers who have it now, when it is open;
    ``amount`` is in đồng.
    """

    subject: str
    label: str
    party: str
    state: Text
    is_open: bool
    desk: str | Text = ""
    href: str = ""
    amount: int | None = None

    def named(self, language: str) -> str:
        """The label, and the amount as the reader's language writes it."""
        return self.label if self.amount is None else f"{self.label} · {format_dong(self.amount, language)}"


@dataclass(frozen=True, slots=True)
class Matters:
    """Things of one kind: how many there are, and as many lines as a page can hold (open ones first)."""

    kind: Text
    total: int
    lines: tuple[Matter, ...] = ()


def with_total(found: QuerySet[Any]) -> QuerySet[Any]:
    """Each row also carries ``total``, the number of all rows: a page of lines and how many there are in one query."""
    counted: QuerySet[Any] = found.annotate(total=Window(Count("*")))
    return counted


Teller = Callable[[Collection[int]], Matters]
MOST = 200
_tellers: dict[str, Teller] = {}


def wire_matters(name: str, teller: Teller) -> None:
    """Called by ``site``: ``teller(party ids)`` says what the room holds for these parties, in a constant number of queries."""
    _tellers[name] = teller


def matters_of(party_ids: Collection[int]) -> tuple[Matters, ...]:
    """What other rooms hold for these parties, kind by kind; empty kinds are left out."""
    found = (teller(party_ids) for teller in _tellers.values())
    return tuple(matters for matters in found if matters.total)
