"""What the worker does for the exchange. Safe to repeat."""

from __future__ import annotations

from typing import Any

from khue.features.exchange import queries, usecases
from khue.kernel import clock
from khue.kernel.jobs import STEADY, app


@app.task(name="exchange.read_sheet", retry=STEADY)
def read_sheet(event: dict[str, Any]) -> None:
    """Follows ``exchange.import_ordered``."""
    usecases.read_sheet(int(event["of_import"]), actor=clock.job_actor("exchange.read_sheet"))


@app.task(name="exchange.end_with_party", retry=STEADY)
def end_with_party(event: dict[str, Any]) -> None:
    """Follows ``people.party_dissolved``: offers of a party that is no more go off the list, its memberships end."""
    actor = clock.job_actor("exchange.end_with_party")
    offers, members = queries.live_of(event["parties"])
    for offer in offers:
        usecases.end_offer(offer, actor=actor)
    for member in members:
        usecases.end_membership(member, actor=actor)


@app.periodic(cron="*/10 * * * *")
@app.task(name="exchange.tell_searches", queueing_lock="exchange.tell_searches")
def tell_searches(timestamp: int) -> None:
    """Every ten minutes: owners of kept searches hear of what everybody finds now and did not find before."""
    actor = clock.job_actor("exchange.tell_searches")
    for search in queries.searches_to_look_at():
        usecases.tell_search(search, actor=actor)


@app.periodic(cron="23 6 * * *")
@app.task(name="exchange.remind_suppliers", queueing_lock="exchange.remind_suppliers")
def remind_suppliers(timestamp: int) -> None:
    """Every morning: suppliers hear of offers that are to be confirmed, run out or have run out."""
    actor = clock.job_actor("exchange.remind_suppliers")
    for party in queries.suppliers_to_remind(actor.today):
        usecases.remind_supplier(party, actor=actor)
