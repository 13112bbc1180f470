"""Deeds of the rooms with few doors of their own tests: done once however often they are sent, on the version that was read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from khue.kernel import clock
from khue.kernel.models import AuditRecord
from tests.api.conftest import Program, new_key, signed_in
from tests.house.conftest import House

PROCEDURE = "equipment-support"


def count(deed: str) -> int:
    return AuditRecord.objects.filter(deed=deed).count()


def twice(program: Program, path: str, body: Any = None, **headers: Any) -> Any:
    once = uuid4()
    first, second = (program.post(path, body, once=once, **headers) for _ in range(2))
    assert first.status_code in (200, 201), first.content
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert second["Idempotency-Replayed"] == "true"
    other = program.post(path, {"another": 1}, once=once, **headers)
    assert other.status_code == 422
    assert body is None or other.json()["type"] == "urn:khue:problem:idempotency-key-reused"
    return first


def test_an_absence_is_registered_once_and_a_wrong_one_is_named(house: House) -> None:
    clerk = signed_in("clerk")
    me = clerk.get("/me").json()["party"]["id"]
    today = clock.now().date()
    body = {"reason": "training", "valid_from": f"{today}", "valid_until": f"{today + timedelta(days=2)}"}
    before = count("staff.register_absence")
    twice(clerk, f"/staff/{me}/absences", body)
    assert count("staff.register_absence") == before + 1
    assert clerk.post(f"/staff/{me}/absences", body).status_code == 422
    assert clerk.post(f"/staff/{me}/absences", {**body, "reason": "none"}).status_code == 422
    (line,) = clerk.get("/absences").json()["mine"]
    assert clerk.post(f"/absences/{line['id']}/end", {"ends_on": f"{today + timedelta(days=1)}"}).status_code == 200
    other = signed_in("officer").post(f"/staff/{me}/absences", body)
    assert other.status_code == 403
    assert count("staff.register_absence") == before + 1


def test_an_appeal_is_begun_by_a_key_written_on_what_was_read_and_withdrawn(house: House) -> None:
    key = Program(token=new_key().secret)
    decision = house.stock.argument("appeals:begin", "decision_id")
    assert key.get(f"/decisions/{decision}/appeal").json()["decision"]["id"] == decision
    path = twice(key, f"/decisions/{decision}/appeal").json()["href"].removeprefix("/api/v1")
    tag = key.get(path)["ETag"]
    words = {"scope": "amount", "grounds": "Hóa đơn số 7 là thiết bị chính"}
    assert key.put(f"{path}/answers", words).status_code == 428
    assert key.put(f"{path}/answers", {**words, "wish": "grant"}, if_match=tag).status_code == 422
    assert key.put(f"{path}/answers", words, if_match=tag).status_code == 200
    assert key.put(f"{path}/answers", words, if_match=tag).status_code == 412
    assert key.get(path).json()["answers"]["grounds"] == words["grounds"]
    unfinished = key.post(f"{path}/lodge", {"certified": False}, if_match=key.get(path)["ETag"])
    assert unfinished.status_code == 422
    assert {"certified"} <= {reason["field"] for reason in unfinished.json()["reasons"]}
    assert signed_in("founder").get(path).status_code == 404
    assert key.post(f"{path}/withdraw", {}).status_code == 200
    assert key.post(f"{path}/withdraw", {}).status_code in (409, 422)


def test_a_part_of_a_draft_is_written_on_its_mark_and_nothing_misshapen_gets_in(house: House) -> None:
    officer, base = signed_in("officer"), f"/editor/procedures/{PROCEDURE}/draft"
    part = officer.get(f"{base}/parts?place=texts").json()
    changed = {**part["value"], "summary": {"vi": "Tóm tắt mới", "en": "A new summary"}}
    body = {"place": "texts", "value": changed, "seen": part["mark"]}
    before = count("procedures.put_part")
    twice(officer, f"{base}/parts", body)
    assert count("procedures.put_part") == before + 1
    late = officer.post(f"{base}/parts", {**body, "value": part["value"]})
    assert late.status_code == 409
    mark = officer.get(f"{base}/parts?place=texts").json()["mark"]
    for place, value in (
        ("texts", ["x"]),
        ("texts", {"name": 7}),
        ("basis", {"a": 1}),
        ("step:no_such", {"name": None}),
        ("field:nowhere.x", {"kind": "text"}),
        ("column:nowhere.x.y", {"key": [1.5]}),
    ):
        answer = officer.post(
            f"{base}/parts", {"place": place, "value": value, "seen": mark, "is_new": place[0] != "t"}
        )
        assert 400 <= answer.status_code < 500, (place, answer.content)
    assert officer.get(base).status_code == 200
    assert count("procedures.put_part") == before + 1
    assert signed_in("clerk").post(f"{base}/parts", body).status_code == 403


def test_two_records_are_merged_on_the_versions_that_were_compared(house: House) -> None:
    clerk = signed_in("clerk")
    former = house.stock.argument("people:merge", "party_id")
    other = house.stock.argument("people:merge", "other_id")
    path = f"/parties/{former}/merge/{other}"
    seen = clerk.get(path).json()["seen"]
    body = {"ground": "Một tổ chức đăng ký hai lần", "seen": seen}
    assert clerk.post(path, {**body, "take": ["no_such_field"]}).status_code == 422
    assert clerk.post(path, {**body, "seen": [seen[0] + 9, seen[1]]}).status_code in (409, 422)
    assert clerk.post(path, {**body, "seen": [1]}).status_code == 422
    assert signed_in("officer").post(path, body).status_code == 403
    assert count("people.merge_duplicates") == 0 or clerk.get("/successions").json()["items"]


def test_a_draft_of_a_procedure_is_previewed_as_an_applicant_would_meet_it(house: House) -> None:
    key, officer = house.stock.argument("procedures:procedure", "key"), signed_in("officer")
    address = f"/editor/procedures/{key}/draft/preview"
    sections = {section["key"]: section for section in officer.get(address).json()["sections"]}
    assert "task" in sections
    nothing = officer.post(f"{address}/task", {"answers": {}}).json()
    assert {reason["code"] for reason in nothing["open"]} == {"unanswered"}
    titled = officer.post(f"{address}/task", {"answers": {"task_title": "Cảm biến"}}).json()
    assert len(titled["open"]) == len(nothing["open"]) - 1
    assert titled["answers"]["task_title"] == "Cảm biến"
    wrong = officer.post(f"{address}/task", {"answers": {"task_kind": "no-such-kind"}}).json()
    assert (wrong["answers"], [reason["field"] for reason in wrong["mistakes"]]) == ({}, ["task_kind"])
    assert officer.post(f"{address}/nothing", {"answers": {}}).status_code == 404
    assert signed_in("clerk").get(address).status_code == 403
