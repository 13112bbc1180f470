"""What an administrator does with jobs that failed: try again, one or all of a kind; give up, with a ground. All audited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Reason
from khue.core.errors import Missing, Refused
from khue.kernel.deeds import command
from khue.kernel.jobs.queue import UNKNOWN, UNKNOWN_NEXT
from khue.kernel.models import JobGivenUp

MANAGE = "jobs.manage"
MOST = 1000
"""Jobs that one deed tries again; the rest waits for the next."""
SHORTEST = 10  # characters of a ground

NOT_FAILED = Reason(
    "job.not-failed",
    Text("Công việc này không ở trạng thái lỗi.", "This job is not in the state of failure."),
    Text("Mời ông/bà mở lại trang để xem trạng thái mới.", "Open the page again to see where it stands."),
)
TWIN_WAITS = Reason(
    "job.twin-waits",
    Text("Một công việc cùng nội dung đang chờ chạy.", "A job that does the same already waits."),
    Text(
        "Không cần chạy lại; có thể kết thúc công việc này với lý do đó.",
        "Nothing needs to be tried again; you may give this one up and say so.",
    ),
)
NO_GROUND = Reason(
    "job.no-ground",
    Text("Lý do quá ngắn.", "The reason is too short."),
    Text(
        "Mời ông/bà ghi ít nhất 10 ký tự để người sau hiểu vì sao.",
        "Write at least 10 characters, so that a successor understands why.",
    ),
    field="reason",
)


@dataclass(frozen=True, slots=True)
class RetryJob:
    job_id: int
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class RetryKind:
    """All failed jobs of one kind."""

    task: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class GiveUpJob:
    job_id: int
    reason: str
    once: UUID | None = None


@dataclass(frozen=True, slots=True)
class Retried:
    """``twins``: left alone because a job that does the same waits already; ``left``: beyond MOST."""

    retried: int
    twins: int = 0
    left: int = 0


def retry_job(asked: RetryJob, *, actor: Actor) -> None:
    """Put a failed job back into the queue. Raises NotAllowed, Missing, Refused (not failed, or its twin waits)."""
    _require(actor)
    with command("jobs.retry_job", actor, subject=f"job:{asked.job_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, status, attempts = _locked(asked.job_id)
        if status not in ("failed", "aborted"):
            raise Refused.because(NOT_FAILED)
        if not _put_back(asked.job_id):
            raise Refused.because(TWIN_WAITS)
        deed.before(status=status, attempts=attempts)
        deed.after(task=task, status="todo")
        deed.result({"job": asked.job_id})


def retry_kind(asked: RetryKind, *, actor: Actor) -> Retried:
    """Put every failed job of a kind back, at most MOST at once. Raises NotAllowed, Missing when none has failed."""
    _require(actor)
    with command("jobs.retry_kind", actor, subject=f"jobs:{asked.task}") as deed:
        done = deed.repeated(asked.once)
        if done is not None:
            return Retried(**done)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM procrastinate_jobs WHERE task_name = %s AND status = 'failed' ORDER BY id FOR UPDATE",
                [asked.task],
            )
            failed = [row[0] for row in cursor.fetchall()]
        if not failed:
            raise Missing(
                Text("Không có công việc lỗi nào thuộc loại này.", "No job of this kind has failed."), UNKNOWN_NEXT
            )
        retried = [job_id for job_id in failed[:MOST] if _put_back(job_id)]
        made = Retried(len(retried), min(len(failed), MOST) - len(retried), max(0, len(failed) - MOST))
        deed.after(task=asked.task, jobs=retried, twins=made.twins, left=made.left)
        deed.result({"retried": made.retried, "twins": made.twins, "left": made.left})
        return made


def give_up_job(asked: GiveUpJob, *, actor: Actor) -> None:
    """End a failed job for good, with a ground. Raises NotAllowed, Missing, Refused."""
    _require(actor)
    with command("jobs.give_up_job", actor, subject=f"job:{asked.job_id}") as deed:
        if deed.repeated(asked.once) is not None:
            return
        task, status, attempts = _locked(asked.job_id)
        reasons = [] if status in ("failed", "aborted") else [NOT_FAILED]
        ground = asked.reason.strip()
        if len(ground) < SHORTEST:
            reasons.append(NO_GROUND)
        if reasons:
            raise Refused.because(*reasons)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'cancelled' WHERE id = %s", [asked.job_id])
        JobGivenUp.objects.create(job_id=asked.job_id, reason=ground, by=actor.key, at=deed.moment)
        deed.before(status=status, attempts=attempts)
        deed.after(task=task, status="cancelled", reason=ground)
        deed.result({"job": asked.job_id})


def _require(actor: Actor) -> None:
    """Administrators, and whoever sits at the server's own command line."""
    if not actor.may("job.operations"):
        actor.require(MANAGE)


def _locked(job_id: int) -> tuple[Any, ...]:
    """Kind, status and attempts of a job, held until the deed ends. Raises Missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, status::text, attempts FROM procrastinate_jobs WHERE id = %s FOR UPDATE", [job_id]
        )
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise Missing(UNKNOWN, UNKNOWN_NEXT)
    return row


def _put_back(job_id: int) -> bool:
    """Whether it waits again, with its usual attempts before it; not when its twin does (both may not stand in the queue)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'todo', attempts = 0, scheduled_at = NULL,"
                " worker_id = NULL WHERE id = %s",
                [job_id],
            )
    except IntegrityError:
        return False
    return True
