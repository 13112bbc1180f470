"""How much each criterion counts, within which bounds, and how people's answers move it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

WHOLE = 1000
HASTE = 20  # with so many answers a criterion is moved half as far as with ever more of them


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of each criterion, 1000 in all. Raises ValueError for another sum or a negative one."""

    words: int
    codes: int
    stage: int
    mode: int
    price: int
    territory: int

    def __post_init__(self) -> None:
        given = [getattr(self, each.name) for each in fields(self)]
        if min(given) < 0 or sum(given) != WHOLE:
            raise ValueError(f"weights are {WHOLE} in all and none is negative: {self}")


CRITERIA: tuple[str, ...] = tuple(each.name for each in fields(Weights))
START = Weights(words=500, codes=150, stage=100, mode=80, price=120, territory=50)
# Least and most of each. What a text says always counts most, and no criterion can be tuned away.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "words": (350, 700),
    "codes": (50, 300),
    "stage": (25, 250),
    "mode": (25, 200),
    "price": (25, 250),
    "territory": (10, 150),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody said of a proposed pair: its points per criterion (what was not asked is missing), and whether it was of use."""

    points: Mapping[str, int]
    useful: bool


def tuned(weights: Weights, verdicts: Sequence[Verdict], bounds: Mapping[str, tuple[int, int]] = BOUNDS) -> Weights:
    """Weights after these answers: a criterion that told useful pairs from useless ones gains, one that misled loses.

    The measure is the difference between its mean points in useful and in useless pairs, from -1000 to 1000; few answers move little.
    The result is within the bounds and depends neither on the order of the answers nor on earlier ones. Raises ValueError when the
    bounds leave no room for 1000 points.
    """
    wanted = {}
    for name in CRITERIA:
        useful = [each.points[name] for each in verdicts if each.useful and name in each.points]
        useless = [each.points[name] for each in verdicts if not each.useful and name in each.points]
        now = getattr(weights, name)
        if not useful or not useless:
            wanted[name] = float(now)
            continue
        difference = (sum(useful) / len(useful) - sum(useless) / len(useless)) / WHOLE
        count = min(len(useful), len(useless))
        wanted[name] = now * (1 + difference * count / (count + HASTE))
    return Weights(**_whole(wanted, bounds))


def _whole(wanted: Mapping[str, float], bounds: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """Whole points within the bounds, as near to one common multiple of what is wanted as they allow, 1000 in all."""
    if not sum(low for low, _ in bounds.values()) <= WHOLE <= sum(high for _, high in bounds.values()):
        raise ValueError(f"these bounds leave no room for {WHOLE} points: {dict(bounds)}")

    def stretched(by: float) -> dict[str, float]:
        return {name: min(max(wanted[name] * by, bounds[name][0]), bounds[name][1]) for name in CRITERIA}

    least, most = 0.0, 1.0
    while sum(stretched(most).values()) < WHOLE:
        most *= 2
        if most > 1e9:  # what is wanted is nought where there would be room
            wanted = {name: max(value, 1e-6) for name, value in wanted.items()}
    for _ in range(80):
        middle = (least + most) / 2
        least, most = (least, middle) if sum(stretched(middle).values()) >= WHOLE else (middle, most)
    exact = stretched(most)
    points = {name: int(exact[name]) for name in CRITERIA}
    for name in _by_rest(exact, points, bounds):
        if sum(points.values()) == WHOLE:
            break
        points[name] += 1
    return points


def _by_rest(
    exact: Mapping[str, float], points: Mapping[str, int], bounds: Mapping[str, tuple[int, int]]
) -> Iterable[str]:
    """Names that may have one point more, the largest rest first."""
    free = [name for name in CRITERIA if points[name] < bounds[name][1]]
    return sorted(free, key=lambda name: (points[name] - exact[name], CRITERIA.index(name)))
