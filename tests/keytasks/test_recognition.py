"""From the application to the decision: the rule's checks, the examination, the council, benefits from–until."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import Error, connection, transaction
from django.test import override_settings

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.dossiers import usecases as dossiers
from khue.features.dossiers.domain.commands import AskSupplement, SubmitDossier, Supplement
from khue.features.dossiers.models import DecisionRecord, Document, Dossier
from khue.features.dossiers.queries.tasks import open_task_of as task_of
from khue.features.keytasks import queries, usecases
from khue.features.keytasks.domain.commands import DecideRecognition, ExamineTask, Found
from khue.features.keytasks.domain.recognition import CONDITIONS
from khue.features.keytasks.models import Benefit, KeyTask, YearlyReport
from khue.features.rulebook.models import KeptRuling
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import keytasks as sample
from tests.cast import MOMENT, organisation, persona
from tests.keytasks.stories import PLAN, act, applied, examined, number, recognised, row

pytestmark = pytest.mark.django_db
DAY = MOMENT.date()


def refused(call: object, *codes: str) -> Refused:
    with pytest.raises(Refused) as caught:
        call()  # type: ignore[operator]  # each of these calls takes nothing
    found = {reason.code for reason in caught.value.decision.reasons}
    assert set(codes) <= found, found
    return caught.value


def decide(dossier: str, outcome: str = "recognise", ground: str = "", last_day: date | None = None, who: str = "decider") -> None:  # fmt: skip
    asked = DecideRecognition(task_of(number=dossier, step="decision").id, outcome, ground, last_day, once=uuid4())
    usecases.decide_recognition(asked, actor=persona(who))


def submit(plan: sample.Plan) -> str:
    dossier = sample.drafted(plan, organisation("TLX"), "founder", act())
    return dossiers.submit_dossier(SubmitDossier(dossier, True, uuid4()), actor=persona("founder"))


# -- the application


def test_an_application_becomes_a_key_task_with_its_money() -> None:
    found = KeyTask.objects.get(dossier_number=applied())
    assert (found.state, found.money, found.field) == ("applied", 24_500_000_000, "new-materials")
    assert found.public_name == found.party.name


def test_a_task_with_city_money_is_refused_by_the_rule_beside_its_sources() -> None:
    plan = replace(PLAN, sources=(("own", 5), ("city", 7)))
    error = refused(lambda: submit(plan), "own_money")
    reason = next(one for one in error.decision.reasons if one.code == "own_money")
    assert reason.field == "sources"
    assert reason.source is not None
    assert not KeyTask.objects.exists()


def test_a_task_that_is_recognised_already_is_not_recognised_twice() -> None:
    recognised()
    refused(lambda: submit(replace(PLAN, title=PLAN.title.upper())), "not_yet")
    assert KeyTask.objects.count() == 1


def test_withdrawing_the_application_ends_the_key_task() -> None:
    from khue.features.dossiers.domain.commands import Withdraw

    found = KeyTask.objects.get(dossier_number=applied())
    dossiers.withdraw_dossier(Withdraw(found.dossier_id, "Đổi kế hoạch", uuid4()), actor=persona("founder"))
    assert row(found.pk).state == "cancelled"


# -- the examination and the council


def test_every_condition_is_answered_and_what_is_not_met_says_why() -> None:
    dossier = sample.received(applied(), act())
    found = {code: Found(True) for code in CONDITIONS} | {"impact": Found(False), "product": Found(None)}
    asked = ExamineTask(task_of(number=dossier).id, found, False, once=uuid4())
    error = refused(lambda: usecases.examine_task(asked, actor=persona("officer")), "unanswered", "no_note")
    assert {reason.field for reason in error.decision.reasons} == {"product_met", "impact_note"}
    task = KeyTask.objects.get()
    assert task.state == "applied"
    assert not task.examinations.exists()


def test_a_council_is_asked_where_the_examiner_wants_it_and_its_opinion_is_kept() -> None:
    dossier = examined(council=True)
    assert KeyTask.objects.get().state == "before_council"
    sample.advised(dossier, act(), favours=False)
    task = KeyTask.objects.get()
    assert task.state == "examined"
    assert [one.favours for one in task.opinions.all()] == [False]
    refused(lambda: decide(dossier), "departs")
    decide(dossier, ground="Hội đồng chưa xem số liệu thử nghiệm mới.")
    assert KeyTask.objects.get().state == "recognised"


def test_only_officers_with_the_right_examine_and_only_deciders_decide() -> None:
    dossier = sample.received(applied(), act())
    asked = ExamineTask(task_of(number=dossier).id, {code: Found(True) for code in CONDITIONS}, False)
    for who in ("appraiser", "founder", "decider"):
        with pytest.raises(NotAllowed):
            usecases.examine_task(asked, actor=persona(who))
    sample.examined(dossier, act())
    with pytest.raises(NotAllowed):
        decide(dossier, who="officer")
    assert KeyTask.objects.get().state == "examined"


# -- the decision


def test_a_recognition_leaves_every_trace() -> None:
    key_task = recognised()
    found = row(key_task)
    assert (found.state, found.decided_on, found.until_on) == ("recognised", DAY, date(2029, 3, 3))
    benefits = {one.key: one for one in Benefit.objects.filter(key_task=key_task)}
    assert set(benefits) == {"equipment-topic", "equipment-trial", "high-tech-parity"}
    assert {(one.from_on, one.until_on, one.ended_on) for one in benefits.values()} == {(DAY, date(2029, 3, 3), None)}
    report = YearlyReport.objects.get(key_task=key_task)
    assert (report.from_on, report.until_on, report.due_on) == (DAY, date(2027, 3, 2), date(2027, 4, 1))
    record = DecisionRecord.objects.get(dossier=found.dossier_id)
    assert (record.outcome, record.amount) == ("granted", None)
    rules = set(KeptRuling.objects.filter(subject=f"decision:{record.pk}").values_list("rule", flat=True))
    assert rules == set(queries.RULES)
    assert Document.objects.filter(dossier=found.dossier_id, kind="decision").count() == 1
    assert Dossier.objects.get(pk=found.dossier_id).state == "granted"
    audit = AuditRecord.objects.get(deed="keytasks.decide_recognition")
    assert f"key_task:{key_task}" in audit.subjects
    assert TimelineRow.objects.filter(wire="keytasks.task_recognised", party=organisation("TLX")).count() == 1
    assert Notice.objects.filter(kind="keytask", party=persona("founder").key).count() == 1


def test_the_door_for_other_rooms_tells_the_benefits_of_a_day() -> None:
    key_task = recognised()
    firm = organisation("TLX")
    keys = [one.key for one in queries.benefits_of(firm, DAY)]
    assert "equipment-topic" in keys
    assert queries.benefits_of(firm, DAY - timedelta(days=1)) == ()
    assert [one.key for one in queries.benefits_of(firm, date(2029, 3, 2))] == keys
    assert queries.benefits_of(firm, date(2029, 3, 3)) == ()
    assert queries.benefits_of(organisation("VLSH"), DAY) == ()
    assert queries.benefits_of("nobody", DAY) == ()
    assert queries.benefits_of(firm, DAY)[0].key_task == key_task


@override_settings(KHUE_SAMPLE=False)
def test_without_a_law_on_the_time_the_decision_names_it_and_a_draft_benefit_is_only_offered() -> None:
    dossier = examined()
    refused(lambda: decide(dossier), "last_day")
    refused(lambda: decide(dossier, last_day=DAY - timedelta(days=1)), "last_day")
    decide(dossier, last_day=date(2027, 12, 31))
    found = KeyTask.objects.get()
    assert found.until_on == date(2028, 1, 1)
    states = {one.key: one.state for one in queries.benefits_named(organisation("TLX"), DAY)}
    assert states == {"equipment-topic": "active", "equipment-trial": "active", "high-tech-parity": "offered"}
    assert "high-tech-parity" not in {one.key for one in queries.benefits_of(organisation("TLX"), DAY)}
    assert not YearlyReport.objects.exists(), "no law says how long a period is"


def test_where_the_law_says_how_long_nobody_names_another_day() -> None:
    dossier = examined()
    refused(lambda: decide(dossier, last_day=date(2031, 1, 1)), "last_day")
    assert not Benefit.objects.exists()


def test_the_examiner_does_not_decide_and_a_refusal_says_why() -> None:
    dossier = examined()
    both = replace(persona("officer"), rights=persona("officer").rights | persona("decider").rights)
    asked = DecideRecognition(task_of(number=dossier).id, "recognise", once=uuid4())
    refused(lambda: usecases.decide_recognition(asked, actor=both), "examined")
    refused(lambda: decide(dossier, "refuse"), "no_ground")
    decide(dossier, "refuse", "Sản phẩm chưa đo được.")
    found = KeyTask.objects.get()
    assert (found.state, found.until_on) == ("refused", None)
    assert DecisionRecord.objects.get(dossier=found.dossier_id).outcome == "refused"
    assert Dossier.objects.get(pk=found.dossier_id).state == "refused"
    assert not Benefit.objects.exists()


def test_what_was_supplemented_after_the_check_is_checked_again() -> None:
    dossier = examined()
    task = task_of(number=dossier, step="decision").id
    asked = AskSupplement(task, "Thiếu số liệu", ("Số liệu thử nghiệm",), once=uuid4())
    dossiers.request_supplement(asked, actor=persona("decider"))
    dossiers.supplement_dossier(
        Supplement(KeyTask.objects.get().dossier_id, "Đã bổ sung", uuid4()), actor=persona("founder", days=1)
    )
    refused(lambda: decide(dossier), "amended")
    decide(dossier, "back", "Kiểm tra số liệu bổ sung.")
    assert KeyTask.objects.get().state == "applied"
    sample.examined(dossier, act(2))
    decide(dossier)
    assert KeyTask.objects.get().state == "recognised"


def test_the_same_forms_sent_twice_do_their_deeds_once() -> None:
    dossier = sample.received(applied(), act())
    key = uuid4()
    asked = ExamineTask(task_of(number=dossier).id, {code: Found(True) for code in CONDITIONS}, False, once=key)
    for _time in range(2):
        usecases.examine_task(asked, actor=persona("officer"))
    decision = DecideRecognition(task_of(number=dossier).id, "recognise", once=uuid4())
    for _time in range(2):
        usecases.decide_recognition(decision, actor=persona("decider"))
    assert Benefit.objects.count() == 3
    assert AuditRecord.objects.filter(deed__startswith="keytasks.").count() == 2
    with pytest.raises(Conflict):
        usecases.decide_recognition(replace(decision, once=uuid4()), actor=persona("decider"))


def test_the_database_keeps_what_was_given() -> None:
    key_task = recognised()
    for change in (
        "UPDATE keytasks_benefit SET until_on = until_on + 1",
        "UPDATE keytasks_benefit SET from_on = from_on - 1",
        "DELETE FROM keytasks_benefit",
        "UPDATE keytasks_examination SET note = 'x'",
        f"UPDATE keytasks_keytask SET until_on = NULL WHERE id = {key_task}",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_the_register_lists_what_was_recognised_and_nobody_else_is_told_of_the_rest() -> None:
    key_task = recognised()
    applied(sample.TRAFFIC)
    assert [one.number for one in queries.register().rows] == [number(key_task)]
    assert queries.register("pin the ran").rows
    assert queries.register("khong co gi").rows == ()
    other = KeyTask.objects.exclude(pk=key_task).get()
    with pytest.raises(Missing):
        queries.recognised(other.dossier_number)
    with pytest.raises(Missing):
        queries.key_task(other.pk, persona("resident"))
