"""Officers' doors of intake: the same as the pages, read and written by a program at the screen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from khue.features.dossiers import usecases
from khue.features.dossiers.domain.commands import CompleteStep
from khue.features.dossiers.models import Document
from khue.features.intake.models import IntakeCase, Source
from khue.kernel import clock
from tests.api.conftest import Program, signed_in
from tests.cast import persona
from tests.intake.portal import FIRST, Sent, answers, new_source
from tests.intake.test_interface import key_of
from tests.intake.test_sending import task_of

pytestmark = pytest.mark.django_db
SECOND = "G12.99-260302-0002"


@pytest.fixture
def clerk() -> Program:
    """An officer at the screen; a connected portal has sent a case, and one whose content was refused."""
    source = new_source()
    Sent(FIRST).take(source)
    Sent(SECOND, answers={**answers(), "task_title": ""}).take(source)
    return signed_in("clerk")


@pytest.fixture
def administrator() -> Program:
    return signed_in("administrator")


def test_cases_are_listed_filtered_paged_and_read_with_all_that_came_and_went(clerk: Program) -> None:
    every = clerk.get("/intake/cases?size=1").json()
    assert len(every["items"]) == 1
    following = clerk.get(every["next"].removeprefix("/api/v1")).json()
    assert following["items"][0]["id"] != every["items"][0]["id"]
    refused = clerk.get("/intake/cases?business=refused_content").json()["items"]
    assert [row["external_id"] for row in refused] == [SECOND]
    taken = clerk.get(f"/intake/cases?q={FIRST}").json()["items"][0]
    case = clerk.get(f"/intake/cases/{taken['id']}")
    told = case.json()
    assert told["dossier"] == taken["dossier"] != ""
    assert set(told["states"]) == {"business", "payment", "delivery", "sync"}
    assert [line["taken"] for line in told["messages_in"]] == [True]
    assert told["messages_out"][0]["state"]["code"] == "waiting"
    assert clerk.get(f"/intake/cases/{taken['id']}", if_none_match=case["ETag"]).status_code == 304
    why = clerk.get(f"/intake/cases/{refused[0]['id']}").json()["messages_in"][0]
    assert why["reasons"]
    assert not why["taken"]


def test_a_day_is_compared_and_its_differences_are_read(clerk: Program) -> None:
    source, case = Source.objects.get(), IntakeCase.objects.get(external_id=FIRST)
    day = case.lodged_on.isoformat()
    asked: dict[str, Any] = {"day": day, "lines": [{"external_id": FIRST, "business": "granted"}]}
    made = clerk.post(f"/intake/sources/{source.pk}/reports", asked)
    assert made.status_code == 201, made.content
    report = clerk.get(f"/intake/reports/{made.json()['id']}").json()
    assert (report["report"]["came_by"], report["kinds"]["business"]) == ("office", 1)
    differences = clerk.get(f"/intake/reports/{made.json()['id']}/differences?kind=business").json()["items"]
    assert [(line["ours"], line["theirs"]) for line in differences] == [("submitted", "granted")]
    again = clerk.post(f"/intake/sources/{source.pk}/reports", {"day": day})
    assert clerk.get(f"/intake/reports/{again.json()['id']}").json()["report"]["run"] > report["report"]["run"]
    assert clerk.get("/intake/reports").json()["items"]


def test_a_source_is_connected_whole_through_the_interface_and_secrets_are_said_once(administrator: Program) -> None:
    made = administrator.post("/intake/sources", {"code": "tinh-khac", "name_vi": "Cổng khác"})
    assert made.status_code == 201, made.content
    address = f"/intake/sources/{made.json()['id']}"
    mapped = administrator.post(f"{address}/codes", {"code": "1.2", "procedure": "equipment-support"})
    assert mapped.status_code == 200
    until = f"{clock.now() + timedelta(days=30):%Y-%m-%d}"
    once = "5f0c6a1e-2b8d-4b5e-9a55-0b8f7d5a3f11"
    key = administrator.post(f"{address}/keys", {"name": "Máy", "valid_until": until}, once=once)
    assert key.status_code == 201
    again = administrator.post(f"{address}/keys", {"name": "Máy", "valid_until": until}, once=once)
    assert (again.status_code, b"khue_" in again.content) == (409, False)
    private = administrator.post(f"{address}/receiver", {"address": "https://127.0.0.1/x"})
    assert private.status_code == 422
    receiver = administrator.post(f"{address}/receiver", {"address": "https://other.example/hooks"})
    assert receiver.json()["secret"].startswith("whsec_")
    changed = administrator.post(f"{address}/secret", {})
    assert changed.status_code == 201
    told = administrator.get(address).json()
    assert told["codes"] == [{"code": "1.2", "procedure": told["codes"][0]["procedure"]}]
    assert len(told["secrets"]) == 2
    assert key.json()["secret"] not in administrator.get(address).content.decode()
    revoked = administrator.post(f"{address}/keys/{told['keys'][0]['id']}/revoke")
    assert revoked.status_code == 200
    assert administrator.get(address).json()["keys"][0]["state"] == "revoked"
    assert administrator.post(f"{address}/close", {"ground": "Thử nghiệm xong."}).status_code == 200
    assert administrator.get(address).json()["source"]["closed_ground"] == "Thử nghiệm xong."
    assert administrator.post(f"{address}/close", {"ground": "Lần nữa."}).status_code == 422
    assert administrator.post(f"{address}/reopen", {"ground": "Tiếp tục."}).status_code == 200


def test_what_was_not_given_up_is_not_sent_again_and_what_has_no_result_is_not_handed_over(clerk: Program) -> None:
    case = IntakeCase.objects.get(external_id=FIRST)
    assert clerk.post(f"/intake/cases/{case.pk}/send-again").status_code == 422
    assert clerk.post(f"/intake/sources/{case.source_id}/send-again").status_code == 422
    handed = clerk.post(f"/intake/cases/{case.pk}/hand-over", {"way": "counter"})
    assert handed.status_code == 422
    assert clerk.get("/intake/given-up").json()["items"] == []


def test_a_source_fetches_what_was_produced_for_its_own_cases_only() -> None:
    source = new_source()
    Sent(FIRST).take(source)
    program, other = Program(token=key_of(source)), Program(token=key_of(new_source("khac")))
    address = f"/intake/dossiers/{FIRST}/results"
    assert program.get(address).json()["items"] == []  # nothing is printed yet
    dossier = IntakeCase.objects.get(external_id=FIRST).dossier_id
    assert dossier is not None
    usecases.accept_for_processing(CompleteStep(task_of(FIRST), "accept", ""), actor=persona("clerk"))
    for row in Document.objects.filter(dossier=dossier):
        usecases.render_document(row.pk, actor=clock.job_actor("dossiers.render_document"))
    found = program.get(address).json()["items"]
    assert [line["kind"] for line in found] == ["form-01"]
    sheet = program.get(found[0]["file"]["href"].removeprefix("/api/v1"))
    assert (sheet.status_code, sheet["Content-Type"]) == (200, "application/pdf")
    assert b"".join(sheet.streaming_content).startswith(b"%PDF")
    for path in (address, found[0]["file"]["href"].removeprefix("/api/v1")):
        assert other.get(path).status_code == 404
        assert signed_in("clerk").get(path).status_code == 403
    read = signed_in("clerk").get(f"/dossiers/{program.get(f'/intake/dossiers/{FIRST}').json()['dossier']}/results")
    assert [line["number"] for line in read.json()["items"]] == [found[0]["number"]]
