"""What the worker does for transfers. Safe to repeat."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from khue.core.actor import Actor
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
    """Follows ``treasury.orders_moved``."""
    _each(event["orders"], usecases.follow_order, clock.job_actor("transfers.follow_orders"))


@app.task(name="transfers.follow_receivables", retry=STEADY)
def follow_receivables(event: dict[str, Any]) -> None:
    """Follows ``treasury.receivables_moved``."""
    _each(event["receivables"], usecases.follow_receivable, clock.job_actor("transfers.follow_receivables"))


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
