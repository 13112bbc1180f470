"""Where interests come from: declared and recorded ties, proposals, results; each with the record it is found on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import DeclareRelation, DeclareTie, EndRelation, EndTie
from khue.features.councils.domain.interests import Interest, JudgedItem
from khue.features.councils.models import ExpertRelation, ExpertTie
from khue.kernel.models import AuditRecord
from tests.calls import stories as calls
from tests.cast import MOMENT, organisation, persona
from tests.councils import cases
from tests.results import stories as results

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()
SOURCE = "Giấy chứng nhận đăng ký doanh nghiệp, lần thứ 4, ngày 12/01/2026"


def found(*persons: str, party: str = "", subject: str = "") -> list[Interest]:
    item = JudgedItem(1, subject, {party: "applicant"} if party else {})
    return list(queries.find_interests([item], persons, TODAY))


@pytest.mark.parametrize("kind", ["employer", "shareholding", "contract", "deal", "co-author"])
def test_a_declared_tie_takes_the_expert_out_while_it_lasts(kind: str) -> None:
    tie = cases.tied("founder", "ĐHTH", kind=kind)
    founder = persona("founder")
    [one] = found(founder.key, party=organisation("ĐHTH"))
    assert (one.kind, one.bars, one.record) == (kind, True, f"expert_tie:{tie}")
    assert "12 % vốn điều lệ" in one.text.vi
    assert "tự khai báo" in one.text.vi
    usecases.end_tie(EndTie(tie, "Khai nhầm tên trường.", uuid4()), actor=founder)
    assert found(founder.key, party=organisation("ĐHTH")) == []
    assert ExpertTie.objects.get(pk=tie).ended_ground == "Khai nhầm tên trường."


def test_a_tie_that_is_over_is_a_hint() -> None:
    founder = persona("founder")
    cases.joined("founder")
    over = DeclareTie(founder.key, organisation("ĐHTH"), "employer", until=TODAY - timedelta(days=1))
    usecases.declare_tie(over, actor=founder)
    assert [(one.kind, one.bars) for one in found(founder.key, party=organisation("ĐHTH"))] == [("employer", False)]


def test_works_written_together_count_from_both_ends() -> None:
    cases.joined("founder")
    founder, researcher = persona("founder"), persona("researcher")
    paper = DeclareTie(founder.key, researcher.key, "co-author", "doi:10.0000/mau.2025")
    usecases.declare_tie(paper, actor=founder)
    assert [one.kind for one in found(founder.key, party=researcher.key)] == ["co-author"]
    assert [one.kind for one in found(researcher.key, party=founder.key)] == ["co-author"]


def test_an_officer_records_with_a_source_and_the_expert_cannot_shake_it_off() -> None:
    expert = cases.joined("founder")
    founder, director = persona("founder"), persona("researcher")
    before = cases.records()
    with pytest.raises(Refused) as refused:
        usecases.declare_relation(DeclareRelation(founder.key, director.key, "spouse"), actor=cases.officer())
    assert [reason.code for reason in refused.value.decision.reasons] == ["tie.no_source"]
    assert (cases.records(), ExpertRelation.objects.count()) == (before, 0)
    once = uuid4()
    asked = DeclareRelation(founder.key, director.key, "spouse", "Trích lục kết hôn số 18/2019, phường mẫu", once)
    relation = usecases.declare_relation(asked, actor=cases.officer())
    assert usecases.declare_relation(asked, actor=cases.officer()) == relation
    assert AuditRecord.objects.filter(deed="councils.declare_relation").count() == 1
    assert any("quan hệ của ông/bà" in title for title in cases.notices_of(founder.key))
    assert [one.kind for one in found(founder.key, party=organisation("VLSH"))] == ["family"], "married to its director"
    with pytest.raises(Missing):
        usecases.end_relation(EndRelation(relation, "Tôi không đồng ý với việc này."), actor=founder)
    usecases.end_relation(EndRelation(relation, "Trích lục của người trùng tên."), actor=cases.officer())
    assert found(founder.key, party=organisation("VLSH")) == []
    with pytest.raises(NotAllowed):
        usecases.declare_relation(replace(asked, once=uuid4()), actor=persona("clerk"))
    assert queries.expert(expert).state == "active"


def test_both_members_married_to_the_director_by_record_are_out_and_the_minutes_would_say_so() -> None:
    city = cases.founded_council()
    director = persona("researcher")
    members = [actor for name, actor in city.actors.items() if name != "founder"][:2]
    one, other = members
    usecases.declare_relation(DeclareRelation(one.key, director.key, "spouse"), actor=one)
    by_record = DeclareRelation(other.key, director.key, "spouse", "Trích lục kết hôn số 18/2019, phường mẫu")
    usecases.declare_relation(by_record, actor=cases.officer())
    meeting = usecases.call_meeting(
        cases.CallMeeting(city.council, MOMENT, "Phòng họp số 2", (city.item,)), actor=cases.officer()
    )
    [line] = queries.meeting_page(meeting, TODAY).agenda
    assert {seat.person for seat, _ in line.out} == {one.key, other.key}
    assert line.quorum.base == 3
    for member in members:
        with pytest.raises(NotAllowed):
            queries.readable_item(city.item, member)


def test_fellow_authors_of_a_proposal_and_competitors_of_the_same_call_are_found() -> None:
    call = calls.published_call()
    proposal = calls.handed_in(call)
    other = calls.handed_in(call, persona("founder"), organisation("TLX"))
    founder = persona("founder").key
    assert found(founder, subject=f"proposal:{proposal.pk}") == [], "sealed proposals are their authors' own matter"
    calls.opened(call)
    [rival] = found(founder, subject=f"proposal:{proposal.pk}")
    assert (rival.kind, rival.record) == ("competitor", f"proposal:{other.pk}")
    kinds = {one.kind for one in found(persona("researcher").key, party=organisation("VLSH"))}
    assert "co-author" in kinds


def test_whoever_made_a_result_together_is_found() -> None:
    result = results.with_authors()
    founder, researcher = persona("founder").key, persona("researcher").key
    [together] = found(founder, party=researcher)
    assert (together.kind, together.record) == ("co-author", f"result:{result}")
    assert together.href == f"/results/{result}/"
    [owner] = found(founder, party=organisation("VLSH"))
    assert (owner.kind, owner.record) == ("deal", f"result:{result}")


def test_a_tie_to_oneself_or_backwards_in_time_is_refused() -> None:
    cases.joined("founder")
    founder = persona("founder")
    asked = DeclareTie(founder.key, founder.key, "friend", since=TODAY, until=TODAY - timedelta(days=3))
    with pytest.raises(Refused) as refused:
        usecases.declare_tie(asked, actor=founder)
    assert {reason.code for reason in refused.value.decision.reasons} == {"expert.choose", "tie.oneself", "tie.days"}
    assert ExpertTie.objects.count() == 0


def test_what_an_expert_declared_is_no_reading_of_officers() -> None:
    cases.tied("founder", "ĐHTH")
    founder = persona("founder").key
    assert len(queries.ties_of(founder)) == 1
    assert queries.ties_of(founder, recorded=True) == ()
    usecases.declare_tie(
        DeclareTie(founder, organisation("ĐHTH"), "contract", source=SOURCE, once=uuid4()), actor=cases.officer()
    )
    assert [line.source for line in queries.ties_of(founder, recorded=True)] == [SOURCE]
