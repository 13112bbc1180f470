"""Meetings: quorum after recusals, secret ballots, decisions, minutes with signers, fees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import (
    CallMeeting,
    CastBallot,
    DecideItem,
    DeclareInterest,
    EndSeat,
    OpenBallot,
    RecordPresence,
)
from khue.features.councils.domain.voting import passes, quorum_of, share_in_force
from khue.features.councils.models import (
    AgendaItem,
    Ballot,
    BoxedPaper,
    CountedPaper,
    Meeting,
    Minutes,
    Voter,
)
from khue.features.documents import queries as papers
from khue.features.rulebook import queries as rulebook
from khue.kernel import clock, files
from khue.kernel.models import AuditRecord, TimelineRow
from tests.cast import MOMENT, organisation, persona
from tests.councils import cases
from tests.councils.cases import City

pytestmark = pytest.mark.django_db
QUESTION = "Đề nghị chấp thuận nhiệm vụ?"
CONCLUSION = "Hội đồng đề nghị chấp thuận nhiệm vụ."


def called(city: City) -> int:
    asked = CallMeeting(city.council, MOMENT, "Phòng họp số 2", (city.item,))
    return usecases.call_meeting(asked, actor=cases.officer())


def in_session(city: City, present: Iterable[str] | None = None) -> tuple[int, int]:
    """A meeting under way; its id and that of its agenda item."""
    meeting = called(city)
    there = tuple(city.seats[name] for name in (city.seats if present is None else present))
    usecases.open_meeting(RecordPresence(meeting, there), actor=cases.officer())
    return meeting, AgendaItem.objects.get(meeting=meeting).pk


def voted(city: City, ballot: int, choices: dict[str, str]) -> dict[str, str]:
    """name → code of the paper."""
    return {
        name: usecases.cast_ballot(CastBallot(ballot, choice), actor=city.actors[name])
        for name, choice in choices.items()
    }


def settle() -> None:
    """What the database checks at the end of a transaction, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_whoever_is_out_counts_on_neither_side_of_the_quorum() -> None:
    share = share_in_force(rulebook.parameter("missions.council.quorum", MOMENT.date()), "2/3", "15/QĐ-UBND")
    assert share is not None
    assert "15/QĐ-UBND" in share.source.provision
    quorum = quorum_of([1, 2, 3, 4, 5], [5], [1, 2, 5], share)
    assert (quorum.base, quorum.present, quorum.out, quorum.needed, quorum.reached) == (4, 2, 1, 3, False)
    assert quorum_of([1, 2], [], [], None).reached
    assert passes({"approve": 2, "refuse": 1, "blank": 0}, share) is True
    assert passes({"approve": 2, "refuse": 1, "blank": 1}, share) is False
    assert passes({"approve": 2, "refuse": 1, "blank": 1}, None) is None


def test_a_ballot_without_quorum_is_refused_with_its_reasons() -> None:
    city = cases.founded_council()
    names = list(city.seats)
    _, agenda = in_session(city, names[:2])
    before = cases.records()
    with pytest.raises(Refused) as refused:
        usecases.open_ballot(OpenBallot(agenda, QUESTION), actor=cases.officer())
    assert codes(refused) == {"ballot.no_quorum", "ballot.too_few"}
    reason = refused.value.decision.reasons[0]
    assert "2 trên 5" in reason.text.vi
    assert reason.source is not None
    assert cases.records() == before


def test_a_member_with_an_interest_is_not_on_the_roll_and_the_minutes_say_so() -> None:
    city = cases.founded_council()
    founder = city.actors["founder"]
    asked = DeclareInterest(city.council, founder.key, "Đang góp vốn cùng chủ nhiệm.", city.item)
    usecases.declare_interest(asked, actor=founder)
    meeting, agenda = in_session(city)
    ballot = usecases.open_ballot(OpenBallot(agenda, QUESTION), actor=cases.officer())
    assert Voter.objects.filter(ballot=ballot).count() == 4
    with pytest.raises(Refused) as refused:
        usecases.cast_ballot(CastBallot(ballot, "approve"), actor=founder)
    assert codes(refused) == {"ballot.not_on_roll", "ballot.interest"}
    voted(city, ballot, {name: "approve" for name in city.seats if name != "founder"})
    usecases.count_ballot(ballot, actor=cases.officer())
    usecases.decide_item(DecideItem(agenda, "approved", CONCLUSION), actor=cases.officer())
    usecases.close_meeting(meeting, actor=cases.officer())
    line = Minutes.objects.get().values["items"][0]
    closed = queries.meeting_page(meeting, MOMENT.date())
    assert len(closed.present) == 5, "who stayed to the end is told as present afterwards"
    assert closed.agenda[0].quorum.present == 4
    assert founder.name in line["recused"]
    assert "4 trên 4" in line["quorum"]


