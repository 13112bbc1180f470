"""Figures about dossiers that may be shown to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from khue.features.dossiers.models import DecisionRecord, Task


@dataclass(frozen=True, slots=True)
class OnTime:
    """Decided in the period, and how many of them on or before the day promised first."""

    decided: int
    in_time: int


def on_time(today: date, days: int = 30) -> OnTime:
    """Of the last ``days`` days; an apology does not make a late answer punctual. One index range."""
    recent = DecisionRecord.objects.filter(decided_on__gt=today - timedelta(days=days), supersedes=None)
    found = recent.aggregate(
        decided=Count("pk", filter=Q(dossier__promised_on__isnull=False)),
        in_time=Count("pk", filter=Q(decided_on__lte=F("dossier__promised_on"))),
    )
    return OnTime(found["decided"] or 0, found["in_time"] or 0)


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Tasks on the desks: with time left, due today or within two days, overdue, and those whose clock stands."""

    in_time: int
    soon: int
    overdue: int
    no_clock: int


def open_work(today: date) -> OpenWork:
    """Every open task, by its clock. One query over the open tasks."""
    running = Q(paused=False, due_on__isnull=False)
    soon = today + timedelta(days=2)
    found = Task.objects.filter(closed_at__isnull=True).aggregate(
        in_time=Count("pk", filter=running & Q(due_on__gt=soon)),
        soon=Count("pk", filter=running & Q(due_on__gte=today, due_on__lte=soon)),
        overdue=Count("pk", filter=running & Q(due_on__lt=today)),
        no_clock=Count("pk", filter=~running),
    )
    return OpenWork(**found)
