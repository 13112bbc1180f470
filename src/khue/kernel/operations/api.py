"""Doors of operations: how the portal is doing, the worker's jobs, and what an administrator does with failed ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Schema
from pydantic import Field

from khue.core.bilingual import Text
from khue.kernel.api.doors import Door, acting, once_of
from khue.kernel.api.shapes import After, Ask, Done, Id, Listing, Size, listing
from khue.kernel.jobs import deeds, queue
from khue.kernel.jobs.deeds import MANAGE, GiveUpJob, RetryJob, RetryKind
from khue.kernel.metrics import kept, reading
from khue.kernel.operations.forms import LONGEST_REASON

door = Door("operations")
Task = Annotated[
    str, Path(max_length=120, pattern=r"^[A-Za-z0-9_.-]+$", description="Kind of job, as dossiers.render_document")
]
JobState = Annotated[
    Literal["failed", "waiting", "running", "given-up", "done", "all"], Query(description="Jobs in this state")
]
JobKind = Annotated[str, Query(max_length=120, description="Only this kind; empty for all")]


class RouteOut(Schema):
    """A page: requests, errors, seconds within which half and 95 % were answered."""

    route: str
    count: int
    failed: int
    half: float
    most: float


class FigureOut(Schema):
    """A figure by its name under /metrics; several where it is told apart by ``labels``."""

    name: str
    labels: list[str]
    value: float


class OperationsOut(Schema):
    """Since the start of this process."""

    requests: int
    most: float
    routes: list[RouteOut]
    figures: list[FigureOut]


class JobKindOut(Schema):
    task: str
    failed: int
    waiting: int
    running: int
    given_up: int
    oldest: datetime | None


class JobLineOut(Schema):
    """``state``: failed, waiting, running, stuck (its worker is gone), given-up, done."""

    id: int
    task: str
    state: str
    attempts: int
    about: str
    queued_at: datetime | None
    due_at: datetime | None
    error: str
    failed_at: datetime | None


class AttemptOut(Schema):
    attempt: int
    error: str
    place: str
    at: datetime


class GivenUpOut(Schema):
    reason: str
    by: str


class JobOut(Schema):
    """One job, with its failed attempts, newest first."""

    line: JobLineOut
    attempts: list[AttemptOut]
    given_up: GivenUpOut | None


class JobsByKindOut(Schema):
    counts: dict[str, int]
    kinds: list[JobKindOut]


class RetriedOut(Schema):
    """How many wait again; ``twins`` stay because the same waits already; ``left`` remain for another time."""

    retried: int
    twins: int
    left: int


class GiveUpIn(Ask):
    reason: Annotated[str, Field(max_length=LONGEST_REASON)]


@door.get("/operations", OperationsOut, Text("Tình trạng vận hành", "How the portal is doing"), right=MANAGE)
def read_operations(request: HttpRequest) -> Any:
    """Requests and their times, and every figure that machines read under /metrics."""
    acting(request).require(MANAGE)
    counted = reading.read()
    figures: list[dict[str, Any]] = []
    for figure, value in kept.readings():
        parts = value if isinstance(value, Mapping) else {(): value}
        figures += [
            {"name": figure.name, "labels": list(labels), "value": float(number)} for labels, number in parts.items()
        ]
    return {"requests": counted.count, "most": counted.most, "routes": counted.routes, "figures": figures}


@door.get("/jobs", Listing[JobLineOut], Text("Việc của máy", "Jobs"), right=MANAGE)
def list_jobs(
    request: HttpRequest, state: JobState = "failed", kind: JobKind = "", after: After = None, size: Size = 25
) -> Any:
    """Jobs of a state, newest first."""
    acting(request).require(MANAGE)
    return listing(request, queue.jobs(state, kind, after, size))


@door.get("/job-kinds", JobsByKindOut, Text("Việc của máy theo loại", "Jobs by kind"), right=MANAGE)
def list_job_kinds(request: HttpRequest) -> Any:
    """How many of each kind failed, wait, run."""
    acting(request).require(MANAGE)
    return {"counts": dict(queue.counts()), "kinds": queue.kinds()}


@door.get("/jobs/{job_id}", JobOut, Text("Một việc của máy", "A job"), right=MANAGE)
def read_job(request: HttpRequest, job_id: Id) -> Any:
    """Where it stands, and each failed attempt."""
    acting(request).require(MANAGE)
    return queue.job(job_id)


@door.post("/jobs/{job_id}/retry", Done, Text("Chạy lại việc", "Try a job again"), takes="nothing", right=MANAGE)
def retry_job(request: HttpRequest, job_id: Id) -> Any:
    """A failed job waits in the queue again."""
    deeds.retry_job(RetryJob(job_id, once_of(request)), actor=acting(request))
    return {"href": f"/api/v1/jobs/{job_id}"}


@door.post("/jobs/{job_id}/give-up", Done, Text("Thôi chạy việc", "Give a job up"), right=MANAGE)
def give_up_job(request: HttpRequest, job_id: Id, asked: GiveUpIn) -> Any:
    """Says what became of the matter; it stands in the audit."""
    deeds.give_up_job(GiveUpJob(job_id, asked.reason, once_of(request)), actor=acting(request))
    return {"href": f"/api/v1/jobs/{job_id}"}


@door.post(
    "/job-kinds/{task}/retry",
    RetriedOut,
    Text("Chạy lại mọi việc của một loại", "Try all of a kind again"),
    takes="nothing",
    right=MANAGE,
)
def retry_job_kind(request: HttpRequest, task: Task) -> Any:
    """Every failed job of the kind; each is safe to repeat."""
    return deeds.retry_kind(RetryKind(task, once_of(request)), actor=acting(request))
