"""What the worker does for experts. Every job is safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.talent import queries, usecases
from khue.features.talent.domain.words import EVALUATION_SUBJECT
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="talent.render_contract", retry=STEADY)
def render_contract(event: dict[str, Any]) -> None:
    """Follows ``talent.contract_concluded``."""
    usecases.render_contract(int(event["engagement"]), actor=clock.job_actor("talent.render_contract"))


@app.task(name="talent.follow_council", retry=STEADY)
def follow_council(event: dict[str, Any]) -> None:
    """Follows ``councils.item_decided``: the group's word on a candidate or on a year."""
    kind, _, number = str(event["item_subject"]).partition(":")
    if not number.isdigit():
        return
    actor = clock.job_actor("talent.follow_council")
    if kind == "candidacy":
        usecases.follow_candidacy(int(number), str(event["outcome"]), str(event["words"]), actor=actor)
    elif kind == EVALUATION_SUBJECT:
        usecases.follow_evaluation(int(number), str(event["outcome"]), str(event["words"]), actor=actor)


@app.task(name="talent.follow_orders", retry=STEADY)
def follow_orders(event: dict[str, Any]) -> None:
    """Follows ``treasury.orders_moved``: each order in a command of its own, so that one that fails stops no other's."""
    actor = clock.job_actor("talent.follow_orders")
    failed: list[Exception] = []
    for order in event["orders"]:
        try:
            usecases.follow_order(int(order), actor=actor)
        except Exception as error:
            failed.append(error)
    if failed:
        raise failed[0]


@app.periodic(cron="23 * * * *")
@app.task(name="talent.watch_clocks", queueing_lock="talent.watch_clocks")
def watch_clocks(timestamp: int) -> None:
    """Every hour: offers whose clock has run out, and years that are to be evaluated, once each."""
    actor = clock.job_actor("talent.watch_clocks")
    for offer in queries.offers_to_lapse(actor.today):
        usecases.lapse_offer(offer, actor=actor)
    for engagement in queries.engagements_to_evaluate(actor.today):
        usecases.remind_of_evaluation(engagement, actor=actor)
