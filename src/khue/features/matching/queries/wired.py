"""Where experts and investors come from: the catalogue lies above this room and is wired in by ``site``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from khue.features.matching.domain.thirds import Third

Texts = Callable[[date, Collection[int] | None], Iterable[Third]]
Ids = Callable[[date], "QuerySet[Any, int]"]
_wired: list[tuple[Texts, Ids]] = []


def wire_thirds(texts: Texts, ids: Ids) -> None:
    """From now on ``texts(day, entries or None)`` gives experts and investors who are shown, ``ids(day)`` the numbers of their entries."""
    _wired[:] = [(texts, ids)]


def thirds(on: date, entries: Collection[int] | None = None) -> tuple[Third, ...]:
    """Those whom everybody reads on the day; of ``entries`` alone where they are given."""
    return tuple(one for texts, _ids in _wired for one in texts(on, entries))


def shown_entries(on: date) -> Any:
    """What narrows rows to entries that everybody reads on the day."""
    return _wired[0][1](on) if _wired else ()
