"""Equipment support from application to audit: every trace, and every refusal that changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.dossiers.models import DecisionRecord, Document, Dossier
from khue.features.dossiers.models import Task as DeskTask
from khue.features.ledger import queries as ledger
from khue.features.missions import queries, usecases
from khue.features.missions.domain.commands import (
    AnswerCosts,
    AnswerDelivery,
    AppraiseCosts,
    DecideSupport,
    DeliverTranche,
    RecordAudit,
    RegisterEquipment,
)
from khue.features.missions.domain.support import Appraised
from khue.features.missions.models import Appraisal, CostLine, EquipmentSupport, Tranche
from khue.features.missions.usecases.paying import order_out
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample.applications import Item, Project
from khue.site.sample.stories import Story, at
from tests.cast import organisation, persona
from tests.missions.stories import SELLER, TOPIC, TRIAL, a_story, an_order, appraised, running

pytestmark = pytest.mark.django_db
ASKED = 2_400_500_000
LINE = "budget:2026-EQ"


def support_of(story: Story) -> EquipmentSupport:
    return EquipmentSupport.objects.get(pk=story.support_id)


def audit(deed: str) -> int:
    return AuditRecord.objects.filter(deed=f"missions.{deed}").count()


# -- application ---------------------------------------------------------------------------------------------------


def test_handing_in_makes_support_and_lines_and_holds_the_invoice_line() -> None:
    story = a_story().applied()
    support = support_of(story)
    assert (support.state, support.asked) == ("applied", ASKED)
    assert list(CostLine.objects.filter(support=support).values_list("most", flat=True)) == [
        1_850_000_000,
        240_000_000,
        310_500_000,
    ]
    with pytest.raises(Refused) as refused:
        a_story(money=0).applied()
    assert story.number in refused.value.text.vi or "ledger.invoice_line_taken" in {
        r.code for r in refused.value.decision.reasons
    }
    assert EquipmentSupport.objects.count() == 1


def test_trial_production_gets_half_of_purchase_rounded_down_and_all_of_operation() -> None:
    story = a_story(TRIAL).applied()
    most = list(CostLine.objects.filter(support=story.support_id).values_list("most", flat=True))
    assert most == [500_000_000, 90_000_000]


def test_an_over_cap_application_is_refused_beside_its_line_and_nothing_is_kept() -> None:
    greedy = Project("X", "trial-production", "climate-response", (Item("Buồng sấy", "purchase", 100_000_000),))
    story = a_story(greedy)
    draft = story.draft()
    dossier = Dossier.objects.get(pk=draft.dossier_id)
    dossier.answers["lines"][0]["requested"] = 60_000_000
    dossier.answers["tranches"] = [{"deliverable": "Máy", "amount": 60_000_000, "due_on": "2026-09-01"}]
    dossier.save()
    from khue.features.dossiers import usecases as dossiers
    from khue.features.dossiers.domain.commands import SubmitDossier

    with pytest.raises(Refused) as refused:
        dossiers.submit_dossier(SubmitDossier(dossier.pk, True), actor=persona("researcher"))
    reason = refused.value.decision.reasons[0]
    assert (reason.code, reason.field) == ("over_cap", "lines.1.requested")
    assert reason.source is not None
    assert "50.000.000" in reason.text.vi
    assert not EquipmentSupport.objects.exists()


def test_withdrawing_gives_the_invoice_line_back() -> None:
    story = a_story().applied().withdrawn()
    assert support_of(story).state == "cancelled"
    assert a_story(money=0).applied().number


def test_a_grant_withdrawn_before_the_agreement_gives_the_money_back_and_leaves_the_register() -> None:
    story = appraised().granted()
    assert queries.totals().granted == ASKED
    story.withdrawn()
    assert support_of(story).state == "cancelled"
    assert ledger.balance("budget.committed", f"support:{story.support_id}") == 0
    assert ledger.balance("budget.available", LINE) == 10_000_000_000
    assert not queries.granted_supports().rows
    assert queries.totals() == queries.Totals(0, 0, 0)
    with pytest.raises(Missing):
        queries.granted_support(story.number)
    assert ledger.verify().sound


def test_the_finance_opinion_comes_before_the_decision_and_leaves_its_traces() -> None:
    story = a_story().applied().accepted_for_processing().costed(cut=50_000_000)
    support = support_of(story)
    assert (support.state, support.appraised) == ("costed", ASKED - 50_000_000)
    task = DeskTask.objects.get(dossier=story.dossier_id, closed_at=None)
    assert (task.step, task.right, task.assignee) == ("appraisal", "missions.answer_costs", "")
    due = task.due_on
    answer = AnswerCosts(task.pk, True, "Phù hợp dự toán", once=uuid4())
    for _time in range(2):
        usecases.answer_costs(answer, actor=persona("finance"))
    assert support_of(story).state == "appraised"
    assert story.task("decision")
    rows = list(Appraisal.objects.filter(support=support).order_by("id").values_list("finding", "appraiser"))
    assert rows == [("appraised", persona("appraiser").key), ("agreed", persona("finance").key)]
    assert DeskTask.objects.get(pk=task.pk).due_on == due, "two bodies, one clock"
    record = AuditRecord.objects.get(deed="missions.answer_costs")
    assert record.actor == persona("finance").key
    assert (
        Notice.objects.filter(party=persona("researcher").key, title_vi__contains="đã thẩm định kinh phí").count() == 1
    )


def test_an_objection_goes_back_to_the_appraiser_with_its_ground() -> None:
    story = a_story().applied().accepted_for_processing().costed()
    with pytest.raises(Refused):
        story.costs_returned(" ")
    story.costs_returned("Hạng mục 2 cao hơn mặt bằng giá")
    assert support_of(story).state == "applied"
    task = DeskTask.objects.get(dossier=story.dossier_id, closed_at=None)
    assert (task.right, task.page) == ("missions.appraise", "missions:appraise")
    told = Notice.objects.get(party=persona("appraiser").key, kind="task")
    assert "Hạng mục 2" in told.body_vi
    assert story.appraised().granted().number


def test_nobody_gives_the_finance_opinion_on_what_they_appraised() -> None:
    story = a_story().applied().accepted_for_processing().costed()
    both = replace(persona("appraiser"), rights=persona("appraiser").rights | {"missions.answer_costs"})
    with pytest.raises(Refused) as refused:
        usecases.answer_costs(AnswerCosts(story.task("appraisal"), True, once=uuid4()), actor=both)
    assert [reason.code for reason in refused.value.decision.reasons] == ["own_appraisal"]
    with pytest.raises(NotAllowed):
        usecases.answer_costs(AnswerCosts(story.task("appraisal"), True, once=uuid4()), actor=persona("appraiser"))
    assert support_of(story).state == "costed"


def test_a_supplement_that_changes_what_lies_before_finance_goes_back_to_the_appraiser() -> None:
    story = a_story().applied().accepted_for_processing().costed()
    story.asked_for_supplement("Xem lại giá", "appraisal", "finance")
    dossier = Dossier.objects.get(pk=story.dossier_id)
    dossier.answers["lines"][0] |= {"amount": 1_800_000_000, "requested": 1_800_000_000}
    dossier.answers["tranches"] = [{"deliverable": "Máy", "amount": ASKED - 50_000_000, "due_on": "2026-09-01"}]
    dossier.save()
    story.supplemented()
    task = DeskTask.objects.get(dossier=story.dossier_id, closed_at=None)
    assert (support_of(story).state, task.right) == ("applied", "missions.appraise")
    assert story.appraised().granted().number


def test_a_supplement_that_changes_the_costs_is_appraised_again_before_any_decision() -> None:
    story = appraised().asked_for_supplement("Xem lại giá", "decision", "decider")
    dossier = Dossier.objects.get(pk=story.dossier_id)
    dossier.answers["lines"][0] |= {"amount": 1_800_000_000, "requested": 1_800_000_000}
    dossier.answers["tranches"] = [{"deliverable": "Máy", "amount": ASKED - 50_000_000, "due_on": "2026-09-01"}]
    dossier.answers["task_title"] = "Màng lọc nước từ sợi nứa"
    dossier.save()
    story.supplemented()
    support = support_of(story)
    assert (support.state, support.asked, support.appraised) == ("applied", ASKED - 50_000_000, None)
    assert support.task.title == "Màng lọc nước từ sợi nứa"
    assert [row.appraised for row in CostLine.objects.filter(support=support)] == [None, None, None]
    with pytest.raises(Refused):
        story.granted()
    back = DecideSupport(story.task("decision"), "back", "Thẩm định lại sau bổ sung")
    usecases.decide_support(back, actor=persona("decider"))
    story.appraised().granted()
    assert support_of(story).granted == ASKED - 50_000_000


def test_a_supplement_of_papers_alone_keeps_the_appraisal() -> None:
    story = appraised().asked_for_supplement("Thiếu dấu", "decision", "decider").supplemented()
    support = support_of(story)
    assert (support.state, support.appraised) == ("appraised", ASKED)
    assert story.granted().number == support.dossier_number


def test_valid_receipt_sets_the_law_day_of_the_appraisal() -> None:
    story = a_story().applied()
    before = support_of(story).law_day
    later = replace(story, act=at(persona, days=3)).accepted_for_processing().appraised()
    dossier = Dossier.objects.get(pk=later.dossier_id)
    assert support_of(story).law_day == dossier.law_day
    assert dossier.law_day is not None
    assert dossier.law_day > before


def test_a_wrong_tax_code_of_the_seller_is_told_beside_its_line() -> None:
    story = replace(a_story(), seller="0100109107")
    with pytest.raises(Refused) as refused:
        story.applied()
    reason = refused.value.decision.reasons[0]
    assert (reason.code, reason.field) == ("people.tax_code.check_digit", "lines.1.seller_tax_code")
    assert not EquipmentSupport.objects.exists()


# -- appraisal -----------------------------------------------------------------------------------------------------


def test_a_cut_without_ground_and_an_amount_above_the_request_are_refused_together() -> None:
    story = a_story().applied().accepted_for_processing()
    task = story.task("appraisal")
    lines = (Appraised(1, 1_000_000_000), Appraised(2, 240_000_001), Appraised(3, 310_500_000))
    with pytest.raises(Refused) as refused:
        usecases.appraise_costs(AppraiseCosts(task, lines), actor=persona("appraiser"))
    assert {(r.code, r.field) for r in refused.value.decision.reasons} == {
        ("cut_without_ground", "lines.1.ground"),
        ("above_most", "lines.2.appraised"),
    }
    assert support_of(story).appraised is None
    assert audit("appraise_costs") == 0


def test_appraisal_leaves_its_traces() -> None:
    story = a_story().applied().accepted_for_processing().appraised(cut=50_000_000)
    support = support_of(story)
    assert (support.state, support.appraised) == ("appraised", ASKED - 50_000_000)
    assert audit("appraise_costs") == 1
    assert TimelineRow.objects.filter(wire="missions.costs_appraised", party=organisation("VLSH")).count() == 1
    assert Notice.objects.filter(kind="support", party=persona("researcher").key).count() == 1
    assert DeskTask.objects.get(dossier=story.dossier_id, closed_at=None).step == "decision"


# -- decision ------------------------------------------------------------------------------------------------------


def test_a_grant_commits_the_money_and_issues_a_decision_that_explains_itself() -> None:
    story = appraised().granted()
    support = support_of(story)
    assert (support.state, support.granted, support.budget_line) == ("granted", ASKED, LINE)
    assert ledger.balance("budget.available", LINE) == 10_000_000_000 - ASKED
    assert ledger.balance("budget.committed", f"support:{support.pk}") == ASKED
    record = DecisionRecord.objects.get(dossier=story.dossier_id)
    assert record.outcome == "granted"
    assert record.explanation["reasons"][0]["source"]["provision"]
    assert Document.objects.get(dossier=story.dossier_id, kind="decision").number.endswith("/QĐ-UBND")
    assert audit("decide_support") == 1
    assert queries.granted_supports("mang loc nuoc").rows[0].number == story.number
    assert queries.granted_supports("MÀNG LỌC").rows[0].granted == ASKED
    assert not queries.granted_supports("không có").rows


def test_a_grant_beyond_the_budget_is_refused_and_commits_nothing() -> None:
    story = appraised(money=2_000_000_000)
    with pytest.raises(Refused) as refused:
        story.granted()
    assert refused.value.decision.reasons[0].code == "budget"
    assert ledger.balance("budget.available", LINE) == 2_000_000_000
    assert support_of(story).granted is None
    assert not DecisionRecord.objects.exists()


def test_whoever_acts_for_the_applicant_or_appraised_does_not_decide() -> None:
    story = appraised()
    task = story.task("decision")
    insider = replace(persona("decider"), acts_for=((organisation("VLSH"), "view"),))
    with pytest.raises(Refused) as refused:
        usecases.decide_support(DecideSupport(task, "grant", budget_line="2026-EQ"), actor=insider)
    assert refused.value.decision.reasons[0].code == "own_case"
    double = replace(persona("appraiser"), rights=persona("appraiser").rights | {"missions.decide"})
    with pytest.raises(Refused) as refused:
        usecases.decide_support(DecideSupport(task, "grant", budget_line="2026-EQ"), actor=double)
    assert refused.value.decision.reasons[0].code == "own_appraisal"
    with pytest.raises(NotAllowed):
        usecases.decide_support(DecideSupport(task, "grant", budget_line="2026-EQ"), actor=persona("clerk"))


def test_a_refusal_needs_a_ground_ends_the_dossier_and_frees_the_invoice() -> None:
    story = appraised()
    with pytest.raises(Refused):
        story.refused(" ")
    story.refused("Nhiệm vụ chưa thuộc lĩnh vực trọng điểm")
    assert support_of(story).state == "refused"
    assert Dossier.objects.get(pk=story.dossier_id).state == "refused"
    assert a_story(money=0).applied().number


def test_a_case_sent_back_is_appraised_again() -> None:
    story = appraised()
    usecases.decide_support(DecideSupport(story.task("decision"), "back", "Xem lại đơn giá"), actor=persona("decider"))
    story.appraised(cut=1_000_000).granted()
    assert support_of(story).granted == ASKED - 1_000_000


def test_a_page_left_open_while_a_colleague_decided_is_a_conflict_that_names_them() -> None:
    story = appraised()
    task = story.task("decision")
    story.granted()
    with pytest.raises(Conflict) as conflict:
        usecases.decide_support(DecideSupport(task, "refuse", "x"), actor=persona("decider"))
    assert "Đỗ Thanh Bình" in conflict.value.text.vi


# -- delivery, acceptance, payment -----------------------------------------------------------------------------------


def test_the_whole_way_to_the_last_payment() -> None:
    story = running().delivered(1).accepted(1).paid(1).equipment("FTIR", 1_850_000_000)
    support = support_of(story)
    first, second = Tranche.objects.filter(support=support).order_by("no")
    assert (first.state, second.state, support.paid) == ("paid", "planned", first.amount)
    assert ledger.balance("payable.support", f"tranche:{first.pk}") == 0
    story.delivered(2).accepted(2).paid(2)
    support.refresh_from_db()
    assert (support.state, support.paid) == ("completed", ASKED)
    assert Dossier.objects.get(pk=story.dossier_id).state == "closed"
    line = next(found for found in ledger.budget_lines() if found.subject == LINE)
    assert (line.committed, line.accrued, line.paid) == (0, 0, ASKED)
    assert ledger.verify().sound
    story.audited()
    assert not DeskTask.objects.filter(dossier=story.dossier_id, closed_at=None).exists()


def test_an_unaccepted_tranche_cannot_be_paid_even_by_code_that_skips_the_screen() -> None:
    story = running().delivered(1)
    support = support_of(story)
    tranche = Tranche.objects.get(support=support, no=1)
    Tranche.objects.filter(pk=tranche.pk).update(state="accepted", accepted_on=date(2026, 3, 3), accrual=uuid4())
    tranche.refresh_from_db()
    asked = an_order(story, 0)
    with (
        pytest.raises(Refused) as refused,
        command("missions.order_payment", persona("accountant"), f"support:{support.pk}") as deed,
    ):
        order_out(support, tranche, asked, deed=deed)
    assert refused.value.decision.reasons[0].code == "ledger.not_accepted"


def test_a_delivery_needs_evidence_and_a_file_and_only_the_lead_delivers() -> None:
    story = running()
    with pytest.raises(Refused) as refused:
        usecases.deliver_tranche(DeliverTranche(story.support_id, 1, " ", ()), actor=persona("researcher"))
    assert {r.code for r in refused.value.decision.reasons} == {"no_evidence", "no_file"}
    with pytest.raises(Missing):
        usecases.deliver_tranche(DeliverTranche(story.support_id, 1, "x", ()), actor=persona("founder"))
    with pytest.raises(NotAllowed):
        usecases.deliver_tranche(DeliverTranche(story.support_id, 1, "x", ()), actor=persona("officer"))


def test_a_mandate_to_view_is_not_one_to_deliver_or_to_register() -> None:
    story = running()
    viewer = replace(persona("researcher"), acts_for=((organisation("VLSH"), "view"),))
    with pytest.raises(NotAllowed):
        usecases.deliver_tranche(DeliverTranche(story.support_id, 1, "x", ()), actor=viewer)
    piece = RegisterEquipment(story.support_id, 1, "Máy", "", "P.1", 1, viewer.today)
    with pytest.raises(NotAllowed):
        usecases.register_equipment(piece, actor=viewer)
    assert queries.support_page(story.support_id, viewer).id == story.support_id


def test_the_later_audit_is_due_a_year_after_the_last_payment() -> None:
    story = running().delivered(1).accepted(1).paid(1).delivered(2).accepted(2).paid(2)
    assert DeskTask.objects.get(dossier=story.dossier_id, step="audit").due_on == date(2027, 3, 2)


def test_a_returned_delivery_is_delivered_again() -> None:
    story = running().delivered(1)
    with pytest.raises(Refused):
        story.returned(" ")
    story.returned("Thiếu biên bản chạy thử").delivered(1).accepted(1)
    assert Tranche.objects.get(support=story.support_id, no=1).state == "accepted"


def test_whoever_accepted_does_not_order_and_a_second_order_finds_the_task_closed() -> None:
    story = running().delivered(1).accepted(1)
    asked = an_order(story, story.task("payment", 1))
    both = replace(persona("officer"), rights=persona("officer").rights | {"missions.pay"})
    with pytest.raises(Refused) as refused:
        usecases.order_payment(asked, actor=both)
    assert refused.value.decision.reasons[0].code == "own_acceptance"
    asked = replace(asked, once=uuid4())
    first = usecases.order_payment(asked, actor=persona("accountant"))
    assert usecases.order_payment(asked, actor=persona("accountant")) == first
    with pytest.raises(Conflict):
        usecases.order_payment(replace(asked, once=uuid4()), actor=persona("accountant"))
    assert audit("order_payment") == 1
    tranche = Tranche.objects.get(support=story.support_id, no=1)
    assert (tranche.state, tranche.order, support_of(story).paid) == ("ordered", first, 0)
    assert ledger.balance("payable.support", f"tranche:{tranche.pk}") == 0
    assert ledger.balance("payable.ordered", f"order:{first}") == tranche.amount


def test_accepting_twice_is_a_conflict() -> None:
    story = running().delivered(1)
    task = story.task("acceptance", 1)
    story.accepted(1)
    with pytest.raises(Conflict):
        usecases.answer_delivery(AnswerDelivery(task, True), actor=persona("officer"))


def test_the_register_takes_equipment_of_purchase_lines_within_their_amount() -> None:
    story = running()
    wrong = RegisterEquipment(story.support_id, 3, "", "", "", 10**12, date(2026, 12, 1))
    with pytest.raises(Refused) as refused:
        usecases.register_equipment(wrong, actor=persona("researcher"))
    assert {r.field for r in refused.value.decision.reasons} == {"name", "location", "line_no", "cost", "in_use_on"}
    story.equipment("Máy quang phổ", 1_000_000_000)
    with pytest.raises(Refused) as refused:
        story.equipment("Máy quang phổ", 1)
    assert refused.value.decision.reasons[0].field == "serial"
    assert queries.equipment("may quang pho", None).rows[0].cost == 1_000_000_000


def test_an_audit_without_finding_is_refused() -> None:
    story = running().delivered(1).accepted(1).paid(1).delivered(2).accepted(2).paid(2)
    task = DeskTask.objects.get(dossier=story.dossier_id, closed_at=None).pk
    with pytest.raises(Refused):
        usecases.record_audit(RecordAudit(task, True, " "), actor=persona("auditor"))


def test_topic_and_seller_of_the_story_are_what_the_assertions_assume() -> None:
    assert sum(item.amount for item in TOPIC.items) == ASKED
    assert len(SELLER) == 10
