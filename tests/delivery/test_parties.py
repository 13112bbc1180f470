"""Who stands behind a mission: its team is tied to its lead by contract, and a lead that was merged goes on under its survivor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.councils import queries as councils
from khue.features.councils.domain.interests import Interest, JudgedItem
from khue.features.delivery import queries, usecases
from khue.features.delivery.domain.commands import DecideEnding, FindUnmet, HandInMilestone, RecordSiteCheck
from khue.features.delivery.models import Mission, MissionClaim
from khue.features.people import queries as people
from khue.features.people import usecases as registering
from khue.features.people.domain import GrantMandate, MergeDuplicates, Paper, RegisterOrganisation, RenameParty
from khue.features.people.models import Party
from khue.features.treasury import queries as treasury
from khue.features.treasury.models import PaymentOrder
from khue.kernel.models import Notice
from khue.site.sample import payments
from tests.cast import organisation, persona
from tests.delivery import stories
from tests.delivery.stories import act_at
from tests.people.merging import merged

pytestmark = pytest.mark.django_db


def contracts(person: str, party: str) -> list[Interest]:
    found = councils.find_interests([JudgedItem(1, "", {party: "applicant"})], [person], act_at(6)("officer").today)
    return [one for one in found if one.kind == "contract"]


def test_whoever_works_on_a_mission_is_tied_to_its_lead_by_contract() -> None:
    researcher, institute = persona("researcher").key, organisation("VLSH")
    mission = stories.granted()
    assert contracts(researcher, institute) == [], "there is no contract yet"
    stories.running(mission)
    [one] = contracts(researcher, institute)
    assert (one.record, one.href, one.bars) == (f"mission:{mission.pk}", f"/missions/{mission.pk}/", True)
    assert mission.number in one.text.vi
    assert mission.number in one.text.into("en")
    assert contracts(researcher, organisation("TLX")) == []
    assert contracts(persona("founder").key, institute) == []


def second_record() -> str:
    """The institute once more, without a tax code, with a mandate for the resident."""
    clerk = persona("clerk")
    key = registering.register_organisation(
        RegisterOrganisation("Viện Vật liệu sông Hồng", "institute", email="vlsh@sample.example"), actor=clerk
    )
    grant = GrantMandate(persona("resident").key, key, "all", clerk.today, None, "Giấy ủy quyền số 2")
    registering.grant_mandate(grant, actor=clerk)
    return key


def test_a_lead_that_was_merged_meanwhile_goes_on_under_its_survivor() -> None:
    mission = stories.running()
    act = act_at(30)
    former, survivor = organisation("VLSH"), second_record()
    with pytest.raises(Missing):
        queries.mission_page(mission.pk, act("resident"))
    seen = dict(Party.objects.values_list("pk", "version"))
    versions = (seen[people.party_id(former)], seen[people.party_id(survivor)])
    registering.merge_duplicates(
        MergeDuplicates(former, survivor, (), "Cùng một tổ chức, lập hai lần", versions), actor=act("clerk")
    )
    resident = act("resident")
    assert [row.number for row in queries.my_missions(resident, None).rows] == [mission.number]
    words = "Bàn giao đầy đủ sản phẩm của mốc 1 kèm biên bản chạy thử."
    usecases.hand_in_milestone(HandInMilestone(mission.pk, 1, words, (stories.upload(),)), actor=resident)
    assert stories.milestone(mission, 1).state == "handed_in"
    assert [one.record for one in contracts(persona("researcher").key, survivor)] == [f"mission:{mission.pk}"]
    stranger = act("founder")
    with pytest.raises((Missing, NotAllowed)):
        usecases.hand_in_milestone(HandInMilestone(mission.pk, 2, words, (stories.upload(),)), actor=stranger)
    # What was signed keeps the name that it was signed under.
    mission.refresh_from_db()
    assert f"party:{mission.lead_id}" == former


def test_a_lead_that_was_renamed_meanwhile_is_paid_under_its_present_name() -> None:
    mission = stories.running(advance=0)
    row = stories.accepted(mission, 1)
    act, former = act_at(38), mission.lead.name
    clerk = act("clerk")
    paper = Paper("11/QĐ-ĐT", clerk.today - timedelta(days=3), "Sở Khoa học và Công nghệ")
    present = "Viện Vật liệu và Môi trường Sông Hồng (mẫu)"
    asked = RenameParty(f"party:{mission.lead_id}", present, clerk.today - timedelta(days=1), paper, uuid4())
    registering.rename_party(asked, actor=clerk)
    mission = Mission.objects.get(pk=mission.pk)
    pays = stories.order_of(mission, f"milestone:{row.pk}", act)
    with pytest.raises(Refused) as refused:
        usecases.order_milestone(replace(pays, payee=replace(pays.payee, holder=former)), actor=act("accountant"))
    assert {reason.code for reason in refused.value.decision.reasons} == {"treasury.other_holder"}
    order = usecases.order_milestone(replace(pays, once=uuid4()), actor=act("accountant"))
    assert PaymentOrder.objects.get(pk=order).party_name == present
    assert queries.mission_page(mission.pk, act("researcher")).lead == present


def test_a_claim_on_a_lead_that_was_merged_meanwhile_is_read_and_repaid_by_its_survivor() -> None:
    """The debt goes on: the survivor finds it, is told what came in, and its transfer settles it under either name."""
    mission = stories.running()
    stories.paid(mission, f"advance:{mission.pk}", 10)
    missed = FindUnmet(mission.pk, "Không có thiết bị tại nơi thực hiện đã khai.", once=uuid4())
    usecases.find_unmet(missed, actor=act_at(60)("officer"))
    back = DecideEnding(
        mission.pk, False, False, False, False, "Tạm ứng không dùng đúng mục đích.", 200_000_000, date(2027, 1, 31), once=uuid4()
    )  # fmt: skip
    usecases.decide_ending(back, actor=act_at(62)("decider"))
    claim = MissionClaim.objects.get()
    survivor = merged(organisation("VLSH"), "Viện Vật liệu và Môi trường", "institute", days=63)
    resident = act_at(70)("resident")
    seen = queries.mission_page(mission.pk, resident)
    assert seen.claim is not None
    assert (seen.claim.id, seen.claim.amount, people.present_keys([f"party:{claim.debtor_id}"])) == (
        claim.pk, 200_000_000, {f"party:{claim.debtor_id}": survivor},
    )  # fmt: skip
    act = act_at(71)
    account = treasury.city_accounts()[0]
    subject = f"mission_claim:{claim.pk}"
    row = treasury.receivables_of([subject])[subject].row
    words = f"Vien Vat lieu va Moi truong hoan tra {row.reference}"
    booking = payments.Booking(act("accountant").today, 200_000_000, words, "RB7")
    opening = payments.balance_of(account, act("accountant").today)
    content = payments.csv_statement(account, opening, [booking])
    payments.taken_in(account, "hoan-tra-hop-nhat.csv", content, actor=act("accountant"))
    usecases.follow_receivable(row.id, actor=stories.job(act))
    mission.refresh_from_db()
    claim.refresh_from_db()
    assert (mission.state, claim.recovered) == ("recovered", 200_000_000)
    told = Notice.objects.filter(party__in=(resident.key, survivor), title_vi__contains=mission.number)
    assert any("hoàn trả" in notice.title_vi for notice in told)


def test_an_official_with_an_interest_reads_and_does_nothing_on_the_mission() -> None:
    from khue.features.councils import usecases as councils
    from khue.features.councils.domain.commands import DeclareRelation
    from tests.calls.stories import browser_of

    mission = stories.running()
    officer = act_at(9)("officer")
    assert queries.mission_page(mission.pk, officer).number == mission.number
    asked = DeclareRelation(officer.key, act_at(9)("researcher").key, "spouse")
    councils.declare_relation(asked, actor=officer)
    with pytest.raises(NotAllowed, match=r"interest|lợi ích"):
        queries.mission_page(mission.pk, officer)
    assert not queries.may_read_subject(officer, f"mission:{mission.pk}")
    with pytest.raises(NotAllowed):
        usecases.record_site_check(
            RecordSiteCheck(mission.pk, officer.today, True, "Xưởng hoạt động đúng kế hoạch.", (), uuid4()),
            actor=officer,
        )
    [line] = queries.missions(officer, "all", "", None).rows
    assert (line.asked, line.closed is None) == (None, False)
    page = browser_of("officer")
    assert page.get(f"/vi/missions/{mission.pk}/").status_code == 403
    assert f"/vi/missions/{mission.pk}/" not in page.get("/vi/missions/?view=all").content.decode()
    # Its own people and every other official as before.
    assert queries.mission_page(mission.pk, act_at(9)("researcher")).number == mission.number
    assert queries.mission_page(mission.pk, act_at(9)("auditor")).number == mission.number
