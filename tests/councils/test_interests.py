"""Interests: found from records, through relatives, declared and reported; and what they close."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from khue.core.bilingual import Text
from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import (
    DeclareInterest,
    DeclareRelation,
    EndRelation,
    ItemParty,
    PutItem,
    ReviewInterest,
)
from khue.features.councils.domain.interests import InterestFact, JudgedItem, Relation, interests_in
from khue.kernel import files
from khue.kernel.models import User
from tests.cast import MOMENT, organisation, persona
from tests.councils import cases

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()


def grounds(city: cases.City, item: int | None = None) -> set[tuple[str, str, bool]]:
    found = queries.interests_of(city.council, TODAY)
    return {(one.person, one.kind, one.bars) for one in found if item is None or one.item == item}


def test_a_mandate_for_the_applicant_is_found_with_its_record() -> None:
    city = cases.founded_council()
    item = cases.put(city, "Van điều áp thông minh", party=organisation("TLX"))
    found = [one for one in queries.interests_of(city.council, TODAY) if one.item == item]
    assert [(one.person, one.kind) for one in found] == [(persona("founder").key, "mandate")]
    assert found[0].record.startswith("mandate:")
    assert found[0].href.startswith("/parties/")
    assert grounds(city, city.item) == set()


def test_the_employer_counts_now_and_a_former_one_is_a_hint() -> None:
    city = cases.City(cases.prepared_council())
    employed = replace(cases.PROFILE, employer=organisation("ĐHTH"))
    cases.seated(city, "resident", "member", employed)
    judged = [JudgedItem(1, "", {organisation("ĐHTH"): "applicant"})]
    now = queries.find_interests(judged, [persona("resident").key], TODAY)
    assert [(one.kind, one.bars) for one in now] == [("employer", True)]
    from khue.features.councils.domain.commands import UpdateProfile

    usecases.update_profile(UpdateProfile(city.experts["resident"], cases.PROFILE, 1), actor=persona("resident"))
    later = queries.find_interests(judged, [persona("resident").key], TODAY)
    assert [(one.kind, one.bars) for one in later] == [("employer", False)]


def test_two_members_married_to_the_applicants_director_are_both_out() -> None:
    city = cases.founded_council()
    others = [actor for name, actor in city.actors.items() if name != "founder"][:2]
    director = persona("researcher")
    for member in others:
        usecases.declare_relation(DeclareRelation(member.key, director.key, "spouse"), actor=member)
    assert grounds(city, city.item) == {(member.key, "family", True) for member in others}
    for member in others:
        with pytest.raises(NotAllowed):
            queries.readable_item(city.item, member)
    relation = queries.relations_of(others[0].key)[0]
    usecases.end_relation(EndRelation(relation.id, "Đã ly hôn từ tháng trước."), actor=others[0])
    assert queries.readable_item(city.item, others[0]).seat is not None


def test_a_relation_holds_in_both_directions() -> None:
    city = cases.founded_council()
    member = next(actor for name, actor in city.actors.items() if name != "founder")
    director = persona("researcher")
    usecases.declare_relation(DeclareRelation(director.key, member.key, "sibling"), actor=director)
    assert (member.key, "family", True) in grounds(city, city.item)


def test_what_one_declares_of_oneself_counts_at_once() -> None:
    city = cases.founded_council()
    founder = persona("founder")
    asked = DeclareInterest(city.council, founder.key, "Đang góp vốn cùng chủ nhiệm.", city.item)
    usecases.declare_interest(asked, actor=founder)
    assert grounds(city) == {(founder.key, "declared", True)}
    with pytest.raises(NotAllowed) as refused:
        queries.readable_item(city.item, founder)
    assert "góp vốn" in refused.value.text.vi
    with pytest.raises(Refused):
        usecases.declare_interest(asked, actor=founder)


def test_an_interest_in_one_item_leaves_the_others_open() -> None:
    city = cases.founded_council()
    other = cases.put(city, "Van điều áp", party=organisation("ĐHTH"))
    founder = persona("founder")
    asked = DeclareInterest(city.council, founder.key, "Đang góp vốn cùng chủ nhiệm.", city.item)
    usecases.declare_interest(asked, actor=founder)
    assert queries.readable_item(other, founder).seat is not None
    against = DeclareInterest(city.council, founder.key, "Đang giảng dạy tại trường này.", None, organisation("ĐHTH"))
    usecases.declare_interest(against, actor=founder)
    with pytest.raises(NotAllowed):
        queries.readable_item(other, founder)


def test_what_others_report_waits_for_somebody_who_is_neither_of_the_two() -> None:
    city = cases.founded_council()
    line = cases.reported(city)
    member = next(actor for name, actor in city.actors.items() if name != "founder")
    assert grounds(city) == set()
    assert queries.readable_item(city.item, member).seat is not None
    usecases.review_interest(ReviewInterest(line, True, "Đã kiểm tra hồ sơ đào tạo."), actor=cases.officer())
    assert grounds(city) == {(member.key, "reported", True)}
    with pytest.raises(Refused) as refused:
        usecases.review_interest(ReviewInterest(line, False, "Xem xét lại lần nữa."), actor=cases.officer())
    assert refused.value.decision.reasons[0].code == "interest.reviewed"


def test_the_reporter_does_not_review_the_own_report() -> None:
    city = cases.founded_council()
    member = next(actor for name, actor in city.actors.items() if name != "founder")
    asked = DeclareInterest(city.council, member.key, "Là thông gia của chủ nhiệm.", city.item)
    line = usecases.declare_interest(asked, actor=cases.officer())
    with pytest.raises(Refused) as refused:
        usecases.review_interest(ReviewInterest(line, True, "Tôi biết rõ việc này."), actor=cases.officer())
    assert refused.value.decision.reasons[0].code == "interest.own_matter"


def test_papers_are_closed_to_whoever_has_an_interest(client: Client) -> None:
    city = cases.founded_council(names=("founder", "resident"))
    item = cases.put(city, "Van điều áp", party=organisation("TLX"))
    pdf = SimpleUploadedFile("thuyet-minh.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    usecases.add_paper(item, "Thuyết minh", pdf, None, actor=cases.officer())
    member = city.actors["resident"]
    reading = queries.readable_item(item, member)
    [card] = queries.papers_for(reading, member).files
    assert files.may_read(member, f"council_item:{item}")
    assert not files.may_read(persona("founder"), f"council_item:{item}")
    assert not files.may_read(persona("clerk"), f"council_item:{item}")
    client.force_login(User.objects.get(username="persona-founder"))
    page = client.get(f"/vi/councils/items/{item}/")
    assert page.status_code == 403
    assert "Được ủy quyền" in page.content.decode()
    assert client.get(card.url).status_code == 404
    client.force_login(User.objects.get(username="persona-resident"))
    assert client.get(f"/vi/councils/items/{item}/").status_code == 200
    assert client.get(card.url).status_code == 200


def test_an_officer_with_an_interest_is_out_too() -> None:
    city = cases.founded_council()
    officer = cases.officer()
    usecases.declare_relation(DeclareRelation(officer.key, persona("researcher").key, "spouse"), actor=officer)
    with pytest.raises(NotAllowed):
        queries.readable_item(city.item, officer)


def test_items_are_nobody_elses_matter() -> None:
    city = cases.founded_council()
    with pytest.raises(Missing):
        queries.readable_item(city.item, persona("resident"))


def test_an_item_names_who_is_behind_it() -> None:
    city = cases.founded_council()
    twice = (ItemParty(organisation("VLSH"), "applicant"), ItemParty(organisation("VLSH"), "partner"))
    for parties, code in (((), "item.no_party"), (twice, "item.party_twice")):
        with pytest.raises(Refused) as refused:
            usecases.put_item(PutItem(city.council, "Hồ sơ", parties), actor=cases.officer())
        assert refused.value.decision.reasons[0].code == code


def test_two_thousand_items_ask_as_often_as_two() -> None:
    city = cases.founded_council()
    for number in range(3):
        cases.put(city, f"Hồ sơ {number}", party=organisation("TLX"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        queries.interests_of(city.council, TODAY)
    for number in range(8):
        cases.put(city, f"Hồ sơ khác {number}", party=organisation("ĐHTH"))
    with CaptureQueriesContext(connection) as many:
        queries.interests_of(city.council, TODAY)
    assert len(many) == len(few)
    assert len(many) <= 14


def test_facts_of_a_stranger_touch_nobody() -> None:
    items = [JudgedItem(1, "proposal:1", {"party:9": "applicant"})]
    fact = InterestFact("party:3", "proposal:1", "co-author", Text("Cùng viết bài."), "paper:1")
    found = list(interests_in(items, {"party:1"}, [fact], [Relation(1, "party:1", "party:2", "spouse")]))
    assert found == []
    assert [one.kind for one in interests_in(items, {"party:3"}, [fact])] == ["co-author"]
