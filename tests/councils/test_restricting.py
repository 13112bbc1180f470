"""A restriction of somebody's data reaches councils: staff see numbers and not names; members judge on what they were given."""

from __future__ import annotations

import pytest

from khue.core.errors import NotAllowed
from khue.features.councils import queries
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from tests.cast import MOMENT, organisation, persona
from tests.councils.cases import at_work, founded_council

pytestmark = pytest.mark.django_db
HIDDEN = people.RESTRICTED.vi


def restrict(party: str) -> None:
    number = people.party_id(party)
    Restriction.objects.create(party_id=number, request="YC-2026-0900", handler="party:0", begun_at=MOMENT)


def test_an_item_of_a_restricted_applicant_keeps_its_number_only_and_its_members_read_on() -> None:
    work = at_work()
    officer, member = persona("officer"), work.city.actors["founder"]
    title = queries.item(work.city.item).title
    restrict(organisation("VLSH"))
    hidden = queries.hidden_in(work.city.council, officer)
    lines = queries.items_of(work.city.council, hidden=hidden).rows
    assert [(line.number, line.title, line.parties) for line in lines] == [(1, HIDDEN, ()), (2, HIDDEN, ())]
    with pytest.raises(NotAllowed, match="YC-2026-0900"):
        queries.readable_item(work.city.item, officer)
    assert [line.item.title for line in queries.readable_meeting(work.meeting, officer).agenda] == [HIDDEN]
    assert queries.readable_ballot(work.ballot, officer).item.title == HIDDEN
    assert {line.item for line in queries.assignments_of(work.review, officer)} == {HIDDEN}
    assert queries.hidden_in(work.city.council, member) == frozenset()
    assert queries.readable_item(work.city.item, member).item.title == title
    assert [line.item.title for line in queries.readable_meeting(work.meeting, member).agenda] == [title]


def test_of_a_restricted_member_staff_read_the_seat_and_not_the_name() -> None:
    city = founded_council()
    auditor, member = persona("auditor"), city.actors["founder"]
    restrict(member.key)
    for reader, seen in ((auditor, False), (member, True)):
        seats = queries.seats_of(city.council, hidden=queries.hidden_in(city.council, reader))
        assert (len(seats), member.name in {seat.name for seat in seats}) == (5, seen)
        assert queries.seat(city.seats["founder"], reader).name == (member.name if seen else HIDDEN)
    with pytest.raises(NotAllowed, match="YC-2026-0900"):
        queries.readable_expert(city.experts["founder"], auditor)
    assert queries.readable_expert(city.experts["founder"], member).name == member.name
