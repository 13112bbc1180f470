"""What the worker does for results. Every job is safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.results import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="results.render_certificate", retry=STEADY)
def render_certificate(event: dict[str, Any]) -> None:
    """Follows ``results.result_registered`` and ``results.result_changed``."""
    usecases.render_certificate(int(event["result"]), actor=clock.job_actor("results.render_certificate"))


@app.task(name="results.render_receipt", retry=STEADY)
def render_receipt(event: dict[str, Any]) -> None:
    """Follows ``results.income_reported``; reports of before receipts have none."""
    if event.get("report"):
        usecases.render_receipt(int(event["report"]), actor=clock.job_actor("results.render_receipt"))


@app.periodic(cron="41 * * * *")
@app.task(name="results.remind_of_reports", queueing_lock="results.remind_of_reports")
def remind_of_reports(timestamp: int) -> None:
    """Every hour: periods that have ended without a report, once each."""
    actor = clock.job_actor("results.remind_of_reports")
    for period in queries.periods_to_remind(actor.today):
        usecases.remind_of_report(period, actor=actor)


@app.task(name="results.follow_receivables", retry=STEADY)
def follow_receivables(event: dict[str, Any]) -> None:
    """Follows ``treasury.receivables_moved``: each claim in a command of its own."""
    actor = clock.job_actor("results.follow_receivables")
    failed: list[Exception] = []
    for receivable in event["receivables"]:
        try:
            usecases.follow_receivable(int(receivable), actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


@app.task(name="results.follow_orders", retry=STEADY)
def follow_orders(event: dict[str, Any]) -> None:
    """Follows ``treasury.orders_moved``: each order in a command of its own, so that one that fails stops no other's."""
    actor = clock.job_actor("results.follow_orders")
    failed: list[Exception] = []
    for order in event["orders"]:
        try:
            usecases.follow_order(int(order), actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]
