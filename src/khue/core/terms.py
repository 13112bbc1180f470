"""Text as a search engine keeps it: terms of Vietnamese syllables and English words, and the pairs they stand in.

A term has two forms. The *plain* one matches however a word was typed: marks and case folded, one spelling of i and y
(xử lí, xử lý), an English plural as its singular. The *marked* one keeps the marks and tells words apart that fold
alike (ma, má, mạ). Vietnamese writes a word as several syllables: pairs of neighbours stand for the words.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from khue.core.folding import exact, fold

LONGEST = 40  # letters of one term; what is longer is no word
BETWEEN = "_"  # joins the two terms of a pair; no term holds it

# H&M, KH&CN, R&D, C++ and 5G are words; a comma, a dash or a slash ends one.
_PIECE = re.compile(r"[^\W_]+(?:&[^\W_]+)*", re.UNICODE)
# Where both spellings are in use: hi, ki, li, mi, si, ti, qui; never vi, di, ni or a longer syllable.
_I_OR_Y = re.compile(r"(h|k|l|m|s|t|qu)i")
_I_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")

# Words that say nothing alone, with the marks they are typed with. Without marks "cua" may be a crab, so that form
# counts as empty only among other words.
_EMPTY_VI = "và của cho các những là bằng từ trong trên với theo để được có tại về một do ở khi hay hoặc vào ra này đó"
_EMPTY_EN = "the of for a an in on and to with by from or at as is are using based into"
EMPTY = frozenset(f"{_EMPTY_VI} {_EMPTY_EN}".split())


@dataclass(frozen=True, slots=True)
class Term:
    """One word. ``marked`` is empty when the word has no marks; ``said`` is the word as it stood in the text."""

    plain: str
    marked: str
    said: str
    empty: bool = False


def terms(text: str, most: int | None = None) -> list[Term]:
    """The words of any text, in order, at most ``most``. Decomposed letters, old tone places and odd d are the same."""
    found: list[Term] = []
    for piece in _PIECE.finditer(unicodedata.normalize("NFC", text)):
        term = _term(piece[0])
        if term.plain:
            found.append(term)
            if most is not None and len(found) >= most:
                break
    return found


def places(text: str) -> Iterator[tuple[int, int, Term]]:
    """Each word of NFC text with the places of its first letter and of the letter after its last."""
    for piece in _PIECE.finditer(text):
        term = _term(piece[0])
        if term.plain:
            yield piece.start(), piece.end(), term


@lru_cache(maxsize=200_000)
def _term(piece: str) -> Term:
    plain, marked = fold(piece)[:LONGEST], exact(piece)[:LONGEST]
    empty = marked in EMPTY
    if not plain.isascii() or marked == plain:
        marked = ""
    if _I_OR_Y.fullmatch(plain):
        plain, marked = plain[:-1] + "y", marked[:-1] + marked[-1:].translate(_I_TO_Y)
    elif not marked:
        plain = _singular(plain)
    return Term(plain, marked, piece, empty)


def _singular(word: str) -> str:
    """An English plural as its singular, nothing more: batteries → battery, sensors → sensor, glass stays."""
    if len(word) < 4 or not word.endswith("s") or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("us", "ss", "is")):
        return word
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def pairs(found: Sequence[Term]) -> list[str]:
    """Neighbours as one term each: công nghệ cao → cong_nghe, nghe_cao."""
    plain = [term.plain for term in found]
    return [f"{one}{BETWEEN}{other}" for one, other in itertools.pairwise(plain)]


def may_be_misspelt(word: str) -> int:
    """How many letters of a plain word that nobody wrote may be wrong: none of a short one, for syllables lie close."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < 8 else 2
