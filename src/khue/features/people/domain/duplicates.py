"""What a registrar says about a pair of records that look alike."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DismissPair:
    """The two records are not one party; ``ground`` is kept so that nobody is asked twice."""

    pair_id: int
    ground: str
    once: UUID | None = None
