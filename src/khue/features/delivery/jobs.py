"""What the worker does for missions. Every job is safe to repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from khue.core.actor import Actor
from khue.features.delivery import queries, usecases
from khue.features.delivery.queries.rules import REPORT_NOTICE_DAYS
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


def _each(numbers: Iterable[Any], deed: Callable[[int], object]) -> None:
    """Each in a command of its own, so that one that fails stops no other; then the first failure speaks."""
    failed: list[Exception] = []
    for number in numbers:
        try:
            deed(int(number))
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


def _actor(name: str) -> Actor:
    return clock.job_actor(f"delivery.{name}")


@app.task(name="delivery.begin_mission", retry=STEADY)
def begin_mission(event: dict[str, Any]) -> None:
    """Follows ``calls.proposal_decided``."""
    if event["funded"]:
        usecases.begin_mission(int(event["proposal"]), actor=_actor("begin_mission"))


@app.periodic(cron="20 6 * * *")
@app.task(name="delivery.begin_missing", queueing_lock="delivery.begin_missing", retry=STEADY)
def begin_missing(timestamp: int) -> None:
    """Every morning: proposals funded before this room heard of it, or whose job had failed, become missions after all."""
    actor = _actor("begin_mission")
    _each(queries.funded_without_mission(), lambda number: usecases.begin_mission(number, actor=actor))


@app.task(name="delivery.follow_verdict", retry=STEADY)
def follow_verdict(event: dict[str, Any]) -> None:
    """Follows ``councils.item_decided``."""
    if str(event["item_subject"]).startswith("milestone:"):
        usecases.follow_verdict(int(event["item"]), actor=_actor("follow_verdict"))


@app.task(name="delivery.follow_orders", retry=STEADY)
def follow_orders(event: dict[str, Any]) -> None:
    """Follows ``treasury.orders_moved``."""
    actor = _actor("follow_orders")
    _each(event["orders"], lambda number: usecases.follow_order(number, actor=actor))


@app.task(name="delivery.follow_receivables", retry=STEADY)
def follow_receivables(event: dict[str, Any]) -> None:
    """Follows ``treasury.receivables_moved``."""
    actor = _actor("follow_receivables")
    _each(event["receivables"], lambda number: usecases.follow_receivable(number, actor=actor))


@app.periodic(cron="35 6 * * *")
@app.task(name="delivery.remind_of_reports", queueing_lock="delivery.remind_of_reports", retry=STEADY)
def remind_of_reports(timestamp: int) -> None:
    """Every morning: leads hear of reports that come due, and once more of those that are overdue."""
    actor = _actor("remind_of_reports")
    until = actor.today + timedelta(days=REPORT_NOTICE_DAYS)
    _each(list(queries.reports_to_remind(actor.today, until)), lambda number: usecases.remind_of_report(number, actor=actor))  # fmt: skip
