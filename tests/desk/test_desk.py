"""The desk and one task, as officers get them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khue.features.dossiers import usecases
from khue.features.dossiers.domain.commands import CompleteStep, TakeTask
from khue.features.dossiers.models import Apology, Dossier, ProcedureVersion, SupplementRequest, Task
from khue.kernel import clock
from khue.kernel.models import PersonalView
from tests.cast import persona
from tests.desk.browsers import LANGUAGES, browser, inputs, path, text
from tests.desk.private import private_case
from tests.dossiers.cases import accepted, submitted, the_task

pytestmark = pytest.mark.django_db
STAFF = ("clerk", "officer", "appraiser", "finance", "decider", "accountant", "auditor", "administrator")
DEEDS = ("ask-supplement", "refuse-receipt", "hand-over")


def refresh(row: Any) -> Any:
    row.refresh_from_db()
    return row


def generic_task() -> Task:
    """A task of a step that has no page of its own."""
    version = ProcedureVersion.objects.get(key="equipment-support")
    step = next(step for step in version.content["steps"] if step["key"] == "appraisal")
    step["page"] = ""
    version.pk, version.number, version.digest = None, version.number + 1, "generic"
    version.save()
    return the_task(accepted())


# -- who may open what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_opens_for_every_officer_in_both_languages(language: str) -> None:
    task = the_task(submitted())
    for who in STAFF:
        assert browser(who).get(path("desk:tasks", language=language)).status_code == 200, who
    clerk = browser("clerk")
    assert task.title in text(clerk.get(path("desk:tasks", language=language)))
    assert clerk.get(path("desk:task", task.pk, language=language)).status_code == 200
    for name in DEEDS:
        assert clerk.get(path(f"desk:{name}", task.pk, language=language)).status_code == 200, name


def test_residents_have_no_desk_and_visitors_sign_in() -> None:
    task = the_task(submitted())
    for who in ("resident", "researcher", "founder"):
        assert browser(who).get(path("desk:tasks")).status_code == 403
        assert browser(who).get(path("desk:task", task.pk)).status_code == 403
    assert browser().get(path("desk:tasks")).status_code == 303
    assert browser().get(path("desk:task", task.pk)).status_code == 303


def test_staff_without_the_right_read_the_case_and_cannot_act() -> None:
    task = the_task(submitted())
    other = browser("decider")
    page = text(other.get(path("desk:task", task.pk)))
    assert task.title in page
    assert path("desk:accept", task.pk) not in page
    assert path("desk:take", task.pk) not in page
    assert other.post(path("desk:take", task.pk)).status_code == 403
    words = {"seen": refresh(task.dossier).stamp, "ground": "x"}
    for name in ("accept", "ask-supplement", "refuse-receipt"):
        assert other.post(path(f"desk:{name}", task.pk), words).status_code == 403, name
    assert refresh(task).closed_at is None
    assert browser("clerk").get(path("desk:task", 10**12)).status_code == 404


def test_a_look_at_a_private_persons_case_is_written_down() -> None:
    task = private_case(persona("resident"))
    browser("clerk").get(path("desk:task", task.pk))
    found = PersonalView.objects.get()
    assert (found.party, found.what) == (persona("resident").key, "dossier")


# -- the list ----------------------------------------------------------------------------------------------------------


def test_a_task_is_taken_in_its_row_and_the_list_stays_where_it_was() -> None:
    task, clerk = the_task(submitted()), browser("clerk")
    here = path("desk:tasks") + "?view=free"
    assert path("desk:take", task.pk) in text(clerk.get(here))
    assert clerk.post(path("desk:take", task.pk), {"next": here})["Location"] == here
    assert refresh(task).assignee == persona("clerk").key
    assert task.title not in text(clerk.get(here))
    assert task.title in text(clerk.get(path("desk:tasks") + "?view=mine"))
    assert clerk.post(path("desk:take", task.pk), {"next": "https://evil.example/"})["Location"].startswith("/vi/desk/")


def test_two_officers_take_one_task_and_the_second_reads_who_was_first() -> None:
    task = the_task(submitted())
    usecases.take_task(TakeTask(task.pk), actor=persona("clerk"))
    Task.objects.filter(pk=task.pk).update(assignee="party:1", assignee_name="Người khác")
    answer = browser("clerk").post(path("desk:take", task.pk))
    assert answer.status_code == 409
    assert "Người khác" in text(answer)


def test_the_list_can_be_taken_away() -> None:
    task, clerk = the_task(submitted()), browser("clerk")
    rows = json.loads(b"".join(clerk.get(path("desk:tasks"), {"format": "json"}).streaming_content))["rows"]
    assert [row["number"] for row in rows] == [task.dossier_number]
    for kind in ("csv", "xlsx"):
        assert f"desk.{kind}" in clerk.get(path("desk:tasks"), {"format": kind})["Content-Disposition"]


def test_the_desk_costs_the_same_queries_for_one_and_thirty_tasks() -> None:
    task, clerk = the_task(submitted()), browser("clerk")
    clerk.get(path("desk:tasks"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert clerk.get(path("desk:tasks")).status_code == 200
        return len(seen)

    few = cost()
    for number in range(29):
        task.pk, task.subject = None, f"part:{number}"
        task.save()
    assert cost() == few


def test_an_empty_desk_says_so() -> None:
    assert 'class="nothing"' in text(browser("clerk").get(path("desk:tasks")))


# -- one task ----------------------------------------------------------------------------------------------------------


def test_a_dossier_is_accepted_once() -> None:
    task, clerk = the_task(submitted()), browser("clerk")
    words = inputs(text(clerk.get(path("desk:task", task.pk))))
    assert clerk.post(path("desk:accept", task.pk), words).status_code == 303
    assert clerk.post(path("desk:accept", task.pk), words).status_code == 303
    assert refresh(task.dossier).state == "in_progress"
    assert Task.objects.filter(dossier=task.dossier).count() == 2


def test_a_colleague_decided_meanwhile_and_the_page_says_who_and_when() -> None:
    task, clerk = the_task(submitted()), browser("clerk")
    words = inputs(text(clerk.get(path("desk:task", task.pk))))
    usecases.accept_for_processing(CompleteStep(task.pk, "accept"), actor=persona("clerk"))
    answer = clerk.post(path("desk:accept", task.pk), {**words, "ground": "Đủ hồ sơ"})
    assert answer.status_code == 409
    assert persona("clerk").name in text(answer)
    done = text(clerk.get(path("desk:task", task.pk)))
    assert persona("clerk").name in done
    assert path("desk:accept", task.pk) not in done


def test_a_page_left_open_while_the_dossier_moved_writes_nothing() -> None:
    task, clerk = the_task(submitted()), browser("clerk")
    words = inputs(text(clerk.get(path("desk:task", task.pk))))
    Dossier.objects.filter(pk=task.dossier_id).update(stamp=task.dossier.stamp + 5)
    assert clerk.post(path("desk:accept", task.pk), words).status_code == 409
    assert refresh(task).closed_at is None


def test_a_request_for_supplements_needs_a_reason_keeps_the_words_and_is_sent_once() -> None:
    task, clerk = the_task(submitted()), browser("clerk")
    address = path("desk:ask-supplement", task.pk)
    words = inputs(text(clerk.get(address)))
    refused = clerk.post(address, {**words, "items": "Báo giá 2\nHợp đồng"})
    page = text(refused)
    assert refused.status_code == 422
    assert "Hợp đồng" in page
    assert "id_ground_error" in page
    words = {**inputs(page), "ground": "Thiếu báo giá"}
    assert clerk.post(address, words).status_code == 303
    assert clerk.post(address, words).status_code == 303
    found = SupplementRequest.objects.get()
    assert (found.ground, found.items) == ("Thiếu báo giá", ["Báo giá 2", "Hợp đồng"])
    waiting = text(clerk.get(path("desk:task", task.pk)))
    assert "Thiếu báo giá" in waiting
    assert path("desk:accept", task.pk) not in waiting


def test_receipt_is_refused_with_its_ground_once() -> None:
    task, clerk = the_task(submitted()), browser("clerk")
    address = path("desk:refuse-receipt", task.pk)
    words = inputs(text(clerk.get(address)))
    assert clerk.post(address, words).status_code == 422
    words["ground"] = "Hồ sơ thuộc thủ tục khác"
    assert clerk.post(address, words).status_code == 303
    assert clerk.post(address, words).status_code == 303
    assert refresh(task.dossier).state == "refused_receipt"


def test_a_task_is_handed_to_a_colleague_with_the_right() -> None:
    task = the_task(accepted())
    appraiser = browser("appraiser")
    address = path("desk:hand-over", task.pk)
    page = text(appraiser.get(address))
    assert f'<option value="{persona("appraiser").key}"' in page
    assert f'<option value="{persona("clerk").key}"' not in page
    kept = appraiser.post(address, {"to": persona("appraiser").key, "ground": ""})
    assert kept.status_code == 422
    assert f'value="{persona("appraiser").key}" selected' in text(kept)
    assert appraiser.post(address, {"to": persona("clerk").key, "ground": "Bận"}).status_code == 422
    assert appraiser.post(address, {"to": persona("appraiser").key, "ground": "Bận"}).status_code == 303
    assert refresh(task).assignee == persona("appraiser").key


def test_a_generic_step_is_completed_on_its_task_page_once() -> None:
    task = generic_task()
    appraiser = browser("appraiser")
    page = text(appraiser.get(path("desk:task", task.pk)))
    words = inputs(page)
    assert path("desk:complete", task.pk) in page
    missing = appraiser.post(path("desk:complete", task.pk), {**words, "ground": "Giữ lại"})
    assert missing.status_code == 422
    assert "Giữ lại" in text(missing)
    words["outcome"] = "appraised"
    assert appraiser.post(path("desk:complete", task.pk), words).status_code == 303
    assert appraiser.post(path("desk:complete", task.pk), words).status_code == 303
    assert refresh(task).outcome == "appraised"
    assert Task.objects.filter(dossier=task.dossier, closed_at=None).count() == 1


def test_nobody_handles_a_case_of_a_party_that_they_act_for() -> None:
    task, clerk = private_case(persona("clerk")), browser("clerk")
    words = inputs(text(clerk.get(path("desk:task", task.pk))))
    answer = clerk.post(path("desk:accept", task.pk), words)
    assert answer.status_code == 422
    assert "của chính mình" in text(answer)
    assert refresh(task).closed_at is None


def test_an_apology_names_a_later_working_day_and_is_sent_once() -> None:
    task, appraiser = the_task(accepted()), browser("appraiser")
    today = clock.now().date()
    Dossier.objects.filter(pk=task.dossier_id).update(due_on=today)
    Apology.objects.create(dossier=task.dossier, old_due_on=today, prepared_on=today)
    address = path("desk:apology", task.pk)
    assert address in text(appraiser.get(path("desk:task", task.pk)))
    words = inputs(text(appraiser.get(address)))
    refused = appraiser.post(address, {**words, "new_due_on": "01/01/2026", "ground": "Chờ ý kiến"})
    assert refused.status_code == 422
    assert "Chờ ý kiến" in text(refused)
    day = today + timedelta(days=(7 - today.weekday()) % 7 + 9)
    words = {**inputs(text(refused)), "new_due_on": f"{day:%d/%m/%Y}", "ground": "Chờ ý kiến"}
    assert appraiser.post(address, words).status_code == 303
    assert appraiser.post(address, words).status_code == 303
    assert Apology.objects.filter(sent_on__isnull=False).count() == 1
    assert refresh(task.dossier).due_on == day
    assert "Chờ ý kiến" in text(browser("researcher").get(path("dossiers:follow", task.dossier_number)))
    assert browser("decider").get(address).status_code == 403


def test_a_step_with_a_page_of_its_room_is_led_there() -> None:
    task = the_task(accepted())
    page = text(browser("appraiser").get(path("desk:task", task.pk)))
    assert path("missions:appraise", task.pk) in page
    assert path("desk:ask-supplement", task.pk) in page
