"""Where results come from: the rooms that hold the origins give their facts through registrations that ``site`` wires."""

from __future__ import annotations

from collections.abc import Callable

from khue.core.actor import Actor
from khue.features.results.domain.register import OriginFacts

Source = Callable[[str], OriginFacts | None]
Offered = Callable[[Actor], tuple[OriginFacts, ...]]
_sources: dict[str, tuple[Source, Offered]] = {}


def wire_origin(kind: str, source: Source, offered: Offered) -> None:
    """``source`` gives the facts about a subject of ``kind`` (``support``); ``offered`` those that an actor may register from."""
    _sources[kind] = (source, offered)


def origin(subject: str) -> OriginFacts | None:
    """The facts about a subject, or None for one that nobody knows."""
    known = _sources.get(subject.partition(":")[0])
    return known[0](subject) if known else None


def origins_for(actor: Actor) -> tuple[OriginFacts, ...]:
    """What the actor may register results from, of all rooms, by title."""
    found = [facts for _source, offered in _sources.values() for facts in offered(actor)]
    return tuple(sorted(found, key=lambda facts: facts.title))
