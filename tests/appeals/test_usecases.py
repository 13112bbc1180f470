"""Appeals through their use-cases: every trace of a deed, and that a refusal leaves none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.appeals import usecases
from khue.features.appeals.domain.commands import (
    AdmitAppeal,
    AssignDecider,
    DeclineAppeal,
    ExtendAnswer,
    LodgeAppeal,
    RecordDialogue,
    ResumeExecution,
    SaveAnswers,
    StartAppeal,
    SuspendExecution,
    WithdrawAppeal,
)
from khue.features.appeals.models import Appeal, Dialogue, Suspension
from khue.features.dossiers.models import DecisionRecord, Document, Dossier, Task
from khue.features.dossiers.queries.decisions import decisions_of
from khue.features.ledger import queries as ledger
from khue.features.missions import usecases as missions
from khue.features.missions.models import EquipmentSupport, RecoveryClaim, SupportRevision, Tranche
from khue.features.treasury import queries as treasury_queries
from khue.features.treasury import usecases as treasury
from khue.features.treasury.domain.orders import ApproveOrder, SendFile
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample.stories import Story
from tests.appeals.stories import begun, given, reviewer
from tests.cast import MOMENT, persona
from tests.missions.stories import an_order, appraised, running

pytestmark = pytest.mark.django_db
LINE = "budget:2026-EQ"
TODAY = MOMENT.date()


def support_of(story: Story) -> EquipmentSupport:
    return EquipmentSupport.objects.get(pk=story.support_id)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def audited(deed: str) -> int:
    return AuditRecord.objects.filter(deed=f"appeals.{deed}").count()


def notices(key: str, words: str) -> int:
    return Notice.objects.filter(party=persona(key).key, title_vi__contains=words).count()


# -- filing ----------------------------------------------------------------------------------------------------------


def test_an_appeal_is_written_page_by_page_and_lodged_with_its_clock() -> None:
    appeal = begun(appraised().granted())
    assert (appeal.row.state, appeal.row.number) == ("draft", "")
    appeal.lodged(days=0)
    row = appeal.row
    assert (row.state, row.late, row.level) == ("lodged", False, 1)
    assert row.number.startswith("KN-2026-")
    assert row.file_until == date(2026, 6, 1)  # 90 days after 2 March are Sunday 31 May: the next working day
    assert row.admission_due_on == TODAY + timedelta(days=10)
    assert audited("lodge_appeal") == 1
    assert notices("clerk", "Khiếu nại mới") == 1


@pytest.mark.parametrize("who", ["founder", "resident", "decider"])
def test_only_the_applicants_side_may_appeal(who: str) -> None:
    story = appraised().granted()
    decision = decisions_of(story.dossier_id)[-1].id
    with pytest.raises(Missing):
        usecases.start_appeal(StartAppeal(decision, once=uuid4()), actor=persona(who))
    assert not Appeal.objects.exists()


def test_a_mandate_only_to_view_does_not_let_appeal() -> None:
    story = appraised().granted()
    viewer = replace(persona("resident"), acts_for=((story.applicant, "view"),))
    with pytest.raises(NotAllowed):
        usecases.start_appeal(StartAppeal(decisions_of(story.dossier_id)[-1].id), actor=viewer)


def test_an_unfinished_appeal_is_not_lodged_and_every_gap_is_named() -> None:
    story = appraised().granted()
    actor = persona("researcher")
    appeal = usecases.start_appeal(StartAppeal(decisions_of(story.dossier_id)[-1].id, once=uuid4()), actor=actor)
    with pytest.raises(Refused) as refused:
        usecases.lodge_appeal(LodgeAppeal(appeal, False, once=uuid4()), actor=actor)
    assert {r.field for r in refused.value.decision.reasons} == {"scope", "grounds", "wish", "wish_words", "certified"}
    assert Appeal.objects.get(pk=appeal).state == "draft"
    assert audited("lodge_appeal") == 0


def test_beginning_again_finds_the_draft_and_a_second_posting_does_nothing_more() -> None:
    story = appraised().granted()
    once, decision = uuid4(), decisions_of(story.dossier_id)[-1].id
    made = {
        usecases.start_appeal(StartAppeal(decision, once=key), actor=persona("researcher"))
        for key in (once, once, uuid4())
    }
    assert len(made) == 1
    appeal = begun(story)
    command = LodgeAppeal(appeal.id, True, once=uuid4())
    numbers = {usecases.lodge_appeal(command, actor=persona("researcher")) for _ in range(2)}
    assert len(numbers) == 1
    assert audited("lodge_appeal") == 1
    with pytest.raises(Refused) as refused:
        usecases.start_appeal(StartAppeal(decision, once=uuid4()), actor=persona("researcher"))
    assert codes(refused) == {"already_appealed"}


def test_a_late_appeal_says_why_and_is_admitted_only_with_a_recorded_reason() -> None:
    appeal = begun(appraised().granted())
    with pytest.raises(Refused) as refused:
        appeal.lodged(days=100)
    assert codes(refused) == {"late"}
    assert refused.value.decision.reasons[0].source is not None
    usecases.save_answers(
        SaveAnswers(appeal.id, {"late_ground": "Chủ nhiệm nằm viện"}, once=uuid4()), actor=persona("researcher")
    )
    appeal.lodged(days=100)
    assert appeal.row.late
    with pytest.raises(Refused) as refused:
        appeal.admitted(days=101)
    assert codes(refused) == {"no_ground"}
    appeal.admitted(days=101, ground="Có giấy ra viện")
    assert appeal.row.admission_ground == "Có giấy ra viện"


# -- receiving -------------------------------------------------------------------------------------------------------


def test_admission_starts_the_clock_of_the_answer_and_issues_the_notice() -> None:
    story = appraised().granted()
    appeal = begun(story).lodged().admitted(days=2)
    row = appeal.row
    assert (row.state, row.answer_due_on) == ("admitted", date(2026, 4, 3))
    assert Document.objects.filter(dossier=story.dossier_id, kind="appeal-receipt").count() == 1
    assert notices("researcher", "đã được thụ lý") == 1
    assert audited("admit_appeal") == 1


def test_another_day_than_the_terms_is_a_departure_with_its_ground() -> None:
    appeal = begun(appraised().granted()).lodged()
    wanted = date(2026, 3, 20)
    with pytest.raises(Refused) as refused:
        appeal.admitted(answer_due_on=wanted)
    assert codes(refused) == {"no_ground"}
    appeal.admitted(answer_due_on=wanted, departure="Vụ việc đơn giản")
    assert (appeal.row.answer_due_on, appeal.row.departure) == (wanted, "Vụ việc đơn giản")


def test_declining_needs_reasons_and_leaves_a_notice() -> None:
    story = appraised().granted()
    appeal = begun(story).lodged()
    with pytest.raises(Refused):
        usecases.decline_appeal(DeclineAppeal(appeal.id, " "), actor=persona("clerk", days=2))
    usecases.decline_appeal(
        DeclineAppeal(appeal.id, "Không thuộc thẩm quyền", once=uuid4()), actor=persona("clerk", days=2)
    )
    assert (appeal.row.state, appeal.row.ended_on) == ("declined", TODAY + timedelta(days=2))
    assert Document.objects.filter(dossier=story.dossier_id, kind="appeal-declined").count() == 1


@pytest.mark.parametrize("who", ["decider", "appraiser", "researcher", "clerk"])
def test_nobody_who_decided_or_handled_the_case_decides_the_appeal(who: str) -> None:
    appeal = given(appraised().granted())
    with pytest.raises(Refused):
        usecases.assign_decider(AssignDecider(appeal.id, persona(who).key, uuid4()), actor=persona("clerk", days=2))
    assert appeal.row.decider == reviewer().key
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.id).update(decider=persona(who).key)


def test_a_complex_case_is_extended_once_and_the_applicant_hears_why() -> None:
    appeal = given(appraised().granted())
    command = ExtendAnswer(appeal.id, "Cần trưng cầu giám định", uuid4())
    usecases.extend_answer(command, actor=reviewer(5))
    assert appeal.row.answer_due_on == date(2026, 4, 20)  # 45 days after 4 March are Saturday 18 April
    with pytest.raises(Refused) as refused:
        usecases.extend_answer(replace(command, once=uuid4()), actor=reviewer(5))
    assert codes(refused) == {"extended"}
    assert notices("researcher", "Gia hạn") == 1


def test_a_dialogue_is_kept_as_it_was_recorded() -> None:
    appeal = given(appraised().granted())
    held = RecordDialogue(appeal.id, TODAY + timedelta(days=3), "Trụ sở", "Hai bên", "Đã nghe hai bên", uuid4())
    with pytest.raises(Refused):
        usecases.record_dialogue(replace(held, held_on=TODAY + timedelta(days=9), place=""), actor=reviewer(4))
    usecases.record_dialogue(held, actor=reviewer(4))
    with pytest.raises(IntegrityError), transaction.atomic():
        Dialogue.objects.update(summary="Khác")


# -- deciding --------------------------------------------------------------------------------------------------------


def test_an_appeal_that_is_upheld_changes_nothing_but_says_why() -> None:
    story = appraised().granted()
    before = support_of(story).granted
    appeal = given(story).decided("upheld")
    assert (appeal.row.state, appeal.row.outcome, appeal.row.new_decision) == ("decided", "upheld", None)
    assert DecisionRecord.objects.filter(dossier=story.dossier_id).count() == 1
    assert (support_of(story).granted, SupportRevision.objects.count()) == (before, 0)
    assert Document.objects.filter(dossier=story.dossier_id, kind="appeal-decision").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=appeal.id).update(ground="Khác")


def test_a_refused_support_is_granted_after_all_and_goes_on_to_its_agreement() -> None:
    story = appraised().refused("Trùng nội dung")
    asked = support_of(story).asked
    appeal = given(story)
    with pytest.raises(Refused) as refused:
        appeal.decided("replaced", amount=asked)
    assert codes(refused) == {"no_budget_line"}
    assert support_of(story).state == "refused"
    appeal.decided("replaced", amount=asked, budget_line="2026-EQ")
    support = support_of(story)
    assert (support.state, support.granted, support.budget_line) == ("granted", asked, LINE)
    assert ledger.balance("budget.committed", f"support:{support.pk}") == asked
    first, second = decisions_of(story.dossier_id)
    assert (first.outcome, first.superseded, second.outcome, second.amount) == ("refused", True, "granted", asked)
    assert Dossier.objects.get(pk=story.dossier_id).state == "in_progress"
    story.agreed()
    assert support_of(story).state == "running"
    assert ledger.verify().sound


def test_a_granted_amount_changed_before_the_agreement_moves_the_commitment_by_an_entry() -> None:
    story = appraised().granted()
    support = support_of(story)
    target = (support.granted or 0) - 100_000_000
    given(story).decided("amended", amount=target)
    support.refresh_from_db()
    assert support.granted == target
    assert ledger.balance("budget.committed", f"support:{support.pk}") == target
    assert [d.amount for d in decisions_of(story.dossier_id)] == [target + 100_000_000, target]
    row = SupportRevision.objects.get()
    assert (row.before, row.after, [c["kind"] for c in row.changes]) == (target + 100_000_000, target, ["release"])
    assert ledger.verify().sound


def test_more_than_was_asked_for_or_is_left_on_the_line_is_refused_and_changes_nothing() -> None:
    story = appraised(money=2_400_500_000)
    story.granted()
    asked = support_of(story).asked
    appeal = given(story)
    with pytest.raises(Refused) as refused:
        appeal.decided("amended", amount=asked + 1)
    assert codes(refused) == {"above_most"}
    with pytest.raises(Refused) as refused:
        appeal.decided("amended", amount=asked)
    assert codes(refused) == {"same_amount"}
    assert (appeal.row.state, audited("decide_appeal")) == ("admitted", 0)


def test_a_higher_amount_of_a_running_support_becomes_a_further_tranche() -> None:
    story = appraised()
    support = support_of(story)
    lower = support.asked - 200_000_000
    EquipmentSupport.objects.filter(pk=support.pk).update(appraised=lower)
    story.granted().agreed()
    last = Tranche.objects.filter(support=support).count()
    given(story).decided("amended", amount=support.asked)
    support.refresh_from_db()
    added = Tranche.objects.get(support=support, no=last + 1)
    assert (support.granted, added.amount, added.state) == (support.asked, 200_000_000, "planned")
    assert sum(Tranche.objects.filter(support=support).values_list("amount", flat=True)) == support.asked
    assert ledger.balance("budget.committed", f"support:{support.pk}") == support.asked


def test_an_annulled_support_with_a_paid_tranche_leaves_a_claim_and_nothing_owed() -> None:
    story = running().delivered(1).accepted(1).paid(1)
    support = support_of(story)
    line_before = ledger.balance("budget.available", LINE)
    appeal = given(story)
    with pytest.raises(Refused) as refused:
        appeal.decided("annulled")
    assert codes(refused) == {"repay_by"}
    due = TODAY + timedelta(days=60)
    appeal.decided("annulled", repay_by=due)
    support.refresh_from_db()
    paid, claim = support.paid, RecoveryClaim.objects.get()
    assert paid > 0
    assert (support.state, support.reclaimed) == ("annulled", paid)
    assert (claim.amount, claim.due_on, claim.debtor_id) == (paid, due, support.lead_id)
    assert ledger.balance("recovery.receivable", f"claim:{claim.pk}") == paid
    assert ledger.balance("budget.committed", f"support:{support.pk}") == 0
    assert ledger.balance("budget.available", LINE) == line_before + (support.granted or 0) - paid
    assert set(Tranche.objects.filter(support=support).values_list("state", flat=True)) == {"paid", "cancelled"}
    assert not Task.objects.filter(dossier=story.dossier_id, closed_at=None).exists()
    assert Dossier.objects.get(pk=story.dossier_id).state == "refused"
    assert notices("accountant", "Khoản phải thu hồi") == 1
    assert ledger.verify().sound


def test_an_accepted_and_unpaid_tranche_of_an_annulled_support_is_paid_by_nobody() -> None:
    story = running().delivered(1).accepted(1)
    task = story.task("payment", 1)
    appeal = given(story)
    available = ledger.balance("budget.available", LINE)
    appeal.decided("annulled")
    support = support_of(story)
    assert ledger.balance("payable.support", f"tranche:{Tranche.objects.get(support=support, no=1).pk}") == 0
    assert ledger.balance("budget.available", LINE) == available + (support.granted or 0)
    with pytest.raises(Conflict):
        missions.order_payment(replace(an_order(story, task), once=uuid4()), actor=persona("accountant", days=6))
    assert not RecoveryClaim.objects.exists()
    assert ledger.verify().sound


def test_a_cut_into_what_was_paid_claims_only_the_difference() -> None:
    story = running().delivered(1).accepted(1).paid(1)
    support = support_of(story)
    target = support.paid - 1_000_000
    given(story).decided("amended", amount=target, repay_by=TODAY + timedelta(days=40))
    support.refresh_from_db()
    assert (support.granted, support.reclaimed, support.state) == (target, 1_000_000, "completed")
    assert RecoveryClaim.objects.get().amount == 1_000_000
    assert ledger.balance("budget.committed", f"support:{support.pk}") == 0
    assert ledger.verify().sound


@pytest.mark.parametrize("who", ["decider", "clerk"])
def test_only_the_decider_to_whom_it_was_given_decides(who: str) -> None:
    story = appraised().granted()
    appeal = given(story)
    with pytest.raises((Refused, NotAllowed)):
        usecases.decide_appeal(appeal.decision("annulled"), actor=persona(who, days=5))
    assert (appeal.row.state, support_of(story).state) == ("admitted", "granted")


def test_deciding_twice_with_one_form_decides_once() -> None:
    story = appraised().granted()
    appeal = given(story)
    command = appeal.decision("annulled")
    for _ in range(2):
        usecases.decide_appeal(command, actor=reviewer(5))
    assert (audited("decide_appeal"), SupportRevision.objects.count()) == (1, 1)
    with pytest.raises(Refused):
        usecases.decide_appeal(replace(command, once=uuid4()), actor=reviewer(5))


# -- suspension, withdrawal, second complaint ------------------------------------------------------------------------


def test_while_execution_is_suspended_nothing_is_paid_and_the_ledger_says_so_too() -> None:
    story = running().delivered(1).accepted(1)
    task = story.task("payment", 1)
    appeal = given(story).suspended()
    tranche = Tranche.objects.get(support=story.support_id, no=1)
    assert ledger.balance("payable.support", f"tranche:{tranche.pk}") == 0
    assert ledger.balance("payable.suspended", f"tranche:{tranche.pk}") == tranche.amount
    accountant = persona("accountant", days=4)
    with pytest.raises(Refused) as refused:
        missions.order_payment(replace(an_order(story, task), once=uuid4()), actor=accountant)
    assert codes(refused) == {"suspended"}
    usecases.resume_execution(ResumeExecution(appeal.id, "Không còn nguy cơ", uuid4()), actor=reviewer(4))
    assert Suspension.objects.get().ended_on is not None
    missions.order_payment(replace(an_order(story, task), once=uuid4()), actor=accountant)
    tranche.refresh_from_db()
    assert ledger.balance("payable.suspended", f"tranche:{tranche.pk}") == 0
    assert ledger.verify().sound


def test_an_order_prepared_before_the_suspension_is_held_and_goes_on_afterwards() -> None:
    story = running().delivered(1).accepted(1).ordered(1)
    order = story.order(1)
    appeal = given(story).suspended()
    treasurer, accountant = persona("treasurer", days=4), persona("accountant", days=4)
    with pytest.raises(Refused) as refused:
        treasury.approve_order(ApproveOrder(order.id), actor=treasurer)
    assert codes(refused) == {"treasury.order_held"}
    assert "Chi tiếp sẽ khó thu hồi" in refused.value.decision.reasons[0].text.vi
    usecases.resume_execution(ResumeExecution(appeal.id, "Không còn nguy cơ", uuid4()), actor=reviewer(4))
    treasury.approve_order(ApproveOrder(order.id), actor=treasurer)
    usecases.suspend_execution(SuspendExecution(appeal.id, "Chi tiếp sẽ khó thu hồi", uuid4()), actor=reviewer(4))
    account = treasury_queries.order(order.id).account.id
    with pytest.raises(Refused) as unsent:
        treasury.send_file(SendFile(account, (order.id,)), actor=accountant)
    assert codes(unsent) == {"treasury.order_held"}
    assert treasury_queries.approved_orders(account) == ()
    usecases.resume_execution(ResumeExecution(appeal.id, "Không còn nguy cơ", uuid4()), actor=reviewer(4))
    treasury.send_file(SendFile(account, (order.id,)), actor=accountant)
    usecases.suspend_execution(SuspendExecution(appeal.id, "Chi tiếp sẽ khó thu hồi", uuid4()), actor=reviewer(4))
    record = AuditRecord.objects.filter(deed="appeals.suspend_execution").latest("pk")
    assert f'"orders_with_the_bank":[{order.id}]' in str(record.kept.values_list("body", flat=True)[0])


def test_a_suspension_needs_its_ground_and_the_decider_of_the_appeal() -> None:
    appeal = given(running())
    with pytest.raises(Refused) as refused:
        usecases.suspend_execution(SuspendExecution(appeal.id, " "), actor=reviewer(3))
    assert codes(refused) == {"no_ground"}
    with pytest.raises(Refused):
        usecases.suspend_execution(SuspendExecution(appeal.id, "Lý do"), actor=persona("decider", days=3))
    assert not Suspension.objects.exists()


def test_a_withdrawn_appeal_ends_the_suspension_and_the_decision_stands() -> None:
    story = running().delivered(1).accepted(1)
    appeal = given(story).suspended()
    usecases.withdraw_appeal(
        WithdrawAppeal(appeal.id, "Đã hiểu lý do", once=uuid4()), actor=persona("researcher", days=4)
    )
    assert appeal.row.state == "withdrawn"
    assert not Suspension.objects.filter(ended_on=None).exists()
    tranche = Tranche.objects.get(support=story.support_id, no=1)
    assert ledger.balance("payable.support", f"tranche:{tranche.pk}") == tranche.amount
    with pytest.raises(Refused):
        appeal.decided("annulled")
    assert support_of(story).state == "running"


def second(story: Story, first: Any, days: int) -> int:
    decision = decisions_of(story.dossier_id)[-1].id
    return usecases.start_appeal(StartAppeal(decision, first.id, once=uuid4()), actor=persona("researcher", days=days))


def test_a_second_complaint_follows_the_first_and_has_another_decider() -> None:
    story = appraised().granted()
    first = given(story).decided("upheld")
    row = Appeal.objects.get(pk=second(story, first, 6))
    assert (row.level, row.previous_id, row.file_until) == (2, first.id, date(2026, 4, 6))
    usecases.save_answers(
        SaveAnswers(row.pk, {"scope": "whole", "grounds": "Chưa thỏa đáng", "wish": "amend", "wish_words": "Xem lại"}),
        actor=persona("researcher", days=6),
    )
    usecases.lodge_appeal(LodgeAppeal(row.pk, True), actor=persona("researcher", days=6))
    usecases.admit_appeal(AdmitAppeal(row.pk), actor=persona("clerk", days=7))
    with pytest.raises(Refused) as refused:
        usecases.assign_decider(AssignDecider(row.pk, reviewer().key), actor=persona("clerk", days=7))
    assert codes(refused) == {"first_level"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.filter(pk=row.pk).update(decider=reviewer().key)
    row.refresh_from_db()
    assert row.answer_due_on == date(2026, 4, 23)
