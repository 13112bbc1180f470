"""Demands and offers as the engine of ``core.matching`` reads them, and which pairs are worth a person's look."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from khue.core.matching import Match, Need, Offer, Weights, explain, words_of
from khue.core.terms import BETWEEN, Term, terms

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
    """A pair worth a look. ``words`` are common words and phrases as the demand writes them, the weightiest first, with their share in points."""

    match: Match
    words: tuple[tuple[str, int], ...]
    codes: tuple[str, ...]


def wish(
    key: int, party: str, texts: Sequence[str], field: str, codes: Iterable[str], stage: int, modes: Iterable[str], most: int | None, territory: str,
    least: int | None = None,
) -> Wish:  # fmt: skip
    """``stage`` 0 is not asked; ``codes`` are IPC symbols; ``territory`` a country's code or empty; ``least`` to ``most``: the sum in đồng."""
    asked = frozenset({f"{FIELD}{field}", *codes})
    need = Need(key, words_of(*texts), asked, stage or None, frozenset(modes), most, territory, least)
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
    """Folded words and pairs as the texts write them, the weightiest first: pairs that follow each other are one phrase, and each word
    counts once, in the first phrase that holds it."""
    left = dict(words)
    told: list[tuple[str, int]] = []
    for text in texts:
        for run in _runs(terms(text), left):
            plain = [one.plain for one in run]
            names = [*plain, *(f"{one}{BETWEEN}{other}" for one, other in itertools.pairwise(plain))]
            points = sum(left.pop(name, 0) for name in dict.fromkeys(names))
            if points:
                told.append((" ".join(one.said for one in run).lower(), points))
    return tuple(sorted(told, key=lambda line: -line[1])[:most])


def _runs(found: Sequence[Term], common: Mapping[str, int]) -> Iterator[Sequence[Term]]:
    """The longest rows of neighbours of which each two are a common pair; then single common words."""
    begin = 0
    for at in range(1, len(found) + 1):
        if at == len(found) or f"{found[at - 1].plain}{BETWEEN}{found[at].plain}" not in common:
            if at - begin > 1 or found[begin].plain in common:
                yield found[begin:at]
            begin = at
