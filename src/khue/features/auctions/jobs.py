"""What the worker does for auctions. Safe to repeat."""

from __future__ import annotations

from khue.features.auctions import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import app


@app.periodic(cron="* * * * *")
@app.task(name="auctions.settle", queueing_lock="auctions.settle")
def settle(timestamp: int) -> None:
    """Every minute: auctions whose time is over and that nobody need open. Pages show the result without waiting for this."""
    actor = clock.job_actor("auctions.settle")
    for auction in queries.due_auctions(actor.moment):
        usecases.settle_auction(auction, actor=actor)
