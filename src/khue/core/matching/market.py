"""All needs against all offers: the best of each side, to the same points that ``explain`` gives.

From each word lead the places of the offers that have it. Those that share most with a need are weighed in full, and the last of the
best among them sets a mark. What a pair must have in common to reach it, were every other criterion met, tells who is passed over.
Nothing is estimated: the best are the best of all pairs.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from khue.core.matching.pair import HALF, STEP, Catalogue, Need, Offer, broader, too_high, too_low
from khue.core.matching.weights import WHOLE, Weights

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Places = NDArray[np.int32]
NOBODY: Places = np.empty(0, dtype=np.int32)
NEAR = (0.8, 0.5, 0.2)  # who has such a share of the most common words sets the mark
NOT_SAID = -1


@dataclass(frozen=True, slots=True)
class Found:
    """A pair among the best of its side."""

    need: int
    offer: int
    points: int


@dataclass(slots=True)
class _Side:
    """One side in columns: keys, what its words weigh together, and each criterion as figures."""

    keys: Ints
    having: tuple[Places, ...]  # by word: the places of those that have it, ascending
    starts: Ints  # where the words of each place begin in ``said``
    said: NDArray[np.int32]
    codes: Mapping[str, Places]  # code or group → places, each once, ascending
    asked: Floats  # weight of all words of a need; 1 for an offer
    code_counts: Floats  # 0: none
    stage: Ints  # 0: none
    modes: Ints  # bits; 0: none
    price: Ints  # NOT_SAID: none
    least: Ints  # of a need; NOT_SAID: none
    territories: Ints  # bits; 0: none


class Market:
    """Needs and offers as they stand, with the weights that count. Raises ValueError for more than 63 modes or territories."""

    def __init__(self, needs: Sequence[Need], offers: Sequence[Offer], weights: Weights) -> None:
        self.weights = weights
        self.catalogue = catalogue = Catalogue.of(offers)
        known = sorted(word for word, weight in catalogue.weights.items() if weight)
        self._numbers = {word: number for number, word in enumerate(known)}
        self._word_weights = np.array([catalogue.weights[word] for word in known], dtype=np.float64)
        modes = _bits({mode for side in (needs, offers) for each in side for mode in each.modes})
        lands = _bits({each.territory for each in needs if each.territory} | {t for o in offers for t in o.territories})
        self._needs = self._side(
            needs,
            [float(catalogue.asked(each)) for each in needs],
            [_mask(each.modes, modes) for each in needs],
            [each.most for each in needs],
            [each.least for each in needs],
            [_mask({each.territory} - {""}, lands) for each in needs],
        )
        self._offers = self._side(
            offers,
            [1.0] * len(offers),
            [_mask(each.modes, modes) for each in offers],
            [each.price for each in offers],
            [None] * len(offers),
            [_mask(each.territories, lands) for each in offers],
        )
        self._place_of_need = {each.key: place for place, each in enumerate(needs)}
        self._place_of_offer = {each.key: place for place, each in enumerate(offers)}
        self._need_list, self._offer_list = needs, offers

    def _side(
        self,
        given: Sequence[Need | Offer],
        asked: list[float],
        modes: list[int],
        prices: list[int | None],
        floors: list[int | None],
        lands: list[int],
    ) -> _Side:
        starts, said = [0], array("i")
        having = [array("i") for _ in self._numbers]
        codes: dict[str, array[int]] = defaultdict(lambda: array("i"))
        for place, each in enumerate(given):
            for number in sorted(self._numbers[word] for word in each.words if word in self._numbers):
                said.append(number)
                having[number].append(place)
            starts.append(len(said))
            for code in each.codes:
                codes[f"={code}"].append(place)
            for group in {broader(code) for code in each.codes}:
                codes[group].append(place)
        return _Side(
            np.array([each.key for each in given], dtype=np.int64),
            tuple(np.frombuffer(places, dtype=np.int32) if places else NOBODY for places in having),
            np.array(starts, dtype=np.int64),
            np.frombuffer(said, dtype=np.int32) if said else NOBODY,
            {code: np.frombuffer(places, dtype=np.int32) for code, places in codes.items()},
            np.array(asked, dtype=np.float64),
            np.array([len(each.codes) for each in given], dtype=np.float64),
            np.array([each.stage or 0 for each in given], dtype=np.int64),
            np.array(modes, dtype=np.int64),
            _sums(prices),
            _sums(floors),
            np.array(lands, dtype=np.int64),
        )

    # -- one side asks ------------------------------------------------------------------------------------------------

    def offers_for(self, key: int, most: int = 10, least: int = 0) -> list[Found]:
        """The best offers for a need that share a word or a code with it, at least ``least`` points; equal ones by key."""
        place = self._place_of_need[key]
        got = self._added(self._offers, self._words_of(self._needs, place))
        places, points = self._reaching(place, got, most, least)
        best = _best(places, points, self._offers.keys, most, least)
        return [Found(key, int(self._offers.keys[at]), reached) for at, reached in best]

    def needs_for(self, key: int, most: int = 10, least: int = 0) -> list[Found]:
        """The same from an offer's side."""
        place = self._place_of_offer[key]
        offer, needs = self._offer_list[place], self._needs
        got = self._added(needs, self._words_of(self._offers, place))
        codes = self._need_codes(offer)
        places = np.flatnonzero(got + codes)
        points = self._points(places, place, got[places], codes[places])
        return [Found(int(needs.keys[at]), key, got) for at, got in _best(places, points, needs.keys, most, least)]

    def all_pairs(self, most: int = 10, least: int = 0) -> Iterator[list[Found]]:
        """The best offers of every need, one need after the other."""
        for key in self._needs.keys.tolist():
            yield self.offers_for(key, most, least)

    # -- who is looked at -----------------------------------------------------------------------------------------------

    def _reaching(self, need: int, got: Floats, most: int, least: int) -> tuple[Any, Floats]:
        """Offers that may be among the best, with their points: all that share something, less those that can't reach the mark."""
        top = float(got.max(initial=0.0))
        for share in NEAR if top else ():
            first = np.flatnonzero(got >= max(top * share, 1.0))
            if len(first) < most:
                continue
            points = self._weighed(need, first, got)
            enough = self._enough(need, max(float(_largest(points, most)), float(least)))
            if enough >= top * share:  # whoever reaches the mark is among these
                return first, points
            if enough > 0:
                places = np.flatnonzero(got >= enough)
                return places, self._weighed(need, places, got)
            break
        touched = got > 0
        for code in self._need_list[need].codes:
            touched[self._offers.codes.get(broader(code), NOBODY)] = True
        places = np.flatnonzero(touched)
        return places, self._weighed(need, places, got)

    def _enough(self, need: int, mark: float) -> float:
        """What common words must weigh for a pair to have ``mark`` points when every other criterion is met in full."""
        whole, counted = self._whole(need), self.weights.words
        if not counted:
            return 0.0
        points = (mark * whole - (whole - counted) * WHOLE) / counted
        return float(np.ceil(points * self._needs.asked[need] / WHOLE))

    def _words_of(self, side: _Side, place: int) -> Any:
        return side.said[side.starts[place] : side.starts[place + 1]]

    def _added(self, side: _Side, words: Any) -> Floats:
        """For every place of a side what those of the words weigh that it has."""
        found = [side.having[number] for number in words.tolist()]
        if not found:
            return np.zeros(len(side.keys))
        each = np.repeat(self._word_weights[words], [len(places) for places in found])
        return np.bincount(np.concatenate(found), weights=each, minlength=len(side.keys)).astype(np.float64, copy=False)

    # -- points ----------------------------------------------------------------------------------------------------------

    def _weighed(self, need: int, places: Any, got: Floats) -> Floats:
        """Points of a need with these offers."""
        return self._points(need, places, got[places], self._offer_codes(need, places))

    def _whole(self, need: Any) -> Any:
        """The weight of all criteria that a need asks for."""
        side, weights = self._needs, self.weights
        return (
            weights.words * (side.asked[need] > 0)
            + weights.codes * (side.code_counts[need] > 0)
            + weights.stage * (side.stage[need] > 0)
            + weights.mode * (side.modes[need] != 0)
            + weights.price * self._asks_price(need)
            + weights.territory * (side.territories[need] != 0)
        )

    def _points(self, need: Any, offer: Any, got: Floats, codes: Floats) -> Floats:
        """Points of pairs: one of both places is an array, to which ``got`` and ``codes`` belong.

        All figures are whole and below 2⁵³, so that a quotient rounded down is that of whole numbers.
        """
        needs, offers, weights = self._needs, self._offers, self.weights
        points = weights.words * np.floor(got * WHOLE / np.maximum(needs.asked[need], 1.0))
        counts = needs.code_counts[need]
        if np.any(counts):
            told = np.floor(codes / np.maximum(counts, 1.0))
            points += weights.codes * np.where(offers.code_counts[offer] == 0, HALF, told) * (counts > 0)
        stage = needs.stage[need]
        if np.any(stage):
            has = offers.stage[offer]
            met = np.where(has == 0, HALF, np.clip(WHOLE - STEP * (stage - has), 0, WHOLE))
            points += weights.stage * met * (stage > 0)
        for weight, wanted, has in (
            (weights.mode, needs.modes, offers.modes),
            (weights.territory, needs.territories, offers.territories),
        ):
            if np.any(wanted[need]):
                points += weight * _shared(wanted[need], has[offer])
        if np.any(asks := self._asks_price(need)):
            points += weights.price * asks * _price(needs.price[need], needs.least[need], offers.price[offer])
        return np.asarray(np.floor(points / np.maximum(self._whole(need), 1)))

    def _asks_price(self, need: Any) -> Any:
        return (self._needs.price[need] != NOT_SAID) | (self._needs.least[need] != NOT_SAID)

    def _offer_codes(self, need: int, places: Any) -> Floats:
        """For these offers the points of the need's codes, added up."""
        side, points = self._offers.codes, np.zeros(len(places))
        for code in self._need_list[need].codes:
            for name in (f"={code}", broader(code)):
                points += HALF * _among(places, side.get(name, NOBODY))
        return points

    def _need_codes(self, offer: Offer) -> Floats:
        """For every need the points of its codes that this offer has, added up."""
        found = np.zeros(len(self._needs.keys))
        groups = {broader(code) for code in offer.codes}
        for place in {int(at) for code in groups for at in self._needs.codes.get(code, NOBODY).tolist()}:
            found[place] = sum(
                WHOLE if code in offer.codes else HALF if broader(code) in groups else 0
                for code in self._need_list[place].codes
            )
        return found


