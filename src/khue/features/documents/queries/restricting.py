"""Which subjects of papers a restriction of processing hides: the rooms that know whose they are say it."""

from __future__ import annotations

from collections.abc import Callable, Collection

from khue.core.actor import Actor

_hidden: list[Callable[[Actor], Collection[str]]] = []
_restricted: list[Callable[[str], bool]] = []


def wire_restrictions(
    hidden: Callable[[Actor], Collection[str]], restricted: Callable[[str], bool] | None = None
) -> None:
    """Called by ``site``: ``hidden(reader)`` gives the subjects that are kept from a reader, ``restricted(subject)`` says it for pages
    that anybody reads; none for papers whose public check never says what they are about."""
    _hidden.append(hidden)
    if restricted is not None:
        _restricted.append(restricted)


def hidden_from(actor: Actor) -> frozenset[str]:
    """Subjects whose papers stand in no list for this reader."""
    return frozenset(subject for tell in _hidden for subject in tell(actor))


def is_restricted(subject: str) -> bool:
    return any(tell(subject) for tell in _restricted)
