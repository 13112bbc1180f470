"""What other rooms bring: things that the city already knows of, for the search of likenesses."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from khue.features.calls.domain.likeness import Known

KnownOf = Callable[[tuple[str, ...]], Iterable[Known]]
_known: dict[str, KnownOf] = {}


def wire_known(kind: str, source: KnownOf) -> None:
    """Called by ``site``: ``source(words)`` gives what may be alike to something with these telling words (folded). Safe to repeat."""
    _known[kind] = source


def known(words: tuple[str, ...]) -> Iterable[Known]:
    """What the rooms above know of, kind by kind."""
    for source in _known.values():
        yield from source(words)
