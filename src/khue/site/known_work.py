"""What the city already works on or has brought about, for the search of likenesses among needs."""

from __future__ import annotations

from collections.abc import Iterator

from khue.core.bilingual import Text
from khue.features.calls.domain.likeness import Known
from khue.features.delivery import queries as delivery
from khue.features.missions import queries as mission_queries
from khue.features.results import queries as results


def missions(words: tuple[str, ...]) -> Iterator[Known]:
    """Tasks of missions that share a telling word."""
    for task in mission_queries.tasks_with_words(words):
        yield Known(f"task:{task.id}", Text("nhiệm vụ", "mission"), task.title, task.code, field=task.field)


def funded(words: tuple[str, ...]) -> Iterator[Known]:
    """Missions that the city funds or funded, with their public page."""
    for one in delivery.missions_with_words(words):
        yield Known(
            key=f"mission:{one.id}",
            kind=Text("nhiệm vụ được cấp kinh phí", "funded mission"),
            title=one.title,
            note=f"{one.number} · {one.lead}",
            href=f"/funded-missions/{one.number}/",
            field=one.field,
        )


def registered(words: tuple[str, ...]) -> Iterator[Known]:
    """Results of the public register, with their page there; their fields are of another list and count for nothing here."""
    for one in results.results_with_words(words):
        yield Known(
            key=f"result:{one.id}",
            kind=Text("kết quả đã đăng ký", "registered result"),
            title=one.title,
            note=f"{one.number} · {one.owner}",
            href=f"/results/no/{one.number}/",
        )
