"""What the exchange tells others of parties: before a merger, and before an erasure."""

from __future__ import annotations

import pytest

from khue.features.exchange import queries
from khue.features.ledger import queries as ledger
from khue.features.people import queries as people
from khue.features.privacy.queries import holding
from tests.cast import persona
from tests.exchange.stories import CANARY, institute, listed

pytestmark = pytest.mark.django_db


def test_offers_and_memberships_are_shown_before_parties_are_merged() -> None:
    offer, number = listed()
    found = queries.matters([people.party_id(institute())])
    assert found.total == 2
    lines = {line.subject.partition(":")[0]: line for line in found.lines}
    assert set(lines) == {"technology_offer", "exchange_member"}
    assert lines["technology_offer"].is_open
    assert lines["technology_offer"].href.endswith(f"/exchange/offers/{offer}/")
    assert number in lines["technology_offer"].label
    assert CANARY not in repr(found)
    assert queries.matters([people.party_id(persona("founder").key)]).total == 0


def test_who_wrote_an_offer_is_not_erased() -> None:
    listed()
    writer, stranger = persona("researcher").key, persona("founder").key
    told = queries.holds_of_persons({writer: (writer,), stranger: (stranger,)})
    assert [key for key, lines in told.items() if lines] == [writer]
    assert "exchange" in holding._tellers


def test_an_offer_is_named_where_jobs_and_entries_are_shown() -> None:
    offer, _number = listed()
    assert ledger.subject_link(f"technology_offer:{offer}").href.endswith(f"/exchange/offers/{offer}/")
