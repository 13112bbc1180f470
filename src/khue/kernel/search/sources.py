"""What can be found: each room says for its kind of record how it is read, and who may find it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from khue.core.actor import Actor
from khue.core.bilingual import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as it is found. ``path`` has no language prefix; ``body`` is searched and quoted, never shown whole.

    ``aliases`` are found but not shown: numbers without their dashes, former names.
    """

    key: str
    title: str
    note: str
    path: str
    body: str = ""
    aliases: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of record. ``right`` is needed to find it.

    ``some`` reads the entries of keys (what is not there any more, or must not be found, is left out), ``every`` reads
    all, ``touched`` says which keys of this kind a deed about audit subjects may have changed.
    """

    label: Text
    right: str
    some: Callable[[Iterable[str]], Iterable[Entry]]
    every: Callable[[], Iterator[Entry]]
    touched: Callable[[Iterable[str]], Iterable[str]]


_SOURCES: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """``kind`` is the word before the colon of the entries' keys: ``dossier``."""
    _SOURCES[kind] = source


def known() -> dict[str, Source]:
    return dict(_SOURCES)


def kinds_for(actor: Actor) -> tuple[str, ...]:
    """What this reader may find."""
    return tuple(kind for kind, source in _SOURCES.items() if actor.may(source.right))
