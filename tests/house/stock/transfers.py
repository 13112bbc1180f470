"""Room ``transfers``: an offer whose time for claims is over; a file that is examined, one that is decided and awaits its record,
and one that was handed over, with a duty owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from khue.core.actor import Actor
from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    from khue.features.results import queries as results
    from khue.features.transfers import queries
    from khue.site.sample import transfers as sample
    from khue.site.sample.results import registered

    def on(days: int):  # type: ignore[no-untyped-def]  # a test helper
        def then(key: str) -> Actor:
            return replace(found := act(key), moment=found.moment - timedelta(days=days))

        return then

    researcher = act("researcher")
    origin = next(one for one in results.origins_for(researcher) if one.subject.startswith("support:"))
    support, institute, firm = int(origin.subject.removeprefix("support:")), organisation("VLSH"), organisation("TLX")
    transfer = sample.story(support, institute, firm, on)
    card = queries.transfer_card(queries.number_of(transfer), act("officer"))
    stock.by_room["transfers", "transfer_id"] = transfer
    stock.by_room["transfers", "claim_id"] = card.claims[0].claim
    stock.by_room["transfers", "number"] = card.number
    stock.by_room["transfers", "handover_id"] = card.handovers[0].id
    stock.by_room["transfers", "duty_id"] = card.handovers[0].duties[1].id
    made = registered(support, on(30), sample.KIT, sample.KIT_SAYS)
    stock.by_room["transfers", "offer_id"] = sample.offered(made.id, made.number, institute, on(30), 10)
