"""A restriction of somebody's data reaches councils: staff see numbers and not names; members judge on what they were given."""

from __future__ import annotations

import pytest

from khue.core.actor import Actor
from khue.core.errors import NotAllowed, Refused
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import AssignItem, DecideItem, DeclareInterest
from khue.features.councils.models import Minutes
from khue.features.documents import queries as papers
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.kernel import files
from tests.cast import MOMENT, organisation, persona
from tests.councils.cases import City, at_work, founded_council, seen
from tests.councils.cases import officer as secretary
from tests.councils.test_meetings import in_session
from tests.desk.browsers import browser, path, text

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
    assert {line.item for line in seen(work.review, officer)} == {HIDDEN}
    assert queries.hidden_in(work.city.council, member) == frozenset()
    assert queries.readable_item(work.city.item, member).item.title == title
    assert [line.item.title for line in queries.readable_meeting(work.meeting, member).agenda] == [title]


def test_of_a_restricted_member_staff_read_the_seat_and_not_the_name() -> None:
    city = founded_council()
    auditor, member = persona("auditor"), city.actors["founder"]
    restrict(member.key)
    for reader, named in ((auditor, False), (member, True)):
        seats = queries.seats_of(city.council, hidden=queries.hidden_in(city.council, reader))
        assert (len(seats), member.name in {seat.name for seat in seats}) == (5, named)
        assert queries.seat(city.seats["founder"], reader).name == (member.name if named else HIDDEN)
    with pytest.raises(NotAllowed, match="YC-2026-0900"):
        queries.readable_expert(city.experts["founder"], auditor)
    assert queries.readable_expert(city.experts["founder"], member).name == member.name


CONCLUSION = "Để lại phiên họp sau, chờ ý kiến của viện."


def decided(*, recused: bool = False) -> tuple[City, int]:
    """A council whose meeting is closed; with ``recused`` the chair declared an interest in its item before."""
    city = founded_council()
    chair = city.actors["founder"]
    if recused:
        asked = DeclareInterest(city.council, chair.key, "Từng là đồng tác giả với chủ nhiệm.", city.item)
        usecases.declare_interest(asked, actor=chair)
    meeting, agenda = in_session(city)
    usecases.decide_item(DecideItem(agenda, "postponed", CONCLUSION), actor=secretary())
    usecases.close_meeting(meeting, actor=secretary())
    return city, meeting


def minutes_readers(meeting: int, *readers: Actor) -> list[bool]:
    return [files.may_read(reader, f"meeting:{meeting}") for reader in readers]


def test_minutes_that_tell_of_a_restricted_party_are_closed_to_staff_off_the_council_and_stay_as_they_are() -> None:
    city, meeting = decided()
    officer, auditor, member = persona("officer"), persona("auditor"), city.actors["founder"]
    row = Minutes.objects.get(meeting=meeting)
    before = row.values
    assert minutes_readers(meeting, officer, auditor, member) == [True, True, True]
    listed = {paper.number for paper in papers.list_papers(auditor, "", None).rows}
    assert row.number in listed
    restrict(organisation("VLSH"))
    assert minutes_readers(meeting, officer, auditor, member) == [False, False, True]
    assert row.number not in {paper.number for paper in papers.list_papers(auditor, "", None).rows}
    row.refresh_from_db()
    assert row.values == before, "a signed paper keeps what it says"
    page = text(browser("auditor").get(path("councils:meeting", str(meeting))))
    assert row.number in page
    assert CONCLUSION not in page, "what was written about an item goes with it"
    assert path("documents:paper", papers.paper_of(f"minutes:{row.pk}").code) not in page  # type: ignore[union-attr]  # drawn with the minutes


def test_a_member_is_named_in_office_but_not_with_the_ground_that_keeps_the_member_out() -> None:
    auditor = persona("auditor")
    for recused in (False, True):
        city, meeting = decided(recused=recused)
        sitting = city.actors["founder"]
        assert (sitting.name in Minutes.objects.get(meeting=meeting).values["items"][0]["recused"]) is recused
        Restriction.objects.all().delete()
        restrict(sitting.key)
        assert minutes_readers(meeting, auditor, sitting) == [not recused, True]


def test_what_ties_a_restricted_member_to_an_item_is_not_told_where_somebody_assigns() -> None:
    work = at_work()
    chair, ground = work.city.actors["founder"], "Từng là đồng tác giả với chủ nhiệm."
    usecases.declare_interest(DeclareInterest(work.city.council, chair.key, ground, work.scored_item), actor=chair)
    before = queries.weighed_item(work.scored_item, secretary()).interests
    assert ground in {one.text.vi for one in before if one.person == chair.key}
    restrict(chair.key)
    after = queries.weighed_item(work.scored_item, secretary()).interests
    told = {(one.text, one.href, one.bars) for one in after if one.person == chair.key}
    assert told == {(people.RESTRICTED, "", True)}, "the member stays out of the item"
    with pytest.raises(Refused) as refused:
        usecases.assign_item(AssignItem(work.scored_item, work.city.seats["founder"]), actor=secretary())
    assert ground not in str([reason.text for reason in refused.value.decision.reasons])
