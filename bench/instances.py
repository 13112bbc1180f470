"""The made-up calls that ``bench.optimum`` solves: proposals and reviewers by topics, offers with costs; all from seeds."""

from __future__ import annotations

from typing import Any

import numpy as np

TOPICS, DEPTH, EACH = 60, 24, 3


class Call:
    """Proposals and reviewers as mixtures of two of 60 topics in 24 dimensions, some topics more common than others.

    Points are the cosine of the two in thousandths, never below 0. ``most`` per reviewer leaves a seventh of the places
    free; ``floor`` percent of the best three that a proposal could have is what it must get.
    """

    def __init__(self, proposals: int, reviewers: int, *, floor: int, seed: int = 34) -> None:
        random = np.random.default_rng(seed)
        centres = random.normal(size=(TOPICS, DEPTH))
        self.size, self.wide = proposals, reviewers
        self.ours = _mixtures(random, centres, proposals, 0.7)
        self.theirs = _mixtures(random, centres, reviewers, 0.5)
        self.needs = np.full(proposals, EACH)
        self.most = np.full(reviewers, -(-proposals * EACH * 8 // (reviewers * 7)))
        self.least = np.zeros(reviewers, np.int64)
        blocks = (np.arange(start, min(start + 256, proposals)) for start in range(0, proposals, 256))
        self.best = np.concatenate([np.sort(self.points(rows), axis=1)[:, -EACH:].sum(axis=1) for rows in blocks])
        self.floors = self.best.astype(np.int64) * floor // 100

    def points(self, rows: Any) -> Any:
        return np.rint(np.clip(self.ours[rows] @ self.theirs.T, 0, 1) * 1000).astype(np.int32)

    def problem(self) -> Any:
        from khue.core.optimum.assignment.wide import Wide

        proposals = [f"P{number:05}" for number in range(self.size)]
        reviewers = [f"R{number:05}" for number in range(self.wide)]
        return Wide(proposals, reviewers, self.needs, self.most, self.least, self.floors, self.points, salt="bench")


def _mixtures(random: np.random.Generator, centres: Any, count: int, skew: float) -> Any:
    weights = 1 / np.arange(1, TOPICS + 1) ** skew
    weights /= weights.sum()
    first, second = (centres[random.choice(TOPICS, count, p=weights)] for _ in range(2))
    mixed = first + 0.6 * second + 0.7 * random.normal(size=(count, DEPTH))
    return (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)


def offers(count: int, *, seed: int = 5) -> Any:
    """A portfolio: ``count`` offers of 24 fields, 60 institutes and many teams; a fifth of the money asked for.

    Floors and ceilings (count and money) by field, a ceiling by institute, a bonus for every fifth team, one offer in
    twenty depends on another, and as many triples exclude each other. Costs are whole millions of đồng.
    """
    from khue.core.optimum.portfolio import Bonus, Limit, Offer, Problem

    random = np.random.default_rng(seed)
    made = []
    for number in range(count):
        worth = random.normal(70, 10)
        scores = {f"R{who:03}": int(np.clip(random.normal(worth, 6), 0, 100)) for who in random.integers(0, 900, 3)}
        cost = max(1, int(np.exp(random.normal(0.8, 0.7)) * 1000)) * 1_000_000
        groups = {
            f"field:{random.integers(24)}",
            f"institute:{random.integers(60)}",
            f"team:{random.integers(count // 4)}",
        }
        weight = int(random.choice([100, 100, 110, 120]))
        made.append(Offer(f"P{number:05}", cost, scores, weight, groups=frozenset(groups)))
    budget = sum(offer.cost for offer in made) // 5
    names = [offer.id for offer in made]
    pairs = random.integers(0, count, (count // 20, 2))
    triples = (set(triple) for triple in random.integers(0, count, (count // 20, 3)))
    return Problem(
        offers=tuple(made),
        budget=budget,
        limits=(
            *(Limit(f"field:{at}", least_count=count // 200, most_money=budget // 15) for at in range(24)),
            *(Limit(f"institute:{at}", most_count=max(1, count // 150)) for at in range(60)),
        ),
        bonuses=tuple(Bonus(f"team:{at}", 2, 5_000) for at in range(0, count // 4, 5)),
        needs=tuple((names[one], names[other]) for one, other in pairs if one != other),
        exclusions=tuple(frozenset(names[at] for at in triple) for triple in triples if len(triple) > 1),
        salt="bench",
    )
