"""The register, councils and seats through the use-cases: every trace, and a refusal changes nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import (
    AnswerInvitation,
    DissolveCouncil,
    EndSeat,
    FoundCouncil,
    InviteExpert,
    LeaveRegister,
    PrepareCouncil,
    Profile,
    SeatMember,
    UpdateProfile,
)
from khue.features.councils.models import Council, Expert, ExpertProfile, Seat
from khue.features.people import queries as people
from tests.cast import MOMENT, organisation, persona
from tests.councils import cases

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def test_an_expert_joins_by_invitation_and_acceptance() -> None:
    founder = persona("founder")
    expert = cases.invited("founder")
    assert queries.expert(expert).state == "invited"
    assert any("danh sách chuyên gia" in title for title in cases.notices_of(founder.key))
    usecases.answer_invitation(AnswerInvitation(expert, True, cases.PROFILE), actor=founder)
    card = queries.expert(expert)
    assert (card.state, card.profile and card.profile.number) == ("active", 1)
    assert card.profile is not None
    assert card.profile.field_words[0].vi == "Công nghệ môi trường"
    assert cases.last_record("answer_invitation").actor == founder.key
    assert people.timeline(founder.key, None)


def test_nobody_answers_for_another_and_a_declined_invitation_can_be_sent_again() -> None:
    expert = cases.invited("founder")
    with pytest.raises(Missing):
        usecases.answer_invitation(AnswerInvitation(expert, True, cases.PROFILE), actor=persona("resident"))
    usecases.answer_invitation(AnswerInvitation(expert, False, ground="Quá bận."), actor=persona("founder"))
    assert queries.expert(expert).state == "declined"
    assert cases.invited("founder") == expert
    assert queries.expert(expert).state == "invited"


def test_who_is_on_the_register_is_not_invited_twice_and_an_organisation_never() -> None:
    cases.joined("founder")
    before = cases.records()
    with pytest.raises(Refused):
        cases.invited("founder")
    with pytest.raises(Refused) as refused:
        usecases.invite_expert(InviteExpert(organisation("TLX"), "Giới thiệu"), actor=cases.officer())
    assert codes(refused) == {"expert.not_a_person"}
    assert cases.records() == before


def test_a_profile_is_superseded_and_the_one_before_stays() -> None:
    expert = cases.joined("founder")
    newer = Profile("professor", ("new-materials",), (), ("en",), organisation("VLSH"), "", "Viện trưởng", 3)
    usecases.update_profile(UpdateProfile(expert, newer, 1), actor=persona("founder"))
    assert [card.number for card in queries.profiles_of(expert)] == [2, 1]
    assert queries.expert(expert).employer_name.startswith("Viện Vật liệu Sông Hồng")
    with pytest.raises(Conflict):
        usecases.update_profile(UpdateProfile(expert, newer, 1), actor=persona("founder"))
    with pytest.raises(Exception, match=r"refuses update|permission denied"):
        ExpertProfile.objects.update(load_limit=5)


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        (Profile("", ("new-materials",)), "expert.degree"),
        (Profile("doctor", ()), "expert.no_field"),
        (Profile("doctor", ("astrology",)), "expert.unknown_field"),
        (Profile("doctor", ("new-materials",), languages=()), "expert.languages"),
        (Profile("doctor", ("new-materials",), load_limit=0), "expert.load"),
    ],
)
def test_a_profile_that_says_too_little_is_refused(profile: Profile, code: str) -> None:
    expert = cases.invited("founder")
    with pytest.raises(Refused) as refused:
        usecases.answer_invitation(AnswerInvitation(expert, True, profile), actor=persona("founder"))
    assert codes(refused) == {code}
    assert Expert.objects.get(pk=expert).state == "invited"


def test_the_register_is_found_by_name_without_marks_and_by_field() -> None:
    cases.joined("founder")
    cases.joined("researcher", Profile("master", ("smart-city",)))
    asked = queries.Asked
    today = MOMENT.date()
    assert [card.name for card in queries.list_experts(asked(q="tran quoc"), today, None).rows] == [
        "Trần Quốc Bảo (mẫu)"
    ]
    assert len(queries.list_experts(asked(field="smart-city"), today, None).rows) == 1
    assert len(queries.list_experts(asked(language="en"), today, None).rows) == 1
    assert len(queries.list_experts(asked(state="left"), today, None).rows) == 0


def test_whoever_sits_on_a_council_cannot_leave_the_register() -> None:
    city = cases.founded_council()
    with pytest.raises(Refused) as refused:
        usecases.leave_register(
            LeaveRegister(city.experts["founder"], "Chuyển công tác ra nước ngoài."), actor=persona("founder")
        )
    assert codes(refused) == {"expert.still_seated"}


def test_a_council_is_founded_by_another_person_and_its_members_hear() -> None:
    city = cases.founded_council()
    card = queries.council(city.council)
    assert (card.state, card.members, card.decision_number) == ("founded", 5, "15/QĐ-UBND")
    assert card.number.startswith("HĐ-2026-")
    assert any("được thành lập" in title for title in cases.notices_of(city.actors["founder"].key))
    record = cases.last_record("found_council")
    assert record.actor == cases.decider().key
    assert Council.objects.get().founded_by != Council.objects.get().prepared_by


def test_founding_names_everything_that_is_missing_with_its_source() -> None:
    city = cases.City(cases.prepared_council(seats=4))
    other_field = Profile("doctor", ("smart-city",))
    for name, role in (("founder", "member"), ("researcher", "member")):
        cases.seated(city, name, role, other_field)
    before = cases.records()
    with pytest.raises(Refused) as refused:
        usecases.found_council(FoundCouncil(city.council, "", MOMENT.date()), actor=cases.decider())
    assert codes(refused) == {
        "council.seats_free", "council.no_chair", "council.no_secretary", "council.too_small", "council.expertise",
        "council.no_decision",
    }  # fmt: skip
    size = next(r for r in refused.value.decision.reasons if r.code == "council.too_small")
    assert size.source is not None
    assert "268/2025" in size.source.provision
    assert queries.council(city.council).state == "draft"
    assert cases.records() == before


def test_a_figure_of_a_digest_may_be_departed_from_with_a_ground() -> None:
    city = cases.City(cases.prepared_council(seats=3))
    for name, role in (("founder", "chair"), ("researcher", "secretary"), ("resident", "member")):
        cases.seated(city, name, role)
    asked = FoundCouncil(city.council, "16/QĐ-UBND", MOMENT.date())
    with pytest.raises(Refused) as refused:
        usecases.found_council(asked, actor=cases.decider())
    assert codes(refused) == {"council.too_small"}
    ground = "Theo quy chế riêng của nhiệm vụ khẩn cấp."
    usecases.found_council(FoundCouncil(city.council, "16/QĐ-UBND", MOMENT.date(), ground), actor=cases.decider())
    assert queries.council(city.council).departure == ground


def test_a_seat_goes_to_experts_only_and_a_single_role_once() -> None:
    city = cases.City(cases.prepared_council())
    cases.seated(city, "founder", "chair")
    with pytest.raises(Refused) as refused:
        usecases.seat_member(SeatMember(city.council, persona("resident").key, "chair"), actor=cases.officer())
    assert codes(refused) == {"council.role_taken", "council.not_an_expert"}
    with pytest.raises(Refused) as refused:
        usecases.seat_member(SeatMember(city.council, persona("founder").key, "member"), actor=cases.officer())
    assert codes(refused) == {"council.seated_already"}
    assert Seat.objects.count() == 1


def test_a_member_is_replaced_in_the_same_seat_and_role() -> None:
    city = cases.founded_council()
    cases.joined("researcher")
    once = uuid4()
    asked = EndSeat(city.seats["founder"], "Ốm dài ngày, không dự được.", persona("researcher").key, once)
    taken = usecases.end_seat(asked, actor=cases.officer())
    assert usecases.end_seat(asked, actor=cases.officer()) == taken
    now = {seat.number: (seat.person, seat.role) for seat in queries.seats_of(city.council)}
    assert now[1] == (persona("researcher").key, "chair")
    past = [seat for seat in queries.seats_of(city.council, past=True) if seat.ended_at]
    assert [(seat.name, seat.successor) for seat in past] == [("Trần Quốc Bảo (mẫu)", "Nguyễn Minh Châu (mẫu)")]
    with pytest.raises(Exception, match="fixed"):
        Seat.objects.filter(pk=taken).update(number=4)


def test_a_member_steps_down_alone_and_the_secretary_hears() -> None:
    city = cases.founded_council()
    usecases.end_seat(EndSeat(city.seats["founder"], "Bận công tác đột xuất."), actor=persona("founder"))
    assert queries.council(city.council).members == 4
    assert any("đang trống" in title for title in cases.notices_of(cases.officer().key))
    with pytest.raises(Missing):
        usecases.end_seat(EndSeat(city.seats["founder"], "Một lần nữa cho chắc."), actor=persona("resident"))


def test_rights_are_asked_for() -> None:
    city = cases.founded_council()
    asked = PrepareCouncil("selection", "Tên", "Mục đích", (), 5)
    for deed in (
        lambda: usecases.prepare_council(asked, actor=persona("clerk")),
        lambda: usecases.found_council(FoundCouncil(city.council, "1", MOMENT.date()), actor=cases.officer()),
        lambda: usecases.dissolve_council(DissolveCouncil(city.council, "Hết nhiệm vụ rồi."), actor=cases.officer()),
        lambda: usecases.invite_expert(InviteExpert(persona("clerk").key, "x"), actor=persona("decider")),
    ):
        with pytest.raises(NotAllowed):
            deed()


@pytest.mark.parametrize("share", ["3/2", "0/5", "1/0", "abc", "1e9999999", "-1/2"])
def test_a_share_that_makes_no_sense_is_refused(share: str) -> None:
    with pytest.raises(Refused) as refused:
        cases.prepared_council(quorum=share)
    assert codes(refused) == {"council.share"}


def test_a_council_ends_with_a_ground_and_takes_nobody_afterwards() -> None:
    city = cases.founded_council()
    usecases.dissolve_council(DissolveCouncil(city.council, "Đã hoàn thành nhiệm vụ."), actor=cases.decider())
    assert queries.council(city.council).state == "dissolved"
    cases.joined("researcher")
    with pytest.raises(Refused):
        usecases.seat_member(SeatMember(city.council, persona("researcher").key, "member"), actor=cases.officer())
