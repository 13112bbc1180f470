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
    _bought(stock, on(-60), institute)


def _bought(stock: Stock, then, institute: str) -> None:  # type: ignore[no-untyped-def]  # a test helper
    """A technology that the city has received; one user with a duty, one that asks."""
    from khue.features.exchange import queries as exchange
    from khue.features.transfers.models import LicenceDuty, Purchase
    from khue.site.sample import purchases as sample

    offer = next(one.id for one in exchange.every_text(then("officer").today) if one.party == institute)
    made = sample.received(offer, then)
    sample.granted(sample.asked_for(made, then("resident").key, then, "resident"), then)
    asks = sample.asked_for(made, organisation("TLX"), then, "founder")
    stock.by_room["transfers", "listed_id"] = offer
    stock.by_room["transfers", "purchase_id"] = made
    stock.by_room["transfers", "purchase_no"] = Purchase.objects.get(pk=made).number
    stock.by_room["transfers", "licence_id"] = asks
    stock.by_room["transfers", "licence_duty_id"] = LicenceDuty.objects.get(licence__purchase=made).pk
