"""From a need to a funded proposal through the interface: what each caller reads, what a deed rests on, what stays sealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from khue.core.actor import CITY_ZONE
from khue.features.calls.models import Call, Need, Proposal
from khue.kernel import clock
from tests.api.conftest import Program, new_key
from tests.cast import organisation
from tests.house.conftest import House

NEED = {
    "party": "",
    "title": "Đo độ rung của cầu cũ bằng cảm biến rẻ",
    "description": "Hơn bốn mươi cầu cũ chưa có số liệu rung liên tục nên không biết khi nào phải sửa.",
    "field": "climate-response",
    "product": "Bộ cảm biến và cách đọc số liệu",
    "cost_from": 1_000_000_000,
    "cost_to": 2_000_000_000,
}
ORDER = {
    "title": "Bộ cảm biến rung giá rẻ cho cầu cũ",
    "goal": "Đo liên tục độ rung của bốn mươi cầu cũ với sai số không quá năm phần trăm.",
    "field": "climate-response",
    "cost_frame": 2_000_000_000,
    "months": 18,
    "mode": "selection",
    "requirements": [{"product": "Cảm biến", "criterion": "Sai số không quá", "unit": "%", "target": "5"}],
}


def as_(house: House, persona: str) -> Program:
    return Program(house.browser(persona))


def raised(program: Program) -> int:
    made = program.post("/needs", NEED | {"party": organisation("VLSH")})
    assert made.status_code == 201, made.content
    return int(made.json()["id"])


def done(program: Program, path: str, body: Any = None, tag_of: str = "") -> Any:
    """A deed that must succeed; ``tag_of`` is the record that it rests on."""
    headers = {"if_match": program.get(tag_of)["ETag"]} if tag_of else {}
    answer = program.post(path, body, **headers)
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


def called(house: House) -> int:
    """A call that was published a moment ago, every deed through the interface."""
    officer, decider = as_(house, "officer"), as_(house, "decider")
    need = raised(Program(token=new_key().secret))
    done(officer, f"/needs/{need}/screen", {"accepted": True}, f"/needs/{need}")
    order = int(done(officer, f"/needs/{need}/mission-orders", ORDER)["id"])
    here = f"/mission-orders/{order}"
    done(officer, f"{here}/decide", {"verb": "submit"}, here)
    done(decider, f"{here}/decide", {"verb": "approve"}, here)
    today, closes = clock.now().astimezone(CITY_ZONE).date(), clock.now() + timedelta(days=45)
    asked = {
        "title": "Tuyển chọn đơn vị làm cảm biến rung cho cầu cũ",
        "summary": "Mời các tổ chức khoa học và doanh nghiệp đề xuất bộ cảm biến rung giá rẻ.",
        "opens_on": str(today + timedelta(days=1)),
        "closes_at": closes.isoformat(),
        "criteria": ["Tính khả thi", "Năng lực"],
    }
    call = int(done(officer, f"/orders/{order}/calls".replace("/orders", "/mission-orders"), asked)["id"])
    done(officer, f"/calls/{call}/publish", None, f"/calls/{call}")
    return call


def test_a_need_becomes_a_public_call_deed_by_deed(house: House) -> None:
    visitor = Program()
    before = {row["id"] for row in visitor.get("/calls?view=coming").json()["items"]}
    call = called(house)
    after = visitor.get("/calls?view=coming").json()["items"]
    assert {row["id"] for row in after} - before == {call}
    shown = visitor.get(f"/calls/{call}").json()
    assert shown["phase"]["code"] == "announced"
    assert [line["criterion"] for line in shown["requirements"]] == ["Sai số không quá"]
    assert shown["cost_frame"] == ORDER["cost_frame"]
    assert shown["sealed"] is None
    assert Need.objects.get(orders__calls=call).state == "ordered"


def test_a_deed_of_the_office_rests_on_the_version_that_was_read(house: House) -> None:
    officer, need = as_(house, "officer"), raised(Program(token=new_key().secret))
    path = f"/needs/{need}/screen"
    assert officer.post(path, {"accepted": True}).status_code == 428
    tag = officer.get(f"/needs/{need}")["ETag"]
    assert officer.post(path, {"accepted": False, "ground": ""}, if_match=tag).status_code == 422
    assert Need.objects.get(pk=need).state == "raised"
    assert officer.post(path, {"accepted": True}, if_match=tag).status_code == 200
    assert officer.post(path, {"accepted": True}, if_match=tag).status_code == 412


def test_a_need_sent_twice_under_one_key_is_raised_once(house: House) -> None:
    program, once = Program(token=new_key().secret), uuid4()
    body = NEED | {"party": organisation("VLSH")}
    first, second = (program.post("/needs", body, once=once) for _time in range(2))
    assert first.json() == second.json()
    assert second["Idempotency-Replayed"] == "true"
    assert Need.objects.filter(title=NEED["title"]).count() == 1


def test_what_may_be_alike_is_found_without_marks(house: House) -> None:
    program = Program(token=new_key().secret)
    need = raised(program)
    found = program.get("/needs-alike?title=cam bien do rung cua cau cu&field=climate-response").json()["items"]
    assert f"need:{need}" in [one["key"] for one in found]
    assert found[0]["points"] <= 100


def test_a_proposal_is_sealed_for_the_office_and_refused_with_everything_that_is_missing(house: House) -> None:
    institute = Program(token=new_key().secret)
    call = house.stock.argument("calls:start", "call_id")
    asked = {"lead": organisation("VLSH"), "title": "Đề xuất thử qua giao diện", "capacity": True, "matches": True}
    made = institute.post(f"/calls/{call}/proposals", asked)
    assert made.status_code == 201, made.content
    path = f"/proposals/{made.json()['id']}"
    shown = institute.get(path).json()
    assert shown["state"]["code"] == "writing"
    assert shown["dossier"]
    assert {part["done"] for part in shown["sections"]} == {False}
    refused = institute.post(f"{path}/hand-in", {"certified": False})
    assert refused.status_code == 422
    fields = {reason["field"] for reason in refused.json()["reasons"]}
    assert {"certified", "members", "goal"} <= fields
    assert Proposal.objects.get(pk=made.json()["id"]).state == "writing"
    assert as_(house, "officer").get(path).status_code == 404
    assert as_(house, "founder").get(path).status_code == 404
    assert institute.post(f"{path}/take-back", {"give_up": True, "ground": "Thử"}).status_code == 200
    assert institute.get(path).json()["state"]["code"] == "given_up"


def test_the_office_reads_what_was_opened_and_nothing_before(house: House) -> None:
    officer = as_(house, "officer")
    opened = Call.objects.filter(state="opened").latest("pk").pk
    rows = officer.get(f"/calls/{opened}/proposals").json()["items"]
    assert rows
    assert officer.get(f"/proposals/{rows[0]['id']}").status_code == 200
    running = house.stock.argument("calls:start", "call_id")
    assert officer.get(f"/calls/{running}/proposals").json()["items"] == []
    assert as_(house, "resident").get(f"/calls/{opened}/proposals").status_code == 403


def test_a_question_is_answered_for_everybody_and_names_nobody(house: House) -> None:
    call = house.stock.argument("calls:call", "call_id")
    founder, officer = as_(house, "founder"), as_(house, "officer")
    done(founder, f"/calls/{call}/questions", {"text": "Vốn đối ứng bằng hiện vật có được tính không?"})
    waiting = [one for one in officer.get(f"/calls/{call}").json()["questions"] if "hiện vật" in one["text"]]
    assert [one["answer"] for one in waiting] == [""]
    assert not [one for one in Program().get(f"/calls/{call}").json()["questions"] if "hiện vật" in one["text"]]
    done(officer, f"/call-questions/{waiting[0]['id']}/answer", {"answer": "Được, khi có chứng từ định giá."})
    public = [one for one in Program().get(f"/calls/{call}").json()["questions"] if "hiện vật" in one["text"]]
    assert public[0]["answer"] == "Được, khi có chứng từ định giá."
    assert "party:" not in str(public)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/needs", NEED | {"title": "x"}, "title"),
        ("/needs", NEED | {"cost_to": 1}, "cost_to"),
        ("/needs", NEED | {"cost_from": -1}, "cost_from"),
        ("/needs", NEED | {"field": "no-such-field"}, "field"),
        ("/needs", NEED | {"surprise": 1}, "surprise"),
        ("/needs", NEED | {"party": "anybody"}, "party"),
    ],
)
def test_a_bad_need_names_its_field(house: House, path: str, body: Any, field: str) -> None:
    answer = as_(house, "researcher").post(path, body)
    assert answer.status_code == 422
    assert field in [reason["field"].rpartition(".")[2] for reason in answer.json()["reasons"]], answer.json()
    assert not Need.objects.filter(title=NEED["title"]).exists()
