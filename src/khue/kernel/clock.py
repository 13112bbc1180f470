"""The business clock. Only middleware, jobs and the command line read it; everything below gets the moment passed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from khue.core.actor import Actor
from khue.kernel.models import BusinessClock


def shift() -> timedelta:
    """How far the sample city runs ahead; zero on a real server."""
    if not settings.KHUE_SAMPLE:
        return timedelta()
    days = BusinessClock.objects.filter(pk=1).values_list("shift_days", flat=True).first()
    return timedelta(days=days or 0)


def now() -> datetime:
    """The city's business moment (aware)."""
    return timezone.now() + shift()


def job_actor(name: str) -> Actor:
    """The actor under which a job writes: named after the job, allowed what the job's use-case allows to jobs."""
    return Actor(key=f"job:{name}", name=name, moment=now(), rights=frozenset({f"job.{name}"}))
