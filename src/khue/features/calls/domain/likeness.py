"""What may be about the same problem: telling words, then points. A suggestion; a person compares and decides.

Vietnamese is compared without marks and tones (``core.folding``); words that most needs carry are left out. Method and a
worked example: docs/algorithms/duplicates.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from khue.core.bilingual import Text
from khue.core.folding import fold

LEAST: Final = 60
"""Points of 100 from which a likeness is shown."""
MOST: Final = 8
"""So many are shown, the likest first."""
# Words that most titles of needs and tasks carry and that tell nothing apart, folded.
_COMMON: Final = frozenset(
    """nghien cuu xay dung phat trien giai phap he thong cong nghe de xuat mo hinh thanh pho ha noi phuc vu
    trien khai va cua cho cac mot nhung trong tren tai voi bang theo tu nham the of and for in a to""".split()  # noqa: SIM905 - a list of words reads better as words
)


@dataclass(frozen=True, slots=True)
class Known:
    """Something that the city already knows of: a need, a mission, a result. ``kind`` is a word for readers."""

    key: str
    kind: Text
    title: str
    note: str = ""
    href: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """``points`` of 100; ``words`` are the telling words that both carry, as typed in neither."""

    known: Known
    points: int
    words: tuple[str, ...]


def telling(text: str) -> tuple[str, ...]:
    """The words that tell a problem from another, folded, each once, in order."""
    words = (word.strip(".,;:()[]\"“”'’–-/") for word in fold(text).split())
    return tuple(dict.fromkeys(word for word in words if len(word) > 1 and word not in _COMMON))


def alike(title: str, known: Iterable[Known], *, field: str = "") -> tuple[Alike, ...]:
    """The likest first. Points: letters that agree whatever the order of the words, and words that both carry.

    A field that differs takes ten points away; without two telling words in common nothing is alike.
    """
    from rapidfuzz import fuzz

    mine = telling(title)
    found = []
    for each in known:
        theirs = telling(each.title)
        shared = tuple(word for word in mine if word in set(theirs))
        if len(shared) < min(2, len(mine), len(theirs)) or not shared:
            continue
        letters = fuzz.token_sort_ratio(" ".join(mine), " ".join(theirs))
        carried = 100 * len(shared) / max(1, min(len(mine), len(theirs)))
        points = round(0.6 * letters + 0.4 * carried)
        if field and each.field and field != each.field:
            points -= 10
        if points >= LEAST:
            found.append(Alike(each, min(100, points), shared))
    return tuple(sorted(found, key=lambda one: (-one.points, one.known.key))[:MOST])
