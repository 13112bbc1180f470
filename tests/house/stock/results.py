"""Room ``results``: its part of the stock."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from khue.core.actor import Actor
from tests.house.stock.shape import Stock, act


def fill(stock: Stock, support: int) -> None:
    """A registered result on offer, with income of which a distribution is approved; its authors are asked about a new list."""
    from khue.features.results import queries
    from khue.site.sample import results

    def before(key: str) -> Actor:
        return replace(found := act(key), moment=found.moment - timedelta(days=40))

    made = results.registered(support, before)
    results.authors_agreed(made.id, before)
    results.protected(made.id, before)
    results.offered(made.id, act)
    report = results.income_reported(made.id, act, 90_000_000, 20_000_000, 10_000_000)
    distribution = results.distributed(report, act, results.line_filled(60_000_000, act))
    stock.by_room["results", "result_id"] = made.id
    stock.by_room["results", "number"] = made.number
    stock.by_room["results", "report_id"] = report
    stock.by_room["results", "distribution_id"] = distribution
    payouts = queries.distribution_card(distribution, act("accountant")).payouts
    stock.by_room["results", "payout_id"] = next(row.id for row in payouts if row.name == act("founder").name)
    card = queries.result_card(made.id, act("researcher"))
    stock.by_room["results", "right_id"] = card.rights[0].id
    stock.by_room["results", "offer_id"] = card.offer.id if card.offer else 0
    stock.by_room["results", "claim_id"] = results.claimed(card.offer.id if card.offer else 0, act)
    stock.by_room["results", "consent_id"] = results.shares_turned(made.id, act)
