"""What the worker does for auctions. Safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.auctions import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.periodic(cron="* * * * *")
@app.task(name="auctions.settle", queueing_lock="auctions.settle")
def settle(timestamp: int) -> None:
    """Every minute: auctions whose time is over and that nobody need open. Pages show the result without waiting for this."""
    actor = clock.job_actor("auctions.settle")
    for auction in queries.due_auctions(actor.moment):
        usecases.settle_auction(auction, actor=actor)


@app.task(name="auctions.end_with_party", retry=STEADY)
def end_with_party(event: dict[str, Any]) -> None:
    """Follows ``people.party_dissolved``: auctions of a party that is no more are annulled, its bids count for nothing."""
    actor = clock.job_actor("auctions.end_with_party")
    for auction in queries.live_with(event["parties"]):
        usecases.end_with_party(auction, actor=actor)
