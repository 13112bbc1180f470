"""One need and one offer: their points criterion by criterion, and why."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from khue.core.matching.weights import CRITERIA, WHOLE, Weights
from khue.core.terms import pairs, terms

HALF = WHOLE // 2
STEP = 250  # points lost for each stage of readiness that an offer lacks
COMMON_SHARE, COMMON_LEAST = 8, 50  # a word in more than an eighth of at least so many offers says nothing


def words_of(*texts: str) -> frozenset[str]:
    """What texts say, as matching reads it: words that are not empty, and pairs of neighbours, which stand for Vietnamese words."""
    found: set[str] = set()
    for text in texts:
        said = terms(text)
        found.update(term.plain for term in said if not term.empty)
        found.update(pairs(said))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody looks for. What is None or empty is not asked.

    ``stage`` is the least readiness (1 to 9) that will do, ``most`` the highest price in đồng, ``territory`` where the right must hold,
    ``least`` the lowest price of interest in đồng: an investor puts no less than that into one technology.
    """

    key: int
    words: frozenset[str]
    codes: frozenset[str] = frozenset()
    stage: int | None = None
    modes: frozenset[str] = frozenset()
    most: int | None = None
    territory: str = ""
    least: int | None = None

    @property
    def asks_price(self) -> bool:
        return self.most is not None or self.least is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """What somebody offers. What is None or empty is not said, and counts half where it is asked for."""

    key: int
    words: frozenset[str]
    codes: frozenset[str] = frozenset()
    stage: int | None = None
    modes: frozenset[str] = frozenset()
    price: int | None = None
    territories: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What each word of all offers weighs: the rarer the more, and what stands nearly everywhere nothing."""

    offers: int
    weights: Mapping[str, int] = field(repr=False)

    @classmethod
    def of(cls, offers: Iterable[Offer]) -> Catalogue:
        counts: Counter[str] = Counter()
        number = 0
        for offer in offers:
            number += 1
            counts.update(offer.words)
        most = max(COMMON_LEAST, number // COMMON_SHARE)
        return cls(
            number, {word: int(100 * math.log((number + 1) / count)) for word, count in counts.items() if count <= most}
        )

    def weight(self, word: str) -> int:
        """Nothing for a word that no offer has: it tells offers not apart."""
        return self.weights.get(word, 0)

    def asked(self, need: Need) -> int:
        """What all words of a need weigh together."""
        return sum(self.weight(word) for word in need.words)


@dataclass(frozen=True, slots=True)
class Part:
    """One criterion: its weight, its points from 0 to 1000, and whether the offer says anything of it."""

    criterion: str
    weight: int
    points: int
    said: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """A pair with its points. ``words`` are the common ones with their share of all that the need says, in points, the weightiest first."""

    need: int
    offer: int
    points: int
    parts: tuple[Part, ...]
    words: tuple[tuple[str, int], ...]
    codes: tuple[str, ...]

    def verdict(self) -> dict[str, int]:
        """Points per criterion, as an answer to this proposal keeps them."""
        return {part.criterion: part.points for part in self.parts}


_IPC = re.compile(r"[A-H][0-9]{2}[A-Z](?=[ 0-9]|$)")


def broader(code: str) -> str:
    """The group that a code belongs to: of an IPC code its subclass (C02F 1/44, also written C02F1/44 → C02F), of others what
    stands before the last dot."""
    ipc = _IPC.match(code)
    return ipc[0] if ipc else code.rpartition(".")[0] or code


def explain(need: Need, offer: Offer, catalogue: Catalogue, weights: Weights) -> Match:
    """The points of one pair with all reasons. What the need does not ask does not count, for any offer."""
    common = need.words & offer.words
    asked = catalogue.asked(need)
    found = {
        "words": (sum(map(catalogue.weight, common)) * WHOLE // asked, True) if asked else None,
        "codes": (_codes(need, offer), bool(offer.codes)) if need.codes else None,
        "stage": (_stage(need.stage, offer.stage), offer.stage is not None) if need.stage is not None else None,
        "mode": (_shared(need.modes, offer.modes), bool(offer.modes)) if need.modes else None,
        "price": (_price(need, offer.price), offer.price is not None) if need.asks_price else None,
        "territory": (
            (_shared(frozenset({need.territory}), offer.territories), bool(offer.territories))
            if need.territory
            else None
        ),
    }
    parts = tuple(Part(name, getattr(weights, name), *told) for name in CRITERIA if (told := found[name]) is not None)
    whole = sum(part.weight for part in parts)
    return Match(
        need.key,
        offer.key,
        sum(part.weight * part.points for part in parts) // whole if whole else 0,
        parts,
        tuple(
            sorted(
                ((word, catalogue.weight(word) * WHOLE // asked) for word in common if catalogue.weight(word)),
                key=lambda told: (-told[1], told[0]),
            )
        ),
        tuple(sorted(need.codes & offer.codes)),
    )


def _codes(need: Need, offer: Offer) -> int:
    """Each code of the need that the offer has counts whole, one of the same group half."""
    if not offer.codes:
        return HALF
    groups = {broader(code) for code in offer.codes}
    got = sum(WHOLE if code in offer.codes else HALF if broader(code) in groups else 0 for code in need.codes)
    return got // len(need.codes)


def _stage(least: int, has: int | None) -> int:
    return HALF if has is None else max(0, WHOLE - STEP * max(0, least - has))


def _shared(wanted: frozenset[str], has: frozenset[str]) -> int:
    return HALF if not has else WHOLE if wanted & has else 0


def _price(need: Need, price: int | None) -> int:
    """Whole within the band; nothing from twice its end on, nor up to half of its beginning, falling evenly between."""
    if price is None:
        return HALF
    return WHOLE - max(too_high(need.most, price), too_low(need.least, price))


def too_high(most: int | None, price: int) -> int:
    """What a price above ``most`` loses, from 0 to 1000."""
    if most is None or price <= most:
        return 0
    return min(WHOLE, (price - most) * WHOLE // most) if most else WHOLE


def too_low(least: int | None, price: int) -> int:
    """What a price below ``least`` loses, from 0 to 1000."""
    return 0 if least is None or price >= least else min(WHOLE, (least - price) * 2 * WHOLE // least)
