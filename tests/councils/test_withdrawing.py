"""A reviewer withdraws the day before: the seat is free, papers close, a successor with the least change, minutes that tell."""

from __future__ import annotations

from datetime import timedelta

import pytest

from khue.core.errors import Conflict, Missing
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import (
    AcceptProposal,
    AssignItem,
    CallMeeting,
    DecideItem,
    EndSeat,
    OpenReview,
    PublishSheet,
    RecordPresence,
    SubmitSheet,
    UpdateProfile,
)
from khue.features.councils.models import Assignment, Minutes
from khue.kernel import files
from tests.cast import MOMENT, organisation, persona
from tests.councils import cases

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()
GROUND = "Đột xuất phải nằm viện."


def scoring(city: cases.City, *items: int) -> int:
    act = cases.officer()
    template = usecases.publish_sheet(PublishSheet("environment", "Phiếu chấm", cases.CRITERIA), actor=act)
    return usecases.open_review(OpenReview(city.council, template, items, MOMENT + timedelta(days=7)), actor=act)


def test_the_day_before_the_seat_is_free_papers_close_and_the_least_change_comes_first() -> None:
    city = cases.founded_council(seats=4)
    other = cases.put(city, "Van điều áp", party=organisation("TLX"))
    scoring(city, city.item, other)
    leaver = next(name for name in city.seats if name != "founder")
    for item in (city.item, other):
        usecases.assign_item(AssignItem(item, city.seats[leaver]), actor=cases.officer())
    cases.joined(persona("resident"))
    free = cases.somebody("Chuyên gia rảnh (mẫu)")
    cases.joined(free)
    tied = cases.somebody("Chuyên gia có vốn góp (mẫu)")
    cases.joined(tied)
    usecases.declare_tie(cases.DeclareTie(tied.key, organisation("VLSH"), "shareholding", "5 % vốn"), actor=tied)
    seat = city.seats[leaver]
    ranked = queries.successors_of(seat, TODAY)
    by_name = {one.name: (one.takes, one.waiting, one.barred) for one in ranked}
    assert by_name[free.name] == (2, 2, 0)
    assert by_name[tied.name] == (1, 2, 1)
    assert [one.takes for one in ranked] == sorted((one.takes for one in ranked), reverse=True)
    usecases.end_seat(EndSeat(seat, GROUND), actor=city.actors[leaver])
    assert not Assignment.objects.filter(ended_at=None).exists()
    with pytest.raises(Missing):
        queries.readable_item(city.item, city.actors[leaver])
    assert not files.may_read(city.actors[leaver], f"council_item:{city.item}")
    assert any("đang trống" in title for title in cases.notices_of(cases.officer().key))
    taken = usecases.seat_member(cases.SeatMember(city.council, free.key, "reviewer"), actor=cases.officer())
    assert queries.seat(taken, cases.officer()).open


def test_the_minutes_tell_who_left_and_why() -> None:
    city = cases.founded_council()
    leaver = next(name for name in city.seats if name != "founder")
    act = cases.officer()
    meeting = usecases.call_meeting(CallMeeting(city.council, MOMENT, "Phòng 2", (city.item,)), actor=act)
    usecases.end_seat(EndSeat(city.seats[leaver], GROUND, persona("resident").key if _joined() else ""), actor=act)
    seats = [seat.id for seat in queries.seats_of(city.council)]
    usecases.open_meeting(RecordPresence(meeting, tuple(seats)), actor=act)
    [line] = queries.readable_meeting(meeting, act).agenda
    usecases.decide_item(DecideItem(line.id, "postponed", "Để lại phiên sau."), actor=act)
    absent = Minutes.objects.get(pk=usecases.close_meeting(meeting, actor=act)).values["absent"]
    assert leaver in absent
    assert "Đột xuất phải nằm viện; người thay:" in absent
    assert persona("resident").name in absent


def _joined() -> bool:
    return bool(cases.joined("resident"))


def test_where_nothing_fits_beside_what_is_assigned_as_few_as_possible_move() -> None:
    """Two items need two each; who may take both holds none, and the only free place lies with somebody who has an interest."""
    city = cases.founded_council(seats=3, names=("founder", "resident"))
    one = cases.put(city, "Hồ sơ của Tre Làng Xanh", party=organisation("TLX"))
    two = cases.put(city, "Hồ sơ của trường", party=organisation("ĐHTH"))
    review = scoring(city, one, two)
    card = queries.readable_review(review, cases.officer())
    resident = next(seat for seat in queries.seats_of(city.council) if seat.person == persona("resident").key)
    usecases.update_profile(
        UpdateProfile(city.experts["resident"], cases.replace(cases.PROFILE, load_limit=1), 1),
        actor=persona("resident"),
    )
    held = usecases.assign_item(AssignItem(two, resident.id), actor=cases.officer())
    found = queries.propose(card, queries.Wanted(2), TODAY)
    assert found.moved == ((two, resident.id),)
    assert found.gives == ()
    usecases.accept_proposal(AcceptProposal(review, found.new_pairs, found.moved), actor=cases.officer())
    assert queries.assignment(held).open is False
    assert Assignment.objects.filter(ended_at=None).count() == 4
    with pytest.raises(Conflict):
        usecases.accept_proposal(AcceptProposal(review, found.new_pairs, found.moved), actor=cases.officer())


def test_what_was_scored_never_moves() -> None:
    city = cases.founded_council(seats=3)
    review = scoring(city, city.item)
    card = queries.readable_review(review, cases.officer())
    name = "founder"
    assignment = usecases.assign_item(AssignItem(city.item, city.seats[name]), actor=cases.officer())
    sheet = SubmitSheet(assignment, (("science", 8), ("use", 4)), "Nhận xét đầy đủ của phiếu.")
    usecases.submit_sheet(sheet, actor=city.actors[name])
    found = queries.propose(card, queries.Wanted(5), TODAY)
    assert (found.moved, found.items) == ((), ())
    assert found.gives


def test_one_of_each_employer_and_a_doctor_are_kept() -> None:
    city = cases.City(cases.prepared_council(seats=4))
    same = cases.replace(cases.PROFILE, employer=organisation("ĐHTH"))
    graduate = cases.replace(cases.PROFILE, degree="graduate")
    for number, (profile, role) in enumerate(
        zip((same, same, graduate, graduate), ("chair", "secretary", "reviewer", "member"), strict=True)
    ):
        cases.seated(city, f"Ủy viên thứ {number} (mẫu)", role, profile)
    found_by = cases.FoundCouncil(city.council, "15/QĐ-UBND", TODAY, "Hội đồng nhỏ theo quy chế của chương trình.")
    usecases.found_council(found_by, actor=cases.decider())
    item = cases.put(city)
    card = queries.readable_review(scoring(city, item), cases.officer())
    [line] = queries.propose(card, queries.Wanted(3, senior=True, spread=True), TODAY).items
    chosen = {pair.seat.role for pair in line.pairs if pair.chosen}
    assert len(chosen) == 3
    assert {"reviewer", "member"} < chosen
    none = queries.propose(card, queries.Wanted(4, spread=True), TODAY)
    assert none.gives
    assert any("nơi công tác" in give.vi for give in none.gives)
