"""What applicants and staff do with a dossier, and every trace that it leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.dossiers import usecases
from khue.features.dossiers.domain.commands import (
    AddEditor,
    AskSupplement,
    CompleteStep,
    HandOver,
    SaveAnswers,
    SendApology,
    StartDraft,
    SubmitDossier,
    Supplement,
    TakeTask,
    Withdraw,
)
from khue.features.dossiers.models import Apology, Document, Dossier, Pause, ProcedureVersion, SupplementRequest, Task
from khue.features.dossiers.queries.clocks import tasks_to_watch
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample.applications import PROCEDURE, Item, Project, write_draft
from tests.cast import MOMENT, later, organisation, persona

pytestmark = pytest.mark.django_db

PROJECT = Project(
    "Màng lọc nước từ sợi tre",
    "research-topic",
    "environmental-technology",
    (
        Item("Máy quang phổ hồng ngoại FTIR", "purchase", 1_850_000_000),
        Item("Điện, khí, bảo trì", "operation", 310_500_000),
    ),
)
SELLER = "0100109106"


def draft() -> Dossier:
    found = write_draft(PROJECT, organisation("VLSH"), actor=persona("researcher"), seller=SELLER)
    return Dossier.objects.get(pk=found)


def submitted() -> Dossier:
    dossier = draft()
    usecases.submit_dossier(SubmitDossier(dossier.pk, True), actor=persona("researcher"))
    dossier.refresh_from_db()
    return dossier


def the_task(dossier: Dossier) -> Task:
    return Task.objects.get(dossier=dossier, closed_at=None)


def accepted(days: int = 1) -> Dossier:
    dossier = submitted()
    usecases.accept_for_processing(CompleteStep(the_task(dossier).pk, "accept"), actor=persona("clerk", days=days))
    dossier.refresh_from_db()
    return dossier


def records(dossier: Dossier, deed: str) -> int:
    return AuditRecord.objects.filter(subjects__contains=[f"dossier:{dossier.pk}"], deed=deed).count()


# -- writing -------------------------------------------------------------------------------------------------------


def test_a_draft_is_started_for_a_party_that_one_acts_for() -> None:
    dossier = draft()
    assert dossier.state == "draft"
    assert dossier.title == PROJECT.title
    assert dossier.number.startswith("HN-2026-")
    assert records(dossier, "dossiers.start_draft") == 1
    assert TimelineRow.objects.filter(subject=f"dossier:{dossier.pk}", party=organisation("VLSH")).exists()


def test_a_draft_for_somebody_else_is_not_allowed() -> None:
    with pytest.raises(NotAllowed):
        usecases.start_draft(StartDraft(PROCEDURE, organisation("TLX")), actor=persona("researcher"))
    assert not Dossier.objects.exists()


def test_a_form_posted_twice_starts_one_draft() -> None:
    command = StartDraft(PROCEDURE, organisation("VLSH"), uuid4())
    first = usecases.start_draft(command, actor=persona("researcher"))
    assert usecases.start_draft(command, actor=persona("researcher")) == first
    assert Dossier.objects.count() == 1


def test_a_section_whose_answer_got_lost_is_sent_again_without_a_conflict_with_oneself() -> None:
    researcher, once = persona("researcher"), uuid4()
    dossier = draft()
    saved = records(dossier, "dossiers.save_answers")
    words = {"direct_use_statement": "Mới", "other_support": "no"}
    asked = SaveAnswers(dossier.pk, "direct_use", words, 1, once=once)
    for _time in range(2):
        usecases.save_answers(asked, actor=researcher)
    dossier.refresh_from_db()
    assert dossier.section_versions["direct_use"] == 2
    assert records(dossier, "dossiers.save_answers") == saved + 1
    other = replace(asked, values={**words, "direct_use_statement": "Lời khác"})
    with pytest.raises(Conflict):
        usecases.save_answers(other, actor=researcher)
    dossier.refresh_from_db()
    assert dossier.answers["direct_use_statement"] == "Mới"


def test_saving_one_section_leaves_the_others_alone_and_notices_a_second_writer() -> None:
    dossier = draft()
    before = dict(dossier.answers)
    usecases.save_answers(
        SaveAnswers(dossier.pk, "direct_use", {"direct_use_statement": "Mới", "other_support": "no"}, 1),
        actor=persona("researcher"),
    )
    dossier.refresh_from_db()
    assert dossier.answers["direct_use_statement"] == "Mới"
    assert dossier.answers["lines"] == before["lines"]
    with pytest.raises(Conflict):
        usecases.save_answers(
            SaveAnswers(dossier.pk, "direct_use", {"direct_use_statement": "Cũ", "other_support": "no"}, 1),
            actor=persona("researcher"),
        )
    dossier.refresh_from_db()
    assert dossier.answers["direct_use_statement"] == "Mới"


def test_a_file_id_typed_by_hand_is_dropped() -> None:
    dossier = draft()
    usecases.save_answers(
        SaveAnswers(dossier.pk, "papers", {"task_decision": str(uuid4()), "commitment": "yes"}, 1),
        actor=persona("researcher"),
    )
    dossier.refresh_from_db()
    assert "task_decision" not in dossier.answers


def test_another_person_is_invited_to_write_and_may_then_save() -> None:
    dossier = draft()
    guest = persona("resident")
    with pytest.raises(Missing):
        usecases.save_answers(SaveAnswers(dossier.pk, "papers", {"commitment": "yes"}, 1), actor=guest)
    usecases.add_editor(AddEditor(dossier.pk, guest.key), actor=persona("researcher"))
    assert Notice.objects.filter(party=guest.key).count() == 1
    usecases.save_answers(SaveAnswers(dossier.pk, "papers", {"commitment": "yes"}, 1), actor=guest)
    with pytest.raises(Refused) as refused:
        usecases.submit_dossier(SubmitDossier(dossier.pk, True), actor=guest)
    assert "no_mandate" in {reason.code for reason in refused.value.decision.reasons}


def test_a_draft_moves_to_the_newest_version_and_tells_what_changed() -> None:
    dossier = draft()
    version = ProcedureVersion.objects.get(pk=dossier.version_id)
    content = {**version.content, "sections": [dict(section) for section in version.content["sections"]]}
    extra = {
        "key": "extra_note",
        "kind": "text",
        "label": {"vi": "Ghi chú thêm", "en": "Further note"},
        "required": False,
    }
    content["sections"][0] = {**content["sections"][0], "fields": [*content["sections"][0]["fields"], extra]}
    ProcedureVersion.objects.create(
        key=version.key, number=version.number + 1, digest="f" * 64, content=content, published_at=MOMENT
    )
    with pytest.raises(Refused):
        usecases.submit_dossier(SubmitDossier(dossier.pk, True), actor=persona("researcher"))
    assert usecases.move_to_newest_version(dossier.pk, actor=persona("researcher"))
    dossier.refresh_from_db()
    assert [change["vi"] for change in dossier.changes_to_show] == ["Câu hỏi mới: Ghi chú thêm"]
    assert dossier.answers["task_title"] == PROJECT.title
    assert not usecases.move_to_newest_version(dossier.pk, actor=persona("researcher"))


# -- handing in ----------------------------------------------------------------------------------------------------


def test_submitting_opens_the_first_task_and_leaves_every_trace() -> None:
    dossier = submitted()
    task = the_task(dossier)
    assert dossier.state == "submitted"
    assert (task.step, task.right, task.assignee) == ("completeness", "dossiers.receive", "")
    assert records(dossier, "dossiers.submit_dossier") == 1
    assert TimelineRow.objects.filter(wire="dossiers.submitted", party=organisation("VLSH")).count() == 1


def test_an_uncertified_or_incomplete_dossier_is_refused_with_every_reason() -> None:
    actor = persona("researcher")
    empty = usecases.start_draft(StartDraft(PROCEDURE, organisation("VLSH")), actor=actor)
    with pytest.raises(Refused) as refused:
        usecases.submit_dossier(SubmitDossier(empty, False), actor=actor)
    codes = [reason.code for reason in refused.value.decision.reasons]
    assert "not_certified" in codes
    assert codes.count("unanswered") > 5
    assert Dossier.objects.get(pk=empty).state == "draft"
    assert not Task.objects.exists()


def test_submitting_twice_does_it_once() -> None:
    dossier = draft()
    command = SubmitDossier(dossier.pk, True, uuid4())
    assert usecases.submit_dossier(command, actor=persona("researcher")) == dossier.number
    assert usecases.submit_dossier(command, actor=persona("researcher")) == dossier.number
    assert Task.objects.count() == 1
    with pytest.raises(Refused):
        usecases.submit_dossier(SubmitDossier(dossier.pk, True, uuid4()), actor=persona("researcher"))


def test_a_submitted_dossier_is_not_written_any_more() -> None:
    dossier = submitted()
    with pytest.raises(Conflict):
        usecases.save_answers(SaveAnswers(dossier.pk, "papers", {"commitment": "no"}, 1), actor=persona("researcher"))


# -- at the counter ------------------------------------------------------------------------------------------------


def test_valid_receipt_fixes_law_day_and_promise_and_issues_form_01() -> None:
    dossier = accepted()
    assert dossier.state == "in_progress"
    assert dossier.law_day == dossier.received_on == date(2026, 3, 3)
    assert dossier.due_on == dossier.promised_on
    assert dossier.due_on is not None
    assert dossier.due_on > date(2026, 3, 3)
    assert the_task(dossier).step == "appraisal"
    document = Document.objects.get(dossier=dossier)
    assert (document.kind, document.sequence) == ("form-01", 1)
    assert Notice.objects.filter(party=persona("researcher").key, path=f"/dossiers/{dossier.number}/").count() == 1


def test_the_pdf_of_a_document_is_rendered_once() -> None:
    document = Document.objects.get(dossier=accepted())
    actor = job_actor("dossiers.render_document")
    usecases.render_document(document.pk, actor=actor)
    document.refresh_from_db()
    first = document.file
    assert first is not None
    usecases.render_document(document.pk, actor=actor)
    document.refresh_from_db()
    assert document.file == first


def test_every_form_that_the_counter_issues_can_be_rendered() -> None:
    dossier = submitted()
    clerk = persona("clerk")
    usecases.request_supplement(AskSupplement(the_task(dossier).pk, "Thiếu báo giá", ("Báo giá",)), actor=clerk)
    usecases.supplement_dossier(Supplement(dossier.pk, "Đã bổ sung"), actor=persona("researcher", days=1))
    usecases.refuse_receipt(
        CompleteStep(the_task(dossier).pk, "refuse", "Không thuộc đối tượng"), actor=persona("clerk", days=2)
    )
    in_time = accepted(days=3)
    usecases.send_apology(
        SendApology(in_time.pk, date(2026, 12, 1), "Cần thêm ý kiến"), actor=persona("appraiser", days=4)
    )
    kinds = set()
    for document in Document.objects.all():
        usecases.render_document(document.pk, actor=job_actor("dossiers.render_document"))
        document.refresh_from_db()
        assert document.file is not None
        kinds.add(document.kind)
    assert kinds == {"form-01", "form-02", "form-03", "form-04"}


def test_a_supplement_stops_the_clock_and_starts_it_again() -> None:
    dossier = accepted()
    due, task = dossier.due_on, the_task(dossier)
    task_due = task.due_on
    usecases.request_supplement(
        AskSupplement(task.pk, "Thiếu báo giá của hạng mục 2"), actor=persona("appraiser", days=2)
    )
    dossier.refresh_from_db()
    task.refresh_from_db()
    assert (dossier.state, task.paused) == ("awaiting_supplement", True)
    assert SupplementRequest.objects.get(dossier=dossier).answered_on is None
    with pytest.raises(Refused):
        usecases.supplement_dossier(Supplement(dossier.pk, ""), actor=persona("researcher", days=7))
    usecases.supplement_dossier(Supplement(dossier.pk, "Đã bổ sung báo giá"), actor=persona("researcher", days=7))
    dossier.refresh_from_db()
    task.refresh_from_db()
    assert (dossier.state, task.paused) == ("in_progress", False)
    assert Pause.objects.get(dossier=dossier).ended_on == date(2026, 3, 9)
    assert due is not None
    assert dossier.due_on is not None
    assert task_due is not None
    assert task.due_on is not None
    assert dossier.due_on > due
    assert task.due_on > task_due
    assert dossier.promised_on == due


def test_a_refused_receipt_says_why_and_ends_the_dossier() -> None:
    dossier = submitted()
    with pytest.raises(Refused):
        usecases.refuse_receipt(CompleteStep(the_task(dossier).pk, "refuse", " "), actor=persona("clerk"))
    usecases.refuse_receipt(
        CompleteStep(the_task(dossier).pk, "refuse", "Không thuộc đối tượng hỗ trợ"), actor=persona("clerk")
    )
    dossier.refresh_from_db()
    assert dossier.state == "refused_receipt"
    assert Document.objects.get(dossier=dossier).kind == "form-03"
    assert not Task.objects.filter(closed_at=None).exists()


def test_withdrawing_closes_what_is_open() -> None:
    dossier = accepted()
    usecases.withdraw_dossier(Withdraw(dossier.pk, "Không còn nhu cầu"), actor=persona("researcher"))
    dossier.refresh_from_db()
    assert dossier.state == "withdrawn"
    assert not Task.objects.filter(dossier=dossier, closed_at=None).exists()


# -- on the desk ---------------------------------------------------------------------------------------------------


def test_a_task_is_taken_by_one_and_handed_over_with_a_ground() -> None:
    dossier = submitted()
    task = the_task(dossier)
    clerk = persona("clerk")
    usecases.take_task(TakeTask(task.pk), actor=clerk)
    usecases.take_task(TakeTask(task.pk), actor=clerk)
    task.refresh_from_db()
    assert task.assignee == clerk.key
    with pytest.raises(NotAllowed):
        usecases.take_task(TakeTask(task.pk), actor=persona("appraiser"))
    with pytest.raises(Refused):
        usecases.hand_over_task(HandOver(task.pk, persona("appraiser").key, "nghỉ phép"), actor=clerk)
    usecases.hand_over_task(HandOver(task.pk, clerk.key, "nhận lại"), actor=clerk)


def test_nobody_handles_a_case_of_their_own() -> None:
    dossier = submitted()
    insider = replace(persona("clerk"), acts_for=((organisation("VLSH"), "view"),))
    with pytest.raises(Refused) as refused:
        usecases.accept_for_processing(CompleteStep(the_task(dossier).pk, "accept"), actor=insider)
    assert refused.value.decision.reasons[0].code == "own_case"
    dossier.refresh_from_db()
    assert dossier.state == "submitted"


def test_a_page_left_open_while_a_colleague_acted_is_a_conflict() -> None:
    dossier = submitted()
    task = the_task(dossier)
    command = CompleteStep(task.pk, "accept", seen=dossier.stamp)
    usecases.accept_for_processing(command, actor=persona("clerk"))
    with pytest.raises(Conflict) as conflict:
        usecases.accept_for_processing(command, actor=persona("clerk"))
    assert "Lê Thị Thu Hà" in conflict.value.text.vi


def test_a_clock_about_to_run_out_is_warned_of_and_an_apology_is_ready() -> None:
    dossier = accepted()
    task = the_task(dossier)
    assert task.due_on is not None
    watch = replace(job_actor("dossiers.watch_deadlines"), moment=MOMENT)
    assert list(tasks_to_watch(watch.today)) == []
    near = later(watch, days=(task.due_on - watch.today).days)
    assert list(tasks_to_watch(near.today)) == [task.pk]
    assert usecases.watch_task(task.pk, actor=near)
    assert not usecases.watch_task(task.pk, actor=near)
    assert Apology.objects.get(dossier=dossier).sent_on is None
    assert Notice.objects.filter(party=persona("appraiser").key, kind="deadline").count() == 1
    late = later(near, days=3)
    assert usecases.watch_task(task.pk, actor=late)
    assert Notice.objects.filter(party=persona("administrator").key, kind="deadline").count() == 1
    assert not usecases.watch_task(task.pk, actor=late)


def test_an_apology_moves_the_promise_and_keeps_the_first_one() -> None:
    dossier = accepted()
    first = dossier.due_on
    appraiser = persona("appraiser", days=3)
    with pytest.raises(Refused):
        usecases.send_apology(SendApology(dossier.pk, date(2026, 3, 1), "Chậm"), actor=appraiser)
    usecases.send_apology(SendApology(dossier.pk, date(2026, 6, 30), "Cần thêm ý kiến Sở Tài chính"), actor=appraiser)
    dossier.refresh_from_db()
    assert dossier.due_on == date(2026, 6, 30)
    assert dossier.promised_on == first
    assert Document.objects.filter(dossier=dossier, kind="form-04").count() == 1
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__contains="Xin lỗi").count() == 1