def test_a_secret_ballot_keeps_voter_and_choice_apart() -> None:
    city = cases.founded_council()
    _, agenda = in_session(city)
    ballot = usecases.open_ballot(OpenBallot(agenda, QUESTION), actor=cases.officer())
    choices = dict(zip(city.seats, ("approve", "approve", "approve", "refuse", "blank"), strict=True))
    found = voted(city, ballot, choices)
    settle()
    assert not CountedPaper.objects.exists()
    sealed_papers = [bytes(row.sealed) for row in BoxedPaper.objects.all()]
    assert len({len(paper) for paper in sealed_papers}) == 1
    # The seal of the library tells its moment in the open: ours carries none.
    import base64

    assert {base64.urlsafe_b64decode(paper)[1:9] for paper in sealed_papers} == {b"\0" * 8}
    told = [str(record.__dict__) for record in AuditRecord.objects.filter(deed="councils.cast_ballot")]
    assert len(told) == 5
    assert not any(word in text for text in told for word in ("approve", "refuse", "blank", *found.values()))
    usecases.count_ballot(ballot, actor=cases.officer())
    settle()
    page = queries.readable_ballot(ballot, city.actors["founder"])
    assert page.ballot.counts == {"approve": 3, "refuse": 1, "blank": 1}
    assert dict(page.papers) == {found[name]: choice for name, choice in choices.items()}
    assert [code for code, _ in page.papers] == sorted(found.values())
    assert not BoxedPaper.objects.exists()
    assert page.ballot.valid
    assert page.ballot.passes is False


def test_a_seat_votes_once_and_only_those_there() -> None:
    city = cases.founded_council()
    names = list(city.seats)
    _, agenda = in_session(city, names[:4])
    ballot = usecases.open_ballot(OpenBallot(agenda, QUESTION), actor=cases.officer())
    once = uuid4()
    first = CastBallot(ballot, "approve", once)
    assert usecases.cast_ballot(first, actor=city.actors[names[0]])
    assert usecases.cast_ballot(first, actor=city.actors[names[0]]) == ""
    with pytest.raises(Refused) as refused:
        usecases.cast_ballot(CastBallot(ballot, "refuse"), actor=city.actors[names[0]])
    assert codes(refused) == {"ballot.voted"}
    with pytest.raises(Refused) as refused:
        usecases.cast_ballot(CastBallot(ballot, "refuse"), actor=city.actors[names[4]])
    assert codes(refused) == {"ballot.not_on_roll"}
    with pytest.raises(Refused) as refused:
        usecases.cast_ballot(CastBallot(ballot, "maybe"), actor=city.actors[names[1]])
    assert codes(refused) == {"ballot.choice"}
    with pytest.raises(Missing):
        usecases.cast_ballot(CastBallot(ballot, "approve"), actor=persona("resident"))
    assert BoxedPaper.objects.count() == 1


def test_the_database_refuses_a_paper_that_nobody_cast() -> None:
    city = cases.founded_council()
    _, agenda = in_session(city)
    ballot = usecases.open_ballot(OpenBallot(agenda, QUESTION), actor=cases.officer())
    BoxedPaper.objects.create(ballot_id=ballot, sealed=b"x")
    with pytest.raises(Exception, match="0 have voted and 1 papers"):
        settle()


def test_a_ballot_that_loses_its_quorum_is_not_valid_and_bears_no_decision() -> None:
    city = cases.founded_council()
    _, agenda = in_session(city)
    ballot = usecases.open_ballot(OpenBallot(agenda, QUESTION), actor=cases.officer())
    voted(city, ballot, dict.fromkeys(list(city.seats)[:2], "approve"))
    usecases.count_ballot(ballot, actor=cases.officer())
    assert queries.readable_ballot(ballot, cases.officer()).ballot.valid is False
    with pytest.raises(Refused) as refused:
        usecases.decide_item(DecideItem(agenda, "approved", CONCLUSION), actor=cases.officer())
    assert codes(refused) == {"decision.no_ballot"}
    usecases.decide_item(DecideItem(agenda, "postponed", "Để lại phiên họp sau."), actor=cases.officer())
    assert queries.item(city.item).state == "listed"


def test_the_outcome_follows_the_ballot() -> None:
    city = cases.founded_council()
    _, agenda = in_session(city)
    ballot = usecases.open_ballot(OpenBallot(agenda, QUESTION), actor=cases.officer())
    voted(city, ballot, dict.fromkeys(city.seats, "refuse"))
    usecases.count_ballot(ballot, actor=cases.officer())
    with pytest.raises(Refused) as refused:
        usecases.decide_item(DecideItem(agenda, "approved", CONCLUSION), actor=cases.officer())
    assert codes(refused) == {"decision.against_ballot"}
    usecases.decide_item(DecideItem(agenda, "refused", "Không đủ cơ sở khoa học."), actor=cases.officer())
    assert queries.item(city.item).outcome == "refused"
    assert TimelineRow.objects.filter(wire="councils.item_decided").count() == 1


def finished(city: City) -> int:
    meeting, agenda = in_session(city)
    ballot = usecases.open_ballot(OpenBallot(agenda, QUESTION), actor=cases.officer())
    voted(city, ballot, dict.fromkeys(city.seats, "approve"))
    usecases.count_ballot(ballot, actor=cases.officer())
    usecases.decide_item(DecideItem(agenda, "approved", CONCLUSION), actor=cases.officer())
    return usecases.close_meeting(meeting, actor=cases.officer())


