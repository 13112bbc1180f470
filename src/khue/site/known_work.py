"""What the city already works on or has brought about, for the search of likenesses among needs."""

from __future__ import annotations

from collections.abc import Iterator

from khue.core.bilingual import Text
from khue.features.calls.domain.likeness import Known
from khue.features.missions import queries as mission_queries


def missions(words: tuple[str, ...]) -> Iterator[Known]:
    """Tasks of missions that share a telling word."""
    for task in mission_queries.tasks_with_words(words):
        yield Known(f"task:{task.id}", Text("nhiệm vụ", "mission"), task.title, task.code, field=task.field)
