"""How many needs a second are matched against 100,000 offers, beside the bare adding up of their common words.

    .venv/bin/python -m bench.matching

Offers are those of ``bench.finding``; needs are made from the same sample listings with another seed, with a readiness,
modes and a budget. The ten best offers of every need are found on one core, then for some offers the best needs. Some
needs are compared with every pair explained by itself. Beside it, by turns: ``numpy.bincount`` over the same words.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from statistics import median

from bench.figures import Figure, tell, timed
from bench.finding import offers as listings

NEEDS, OFFERS, ROUNDS, BEST, CHECKED, SEED = 10_000, 100_000, 3, 10, 5, 20261124


def run(quick: bool = False) -> list[Figure]:
    import numpy as np

    from khue.core.matching import START, explain
    from khue.core.matching.market import Market
    from khue.kernel.loading import django_ready

    django_ready()  # the sample listings lie with the sample city
    part = 50 if quick else 1
    offers, needs = list(_offers(OFFERS // part)), list(_needs(NEEDS // part))
    began = time.perf_counter()
    market = Market(needs, offers, START)
    building = time.perf_counter() - began
    some = needs[:: max(1, len(needs) // 500)]
    forward, bare = [], []
    for _ in range(1 if quick else ROUNDS):
        forward.append(len(needs) / timed(lambda: [None for _ in market.all_pairs(BEST)]))

        def add_up() -> None:
            side = market._offers
            for need in some:
                found = [side.having[market._numbers[word]] for word in need.words if word in market._numbers]
                if found:
                    np.bincount(np.concatenate(found), minlength=len(offers))

        bare.append(len(some) / timed(add_up))
    asked = [offer.key for offer in offers[:: max(1, len(offers) // 500)]]
    back = len(asked) / timed(lambda: [market.needs_for(key, BEST) for key in asked])
    wrong = 0
    for need in needs[:: max(1, len(needs) // CHECKED)]:
        best = market.offers_for(need.key, BEST)
        alone = sorted((-explain(need, offer, market.catalogue, START).points, offer.key) for offer in offers)[:BEST]
        wrong += [(-each.points, each.offer) for each in best] != alone
    return [
        Figure(
            f"needs against {len(offers):,} offers", median(forward), "needs/s", "" if quick else ">= 2000",
            f"the common words alone, added up by NumPy: {median(bare):,.0f} needs/s",
        ),
        Figure("offers against all needs", back, "offers/s"),
        Figure("needs whose best differ from all pairs explained one by one", wrong, "", "<= 0"),
        Figure("preparing both sides", building, "s"),
    ]  # fmt: skip


def _offers(many: int) -> Iterator[object]:
    from khue.core.matching import Offer, words_of

    chance = random.Random(SEED)
    for key, title, english, body, body_en, price, sides, _day in listings(many):
        yield Offer(
            key,
            words_of(title, english, body, body_en),
            frozenset(sides["field"]),
            int(sides["trl"][0]),
            frozenset(sides.get("mode", ())),
            price if chance.random() < 0.8 else None,
            frozenset(chance.sample(("VN", "US", "JP", "KR"), 1)) if chance.random() < 0.4 else frozenset(),
        )


def _needs(many: int) -> Iterator[object]:
    """Problems as firms write them: a technology for a use, often the other way round than offers say it."""
    from khue.core.matching import Need, words_of

    chance = random.Random(SEED + 1)
    for key, title, english, body, _body_en, price, sides, _day in listings(many, SEED + 2):
        yield Need(
            key,
            words_of(title, english, body.partition(".")[2] if chance.random() < 0.5 else ""),
            frozenset(sides["field"]),
            chance.randrange(4, 9) if chance.random() < 0.7 else None,
            frozenset(sides.get("mode", ())) if chance.random() < 0.6 else frozenset(),
            price * 2 if chance.random() < 0.8 else None,
            "VN" if chance.random() < 0.3 else "",
        )


if __name__ == "__main__":
    tell(run, __doc__)
