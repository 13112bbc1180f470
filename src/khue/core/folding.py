"""Vietnamese text made comparable: folded for search, exact for names, keyed for alphabetical order.

PostgreSQL here has no unaccent and no ICU: these strings are computed once, stored beside the text, and compared
bytewise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

# Eth and the African d look like đ and come from old keyboards and fonts.
_DYET = str.maketrans({"đ": "d", "ð": "d", "ɖ": "d"})
_DYET_KEPT = str.maketrans({"ð": "đ", "ɖ": "đ"})

# Open syllables in which the two schools put the tone on different vowels; "quý" is not one of them.
_NEW_STYLE = re.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?![^\W\d_])")
# u belongs to the consonant qu and never carries the tone.
_TONE_ON_QU = re.compile(r"(?<=[qQ])([ùúủũụÙÚỦŨỤ])([aeêiơyAEÊIƠY])")

_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries; ngang is 0."""

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# One ASCII character per letter, in order, above the digits: sorts bytewise in any database.
_PLACES = {letter: chr(ord("A") + place) for place, letter in enumerate(_LETTERS)}
# Below digits and letters, so that a syllable's tones decide before the letters of a next one are looked at, and a
# syllable sorts before the longer syllable that begins with it.
_TONE_PLACES = '!"#$%&'


def fold(text: str) -> str:
    """Text for search without marks: ``"Đại học  Bách khoa"`` and ``"dai hoc bach khoa"`` are equal.

    NFC, case folded, combining and invisible characters removed, đ as d, runs of white space as one space.
    Folding twice changes nothing.
    """
    letters = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold())
    return " ".join(letters.translate(_MARKS).split())


def exact(text: str) -> str:
    """Text for comparing with marks kept: ``"Hoà"`` and ``"HÒA"`` are equal, ``"hoa"`` is another word."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(fold_tone_place(folded.translate(_FORMATS)).split())


def fold_tone_place(text: str) -> str:
    """The same text (NFC) with tones where the older school puts them: hoà → hòa, khoẻ → khỏe, thuý → thúy.

    A tone typed on the u of qu moves on: qúy → quý. Case is kept.
    """
    composed = unicodedata.normalize("NFC", text)
    moved = _NEW_STYLE.sub(lambda found: _move_tone(found[0][1], found[0][0], onto_first=True), composed)
    return _TONE_ON_QU.sub(lambda found: _move_tone(found[1], found[2], onto_first=False), moved)


def sort_key(text: str) -> str:
    """A key in Vietnamese alphabetical order (a ă â b … y z) that sorts bytewise (PostgreSQL collation "C").

    As in dictionaries, syllable by syllable: its letters decide first, then its tone (ngang, huyền, hỏi, ngã, sắc,
    nặng), then the next syllable, so that Hà Nội stands before Hạ Long. Case and punctuation do not count.
    The key is at most twice as long as the text and not for reading.
    """
    syllables: list[str] = []
    letters = tones = ""
    for character in f"{exact(text)} ":
        letter, tone = _place(character)
        if letter != " ":
            letters, tones = letters + letter, tones + _TONE_PLACES[tone]
        elif letters:
            syllables.append(letters + tones)
            letters = tones = ""
    return "".join(syllables)


def _place(character: str) -> tuple[str, int]:
    """The sorting character and the tone (0 to 5) of one composed character."""
    if character in _PLACES:
        return _PLACES[character], 0
    parts = unicodedata.normalize("NFD", character)
    tone = max((_TONES.get(part, 0) for part in parts), default=0)
    letter = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
    if letter in _PLACES:
        return _PLACES[letter], tone
    if parts[0] in _PLACES:
        return _PLACES[parts[0]], tone
    return (character if character.isalnum() else " "), 0


def _move_tone(toned: str, other: str, *, onto_first: bool) -> str:
    """The pair with the tone taken off ``toned`` and set on ``other``, which then comes first or last."""
    parts = unicodedata.normalize("NFD", toned)
    tone = next(part for part in parts if part in _TONES)
    bare = unicodedata.normalize("NFC", parts.replace(tone, ""))
    given = unicodedata.normalize("NFC", other + tone)
    return given + bare if onto_first else bare + given


class _Letters(dict[int, "str | None"]):
    """For ``str.translate``: characters of these categories go, some become others; each is looked up once for all."""

    def __init__(self, gone: tuple[str, ...], others: Mapping[int, str]) -> None:
        super().__init__()
        self._gone, self._others = gone, others

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        self[code] = None if unicodedata.category(letter) in self._gone else self._others.get(code, letter)
        return self[code]


_MARKS = _Letters(("Mn", "Me", "Cf"), _DYET)
_FORMATS = _Letters(("Cf",), _DYET_KEPT)
