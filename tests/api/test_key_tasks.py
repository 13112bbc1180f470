"""Key tasks through the interface: the register for everybody, the lead's reports and statement, the officers' steps."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khue.features.keytasks.domain.recognition import CONDITIONS
from khue.features.keytasks.models import Examination, Filing, KeyTask, Withdrawal, YearlyReport
from khue.features.people.models import Restriction
from khue.kernel import clock
from khue.kernel.models import AuditRecord
from tests.api.conftest import Program
from tests.house.conftest import House

MET = {code: {"met": True} for code in CONDITIONS}


def as_(house: House, persona: str) -> Program:
    return Program(house.browser(persona))


def task(house: House, route: str) -> str:
    """The address of an officer's step."""
    return f"/tasks/{house.stock.argument(f'keytasks:{route}', 'task_id')}"


def file_of(house: House) -> str:
    return f"/key-task-files/{house.stock.argument('keytasks:key-task', 'key_task_id')}"


def sent(program: Program, path: str, given: dict[str, Any], once: Any = None) -> Any:
    """A form with files, as a program sends one."""
    headers = {"accept-language": "en", "idempotency-key": str(once or uuid4()), "x-csrftoken": "x"}
    papers = [SimpleUploadedFile("minh-chung.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")]
    return program.client.post(f"/api/v1{path}", data=given | {"papers": papers}, headers=headers)


def fields(answer: Any) -> set[str]:
    return {reason["field"].rpartition(".")[2] for reason in answer.json()["reasons"]}


def test_everybody_reads_the_register_and_the_lead_its_file(house: House) -> None:
    number = house.stock.argument("keytasks:public", "number")
    listed = Program().get("/key-tasks").json()["items"]
    assert number in [row["number"] for row in listed]
    shown = Program().get(f"/key-tasks/{number}").json()
    assert shown["state"]["code"] == "recognised"
    assert shown["field"]["vi"]
    assert Program().get("/key-tasks/no-such-number").status_code == 404
    founder = as_(house, "founder")
    mine = founder.get("/my-key-tasks").json()["items"]
    assert number in [row["number"] for row in mine]
    found = founder.get(file_of(house)).json()
    assert (found["number"], found["examination"]["conditions"][0]["met"]) == (number, True)
    assert {row["source"]["provision"] != "" for row in found["benefits"]} == {True}
    assert found["reports"][0]["filings"][0]["papers"][0]["href"].startswith("/api/v1/files/")
    assert as_(house, "researcher").get(file_of(house)).status_code == 404
    assert as_(house, "researcher").get("/my-key-tasks").json()["items"] == []


def test_a_program_sees_the_files_that_staff_look_after(house: House) -> None:
    officer = as_(house, "officer")
    number = house.stock.argument("keytasks:public", "number")
    assert number in [row["number"] for row in officer.get("/key-task-files?view=withdrawals").json()["items"]]
    assert officer.get("/key-task-files?q=khongcogi").json()["items"] == []
    assert as_(house, "founder").get("/key-task-files").status_code == 403


def test_a_restricted_lead_is_in_neither_list(house: House) -> None:
    number = house.stock.argument("keytasks:public", "number")
    lead = KeyTask.objects.get(dossier_number=number).party
    assert Program().get(f"/key-tasks/{number}").status_code == 200
    Restriction.objects.create(party=lead, request="YC-2026-0901", handler="party:0", begun_at=clock.now())
    assert Program().get(f"/key-tasks/{number}").status_code == 404
    assert number not in str(as_(house, "officer").get("/key-task-files").json())


# -- the officers' steps


def test_a_check_rests_on_the_task_as_it_was_read_and_is_done_once(house: House) -> None:
    officer, here = as_(house, "officer"), task(house, "examine")
    path, body, once = f"{here}/key-task-examination", MET | {"note": "Đủ điều kiện."}, uuid4()
    before = Examination.objects.count()
    assert officer.post(path, body).status_code == 428
    assert officer.post(path, body, if_match='"0.ab"').status_code == 412
    tag = officer.get(here)["ETag"]
    refused = officer.post(path, MET | {"impact": {"met": False}}, if_match=tag)
    assert (refused.status_code, fields(refused)) == (422, {"impact_note"})
    assert Examination.objects.count() == before
    first, second = (officer.post(path, body, if_match=tag, once=once) for _time in range(2))
    assert first.status_code == 200, first.content
    assert second["Idempotency-Replayed"] == "true"
    assert Examination.objects.count() == before + 1
    assert officer.post(path, body, if_match=tag).status_code == 409
    assert as_(house, "decider").post(path, body, if_match=tag).status_code == 403


def test_every_condition_that_is_not_answered_is_named(house: House) -> None:
    officer, here = as_(house, "officer"), task(house, "examine")
    answer = officer.post(f"{here}/key-task-examination", {}, if_match=officer.get(here)["ETag"])
    assert (answer.status_code, fields(answer)) == (422, {f"{code}_met" for code in CONDITIONS})


