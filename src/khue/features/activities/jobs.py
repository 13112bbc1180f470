"""What the worker does for soft budget lines. Every job is safe to repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from khue.core.actor import Actor
from khue.features.activities import usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="activities.take_fees", retry=STEADY)
def take_fees(event: dict[str, Any]) -> None:
    """Follows ``councils.fees_earned``: each fee becomes a spend, or waits with its reason."""
    usecases.take_fees(int(event["minutes"]), actor=clock.job_actor("activities.take_fees"))


@app.task(name="activities.place_fees", retry=STEADY)
def place_fees(event: dict[str, Any]) -> None:
    """Follows ``activities.plan_approved``: fees that waited for a line or for money on it."""
    usecases.place_waiting(actor=clock.job_actor("activities.take_fees"))


@app.periodic(cron="37 * * * *")
@app.task(name="activities.watch_fees", queueing_lock="activities.watch_fees")
def watch_fees(timestamp: int) -> None:
    """Every hour: fees whose minutes have their signatures again."""
    usecases.place_waiting(actor=clock.job_actor("activities.take_fees"))


@app.task(name="activities.follow_orders", retry=STEADY)
def follow_orders(event: dict[str, Any]) -> None:
    """Follows ``treasury.orders_moved``."""
    _each(event["orders"], usecases.follow_order, clock.job_actor("activities.follow_orders"))


@app.task(name="activities.follow_receivables", retry=STEADY)
def follow_receivables(event: dict[str, Any]) -> None:
    """Follows ``treasury.receivables_moved``."""
    _each(event["receivables"], usecases.follow_receivable, clock.job_actor("activities.follow_receivables"))


def _each(ids: Iterable[Any], follow: Callable[..., None], actor: Actor) -> None:
    """Each in a command of its own, so that one that fails stops no other's."""
    failed: list[Exception] = []
    for one in ids:
        try:
            follow(int(one), actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]
