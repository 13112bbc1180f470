"""An applicant that is merged while a council sits: what members have with the survivor counts from then on, and no longer when undone."""

from __future__ import annotations

import pytest

from khue.core.errors import NotAllowed
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import DeclareTie, OpenBallot, RecordPresence
from khue.features.councils.models import AgendaItem, Voter
from khue.features.people import usecases as registering
from khue.features.people.domain import EndSuccession, MergeDuplicates, RegisterOrganisation
from khue.features.people.models import Succession
from tests.cast import MOMENT, organisation, persona
from tests.councils import cases
from tests.councils.test_meetings import QUESTION, called
from tests.people.test_merging import versions

pytestmark = pytest.mark.django_db


def twin() -> str:
    """A second record of the firm, made without its tax code."""
    asked = RegisterOrganisation(
        "Công ty Thăng Long Xanh, bản ghi hai (mẫu)", "association", email="hai@sample.example"
    )
    return registering.register_organisation(asked, actor=persona("clerk"))


def merged(former: str, survivor: str) -> None:
    seen = versions(former, survivor)
    asked = MergeDuplicates(former, survivor, (), "Cùng một đơn vị, lập hai lần", (seen[0], seen[1]))
    registering.merge_duplicates(asked, actor=persona("clerk"))


def kinds(city: cases.City, name: str) -> set[str]:
    person = city.actors[name].key
    return {one.kind for one in queries.interests_in_item(city.item, [person], MOMENT.date()) if one.bars}


def test_a_share_in_the_survivor_bars_from_the_item_of_the_merged_applicant_until_the_merger_is_undone() -> None:
    city = cases.founded_council(names=("auditor", "researcher"), party=organisation("TLX"))
    second = twin()
    usecases.declare_tie(
        DeclareTie(city.actors["auditor"].key, second, "shareholding", "12 %"), actor=city.actors["auditor"]
    )
    auditor = city.actors["auditor"]
    assert kinds(city, "auditor") == set()
    assert queries.readable_item(city.item, auditor).item.id == city.item
    meeting = called(city)
    merged(organisation("TLX"), second)
    assert "shareholding" in kinds(city, "auditor")
    with pytest.raises(NotAllowed):
        queries.readable_item(city.item, auditor)
    usecases.open_meeting(RecordPresence(meeting, tuple(city.seats.values())), actor=cases.officer())
    line = queries.meeting_page(meeting, MOMENT.date()).agenda[0]
    assert "auditor" in {name for name, seat in city.seats.items() if seat in {one.id for one, _why in line.out}}
    ballot = usecases.open_ballot(
        OpenBallot(AgendaItem.objects.get(meeting=meeting).pk, QUESTION), actor=cases.officer()
    )
    roll = set(Voter.objects.filter(ballot=ballot).values_list("seat_id", flat=True))
    assert city.seats["auditor"] not in roll
    assert len(roll) == line.quorum.base
    succession = Succession.objects.get(ended_at=None)
    registering.end_succession(EndSuccession(succession.pk, "Gộp nhầm"), actor=persona("clerk"))
    assert kinds(city, "auditor") == set()
    assert set(Voter.objects.filter(ballot=ballot).values_list("seat_id", flat=True)) == roll, (
        "a roll stays as it was drawn"
    )


def test_two_items_of_what_is_one_party_now_stay_two_items_with_their_numbers() -> None:
    city = cases.founded_council(party=organisation("TLX"))
    second = twin()
    other = cases.put(city, "Cảm biến độ mặn (mẫu)", party=second)
    merged(organisation("TLX"), second)
    lines = queries.every_item_of(city.council)
    assert {line.id for line in lines} == {city.item, other}
    founder = {
        one.item for one in queries.interests_of(city.council, MOMENT.date(), [persona("founder").key]) if one.bars
    }
    asked = queries.interests_in_item(city.item, [persona("founder").key], MOMENT.date())
    assert (city.item in founder) == any(one.bars for one in asked), "one answer, whichever way it is asked"
    assert (other in founder) == (city.item in founder), "what bars from the survivor's item bars from the former's"
