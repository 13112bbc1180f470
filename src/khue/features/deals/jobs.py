"""What the worker does for deals. Safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.deals import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="deals.follow_lists", retry=STEADY)
def follow_lists(event: dict[str, Any]) -> None:
    """Follows ``exchange.offer_refused``: live deals about a technology that was found prohibited are stopped."""
    usecases.stop_deals(int(event["offer"]), actor=clock.job_actor("deals.follow_lists"))


@app.periodic(cron="23 * * * *")
@app.task(name="deals.watch_lists", queueing_lock="deals.watch_lists")
def watch_lists(timestamp: int) -> None:
    """Every hour: an entry whose first day has come writes no event."""
    actor = clock.job_actor("deals.follow_lists")
    for offer in queries.offers_under_deals():
        usecases.stop_deals(offer, actor=actor)


@app.task(name="deals.render_contract", retry=STEADY)
def render_contract(event: dict[str, Any]) -> None:
    """Follows ``deals.contract_signed``."""
    usecases.render_contract(int(event["deal"]), actor=clock.job_actor("deals.render_contract"))


@app.task(name="deals.render_amendment", retry=STEADY)
def render_amendment(event: dict[str, Any]) -> None:
    """Follows ``deals.amendment_signed``."""
    usecases.render_amendment(int(event["amendment"]), actor=clock.job_actor("deals.render_amendment"))


@app.task(name="deals.follow_orders", retry=STEADY)
def follow_orders(event: dict[str, Any]) -> None:
    """Follows ``treasury.orders_moved``: each order in a command of its own, so that one that fails stops no other's."""
    actor = clock.job_actor("deals.follow_orders")
    failed: list[Exception] = []
    for order in event["orders"]:
        try:
            usecases.follow_order(int(order), actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


@app.periodic(cron="43 6 * * *")
@app.task(name="deals.remind_obliged", queueing_lock="deals.remind_obliged")
def remind_obliged(timestamp: int) -> None:
    """Every morning: whoever has to do something after a sale is told before its day, and both sides once it has passed."""
    actor = clock.job_actor("deals.remind_obliged")
    for obligation in queries.obligations_to_tell(actor.today):
        usecases.remind_obliged(obligation, actor=actor)


@app.periodic(cron="41 6 * * *")
@app.task(name="deals.remind_filers", queueing_lock="deals.remind_filers")
def remind_filers(timestamp: int) -> None:
    """Every morning: whoever has to file a contract is told on the days of notice."""
    actor = clock.job_actor("deals.remind_filers")
    for contract in queries.contracts_to_remind(actor.today):
        usecases.remind_filer(contract, actor=actor)
