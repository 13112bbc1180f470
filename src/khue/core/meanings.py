"""A kept list of words that mean the same: Vietnamese, English and abbreviations, found inside a question.

One line is one meaning. A word that was typed with marks is found by its marks, one without marks by its letters; of
two that begin at the same place the longer one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from khue.core.terms import Term, terms


@dataclass(frozen=True, slots=True)
class Meaning:
    """Ways to say one thing, each a run of terms."""

    ways: tuple[tuple[Term, ...], ...]

    def said(self) -> tuple[str, ...]:
        return tuple(" ".join(term.said for term in way) for way in self.ways)


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of a question: a word alone, or a run of words that has a meaning of the list. ``others`` say the same."""

    own: tuple[Term, ...]
    others: tuple[tuple[Term, ...], ...] = ()

    @property
    def said(self) -> str:
        return " ".join(term.said for term in self.own)

    @property
    def empty(self) -> bool:
        return not self.others and all(term.empty for term in self.own)


class Meanings:
    """The list, ready to be asked. The same word may stand in several lines: it then has all their meanings."""

    def __init__(self, lines: Iterable[Sequence[str]] = ()) -> None:
        self._lines: list[Meaning] = []
        self._by_way: dict[tuple[str, ...], list[Meaning]] = {}
        self._longest = 1
        for line in lines:
            self._add(line)

    def _add(self, line: Sequence[str]) -> None:
        ways = tuple(dict.fromkeys(way for said in line if (way := tuple(terms(said)))))
        if len(ways) < 2:
            return
        meaning = Meaning(ways)
        self._lines.append(meaning)
        for way in ways:
            self._by_way.setdefault(tuple(term.plain for term in way), []).append(meaning)
            self._longest = max(self._longest, len(way))

    def __len__(self) -> int:
        return len(self._lines)

    def with_lines(self, lines: Iterable[Sequence[str]]) -> Self:
        """A new list: this one's lines and these."""
        return type(self)([*(meaning.said() for meaning in self._lines), *lines])

    def units(self, asked: Sequence[Term]) -> list[Unit]:
        """The question cut into units, every word of it in exactly one."""
        found: list[Unit] = []
        at = 0
        while at < len(asked):
            for length in range(min(self._longest, len(asked) - at), 0, -1):
                run = tuple(asked[at : at + length])
                others = self._meant(run)
                if others or length == 1:
                    found.append(Unit(run, others))
                    at += length
                    break
        return found

    def _meant(self, run: tuple[Term, ...]) -> tuple[tuple[Term, ...], ...]:
        plain = tuple(term.plain for term in run)
        others: dict[tuple[Term, ...], None] = {}
        for meaning in self._by_way.get(plain, ()):
            if any(_agrees(run, way) for way in meaning.ways):
                others.update((way, None) for way in meaning.ways if tuple(term.plain for term in way) != plain)
        return tuple(others)

    def beginning(self, run: Sequence[Term], most: int) -> list[str]:
        """Phrases of the list that begin with these words, the last of them unfinished."""
        plain = [term.plain for term in run]
        found: list[str] = []
        for meaning in self._lines:
            for way, said in zip(meaning.ways, meaning.said(), strict=True):
                letters = [term.plain for term in way]
                begun = len(letters) >= len(plain) and letters[: len(plain) - 1] == plain[:-1]
                if plain and begun and letters[len(plain) - 1].startswith(plain[-1]) and said not in found:
                    found.append(said)
        return found[:most]


def _agrees(run: tuple[Term, ...], way: tuple[Term, ...]) -> bool:
    """Whether typed words may be these: letters agree, and marks where marks were typed."""
    return len(run) == len(way) and all(
        typed.plain == kept.plain and (not typed.marked or typed.marked == kept.marked)
        for typed, kept in zip(run, way, strict=True)
    )
