"""What is to be assigned: proposals, reviewers, how well they fit, who may not meet whom, and what must hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Pair = tuple[str, str]
"""(id of the proposal, id of the reviewer)"""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """``most`` and ``least``: how many proposals in all. ``labels``: what quotas count, such as ``employer:12``."""

    id: str
    most: int
    least: int = 0
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Quota:
    """Of a proposal's reviewers at least ``least`` and at most ``most`` bear ``label`` (None: no upper limit).

    One from outside the proposer's employer, of three: ``Quota("employer:12", most=2)``. A senior: ``Quota("senior", 1)``.
    """

    label: str
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """``needs``: how many reviewers, exactly. ``floor``: its reviewers' expertise sums to at least this (0: no floor)."""

    id: str
    needs: int
    floor: int = 0
    quotas: tuple[Quota, ...] = ()


@dataclass(frozen=True, slots=True)
class Override:
    """A pair that a person puts in (``force``) or takes out, with the ground that the minutes keep."""

    proposal: str
    reviewer: str
    force: bool
    ground: str

    @property
    def pair(self) -> Pair:
        return self.proposal, self.reviewer


@dataclass(frozen=True, slots=True)
class Problem:
    """Who may review what.

    ``expertise``: whole points from 0, per pair; a pair that is not named has 0 and is allowed.
    ``forbidden``: pairs that may not meet (interests), each with the id of its reason, which is handed back as it came.
    ``wishes``: whole points, also below 0, added to the expertise in what is maximised, never in a floor.
    ``lowest_first``: first make the worst served proposal's mean expertise per reviewer as high as it can be, then the
    total; otherwise the total alone, above the given floors.
    ``salt``: what the draw between equal solutions is seeded with (``optimum.draw``); for instance the call's code.
    The order in which anything is given makes no difference.
    """

    proposals: tuple[Proposal, ...]
    reviewers: tuple[Reviewer, ...]
    expertise: Mapping[Pair, int]
    forbidden: Mapping[Pair, str] = field(default_factory=dict)
    wishes: Mapping[Pair, int] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    lowest_first: bool = True
    salt: str = ""

    def worth(self, pair: Pair) -> int:
        """What the pair brings to the total: expertise and wish."""
        return self.expertise.get(pair, 0) + self.wishes.get(pair, 0)


class Kind(StrEnum):
    """What a problem demands; also what may have to give when not everything can hold."""

    NEEDS = "needs"
    MOST = "most"
    LEAST = "least"
    FLOOR = "floor"
    QUOTA_LEAST = "quota_least"
    QUOTA_MOST = "quota_most"
    INTEREST = "interest"
    FORCED = "forced"
    TAKEN_OUT = "taken_out"