def test_an_opinion_is_recorded_and_a_decision_recognises(house: House) -> None:
    officer, here = as_(house, "officer"), task(house, "advise")
    tag = officer.get(here)["ETag"]
    opinion = {
        "council": "Hội đồng tư vấn",
        "met_on": "2190-01-01",
        "minutes": "12/BB",
        "favours": True,
        "conclusion": "Đề nghị công nhận.",
    }
    refused = officer.post(f"{here}/key-task-opinion", opinion, if_match=tag)
    assert (refused.status_code, fields(refused)) == (422, {"met_on"})
    done = officer.post(f"{here}/key-task-opinion", opinion | {"met_on": "2026-01-05"}, if_match=tag)
    assert done.status_code == 200, done.content
    decider, there = as_(house, "decider"), task(house, "decide")
    tag = decider.get(there)["ETag"]
    refused = decider.post(f"{there}/key-task-decision", {"outcome": "refuse"}, if_match=tag)
    assert (refused.status_code, fields(refused)) == (422, {"ground"})
    recognised = KeyTask.objects.filter(state="recognised").count()
    done = decider.post(f"{there}/key-task-decision", {"outcome": "recognise"}, if_match=tag)
    assert done.status_code == 200, done.content
    assert KeyTask.objects.filter(state="recognised").count() == recognised + 1


# -- reports


def test_a_report_is_returned_and_filed_anew_once(house: House) -> None:
    officer, founder, here = as_(house, "officer"), as_(house, "founder"), task(house, "check")
    tag = officer.get(here)["ETag"]
    refused = officer.post(f"{here}/key-task-report", {"accepted": False}, if_match=tag)
    assert (refused.status_code, fields(refused)) == (422, {"note"})
    done = officer.post(f"{here}/key-task-report", {"accepted": False, "note": "Thiếu số liệu."}, if_match=tag)
    assert done.status_code == 200, done.content
    waiting = [row for row in founder.get(file_of(house)).json()["reports"] if row["waiting"]]
    assert [row["state"]["code"] for row in waiting] == ["returned"]
    path, once = f"{file_of(house)}/reports", uuid4()
    body = {"report_id": waiting[0]["id"], "progress": "Đúng tiến độ", "products": "Mẫu", "impact": "Hai tuyến"}
    refused = sent(founder, path, body)
    assert (refused.status_code, fields(refused)) == (422, {"spent"})
    before = Filing.objects.count()
    first, second = (sent(founder, path, body | {"spent": "5000"}, once) for _time in range(2))
    assert first.status_code == 201, first.content
    assert first.json() == second.json()
    assert Filing.objects.count() == before + 1
    assert YearlyReport.objects.get(pk=waiting[0]["id"]).state == "filed"
    assert sent(as_(house, "researcher"), path, body | {"spent": "5000"}).status_code == 404
    assert sent(as_(house, "officer"), path, body | {"spent": "5000"}).status_code == 403


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"spent": "-1"}, "spent"),
        ({"from_on": "9999-12-31"}, "from_on"),
        ({"report_id": "x"}, "report_id"),
        ({"progress": "x" * 5000}, "progress"),
        ({"final": "perhaps"}, "final"),
    ],
)
def test_a_bad_report_names_its_field(house: House, given: dict[str, Any], field: str) -> None:
    before = Filing.objects.count()
    answer = sent(as_(house, "founder"), f"{file_of(house)}/reports", given)
    assert answer.status_code == 422, answer.content
    assert field in fields(answer)
    assert Filing.objects.count() == before


# -- withdrawal


def test_a_withdrawal_is_settled_after_the_lead_was_heard(house: House) -> None:
    founder, decider, here = as_(house, "founder"), as_(house, "decider"), task(house, "settle")
    withdrawal = house.stock.argument("keytasks:answer", "withdrawal_id")
    path = f"/key-task-withdrawals/{withdrawal}/statement"
    early = decider.post(
        f"{here}/key-task-withdrawal", {"withdraws": True, "ground": "Đã dừng."}, if_match=decider.get(here)["ETag"]
    )
    assert [reason["code"] for reason in early.json()["reasons"]] == ["not_heard"]
    refused = sent(founder, path, {})
    assert (refused.status_code, fields(refused)) == (422, {"statement"})
    assert sent(as_(house, "resident"), path, {"statement": "Tôi"}).status_code == 404
    assert sent(founder, path, {"statement": "Chúng tôi vẫn làm."}).status_code == 200
    settled = decider.post(
        f"{here}/key-task-withdrawal",
        {"withdraws": False, "ground": "Còn thực hiện."},
        if_match=decider.get(here)["ETag"],
    )
    assert settled.status_code == 200, settled.content
    assert Withdrawal.objects.get(pk=withdrawal).outcome == "kept"
    assert AuditRecord.objects.filter(deed="keytasks.settle_withdrawal").exists()


def test_a_withdrawal_is_proposed_on_the_file_as_it_was_read(house: House) -> None:
    officer, here = as_(house, "officer"), file_of(house)
    tag, path = officer.get(here)["ETag"], f"{here}/withdrawals"
    assert officer.post(path, {"ground": "Đã dừng."}).status_code == 428
    assert officer.post(path, {"ground": "Đã dừng."}, if_match='"999.ab"').status_code == 412
    twice = officer.post(path, {"ground": "Đã dừng."}, if_match=tag)
    assert [reason["code"] for reason in twice.json()["reasons"]] == ["under_way"]
    Withdrawal.objects.filter(outcome="").update(
        outcome="kept", decision_ground="Thử", decided_by="party:1", decided_by_name="Thử", decided_on="2026-01-05"
    )
    made = officer.post(path, {"ground": "Đã dừng."}, if_match=tag)
    assert made.status_code == 201, made.content
    assert Withdrawal.objects.get(pk=made.json()["id"]).ground == "Đã dừng."
