"""What the worker does for supports. Every job is safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.missions import usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="missions.follow_orders", retry=STEADY)
def follow_orders(event: dict[str, Any]) -> None:
    """Follows ``treasury.orders_moved``: each order in a command of its own, so that one that fails stops no other's."""
    actor = clock.job_actor("missions.follow_orders")
    failed: list[Exception] = []
    for order in event["orders"]:
        try:
            usecases.follow_order(int(order), actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


@app.task(name="missions.follow_receivables", retry=STEADY)
def follow_receivables(event: dict[str, Any]) -> None:
    """Follows ``treasury.receivables_moved``: each in a command of its own, as for orders."""
    actor = clock.job_actor("missions.follow_receivables")
    failed: list[Exception] = []
    for receivable in event["receivables"]:
        try:
            usecases.follow_receivable(int(receivable), actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


@app.periodic(cron="17 * * * *")
@app.task(name="missions.gather_totals", queueing_lock="missions.gather_totals")
def gather_totals(timestamp: int) -> None:
    """Every hour: the changes of the register's sums become one row."""
    usecases.gather_totals()
