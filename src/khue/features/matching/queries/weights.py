"""Weights in their editions, and the answers that move them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from khue.core.matching import START, Verdict, Weights
from khue.features.matching.models import PairAnswer, WeightsEdition


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition with the answers that stood when it was made; edition 0 has no moment."""

    no: int
    weights: Weights
    useful: int
    useless: int
    made_at: datetime | None


def edition_rows() -> tuple[EditionRow, ...]:
    """All editions, the newest first; the last is the one of the first day."""
    rows = WeightsEdition.objects.order_by("-no")
    made = (EditionRow(row.no, Weights(**row.weights), row.useful, row.useless, row.made_at) for row in rows)
    return (*made, EditionRow(0, START, 0, 0, None))


def current() -> EditionRow:
    return edition_rows()[0]


def standing_answers() -> Iterator[tuple[str, Verdict]]:
    """Party and verdict of every answer that says something about the match, the newest first."""
    rows = PairAnswer.objects.filter(stands=True).exclude(why="known").order_by("-at", "-id")
    for party, points, useful in rows.values_list("party", "points", "useful").iterator():
        yield f"party:{party}", Verdict(points, useful)
