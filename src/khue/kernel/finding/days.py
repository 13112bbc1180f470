"""What a day changes without a deed: the index is taken as of a day, and whoever asks on another is told nothing of what is hidden by then."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from khue.core.actor import CITY_ZONE
from khue.kernel import clock
from khue.kernel.finding import index
from khue.kernel.finding.sources import known


def today() -> date:
    """The city's business day."""
    return clock.now().astimezone(CITY_ZONE).date()


def hidden_by_the_day(kinds: Collection[str] = ()) -> frozenset[str]:
    """Keys that the index has and that are no longer shown today, although no deed says so. Nothing on the index's own day."""
    if not any(source.turned for source in known().values()):
        return frozenset()
    edition, on = index.current(), today()
    taken = index.read_day(edition) if edition else None
    if taken is None or taken == on:
        return frozenset()
    found: set[str] = set()
    for kind, source in known().items():
        if source.turned is not None and (not kinds or kind in kinds):
            keys = set(source.turned(taken, on))
            found |= keys - (set(source.still(keys, on)) if source.still is not None and keys else set())
    return frozenset(found)


def still_shown(keys: Iterable[str], readers: Collection[str] = ()) -> frozenset[str]:
    """Those of keys that may leave today, for an asker in these classes. One query for each kind that has days."""
    by_kind: dict[str, set[str]] = {}
    for key in keys:
        by_kind.setdefault(key.partition(":")[0], set()).add(key)
    sources = known()
    found: set[str] = set()
    for kind, mine in by_kind.items():
        source = sources.get(kind)
        if source is not None and source.still_for is not None:
            found |= mine & set(source.still_for(mine, today(), readers))
        elif source is not None:
            found |= mine if source.still is None else mine & set(source.still(mine, today()))
    return frozenset(found)
