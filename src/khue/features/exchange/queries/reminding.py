"""Which listed offers their suppliers should hear of today."""

from __future__ import annotations

from datetime import date, timedelta

from khue.features.exchange.domain.keeping import ENDS_BEFORE, LOOK_BACK, Reminder, reminders_due
from khue.features.exchange.models import Offer, OfferReminder
from khue.features.exchange.queries.rules import confirm_months


def suppliers_to_remind(on: date) -> tuple[int, ...]:
    """Record numbers of parties with an offer of which something is to be told."""
    rows = Offer.objects.filter(state="listed", valid_until__gt=on - timedelta(days=LOOK_BACK)).order_by("party")
    parties = dict.fromkeys(rows.values_list("party", flat=True))
    return tuple(party for party in parties if untold(party, on))


def untold(party_id: int, on: date) -> list[tuple[Offer, Reminder]]:
    """The party's listed offers with what was not told yet, the first to end first. Three queries however many there are."""
    months = confirm_months(on)
    rows = Offer.objects.filter(party=party_id, state="listed", valid_until__gt=on - timedelta(days=LOOK_BACK))
    offers = list(rows.order_by("valid_until", "pk"))
    told = OfferReminder.objects.filter(offer__in=offers, on__gt=on - timedelta(days=LOOK_BACK + max(ENDS_BEFORE)))
    known = set(told.values_list("offer", "kind", "on"))
    return [
        (offer, one)
        for offer in offers
        if offer.confirmed_on is not None
        for one in reminders_due(offer.confirmed_on, offer.valid_until, months, on)
        if (offer.pk, one.kind, one.on) not in known
    ]
