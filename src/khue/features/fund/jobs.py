"""What the worker does for the fund. Every job is safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.fund import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.periodic(cron="17 * * * *")
@app.task(name="fund.watch_loans", queueing_lock="fund.watch_loans")
def watch_loans(timestamp: int) -> None:
    """Every hour: running loans that nobody has looked at today, each in a command of its own."""
    actor = clock.job_actor("fund.watch_loans")
    failed: list[Exception] = []
    for loan in queries.loans_to_watch(actor.today):
        try:
            usecases.watch_loan(loan, actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


@app.task(name="fund.follow_orders", retry=STEADY)
def follow_orders(event: dict[str, Any]) -> None:
    """Follows ``treasury.orders_moved``: each order in a command of its own, so that one that fails stops no other's."""
    actor = clock.job_actor("fund.follow_orders")
    failed: list[Exception] = []
    for order in event["orders"]:
        try:
            usecases.follow_order(int(order), actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]
