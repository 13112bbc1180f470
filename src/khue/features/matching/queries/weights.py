"""Weights in their editions, and the answers that move them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from khue.core.matching import START, Verdict, Weights
from khue.features.matching.domain.words import PAIRS
from khue.features.matching.models import PairAnswer, ThirdAnswer, WeightsEdition


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition with the answers that stood when it was made; edition 0 has no moment."""

    no: int
    weights: Weights
    useful: int
    useless: int
    made_at: datetime | None


def edition_rows(of: str = PAIRS) -> tuple[EditionRow, ...]:
    """All editions of a set (``domain.words.SETS``), the newest first; the last is the one of the first day."""
    rows = WeightsEdition.objects.filter(of=of).order_by("-no")
    made = (EditionRow(row.no, Weights(**row.weights), row.useful, row.useless, row.made_at) for row in rows)
    return (*made, EditionRow(0, START, 0, 0, None))


def current(of: str = PAIRS) -> EditionRow:
    return edition_rows(of)[0]


def standing_answers(of: str = PAIRS) -> Iterator[tuple[str, Verdict]]:
    """Party and verdict of every answer that says something about the match, the newest first."""
    kept: type[PairAnswer | ThirdAnswer] = PairAnswer if of == PAIRS else ThirdAnswer
    rows = kept.objects.filter(stands=True).exclude(why="known").order_by("-at", "-id")
    for party, points, useful in rows.values_list("party", "points", "useful").iterator():
        yield f"party:{party}", Verdict(points, useful)
