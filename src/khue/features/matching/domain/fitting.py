"""Demands and offers as the engine of ``core.matching`` reads them, and which pairs are worth a person's look."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from khue.core.matching import Match, Need, Offer, Weights, explain, words_of
from khue.core.terms import terms

BEST = 10
"""The most pairs that one side is shown."""
WIDE = 4 * BEST  # looked at, so that BEST stay when a party's own are left out
LEAST, LEAST_WORDS = 450, 100
"""Points in all, and points of the text, below which a pair is noise: without common words only a common patent code will do."""
FIELD = "field:"
EVERYWHERE = "PCT"
"""An international application may still become a right wherever a demand asks for one."""
EUROPE = frozenset(
    {
        "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR",
        "GB", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "ME",
        "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "TR",
    }
)  # fmt: skip
"""The 39 contracting states of the European Patent Convention, for EP."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A demand: whose it is (``party:4``), how the engine reads it, and its texts as they are shown."""

    party: str
    need: Need
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goods:
    """An offer: whose it is, and how the engine reads it."""

    party: str
    offer: Offer


@dataclass(frozen=True, slots=True)
class Fit:
    """A pair worth a look. ``words`` are common ones as the demand writes them, the weightiest first, with their share in points."""

    match: Match
    words: tuple[tuple[str, int], ...]
    codes: tuple[str, ...]


def wish(
    key: int, party: str, texts: Sequence[str], field: str, codes: Iterable[str], stage: int, modes: Iterable[str], most: int | None, territory: str
) -> Wish:  # fmt: skip
    """``stage`` 0 is not asked; ``codes`` are IPC symbols; ``territory`` a country's code or empty."""
    asked = frozenset({f"{FIELD}{field}", *codes})
    need = Need(key, words_of(*texts), asked, stage or None, frozenset(modes), most, territory)
    return Wish(party, need, tuple(texts))


def goods(
    key: int, party: str, texts: Sequence[str], field: str, codes: Iterable[str], stage: int, modes: Iterable[str], price: int | None,
    territories: Iterable[str], asked: Collection[str] = (),
) -> Goods:  # fmt: skip
    """``territories`` are countries' codes or treaties'; a treaty's stands for those that it reaches, of ``asked``, the
    countries that demands name, where it reaches all."""
    lands = frozenset(itertools.chain.from_iterable(_reached(one.upper(), asked) for one in territories if one))
    said = frozenset({f"{FIELD}{field}", *codes})
    return Goods(party, Offer(key, words_of(*texts), said, stage, frozenset(modes), price, lands))


def _reached(code: str, asked: Collection[str]) -> Collection[str]:
    return {code, *asked} if code == EVERYWHERE else EUROPE if code == "EP" else {code}


def fits(wishes: Sequence[Wish], offers: Sequence[Goods], weights: Weights) -> Iterator[Fit]:
    """The best pairs of each demand and of each offer, each pair once; never two sides of one party."""
    from khue.core.matching.market import Market  # brings NumPy, which only the worker needs

    wanted = {one.need.key: one for one in wishes}
    had = {one.offer.key: one for one in offers}
    market = Market([one.need for one in wishes], [one.offer for one in offers], weights)
    seen: set[tuple[int, int]] = set()

    def best(found: Iterable[tuple[int, int]]) -> Iterator[Fit]:
        kept = 0
        for need, offer in found:
            mine, theirs = wanted[need], had[offer]
            if mine.party == theirs.party:
                continue
            match = explain(mine.need, theirs.offer, market.catalogue, weights)
            codes = tuple(code for code in match.codes if not code.startswith(FIELD))
            if match.verdict().get("words", 0) < LEAST_WORDS and not codes:
                continue
            kept += 1
            if kept > BEST:
                return
            if (need, offer) not in seen:
                seen.add((need, offer))
                yield Fit(match, as_written(match.words, mine.texts), codes)

    for key in wanted:
        yield from best((pair.need, pair.offer) for pair in market.offers_for(key, WIDE, LEAST))
    for key in had:
        yield from best((pair.need, pair.offer) for pair in market.needs_for(key, WIDE, LEAST))


def as_written(words: Iterable[tuple[str, int]], texts: Iterable[str], most: int = 8) -> tuple[tuple[str, int], ...]:
    """Folded words as the texts write them; a word that stands in a pair already told is left out."""
    said: dict[str, str] = {}
    for text in texts:
        found = terms(text)
        for one in found:
            said.setdefault(one.plain, one.said)
        for one, other in itertools.pairwise(found):
            said.setdefault(f"{one.plain}_{other.plain}", f"{one.said} {other.said}")
    told: list[tuple[str, int]] = []
    within: set[str] = set()
    for word, points in sorted(words, key=lambda line: ("_" not in line[0], -line[1], line[0])):
        if word in said and word not in within and len(told) < most:
            told.append((said[word].lower(), points))
            within.update(word.split("_"))
    return tuple(sorted(told, key=lambda line: -line[1]))
