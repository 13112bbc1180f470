"""The piece of a text that shows why it was found, its words marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from khue.core.meanings import Unit
from khue.core.terms import places

Quote = tuple[tuple[str, bool], ...]
AROUND = 110  # characters on each side of the first word


def marked_words(units: Iterable[Unit]) -> frozenset[str]:
    """The plain words of a question that are marked in what was found, those of the same meaning too."""
    runs = [run for unit in units for run in (unit.own, *unit.others)]
    return frozenset(term.plain for run in runs for term in run if not term.empty)


def quote(text: str, wanted: frozenset[str], *, around: int = AROUND) -> Quote:
    """Pieces of ``text`` near the first wanted word, or its beginning; ``around`` 0 keeps the text whole.

    A piece is (text, whether it is wanted); wanted words that are neighbours are one piece. Nothing of an empty text.
    """
    text = unicodedata.normalize("NFC", text)
    spots = [(first, last) for first, last, term in places(text) if term.plain in wanted]
    first, last = _window(text, spots[0] if spots else (0, 0), around)
    pieces: list[tuple[str, bool]] = []
    at = first
    for begins, ends in spots:
        if begins < first or ends > last:
            continue
        between = text[at:begins]
        if pieces and pieces[-1][1] and between.isspace():
            pieces[-1] = (f"{pieces[-1][0]}{between}{text[begins:ends]}", True)
        else:
            if between:
                pieces.append((between, False))
            pieces.append((text[begins:ends], True))
        at = ends
    if text[at:last]:
        pieces.append((text[at:last], False))
    if pieces and first > 0:
        pieces.insert(0, ("… ", False))
    if pieces and last < len(text):
        pieces.append((" …", False))
    return tuple(pieces)


def _window(text: str, spot: tuple[int, int], around: int) -> tuple[int, int]:
    """From where to where the text is shown; never in the middle of a word."""
    if not around or len(text) <= 2 * around:
        return 0, len(text)
    first, last = max(0, spot[0] - around), min(len(text), max(spot[1] + around, 2 * around))
    if first:
        space = text.find(" ", first, spot[0])
        first = space + 1 if space >= 0 else spot[0]
    if last < len(text):
        space = text.rfind(" ", spot[1], last)
        last = space if space > 0 else last
    return first, last
