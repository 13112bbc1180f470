"""Room ``councils``: its part of the stock."""

from __future__ import annotations

from khue.kernel import clock
from tests.cast import organisation
from tests.house.stock.shape import Stock, act


def fill(stock: Stock) -> None:
    """One council in preparation and one that works, on which the founder sits; the resident is invited."""
    from khue.features.councils import queries
    from tests.councils import cases

    city = cases.founded_council(at=clock.now())
    stock.by_room["councils", "council_id"] = city.council
    stock.by_route["councils:public", "number"] = queries.council(city.council).number
    stock.by_room["councils", "seat_id"] = city.seats["founder"]
    # The founder is an author of the institute's result: an interest in its items.
    stock.by_room["councils", "item_id"] = cases.put(city, party=organisation("NSHG"), at=clock.now())
    stock.by_room["councils", "expert_id"] = city.experts["founder"]
    stock.by_room["councils", "party_id"] = act("clerk").person_id
    stock.by_route["councils:answer", "expert_id"] = cases.invited("resident", at=clock.now())
    stock.by_room["councils", "relation_id"] = cases.related("founder", "dataofficer", at=clock.now())
    stock.by_room["councils", "tie_id"] = cases.tied("founder", "ĐHTH", at=clock.now())
    stock.by_room["councils", "declaration_id"] = cases.reported(city, at=clock.now())
    work = cases.at_work(party=organisation("NSHG"), at=clock.now())
    stock.by_room["councils", "review_id"] = work.review
    stock.by_room["councils", "assignment_id"] = work.assignment
    stock.by_route["councils:assign", "item_id"] = work.scored_item
    stock.by_room["councils", "meeting_id"] = work.meeting
    stock.by_room["councils", "agenda_id"] = work.agenda
    stock.by_room["councils", "ballot_id"] = work.ballot
    stock.by_route["councils:found", "council_id"] = cases.prepared_council(at=clock.now())
