"""A mission's way, deed by deed: the traces of each, and refusals that change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.delivery import queries, usecases
from khue.features.delivery.domain.commands import (
    AnswerAppraisal,
    AnswerContract,
    AnswerMilestone,
    AppraisedLine,
    AskChange,
    AskReport,
    DecideChange,
    DecideEnding,
    DecideMission,
    FindUnmet,
    HandInMilestone,
    HandInReport,
    InvoiceGiven,
    NoteReport,
    OrderMilestone,
    RecordSiteCheck,
    SettleMission,
)
from khue.features.delivery.models import ContractVersion, Milestone, Mission, MissionClaim, MissionReport
from khue.features.dossiers.models import DecisionRecord, Document, Task
from khue.features.ledger import queries as ledger
from khue.features.ledger import usecases as books
from khue.features.ledger.domain import InvoiceLine
from khue.features.results import queries as results
from khue.features.treasury import queries as treasury
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import payments
from tests.cast import persona
from tests.delivery import stories
from tests.delivery.stories import act_at

pytestmark = pytest.mark.django_db
LINE = f"budget:{stories.LINE}"


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def open_steps(mission: Mission) -> set[tuple[str, str]]:
    return set(Task.objects.filter(dossier=mission.dossier_id, closed_at=None).values_list("step", "right"))


def audits(deed: str) -> int:
    return AuditRecord.objects.filter(deed=f"delivery.{deed}").count()


def available() -> int:
    return next(line.available for line in ledger.budget_lines() if line.subject == LINE)


# -- the beginning ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("direct", [False, True])
def test_a_funded_proposal_becomes_a_mission_once(direct: bool) -> None:
    mission = stories.begun(direct)
    again = usecases.begin_mission(mission.proposal, actor=stories.job(act_at(2)))
    assert (again, Mission.objects.count(), audits("begin_mission")) == (mission.pk, 1, 1)
    assert (mission.state, mission.asked, mission.mode) == (
        "begun", 1_200_000_000, "direct-assignment" if direct else "selection",
    )  # fmt: skip
    assert open_steps(mission) == {("cost-appraisal", "delivery.appraise")}
    assert [row.name for row in mission.members.all()] == [persona("researcher").name]
    assert Notice.objects.filter(party=persona("researcher").key, kind="mission").exists()


# -- appraisal and decision ------------------------------------------------------------------------------------------


def test_appraisal_goes_to_finance_and_only_another_person_answers() -> None:
    mission = stories.begun()
    act = act_at(2)
    asked = stories.appraisal(mission)
    usecases.appraise_mission(asked, actor=act("appraiser"))
    usecases.appraise_mission(asked, actor=act("appraiser"))  # the same form again
    assert audits("appraise_mission") == 1
    assert open_steps(mission) == {("cost-appraisal", "delivery.answer_costs")}
    both = replace(act("finance"), key=act("appraiser").key)
    with pytest.raises(Refused) as refused:
        usecases.answer_appraisal(AnswerAppraisal(mission.pk, True), actor=both)
    assert "own_appraisal" in codes(refused)
    usecases.answer_appraisal(
        AnswerAppraisal(mission.pk, False, "Đơn giá ngày công cao hơn định mức."), actor=act("finance")
    )
    mission.refresh_from_db()
    assert mission.state == "begun"
    assert open_steps(mission) == {("cost-appraisal", "delivery.appraise")}


def test_the_lump_sum_says_what_is_inside_and_equipment_has_its_cap() -> None:
    mission = stories.begun()
    act = act_at(2)
    lines = (AppraisedLine(1, "equipment", stories.ASKED),)
    usecases.appraise_mission(stories.appraisal(mission, lines=lines), actor=act("appraiser"))
    row = mission.costs.get()
    assert (row.inside, row.most) == (False, 1_500_000_000), (
        "a partial lump sum leaves equipment out; a topic gets all of it"
    )
    usecases.answer_appraisal(AnswerAppraisal(mission.pk, False, "Xem lại loại nhiệm vụ."), actor=act("finance"))
    with pytest.raises(Refused) as refused:
        usecases.appraise_mission(
            stories.appraisal(mission, kind="trial-production", lines=lines), actor=act("appraiser")
        )
    assert codes(refused) == {"above_most"}, "half of the cost for a trial production"


def test_a_second_public_source_is_refused_by_the_rule() -> None:
    mission = stories.begun()
    mission.costs.update(other_public=100_000_000)
    for cost_class in ("equipment", "labour"):
        lines = (AppraisedLine(1, cost_class, stories.ASKED),)
        with pytest.raises(Refused) as refused:
            usecases.appraise_mission(stories.appraisal(mission, lines=lines), actor=act_at(2)("appraiser"))
        assert all(reason.source for reason in refused.value.decision.reasons)
    mission.refresh_from_db()
    assert (mission.state, audits("appraise_mission")) == ("begun", 0)


def test_the_approval_reserves_its_money_and_is_public() -> None:
    mission = stories.granted()
    assert (mission.state, mission.granted) == ("granted", stories.ASKED)
    assert ledger.balance("budget.committed", f"mission:{mission.pk}") == stories.ASKED
    assert available() == 10_000_000_000 - stories.ASKED
    assert open_steps(mission) == {("contract", "delivery.contract")}
    assert Task.objects.get(dossier=mission.dossier_id, closed_at=None).due_on is not None
    assert DecisionRecord.objects.filter(dossier=mission.dossier_id, amount=stories.ASKED).exists()
    assert Document.objects.filter(dossier=mission.dossier_id, kind="decision").count() == 1
    assert queries.public_mission(mission.number).row.granted == stories.ASKED


def test_without_money_without_competence_or_on_the_own_side_nothing_is_approved() -> None:
    mission = stories.appraised(stories.begun())
    act = act_at(3)
    stories.with_money(act, stories.ASKED - 1)
    ask = DecideMission(mission.pk, "grant", "", stories.LINE)
    with pytest.raises(Refused) as refused:
        usecases.decide_mission(ask, actor=act("decider"))
    assert codes(refused) == {"not_enough"}
    near = replace(act("decider"), acts_for=((f"party:{mission.lead_id}", "all"),))
    with pytest.raises(Refused) as refused:
        usecases.decide_mission(ask, actor=near)
    assert "own_case" in codes(refused)
    with pytest.raises(NotAllowed):
        usecases.decide_mission(ask, actor=act("officer"))
    mission.refresh_from_db()
    assert (mission.state, ledger.balance("budget.committed", f"mission:{mission.pk}")) == ("appraised", 0)
    usecases.decide_mission(
        DecideMission(mission.pk, "refuse", "Không cân đối được kinh phí năm nay."), actor=act("decider")
    )
    with pytest.raises(Missing):
        queries.public_mission(mission.number)


# -- contract --------------------------------------------------------------------------------------------------------


def test_both_sides_agree_and_whoever_prepared_it_does_not_agree_for_the_city() -> None:
    mission = stories.granted()
    act = act_at(5)
    usecases.prepare_contract(stories.contract(mission), actor=act("officer"))
    same = replace(act("decider"), key=act("officer").key)
    with pytest.raises(Refused) as refused:
        usecases.answer_contract(AnswerContract(mission.pk, True), actor=same)
    assert codes(refused) == {"own_contract"}
    usecases.answer_contract(AnswerContract(mission.pk, True), actor=act("decider"))
    mission.refresh_from_db()
    assert mission.state == "granted", "one side is not enough"
    usecases.answer_contract(AnswerContract(mission.pk, True), actor=act("researcher"))
    mission.refresh_from_db()
    assert mission.state == "running"
    assert [row.amount for row in mission.milestones.order_by("no")] == [400_000_000, 300_000_000, 500_000_000]
    assert ledger.balance("advance.mission", f"mission:{mission.pk}") == 200_000_000
    assert [report.due_on for report in mission.reports.order_by("no")] == [
        date(2027, 1, 1), date(2027, 7, 1), date(2028, 1, 1),
    ]  # fmt: skip
    assert open_steps(mission) == {("milestone-payment", "delivery.pay")}


def test_the_lead_sends_a_contract_back_and_gets_another() -> None:
    mission = stories.granted()
    act = act_at(5)
    usecases.prepare_contract(stories.contract(mission), actor=act("officer"))
    usecases.answer_contract(AnswerContract(mission.pk, False, "Mốc 1 cần thêm ba tháng."), actor=act("researcher"))
    assert open_steps(mission) == {("contract", "delivery.contract")}
    stories.running(mission)
    assert list(ContractVersion.objects.order_by("no").values_list("state", flat=True)) == ["turned_down", "in_force"]


def test_an_advance_above_the_cap_is_refused_with_its_source() -> None:
    mission = stories.granted()
    with pytest.raises(Refused) as refused:
        usecases.prepare_contract(stories.contract(mission, advance=360_000_001), actor=act_at(5)("officer"))
    assert codes(refused) == {"advance"}
    assert refused.value.decision.reasons[0].source is not None


# -- work and money --------------------------------------------------------------------------------------------------


def test_the_advance_is_set_off_first_and_only_the_rest_is_paid() -> None:
    mission = stories.running()
    stories.paid(mission, f"advance:{mission.pk}", 10)
    row = stories.accepted(mission, 1)
    assert (row.state, row.set_off) == ("accepted", 200_000_000)
    assert ledger.balance("payable.support", f"milestone:{row.pk}") == 200_000_000
    stories.paid(mission, f"milestone:{row.pk}")
    row.refresh_from_db()
    mission.refresh_from_db()
    assert (row.state, mission.paid, mission.set_off) == ("paid", 400_000_000, 200_000_000)
    assert ledger.balance("advance.mission", f"mission:{mission.pk}") == 0
    assert ledger.balance("expense.support", f"mission:{mission.pk}") == 400_000_000


def test_a_milestone_accepted_twice_is_one_acceptance() -> None:
    mission = stories.running()
    row = stories.handed_in(mission, 1)
    act, once = act_at(35), uuid4()
    asked = AnswerMilestone(row.pk, True, "Đạt.", once)
    usecases.answer_milestone(asked, actor=act("officer"))
    usecases.answer_milestone(asked, actor=act("officer"))
    with pytest.raises(Refused) as refused:
        usecases.answer_milestone(AnswerMilestone(row.pk, True, "Đạt."), actor=act("officer"))
    assert codes(refused) == {"nothing_handed_in"}
    assert (audits("answer_milestone"), ledger.balance("payable.support", f"milestone:{row.pk}")) == (1, 200_000_000)


def test_what_is_not_accepted_is_paid_by_nobody() -> None:
    mission = stories.running()
    row = stories.handed_in(mission, 1)
    act = act_at(36)
    with pytest.raises(Refused) as refused:
        usecases.order_milestone(stories.order_of(mission, f"milestone:{row.pk}", act), actor=act("accountant"))
    assert codes(refused) == {"not_accepted"}
    row.refresh_from_db()
    assert row.state == "handed_in"


def test_nothing_is_paid_before_both_have_signed_the_paper() -> None:
    mission = stories.running()
    act = act_at(10)
    account = payments.main_account(actor=act("accountant"))
    payee = payments.payee_of(f"party:{mission.lead_id}", mission.lead.name)
    asked = OrderMilestone(f"advance:{mission.pk}", payee, "Tam ung", payments.CODES, account.id)
    with pytest.raises(Refused) as refused:
        usecases.order_milestone(asked, actor=act("accountant"))
    assert codes(refused) == {"not_signed"}
    assert ledger.balance("payable.support", f"advance:{mission.pk}") == 200_000_000
    stories.signed_on_paper(mission, act)
    usecases.order_milestone(asked, actor=act("accountant"))
    with pytest.raises(Refused):
        usecases.order_milestone(asked, actor=act("accountant"))


def test_an_invoice_used_in_another_scheme_is_refused_and_free_again_after_a_return() -> None:
    mission = stories.running()
    line = InvoiceLine("0100109106", "C26TAA", "77", 1, "dossier:999999", 5_000_000)
    with command("test.claim", act_at(6)("officer"), subject="dossier:999999") as deed:
        books.claim_invoice_line(line, deed=deed)
    invoice = InvoiceGiven("0100109106", "C26TAA", "77", 1, 5_000_000)
    with pytest.raises(Refused) as refused:
        stories.handed_in(mission, 1, invoices=(invoice,))
    assert codes(refused) == {"ledger.invoice_line_taken"}
    assert stories.milestone(mission, 1).state == "planned"
    other = InvoiceGiven("0100109106", "C26TAA", "78", 1, 5_000_000)
    row = stories.handed_in(mission, 1, invoices=(other,))
    with pytest.raises(Refused), command("test.claim", act_at(31)("officer"), subject="dossier:999999") as deed:
        books.claim_invoice_line(replace(line, number="78"), deed=deed)
    usecases.answer_milestone(AnswerMilestone(row.pk, False, "Thiếu biên bản chạy thử."), actor=act_at(32)("officer"))
    with command("test.claim", act_at(33)("officer"), subject="dossier:999999") as deed:
        books.claim_invoice_line(replace(line, number="78"), deed=deed)


def test_only_the_lead_hands_in_with_words_and_a_file() -> None:
    mission = stories.running()
    with pytest.raises(Missing):
        usecases.hand_in_milestone(
            HandInMilestone(mission.pk, 1, "x" * 20, (stories.upload(),)), actor=act_at(9)("resident")
        )
    with pytest.raises(NotAllowed):
        usecases.hand_in_milestone(
            HandInMilestone(mission.pk, 1, "x" * 20, (stories.upload(),)), actor=act_at(9)("officer")
        )
    with pytest.raises(Refused) as refused:
        usecases.hand_in_milestone(HandInMilestone(mission.pk, 1, "x"), actor=act_at(9)("researcher"))
    assert codes(refused) == {"no_words", "no_files"}


# -- changes ---------------------------------------------------------------------------------------------------------


def changed(mission: Mission, *sums: int, **more: Any) -> AskChange:
    asked = AskChange(mission.pk, stories.plan(*sums), date(2028, 6, 30), "Giá vật tư tăng, cần chuyển giữa các mốc.")
    return replace(asked, **more)


def test_a_change_becomes_a_version_that_both_agree_to() -> None:
    mission = stories.running()
    act = act_at(20)
    change = usecases.ask_change(changed(mission, 300_000_000, 300_000_000, 600_000_000), actor=act("researcher"))
    usecases.decide_change(DecideChange(change, True, "Phù hợp với biến động giá."), actor=act("officer"))
    assert stories.milestone(mission, 1).amount == 400_000_000, "not before both agree"
    for who in ("researcher", "decider"):
        usecases.answer_contract(AnswerContract(mission.pk, True), actor=act(who))
    assert [row.amount for row in mission.milestones.order_by("no")] == [300_000_000, 300_000_000, 600_000_000]
    assert list(mission.contracts.order_by("no").values_list("state", flat=True)) == ["superseded", "in_force"]
    row = queries.mission_page(mission.pk, persona("auditor")).changes[0]
    assert (row.before[0].amount, row.after[0].amount) == (400_000_000, 300_000_000)


def test_a_change_after_payment_may_not_touch_what_was_paid() -> None:
    mission = stories.running(advance=0)
    row = stories.accepted(mission, 1)
    stories.paid(mission, f"milestone:{row.pk}")
    with pytest.raises(Refused) as refused:
        usecases.ask_change(changed(mission, 500_000_000, 200_000_000, 500_000_000), actor=act_at(50)("researcher"))
    assert codes(refused) == {"milestone_fixed"}
    said = refused.value.decision.reasons[0]
    assert "Mốc 1" in said.text.vi
    assert said.next_step is not None
    usecases.ask_change(changed(mission, 400_000_000, 200_000_000, 600_000_000), actor=act_at(50)("researcher"))


def test_what_was_accepted_meanwhile_stops_the_grant_of_a_change() -> None:
    mission = stories.running()
    change = usecases.ask_change(
        changed(mission, 300_000_000, 300_000_000, 600_000_000), actor=act_at(20)("researcher")
    )
    stories.accepted(mission, 1)
    with pytest.raises(Refused) as refused:
        usecases.decide_change(DecideChange(change, True, "Phù hợp với biến động giá."), actor=act_at(40)("officer"))
    assert codes(refused) == {"milestone_fixed"}
    usecases.decide_change(DecideChange(change, False, "Mốc 1 đã nghiệm thu."), actor=act_at(40)("officer"))
    assert ContractVersion.objects.filter(mission=mission).count() == 1


# -- reports ---------------------------------------------------------------------------------------------------------


def test_a_report_is_asked_for_handed_in_sent_back_and_reminded_once_each_time() -> None:
    mission = stories.running()
    act = act_at(20)
    due = date(2026, 6, 15)
    report = usecases.ask_report(AskReport(mission.pk, "Tiến độ mẫu thử và khó khăn.", due), actor=act("officer"))
    words = "Đã xong mẫu thử, đang đo; chưa phát sinh khó khăn."
    before = replace(stories.job(act), moment=act("officer").moment.replace(month=6, day=10))
    after = replace(before, moment=before.moment.replace(day=20))
    for actor in (before, before, after, after):
        usecases.remind_of_report(report, actor=actor)
    assert audits("remind_of_report") == 2
    usecases.hand_in_report(HandInReport(report, words), actor=act("researcher"))
    usecases.note_report(NoteReport(report, False, "Thiếu số liệu kinh phí."), actor=act("officer"))
    assert MissionReport.objects.get(pk=report).state == "due"
    usecases.hand_in_report(HandInReport(report, words), actor=act("researcher"))
    usecases.note_report(NoteReport(report, True), actor=act("officer"))
    assert MissionReport.objects.get(pk=report).state == "noted"
    with pytest.raises(Refused):
        usecases.hand_in_report(HandInReport(report, words), actor=act("researcher"))


# -- the three ends --------------------------------------------------------------------------------------------------


def one_milestone(accepted: bool = True) -> Mission:
    """A mission with an interim and a final milestone; the first accepted and paid."""
    mission = stories.running(milestones=stories.plan(700_000_000, 500_000_000))
    stories.paid(mission, f"advance:{mission.pk}", 10)
    if accepted:
        row = stories.accepted(mission, 1)
        stories.paid(mission, f"milestone:{row.pk}")
    return mission


def missed(mission: Mission) -> Mission:
    usecases.find_unmet(
        FindUnmet(mission.pk, "Mẫu thử không đạt chỉ tiêu sau ba phương án hiệu chỉnh."), actor=act_at(60)("officer")
    )
    mission.refresh_from_db()
    return mission


def test_a_missed_result_on_a_complete_file_pays_nothing_back() -> None:
    mission = one_milestone()
    fine = DecideEnding(mission.pk, True, False, False, True, "Rủi ro được chấp nhận theo luật.")
    missed(mission)
    with pytest.raises(Refused) as refused:
        usecases.decide_ending(fine, actor=act_at(61)("decider"))
    assert codes(refused) == {"file.checks"}
    visit = RecordSiteCheck(mission.pk, act_at(61)("officer").today, True, "Xưởng hoạt động, nhật ký đủ.")
    usecases.record_site_check(visit, actor=act_at(61)("officer"))
    assert usecases.decide_ending(fine, actor=act_at(62)("decider")) == "excused"
    mission.refresh_from_db()
    assert (mission.state, ledger.balance("budget.committed", f"mission:{mission.pk}")) == ("excused", 0)
    assert available() == 10_000_000_000 - 700_000_000
    assert not MissionClaim.objects.exists()
    assert mission.ending.explanation["outcome"] == "granted"


def test_fraud_sends_the_money_back_and_the_claim_follows_the_bank() -> None:
    mission = missed(one_milestone(accepted=False))
    bad = DecideEnding(
        mission.pk, True, True, False, True, "Có gian lận trong hồ sơ thanh toán.", 200_000_000, date(2027, 1, 31)
    )
    with pytest.raises(Refused) as refused:
        usecases.decide_ending(replace(bad, amount=200_000_001), actor=act_at(62)("decider"))
    assert codes(refused) == {"amount"}
    assert usecases.decide_ending(bad, actor=act_at(62)("decider")) == "recovered"
    claim = MissionClaim.objects.get()
    subject = f"mission_claim:{claim.pk}"
    assert ledger.balance("recovery.receivable", subject) == 200_000_000
    assert ledger.balance("advance.mission", f"mission:{mission.pk}") == 0
    row = treasury.receivables_of([subject])[subject].row
    act = act_at(70)
    account = treasury.city_accounts()[0]
    booking = payments.Booking(act("accountant").today, 200_000_000, f"HOAN TRA {row.reference}", "RB1")
    content = payments.csv_statement(account, 9_000_000_000, [booking])
    payments.taken_in(account, "hoan-tra.csv", content, actor=act("accountant"))
    for _again in range(2):
        usecases.follow_receivable(row.id, actor=stories.job(act))
    mission.refresh_from_db()
    claim.refresh_from_db()
    assert (mission.state, claim.recovered, audits("follow_receivable")) == ("recovered", 200_000_000, 1)


def test_an_accepted_mission_is_settled_and_offers_its_result() -> None:
    mission = one_milestone()
    final = Milestone.objects.get(mission=mission, final=True)
    # The city's own use-cases bring a verdict; tests/delivery/test_verdicts.py walks that way.
    with pytest.raises(Refused) as refused:
        usecases.settle_mission(SettleMission(mission.pk), actor=act_at(60)("accountant"))
    assert codes(refused) == {"milestones_open"}
    assert final.state == "planned"
    origin = results.origin(f"mission:{mission.pk}")
    assert origin is not None
    assert (origin.public_money, origin.party) == (700_000_000, f"party:{mission.lead_id}")
