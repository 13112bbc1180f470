"""A party's page tells of auctions that it holds or has won, and of no bid that did not win."""

from __future__ import annotations

import pytest

from khue.features.auctions import queries
from khue.features.people import queries as people
from tests.auctions.stories import announced, awarded, bid, firm, registered, seller, settled
from tests.cast import persona

pytestmark = pytest.mark.django_db


def told(party: str) -> list[tuple[str, bool]]:
    found = queries.matters([people.party_id(party)])
    assert found.total == len(found.lines)
    return [(line.state.en, line.is_open) for line in found.lines]


def test_a_seller_sees_it_from_the_announcement_on_and_a_bidder_once_it_has_won() -> None:
    auction = announced()
    assert told(seller()) == [("Announced", True)]
    for who, millions in (("founder", 600), ("resident", 620)):
        registered(auction, who)
        bid(auction, who, millions)
    assert told(firm()) == told(persona("resident").key) == [], "who bids is told nowhere"
    assert settled(auction)
    assert told(seller()) == [("Has its result", True)]
    awarded(auction)
    assert told(seller()) == told(persona("resident").key) == [("Awarded", False)]
    assert told(firm()) == []