def test_minutes_are_drawn_from_the_record_and_printed_once() -> None:
    city = cases.founded_council()
    minutes = finished(city)
    row = Minutes.objects.get(pk=minutes)
    assert row.number.endswith("/BBHĐ")
    assert [one["title"] for one in row.values["signers"]][-1] == "Chủ tịch hội đồng"
    assert "đồng ý: 5" in row.values["items"][0]["ballots"]
    paper = papers.paper_of(f"minutes:{minutes}")
    assert paper is not None
    worker = clock.job_actor("councils.render_minutes")
    usecases.render_minutes(minutes, actor=worker)
    usecases.render_minutes(minutes, actor=worker)
    row.refresh_from_db()
    assert row.file is not None
    with files.open_bytes(row.file) as content:
        assert content.read(5) == b"%PDF-"
    assert files.may_read(city.actors["founder"], f"meeting:{row.meeting_id}")
    assert not files.may_read(persona("resident"), f"meeting:{row.meeting_id}")
    with pytest.raises(Exception, match="stay as they are"):
        Minutes.objects.filter(pk=minutes).update(values={})


def test_a_meeting_does_not_end_with_open_ends() -> None:
    city = cases.founded_council()
    meeting, agenda = in_session(city)
    usecases.open_ballot(OpenBallot(agenda, QUESTION), actor=cases.officer())
    with pytest.raises(Refused) as refused:
        usecases.close_meeting(meeting, actor=cases.officer())
    assert codes(refused) == {"meeting.ballot_open", "meeting.undecided"}


def test_a_replaced_member_changes_the_quorum_at_once() -> None:
    city = cases.founded_council()
    meeting, _ = in_session(city)
    usecases.end_seat(EndSeat(city.seats["founder"], "Phải về giữa phiên họp."), actor=persona("founder"))
    page = queries.meeting_page(meeting, MOMENT.date())
    assert (page.agenda[0].quorum.base, page.agenda[0].quorum.present) == (4, 4)


def test_items_of_another_council_are_not_put_on_the_agenda() -> None:
    city = cases.founded_council()
    for items in ((), (999_999,)):
        with pytest.raises(Refused):
            usecases.call_meeting(CallMeeting(city.council, MOMENT, "Phòng 2", items), actor=cases.officer())
    item = cases.put(city, "Van điều áp", party=organisation("TLX"))
    assert usecases.call_meeting(CallMeeting(city.council, MOMENT, "Phòng 2", (item,)), actor=cases.officer())


def test_a_box_under_another_secret_is_refused_with_words_and_stays_closed(settings: Any) -> None:
    work = cases.at_work()
    for name in list(work.city.actors):
        cases.voted(work, name)
    settings.SECRET_KEY = "another secret of the site, long enough"
    with pytest.raises(Refused) as refused:
        usecases.count_ballot(work.ballot, actor=cases.officer())
    assert [reason.code for reason in refused.value.decision.reasons] == ["ballot.locked"]
    assert Ballot.objects.get(pk=work.ballot).state == "open"


def test_the_chair_opens_the_session_that_the_secretary_prepared_and_no_other_member_does() -> None:
    city = cases.founded_council()
    meeting = called(city)
    chair = next(seat.person for seat in queries.seats_of(city.council) if seat.role == "chair")
    by_key = {actor.key: actor for actor in city.actors.values()}
    there = RecordPresence(meeting, tuple(city.seats.values()), uuid4())
    member = next(actor for key, actor in by_key.items() if key != chair)
    before = AuditRecord.objects.count()
    for who in (member, persona("resident"), replace(by_key[chair], within=organisation("NSHG"))):
        with pytest.raises(NotAllowed):
            usecases.open_meeting(there, actor=who)
    assert (Meeting.objects.get(pk=meeting).state, AuditRecord.objects.count()) == ("called", before)
    for _ in range(2):
        usecases.open_meeting(there, actor=by_key[chair])
    assert Meeting.objects.get(pk=meeting).state == "open"
    assert AuditRecord.objects.filter(deed="councils.open_meeting", actor=chair).count() == 1
    page = queries.readable_meeting(meeting, by_key[chair])
    assert set(page.present) == set(city.seats.values())
    with pytest.raises(NotAllowed):
        usecases.record_presence(RecordPresence(meeting, ()), actor=by_key[chair])
    ended = called(replace(city, item=cases.put(city, "Cảm biến độ mặn (mẫu)")))
    usecases.end_seat(EndSeat(city.seats[city_name(city, chair)], "Chuyển công tác"), actor=cases.officer())
    with pytest.raises(NotAllowed):
        usecases.open_meeting(RecordPresence(ended, ()), actor=by_key[chair])


def city_name(city: City, key: str) -> str:
    return next(name for name, actor in city.actors.items() if actor.key == key)
