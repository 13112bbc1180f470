"""Experts and investors for an offer: the third sides beside who needs and who offers, weighed by the same engine."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from khue.core.bilingual import Text
from khue.core.matching import Weights, explain
from khue.features.matching.domain.fitting import BEST, FIELD, WIDE, Fit, Goods, Wish, as_written, wish

LEAST, LEAST_WORDS = 350, 100
"""Points in all, and points of the text, below which an expert or investor is noise for an offer; the field must fit besides."""
SORTS = ("expert", "investor")


@dataclass(frozen=True, slots=True)
class Third:
    """An expert or investor who chose to be found: ``entry`` is its number in the catalogue, ``sort`` one of ``SORTS``, ``fields`` key fields
    of which one must fit, ``stage`` the least readiness (0: not asked), ``least`` and ``most`` the band of what is put into one technology
    (đồng, None: not told), ``territory`` a country's code or empty."""

    entry: int
    sort: str
    party: str
    name: str
    title: Text
    texts: tuple[str, ...]
    fields: tuple[str, ...]
    stage: int = 0
    most: int | None = None
    territory: str = ""
    least: int | None = None


@dataclass(frozen=True, slots=True)
class ThirdFit:
    """A third side that may fit an offer; ``fit`` reads it as who asks."""

    third: Third
    fit: Fit


def asked_by(thirds: Sequence[Third]) -> list[tuple[Third, Wish]]:
    """Each third side once for each of its fields: any one of them will do. A wish's key is its place."""
    told = [(third, field) for third in thirds for field in third.fields]
    return [
        (
            third,
            wish(
                place,
                third.party,
                third.texts,
                field,
                (),
                third.stage,
                (),
                third.most,
                third.territory,
                third.least,
            ),
        )
        for place, (third, field) in enumerate(told)
    ]


def third_fits(thirds: Sequence[Third], offers: Sequence[Goods], weights: Weights) -> list[ThirdFit]:
    """The best offers of each third side and, of each sort, the best third sides of each offer; never somebody for an own offer."""
    asked = asked_by(thirds)
    if not asked or not offers:
        return []
    from khue.core.matching.market import Market  # brings NumPy, which only the worker needs

    had = {one.offer.key: one for one in offers}
    market = Market([one.need for _third, one in asked], [one.offer for one in offers], weights)
    near = {
        (pair.need, pair.offer) for place, _one in enumerate(asked) for pair in market.offers_for(place, WIDE, LEAST)
    }
    near |= {(pair.need, pair.offer) for key in had for pair in market.needs_for(key, WIDE, LEAST)}
    best: dict[tuple[int, int], ThirdFit] = {}
    for place, key in sorted(near):
        third, mine = asked[place]
        theirs = had[key]
        if mine.party == theirs.party:
            continue
        match = explain(mine.need, theirs.offer, market.catalogue, weights)
        said = match.verdict()
        if said.get("words", 0) < LEAST_WORDS or not said.get("codes", 0):
            continue
        codes = tuple(code for code in match.codes if not code.startswith(FIELD))
        found = ThirdFit(third, Fit(match, as_written(match.words, mine.texts), codes))
        before = best.get((third.entry, key))
        if before is None or before.fit.match.points < match.points:
            best[third.entry, key] = found
    return _kept(best.values())


def _kept(found: Collection[ThirdFit]) -> list[ThirdFit]:
    """The best of each side."""
    of_offer: dict[tuple[int, str], int] = {}
    of_third: dict[int, int] = {}
    kept = []
    for one in sorted(found, key=lambda one: (-one.fit.match.points, one.third.entry, one.fit.match.offer)):
        place = (one.fit.match.offer, one.third.sort)
        of_offer[place] = of_offer.get(place, 0) + 1
        of_third[one.third.entry] = of_third.get(one.third.entry, 0) + 1
        if of_offer[place] <= BEST or of_third[one.third.entry] <= BEST:
            kept.append(one)
    return kept
