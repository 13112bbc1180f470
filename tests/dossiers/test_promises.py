"""Clocks of running cases, and who may act in an applicant's name: what use-cases make of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from khue.core.actor import Actor
from khue.core.bilingual import Text
from khue.core.decision import Decision
from khue.core.errors import Conflict, Missing, NotAllowed
from khue.features.dossiers import usecases
from khue.features.dossiers.domain.commands import AskSupplement, SaveAnswers, StartDraft, Supplement, Withdraw
from khue.features.dossiers.models import Dossier, Task
from khue.features.dossiers.queries.clocks import tasks_to_watch
from khue.features.rulebook import queries as rulebook
from khue.kernel.clock import job_actor
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample.applications import PROCEDURE
from tests.cast import MOMENT, organisation, persona
from tests.dossiers.cases import accepted, draft, records, submitted, the_task

pytestmark = pytest.mark.django_db


def appraised(dossier: Dossier, days: int) -> Task:
    """The decision's task, after the appraisal was closed so many days after the start."""
    with command("dossiers.test_appraise", persona("appraiser", days=days)) as deed:
        deed.subject = f"dossier:{dossier.pk}"
        usecases.close_task(the_task(dossier).pk, "appraised", deed=deed)
    return the_task(dossier)


def watcher(days: int) -> Actor:
    return replace(job_actor("dossiers.watch_deadlines"), moment=MOMENT + timedelta(days=days))


def test_a_step_in_time_is_due_by_its_own_clock() -> None:
    dossier = accepted()
    task = appraised(dossier, days=3)
    assert dossier.due_on is not None
    assert task.due_on is not None
    assert task.due_on < dossier.due_on


def test_a_step_that_begins_late_is_due_on_the_promised_day_at_the_latest() -> None:
    dossier = accepted()
    assert dossier.due_on is not None
    late = (dossier.due_on - MOMENT.date()).days - 2
    task = appraised(dossier, days=late)
    assert (task.step, task.due_on, task.sort_on) == ("decision", dossier.due_on, dossier.due_on)


def test_a_case_past_its_promise_is_watched_in_whatever_step_it_is() -> None:
    dossier = accepted()
    assert dossier.due_on is not None
    days = (dossier.due_on - MOMENT.date()).days + 3
    task = appraised(dossier, days=days)
    assert list(tasks_to_watch(watcher(days).today)) == [task.pk]
    assert usecases.watch_task(task.pk, actor=watcher(days))
    assert Notice.objects.filter(party=persona("administrator").key, kind="deadline").count() == 1


def test_a_pause_moves_a_promise_in_calendar_days_by_calendar_days() -> None:
    dossier = accepted()
    task = the_task(dossier)
    assert dossier.due_on is not None
    assert task.due_on is not None
    usecases.request_supplement(AskSupplement(task.pk, "Thiếu báo giá"), actor=persona("appraiser", days=3))
    usecases.supplement_dossier(Supplement(dossier.pk, "Đã bổ sung"), actor=persona("researcher", days=17))
    moved = Dossier.objects.get(pk=dossier.pk)
    task.refresh_from_db()
    calendar = rulebook.calendar()
    fortnight = timedelta(days=14)
    assert moved.due_on == calendar.working_day_from(dossier.due_on + fortnight)
    assert moved.promised_on == dossier.due_on


def test_whoever_was_warned_is_warned_again_of_the_day_after_a_pause() -> None:
    dossier = accepted()
    task = the_task(dossier)
    assert task.due_on is not None
    due = (task.due_on - MOMENT.date()).days
    assert usecases.watch_task(task.pk, actor=watcher(due))
    usecases.request_supplement(AskSupplement(task.pk, "Thiếu báo giá"), actor=persona("appraiser", days=due))
    assert list(tasks_to_watch(watcher(due + 5).today)) == []
    usecases.supplement_dossier(Supplement(dossier.pk, "Đã bổ sung"), actor=persona("researcher", days=due + 20))
    task.refresh_from_db()
    assert (task.warned_on, task.escalated_on) == (None, None)
    again = (task.due_on - MOMENT.date()).days
    assert usecases.watch_task(task.pk, actor=watcher(again))
    assert Notice.objects.filter(kind="deadline", title_vi__startswith="Sắp đến hạn").count() == 2


@pytest.fixture
def onlooker() -> Actor:
    return replace(persona("resident"), acts_for=((organisation("VLSH"), "view"),))


def test_a_mandate_to_view_neither_starts_nor_writes_nor_withdraws(onlooker: Actor) -> None:
    with pytest.raises(NotAllowed):
        usecases.start_draft(StartDraft(PROCEDURE, organisation("VLSH")), actor=onlooker)
    dossier = draft()
    with pytest.raises(Conflict):
        usecases.save_answers(SaveAnswers(dossier.pk, "papers", {"commitment": "no"}, 1), actor=onlooker)
    handed_in = submitted()
    with pytest.raises(NotAllowed):
        usecases.withdraw_dossier(Withdraw(handed_in.pk, "Không cần nữa"), actor=onlooker)
    handed_in.refresh_from_db()
    assert handed_in.state == "submitted"
    assert records(handed_in, "dossiers.withdraw_dossier") == 0


def test_a_stranger_does_not_learn_that_a_dossier_exists() -> None:
    dossier = submitted()
    with pytest.raises(Missing):
        usecases.withdraw_dossier(Withdraw(dossier.pk, "Thử"), actor=persona("resident"))
    assert the_task(dossier).step == "completeness"


def test_a_decision_leaves_record_audit_timeline_and_notice() -> None:
    dossier = accepted()
    task = appraised(dossier, days=2)
    with command("dossiers.test_decide", persona("decider", days=4)) as deed:
        deed.subject = f"dossier:{dossier.pk}"
        text = Text("Hỗ trợ theo kết quả thẩm định", "Support as appraised")
        usecases.record_decision(
            dossier.pk, decision=Decision.grant(), outcome="granted", amount=1_000, text=text, deed=deed
        )
        usecases.close_task(task.pk, "grant", deed=deed)
    dossier.refresh_from_db()
    decision = dossier.decisions.get()
    assert (decision.outcome, decision.amount, decision.decider) == ("granted", 1_000, persona("decider").key)
    assert decision.edition == rulebook.edition()
    assert (dossier.state, the_task(dossier).step) == ("in_progress", "agreement")
    assert AuditRecord.objects.filter(deed="dossiers.test_decide").count() == 1
    told = TimelineRow.objects.filter(party=organisation("VLSH"), wire="dossiers.decision_made")
    assert told.count() == 1
    notices = Notice.objects.filter(party=persona("researcher").key, title_vi__contains="được chấp thuận")
    assert notices.count() == 1
