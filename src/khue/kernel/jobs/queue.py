"""The queue as administrators see it: how much of each kind waits, runs, failed; single jobs with their reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from khue.core.bilingual import Text
from khue.core.errors import Missing
from khue.kernel.health import WORKER_SILENCE
from khue.kernel.models import JobFailure, JobGivenUp
from khue.kernel.paging import Page, keyset

STATES = ("failed", "waiting", "running", "given-up", "done")
_STATUS = {
    "failed": ("failed", "aborted"),
    "waiting": ("todo",),
    "running": ("doing",),
    "given-up": ("cancelled",),
    "done": ("succeeded",),
}
_STATE = {status: state for state, found in _STATUS.items() for status in found}
_SUBJECT = re.compile(r"[a-z-]+:[0-9A-Za-z-]{1,60}")
PAGE = 50
UNKNOWN = Text("Không có công việc này.", "There is no such job.")
UNKNOWN_NEXT = Text("Mời ông/bà xem lại danh sách công việc.", "Please look at the list of jobs.")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of job. ``oldest`` is when the longest-waiting job that is due became due."""

    task: str
    waiting: int
    running: int
    failed: int
    given_up: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job. ``state`` as in STATES, or ``stuck`` when its worker is gone; ``about`` is the subject that it works on."""

    id: int
    task: str
    state: str
    attempts: int
    about: str
    queued_at: datetime | None
    due_at: datetime | None
    error: str
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    attempt: int
    error: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GivenUp:
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class JobCard:
    line: JobLine
    attempts: tuple[Attempt, ...]
    given_up: GivenUp | None


def kinds() -> tuple[Kind, ...]:
    """Every kind that has a job which is not done; most failures first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT task_name,
                   count(*) FILTER (WHERE status = 'todo'),
                   count(*) FILTER (WHERE status = 'doing'),
                   count(*) FILTER (WHERE status IN ('failed', 'aborted')),
                   count(*) FILTER (WHERE status = 'cancelled'),
                   min(coalesce(scheduled_at, (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)))
                       FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now())
            FROM procrastinate_jobs j WHERE status <> 'succeeded'
            GROUP BY 1 ORDER BY 4 DESC, 2 DESC, 1"""
        )
        return tuple(Kind(*row) for row in cursor.fetchall())


def counts() -> Mapping[str, int]:
    """Jobs per state, every state named; ``stuck`` ones are among the running."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        found = dict(cursor.fetchall())
    made = {state: sum(found.get(status, 0) for status in _STATUS[state]) for state in STATES}
    return {**made, "stuck": _stuck(ProcrastinateJob.objects.filter(status="doing")).filter(stuck=True).count()}


def jobs(state: str, task: str, after: str | None, size: int = PAGE) -> Page[JobLine]:
    """A page of jobs in a state (every state when it is none of STATES), newest first."""
    return keyset(_asked(state, task), ("-id",), after, size).of(_line)


def every_job(state: str, task: str) -> Iterable[JobLine]:
    """All of them, for an export."""
    return (_line(row) for row in _asked(state, task).order_by("-id").iterator(chunk_size=500))


def job(job_id: int) -> JobCard:
    """One job with all its failed attempts. Raises Missing. Three queries."""
    row = _with_reasons(ProcrastinateJob.objects.filter(pk=job_id)).first()
    if row is None:
        raise Missing(UNKNOWN, UNKNOWN_NEXT)
    failed = JobFailure.objects.filter(job_id=job_id).order_by("-id")[:PAGE]
    attempts = tuple(Attempt(each.attempt, each.error, each.place, each.at) for each in failed)
    ended = JobGivenUp.objects.filter(job_id=job_id).first()
    return JobCard(_line(row), attempts, GivenUp(ended.reason, ended.by, ended.at) if ended else None)


def _asked(state: str, task: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = ProcrastinateJob.objects.all()
    if state in _STATUS:
        rows = rows.filter(status__in=_STATUS[state])
    if task:
        rows = rows.filter(task_name=task)
    return _with_reasons(rows)


def _with_reasons(rows: QuerySet[Any]) -> QuerySet[Any]:
    last = JobFailure.objects.filter(job_id=OuterRef("pk")).order_by("-id")
    first = ProcrastinateEvent.objects.filter(job_id=OuterRef("pk")).order_by("id")
    told: QuerySet[Any] = _stuck(rows).annotate(
        error=Subquery(last.values("error")[:1]),
        failed_at=Subquery(last.values("at")[:1]),
        queued_at=Subquery(first.values("at")[:1]),
    )
    return told


def _stuck(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Running for a worker that has gone silent, or for none."""
    alive = ProcrastinateWorker.objects.filter(
        pk=OuterRef("worker_id"), last_heartbeat__gt=Now() - timedelta(seconds=WORKER_SILENCE)
    )
    marked: QuerySet[Any] = rows.annotate(stuck=Q(status="doing") & ~Exists(alive), due_at=F("scheduled_at"))
    return marked


def _line(row: Any) -> JobLine:
    return JobLine(
        id=row.id,
        task=row.task_name,
        state="stuck" if row.stuck else _STATE.get(row.status, row.status),
        attempts=row.attempts,
        about=_about(row.args),
        queued_at=row.queued_at,
        due_at=row.due_at,
        error=row.error or "",
        failed_at=row.failed_at,
    )


def _about(arguments: Mapping[str, Any]) -> str:
    """The subject among the arguments: keys only, never what else they hold."""
    event = arguments.get("event")
    inner = event if isinstance(event, Mapping) else arguments
    for value in (inner.get("subject"), *inner.values()):
        if isinstance(value, str) and _SUBJECT.fullmatch(value):
            return value
    return ""
