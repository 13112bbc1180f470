"""What hangs on a party in other rooms: they say it, this room shows it before a merge and after it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from khue.core.bilingual import Text


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing of a party. ``subject`` is its key; ``desk`` names the officers who have it now, when it is open."""

    subject: str
    label: str
    party: str
    state: Text
    is_open: bool
    desk: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Matters:
    """Things of one kind: how many there are, and as many lines as a page can hold (open ones first)."""

    kind: Text
    total: int
    lines: tuple[Matter, ...] = ()


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
