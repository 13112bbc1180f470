"""The kept list of words that mean the same: the city's file, and the lines that operators add to it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from django.conf import settings

from khue.core.meanings import Meanings

Lines = Sequence[Sequence[str]]
_added: Callable[[], Lines] | None = None
_kept_lines: Callable[[], Lines] | None = None
_tried: ContextVar[tuple[tuple[str, ...], ...]] = ContextVar("tried", default=())


def set_added_lines(loader: Callable[[], Lines]) -> None:
    """``loader`` gives the lines that operators keep beside the city's file. It is asked at every search: keep it cheap."""
    global _added
    _added = loader


def set_kept_lines(loader: Callable[[], Lines]) -> None:
    """``loader`` gives the whole list as operators keep it; while it gives nothing, the city's file counts."""
    global _kept_lines
    _kept_lines = loader


@contextmanager
def trying(lines: Lines) -> Iterator[None]:
    """Inside, these lines stand beside the list, for this asker alone: a bench on which a line is tried."""
    before = _tried.set(tuple(tuple(line) for line in lines))
    try:
        yield
    finally:
        _tried.reset(before)


def glossary() -> Meanings:
    """The list as it stands. A changed line counts from the next question on: nothing is built anew."""
    lines = tuple(tuple(line) for line in _kept_lines()) if _kept_lines is not None else ()
    added = tuple(tuple(line) for line in _added()) if _added is not None else ()
    added += _tried.get()
    if lines:
        return _of(lines + added)
    return _with(added) if added else kept()


@lru_cache(maxsize=4)
def _of(lines: tuple[tuple[str, ...], ...]) -> Meanings:
    return Meanings(lines)


@lru_cache(maxsize=4)
def _with(added: tuple[tuple[str, ...], ...]) -> Meanings:
    return kept().with_lines(added)


@lru_cache(maxsize=1)
def kept() -> Meanings:
    """The city's own file."""
    return Meanings(lines_of_the_file())


def lines_of_the_file() -> list[list[str]]:
    """The lines that the city package brings."""
    return lines_of(import_module(settings.KHUE_CITY).path("meanings.toml"))


def lines_of(path: Path) -> list[list[str]]:
    """The lines of a file, over all its subjects."""
    subjects = tomllib.loads(path.read_text(encoding="utf-8"))["meanings"]
    return [line for lines in subjects.values() for line in lines]
