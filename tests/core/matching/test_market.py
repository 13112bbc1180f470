"""The best of all pairs, against every pair explained by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from khue.core.matching import START, Need, Offer, Weights, explain
from khue.core.matching.market import Found, Market

WORDS = st.frozensets(st.sampled_from("abcdefghij"), max_size=5)
CODES = st.frozensets(
    st.sampled_from(["C02F1/44", "C02F 1/44", "C02F 3/12", "A61K 1/00", "field", "field.sub"]), max_size=3
)
MODES = st.frozensets(st.sampled_from(["sale", "lease", "licence"]), max_size=2)
LANDS = ("VN", "US", "JP")
PRICES = st.none() | st.integers(0, 40) | st.integers(10**14, 3 * 10**14)
STAGES = st.none() | st.integers(1, 9)
NEED = st.builds(
    Need, st.just(0), WORDS, CODES, STAGES, MODES, PRICES, st.sampled_from(("", *LANDS)), PRICES
)  # fmt: skip
OFFER = st.builds(
    Offer, st.just(0), WORDS, CODES, STAGES, MODES, PRICES, st.frozensets(st.sampled_from(LANDS), max_size=2)
)  # fmt: skip
WEIGHTS = st.sampled_from([START, Weights(0, 0, 0, 0, 0, 1000), Weights(350, 50, 25, 200, 250, 125)])


def numbered(found: list[Need] | list[Offer]) -> list[Need] | list[Offer]:
    from dataclasses import replace

    return [replace(each, key=100 - place) for place, each in enumerate(found)]  # type: ignore[misc]  # of one kind each


def by_hand(need: Need, offers: list[Offer], market: Market) -> list[Found]:
    """Every pair that shares a word or a code, the best first."""
    found = []
    for offer in offers:
        match = explain(need, offer, market.catalogue, market.weights)
        if match.words or any(p.criterion == "codes" and p.points and p.said for p in match.parts):
            found.append(Found(need.key, offer.key, match.points))
    return sorted(found, key=lambda each: (-each.points, each.offer))


@given(st.lists(NEED, max_size=4), st.lists(OFFER, max_size=12), WEIGHTS, st.integers(1, 5), st.integers(0, 800))
def test_both_sides_find_what_every_pair_alone_says(
    needs: list[Need], offers: list[Offer], weights: Weights, most: int, least: int
) -> None:
    needs, offers = numbered(needs), numbered(offers)  # type: ignore[assignment]  # of one kind each
    market = Market(needs, offers, weights)
    pairs: list[Found] = []
    for need in needs:
        whole = by_hand(need, offers, market)
        pairs.extend(whole)
        expected = [each for each in whole[:most] if each.points >= least]
        assert market.offers_for(need.key, most, least) == expected
    for offer in offers:
        mine = sorted((p for p in pairs if p.offer == offer.key), key=lambda each: (-each.points, each.need))
        assert market.needs_for(offer.key, most, least) == [each for each in mine[:most] if each.points >= least]


def test_leaving_out_what_cannot_reach_the_mark_changes_nothing() -> None:
    from random import Random

    chance = Random(11)

    def words(count: int) -> frozenset[str]:
        return frozenset(f"w{int(chance.paretovariate(0.7)) % 300}" for _ in range(count))

    offers = [
        Offer(
            number, words(12), frozenset(chance.sample(["C02F 1/44", "C02F 3/12", "G06N 3/08"], 1)), chance.choice([None, 3, 6, 9]),
            frozenset(chance.sample(["sale", "lease"], 1)), chance.choice([None, 50, 150, 400]), frozenset({chance.choice(LANDS)}),
        )
        for number in range(1000)
    ]  # fmt: skip
    needs = [Need(number, words(9), frozenset({"C02F 3/12"}), 7, frozenset({"sale"}), 100, "VN") for number in range(3)]
    market = Market(needs, offers, START)
    for need in needs:
        assert market.offers_for(need.key, 10) == by_hand(need, offers, market)[:10]
    assert sum(1 for _ in market.all_pairs()) == len(needs)
