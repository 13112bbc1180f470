"""What the worker does for transfers. Safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.transfers import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.periodic(cron="17 6 * * *")
@app.task(name="transfers.tell_closed", queueing_lock="transfers.tell_closed")
def tell_closed(timestamp: int) -> None:
    """Every morning: offers on which claims are taken no longer from today on wait for their file."""
    actor = clock.job_actor("transfers.tell_closed")
    for offer in queries.just_closed(actor.today):
        usecases.tell_closed(offer.offer, actor=actor)


@app.periodic(cron="19 6 * * *")
@app.task(name="transfers.remind_duties", queueing_lock="transfers.remind_duties")
def remind_duties(timestamp: int) -> None:
    """Every morning: receivers and users are told of duties on the days of notice."""
    actor = clock.job_actor("transfers.remind_duties")
    for duty in queries.duties_to_remind(actor.today):
        usecases.remind_duty(duty, actor=actor)
    for duty in queries.licence_duties_to_remind(actor.today):
        usecases.remind_licence_duty(duty, actor=actor)


@app.task(name="transfers.follow_orders", retry=STEADY)
def follow_orders(event: dict[str, Any]) -> None:
    """Follows ``treasury.orders_moved``: each order in a command of its own, so that one that fails stops no other's."""
    actor = clock.job_actor("transfers.follow_orders")
    failed: list[Exception] = []
    for order in event["orders"]:
        try:
            usecases.follow_order(int(order), actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]
