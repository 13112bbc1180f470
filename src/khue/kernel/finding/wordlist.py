"""The kept list of words that mean the same: the city's file, and the lines that operators add to it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from django.conf import settings

from khue.core.meanings import Meanings

Lines = Sequence[Sequence[str]]
_added: Callable[[], Lines] | None = None


def set_added_lines(loader: Callable[[], Lines]) -> None:
    """``loader`` gives the lines that operators keep beside the city's file. It is asked at every search: keep it cheap."""
    global _added
    _added = loader


def glossary() -> Meanings:
    """The list as it stands. A changed line counts from the next question on: nothing is built anew."""
    added = tuple(tuple(line) for line in _added()) if _added is not None else ()
    return _with(added) if added else kept()


@lru_cache(maxsize=4)
def _with(added: tuple[tuple[str, ...], ...]) -> Meanings:
    return kept().with_lines(added)


@lru_cache(maxsize=1)
def kept() -> Meanings:
    """The city's own file."""
    return Meanings(lines_of(import_module(settings.KHUE_CITY).path("meanings.toml")))


def lines_of(path: Path) -> list[list[str]]:
    """The lines of a file, over all its subjects."""
    subjects = tomllib.loads(path.read_text(encoding="utf-8"))["meanings"]
    return [line for lines in subjects.values() for line in lines]
