"""``khue jobs``: the worker's jobs at the server's own command line. Each deed is audited as one of operations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from khue.kernel.loading import django_ready

jobs = typer.Typer(no_args_is_help=True, help="Jobs of the worker: what waits, runs and failed; try again, give up.")


@contextmanager
def _ready() -> Iterator[None]:
    """Django for the block; what goes wrong is one clear line and exit code 2."""
    from django.db import Error

    from khue.core.errors import KhueError

    django_ready()
    try:
        yield
    except KhueError as error:
        words = [error.text.en, error.next_step.en if error.next_step else ""]
        _stop(" ".join(word for word in words if word))
    except Error as error:
        _stop(f"the database can't be used: {str(error).strip().splitlines()[0]}")


def _stop(message: str) -> None:
    Console(stderr=True, highlight=False).print(f"khue: {message}", style="red", markup=False, soft_wrap=True)
    raise typer.Exit(2)


@jobs.command("list")
def list_jobs(
    state: Annotated[str, typer.Option(help="failed, waiting, running, given-up, done or all")] = "failed",
    kind: Annotated[str, typer.Option(help="only this kind of job")] = "",
) -> None:
    """The newest fifty jobs of a state, with why they failed."""
    with _ready():
        from khue.kernel.jobs import queue

        if state not in (*queue.STATES, "all"):
            _stop(f"{state!r} is no state: {', '.join((*queue.STATES, 'all'))}")
        found = queue.jobs(state, kind, None)
        table = Table("number", "kind", "about", "state", "attempts", "why it failed", box=None, pad_edge=False)
        for line in found.rows:
            table.add_row(str(line.id), line.task, line.about, line.state, str(line.attempts), line.error)
        Console(highlight=False).print(table)
        typer.echo(", ".join(f"{count} {name}" for name, count in queue.counts().items()))


@jobs.command("retry")
def retry_jobs(
    numbers: Annotated[list[int] | None, typer.Argument(help="numbers of failed jobs")] = None,
    kind: Annotated[str, typer.Option(help="instead: every failed job of this kind")] = "",
) -> None:
    """Put failed jobs back into the queue."""
    if bool(numbers) == bool(kind):
        _stop("say which: numbers of jobs, or --kind for all failed ones of a kind")
    with _ready():
        from khue.kernel.clock import job_actor
        from khue.kernel.jobs import deeds

        actor = job_actor("operations")
        for number in numbers or ():
            deeds.retry_job(deeds.RetryJob(number), actor=actor)
            typer.echo(f"job {number} waits again")
        if kind:
            done = deeds.retry_kind(deeds.RetryKind(kind), actor=actor)
            typer.echo(f"{done.retried} wait again, {done.twins} stay because their twin waits, {done.left} are left")


@jobs.command("give-up")
def give_up_job(number: int, reason: Annotated[str, typer.Argument(help="why it is not tried again")]) -> None:
    """End a failed job for good, with a reason."""
    with _ready():
        from khue.kernel.clock import job_actor
        from khue.kernel.jobs import deeds

        deeds.give_up_job(deeds.GiveUpJob(number, reason), actor=job_actor("operations"))
        typer.echo(f"job {number} is given up")