def _best(places: Any, points: Floats, keys: Ints, most: int, least: int) -> Iterator[tuple[int, int]]:
    """Places and points of the best, best first, equal ones by key."""
    if len(points) > 4 * most:
        near = points >= _largest(points, most)
        places, points = places[near], points[near]
    order = np.lexsort((keys[places], -points))[:most]
    return ((int(places[at]), int(points[at])) for at in order if points[at] >= least)


def _largest(points: Floats, most: int) -> Any:
    """The ``most``-th largest."""
    return np.partition(points, len(points) - most)[len(points) - most]


def _among(places: Any, some: Places) -> Any:
    """Which of the places are among some, which ascend."""
    if not len(some):
        return np.zeros(len(places), dtype=bool)
    return some[np.minimum(np.searchsorted(some, places), len(some) - 1)] == places


def _shared(wanted: Any, has: Any) -> Any:
    return np.where(has == 0, HALF, WHOLE * ((wanted & has) != 0)) * (wanted != 0)


def _price(most: Any, least: Any, price: Any) -> Any:
    """Points of the price; of pairs that ask for none they mean nothing."""
    most, least, price = np.broadcast_arrays(most, least, price)
    beyond = ((most != NOT_SAID) & (price > most)) | (price < least)
    points = np.where(beyond, 0, WHOLE)
    # A few only: whole numbers, for đồng times a thousand are more than 2⁵³.
    between = np.flatnonzero(
        beyond & ((most == NOT_SAID) | (price < 2 * most)) & (2 * price > least) & (price != NOT_SAID)
    )
    points[between] = [
        WHOLE - max(too_high(None if high == NOT_SAID else high, asked), too_low(low, asked))
        for high, low, asked in zip(most[between].tolist(), least[between].tolist(), price[between].tolist(), strict=True)
    ]  # fmt: skip
    return np.where(price == NOT_SAID, HALF, points)


def _sums(given: Iterable[int | None]) -> Ints:
    return np.array([NOT_SAID if one is None else one for one in given], dtype=np.int64)


def _bits(names: set[str]) -> dict[str, int]:
    if len(names) > 63:
        raise ValueError(f"more than 63 of one kind: {len(names)}")
    return {name: 1 << place for place, name in enumerate(sorted(names))}


def _mask(names: Iterable[str], bits: Mapping[str, int]) -> int:
    return sum(bits[name] for name in names)
