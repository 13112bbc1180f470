"""Why an attempt failed, kept by the worker: kind of error, its first line without personal values, and the line of ours."""

from __future__ import annotations

import re
import traceback
from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import sync_to_async
from django.db import Error, close_old_connections
from django.utils import timezone
from procrastinate import JobContext

from khue.kernel.logs import log
from khue.kernel.models import JobFailure

LONGEST = 500
_ADDRESS = re.compile(r"[^\s@<>\"'(]+@[^\s@<>\"')]+")
_NUMBER = re.compile(r"(?<![\w-])\+?\d{9,}(?![\w-])")


async def keep_reason(call_next: Callable[[], Awaitable[Any]], context: JobContext, worker: Any) -> Any:
    """Worker middleware: note what a job raises, and raise it on."""
    try:
        return await call_next()
    except Exception as error:
        await sync_to_async(_note, thread_sensitive=False)(context, error)
        raise


def _note(context: JobContext, error: Exception) -> None:
    try:
        note(context.job.id or 0, context.job.task_name, context.job.attempts + 1, error)
    except Error as trouble:
        log("khue.jobs").warning("reason not kept", job=context.job.id, trouble=type(trouble).__name__)
    finally:
        close_old_connections()


def note(job_id: int, task: str, attempt: int, error: BaseException) -> None:
    """Write the reason of one failed attempt."""
    JobFailure.objects.create(
        job_id=job_id, task=task, attempt=attempt, error=reason_of(error), place=place_of(error), at=timezone.now()
    )


def reason_of(error: BaseException) -> str:
    """Kind and first line. Addresses and long numbers go: an error may quote what it was working on."""
    words = (str(error).strip().splitlines() or [""])[0]
    words = _NUMBER.sub("…", _ADDRESS.sub("…@…", words)).replace("\0", "")
    return f"{type(error).__name__}: {words}"[:LONGEST].rstrip(": ")


def place_of(error: BaseException) -> str:
    """The innermost line of our own code that was under way: ``khue/kernel/files.py:212 sweep``."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        _before, mark, after = frame.filename.replace("\\", "/").rpartition("/src/khue")
        if mark:
            return f"khue{after}:{frame.lineno} {frame.name}"[:200]
    return ""
