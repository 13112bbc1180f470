"""What changed between two texts, word by word: for a reader's eye, and the same for a template and for an edited paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from khue.core.bilingual import Text

Kind = Literal["same", "gone", "new"]
MOST_WORDS = 4000
"""Beyond this a text is compared line by line: word by word would take too long."""


@dataclass(frozen=True, slots=True)
class Part:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One place that differs, as a run of parts."""

    where: Text
    parts: tuple[Part, ...]


def changed_words(where: Text, before: str, after: str) -> Change:
    """The two texts as one run: what stayed, what is gone, what is new."""
    split = re.compile(r"\s+|[^\s]+").findall
    old, new = split(before), split(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts: list[Part] = []
    for tag, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part("same", "".join(old[a:b])))
            continue
        if b > a:
            parts.append(Part("gone", "".join(old[a:b])))
        if d > c:
            parts.append(Part("new", "".join(new[c:d])))
    return Change(where, tuple(parts))


def changed_lines(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """Paragraph by paragraph: changed ones word by word, added and removed ones whole; equal ones are left out."""
    found: list[Change] = []
    for tag, a, b, c, d in SequenceMatcher(a=list(before), b=list(after), autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for index in range(max(b - a, d - c)):
            old = before[a + index] if a + index < b else ""
            new = after[c + index] if c + index < d else ""
            number = (c if new else a) + index + 1
            found.append(changed_words(Text(f"Đoạn {number}", f"Paragraph {number}"), old, new))
    return tuple(found)
