"""What a budget may fund: offers with scores and costs, and everything that the funded set must keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

FINE = 1000
"""A mean score counts in thousandths, so that a third of a point is not lost."""


@dataclass(frozen=True, slots=True)
class Level:
    """A smaller grant: ``cost`` in đồng, which brings ``percent`` of the offer's value."""

    cost: int
    percent: int


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposal that asks for ``cost`` đồng.

    ``scores``: whole points by reviewer. ``weight``: strategic weight in percent. ``extra``: value declared on top.
    ``groups``: what limits and bonuses count, such as ``field:ai`` or ``team:hust-robotics``. ``levels``: smaller
    grants that would do as well.
    """

    id: str
    cost: int
    scores: Mapping[str, int] = field(default_factory=dict)
    weight: int = 100
    extra: int = 0
    groups: frozenset[str] = frozenset()
    levels: tuple[Level, ...] = ()

    @property
    def value(self) -> int:
        """Mean score in thousandths times the weight, cut to whole, plus the extra: the declared value."""
        mean = FINE * self.weight * sum(self.scores.values()) // (100 * len(self.scores)) if self.scores else 0
        return mean + self.extra


@dataclass(frozen=True, slots=True)
class Limit:
    """Floors and ceilings of one group: how many are funded, and with how much money (None: no ceiling)."""

    group: str
    least_count: int = 0
    most_count: int | None = None
    least_money: int = 0
    most_money: int | None = None


@dataclass(frozen=True, slots=True)
class Bonus:
    """Concentration: ``value`` more once at least ``count`` offers of ``group`` are funded."""

    group: str
    count: int
    value: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Which offers to fund with ``budget`` đồng.

    ``needs``: (i, j): i only together with j. ``exclusions``: of each set at most one. ``must`` and ``must_not``: what
    people decided beforehand. ``salt``: seeds the draw between sets of equal value. Order makes no difference.
    """

    offers: tuple[Offer, ...]
    budget: int
    limits: tuple[Limit, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    exclusions: tuple[frozenset[str], ...] = ()
    must: frozenset[str] = frozenset()
    must_not: frozenset[str] = frozenset()
    salt: str = ""


class Kind(StrEnum):
    """What a funded set must keep."""

    BUDGET = "budget"
    LEAST_COUNT = "least_count"
    MOST_COUNT = "most_count"
    LEAST_MONEY = "least_money"
    MOST_MONEY = "most_money"
    NEEDS = "needs"
    EXCLUSION = "exclusion"
    MUST = "must"
    MUST_NOT = "must_not"


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """One thing that must be kept: ``name`` is the group or the offer, ``limit`` its figure (count or đồng, or 0)."""

    kind: Kind
    name: str
    limit: int = 0
