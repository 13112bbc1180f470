"""Who has how much on the desk, by when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count

from khue.features.dossiers.models import Task
from khue.features.dossiers.queries.desk import DUES, due_when

BUCKETS = tuple(name for name in DUES if name)


def load_of(keys: Iterable[str], today: date) -> Mapping[str, Mapping[str, int]]:
    """Person → due time → open tasks; whoever holds none is left out. One query over what these people hold."""
    counts = [Count("id", filter=due_when(name, today)) for name in BUCKETS]
    found = Task.objects.filter(assignee__in=set(keys), closed_at=None).values_list("assignee")
    counted = found.annotate(**dict(zip(BUCKETS, counts, strict=True)))
    return {person: dict(zip(BUCKETS, row, strict=True)) for person, *row in counted.order_by("assignee")}


def unclaimed(rights: Iterable[str], today: date) -> Mapping[str, int]:
    """Due time → open tasks that nobody has taken and that these rights cover. One query."""
    found = Task.objects.filter(assignee="", closed_at=None, right__in=set(rights))
    counts: Mapping[str, int] = found.aggregate(**{name: Count("id", filter=due_when(name, today)) for name in BUCKETS})
    return counts
