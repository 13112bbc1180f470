"""Missions by telling words, for rooms that look for the same problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from khue.features.missions.models import Task

PUBLIC = ("granted", "running", "completed")
MOST = 400


@dataclass(frozen=True, slots=True)
class KnownTask:
    id: int
    title: str
    code: str
    field: str


def tasks_with_words(words: Iterable[str]) -> tuple[KnownTask, ...]:
    """Tasks whose support was granted (their titles are public) and that share a word, folded; the newest first."""
    shared = Q(pk__in=[])
    for word in words:
        shared |= Q(folded__contains=word)
    rows = Task.objects.filter(shared, supports__state__in=PUBLIC).distinct().order_by("-pk")[:MOST]
    return tuple(KnownTask(row.pk, row.title, row.code, row.field) for row in rows)
