"""Experts through the interface: posts for everybody, the expert's own deeds, the search and the contract for staff."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khue.features.talent.models import Candidacy, Engagement, Evaluation, ExpertDue, Need, Offer
from khue.kernel import clock
from khue.kernel.models import AuditRecord
from khue.site.sample import talent as sample
from tests.api.conftest import Program
from tests.house.conftest import House


def as_(house: House, persona: str) -> Program:
    return Program(house.browser(persona))


def at(house: House, name: str, kind: str) -> str:
    return f"/{kind}/{house.stock.by_room['talent', name]}"


def sent(program: Program, path: str, given: dict[str, Any], once: Any = None) -> Any:
    """A form with a file, as a program sends one."""
    headers = {"accept-language": "en", "idempotency-key": str(once or uuid4()), "x-csrftoken": "x"}
    papers = [SimpleUploadedFile("ban-giao.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")]
    return program.client.post(f"/api/v1{path}", data=given | {"papers": papers}, headers=headers)


def codes(answer: Any) -> set[str]:
    return {reason["code"] for reason in answer.json()["reasons"]}


def test_everybody_reads_posts_and_engagements_and_a_name_only_with_consent(house: House) -> None:
    post = house.stock.by_room["talent", "need_id"]
    listed = Program().get("/expert-posts").json()["items"]
    assert post in [row["id"] for row in listed]
    shown = Program().get(f"/expert-posts/{post}").json()
    assert (shown["open"], shown["unit"]["vi"] != "") == (True, True)
    assert {row["kind"] for row in Program().get("/expert-evidence").json()["items"]} == {"text", "paper"}
    assert Program().get("/expert-posts/999999999").status_code == 404
    engagement = Engagement.objects.get(pk=house.stock.by_room["talent", "engagement_id"])
    Engagement.objects.filter(pk=engagement.pk).update(public_name=False)
    body = Program().get("/expert-register").json()["items"]
    line = next(row for row in body if row["number"] == engagement.number)
    assert (line["name"], "id" in line) == ("", False)
    assert Program().get("/expert-register?origin=domestic").json()["items"] == []
    law = Program().get("/expert-offer-law").json()["items"]
    assert all(row["source"]["vi"] and row["says"]["vi"] for row in law)


def test_the_expert_reads_the_own_contract_and_strangers_do_not(house: House) -> None:
    resident, here = as_(house, "resident"), at(house, "engagement_id", "engagements")
    card = resident.get(here).json()
    assert (card["budget_line"], card["signed"], len(card["dues"]) > 1) == ("", True, True)
    assert as_(house, "officer").get(here).json()["budget_line"] != ""
    assert as_(house, "founder").get(here).status_code == 404
    offer = resident.get(f"/expert-offers/{card['offer']}").json()
    assert offer["rulings"][0]["sentences"][0]["citation"] != "" or len(offer["rulings"][0]["sentences"]) > 1
    assert [row["id"] for row in resident.get("/my-engagements").json()["items"]] == [card["id"]]
    assert card["candidacy"] in [row["candidacy"]["id"] for row in resident.get("/my-candidacies").json()["items"]]


def test_a_need_goes_from_the_unit_to_the_group_on_what_was_read(house: House) -> None:
    officer, decider = as_(house, "officer"), as_(house, "decider")
    today = clock.now().date()
    need = {
        "unit": sample.UNIT, "title": "Chuyên gia nước", "task": "Mô hình", "product": "Phần mềm", "not_inside": "Không có ai",
        "from_on": str(today + timedelta(days=40)), "until_on": str(today + timedelta(days=400)),
    }  # fmt: skip
    once = uuid4()
    first, second = (officer.post("/expert-needs", need, once=once) for _time in range(2))
    assert (first.status_code, second["Idempotency-Replayed"]) == (201, "true"), first.content
    here = f"/expert-needs/{first.json()['id']}"
    assert officer.post("/expert-needs", need | {"surprise": 1}).status_code == 422
    tag = decider.get(here)["ETag"]
    assert decider.post(f"{here}/decision", {"approved": True}).status_code == 428
    assert decider.post(f"{here}/decision", {"approved": True}, if_match='"99.ab"').status_code == 412
    assert officer.post(f"{here}/decision", {"approved": True}, if_match=tag).status_code == 403
    assert Need.objects.get(pk=first.json()["id"]).state == "raised"
    assert decider.post(f"{here}/decision", {"approved": True}, if_match=tag).status_code == 200
    profile = {
        "criteria": "Đã làm", "field": sample.FIELD, "origins": ["domestic"], "closes_on": str(today + timedelta(days=20))
    }  # fmt: skip
    assert officer.post(f"{here}/profile", profile, if_match=tag).status_code == 412, "the approval came between"
    tag = officer.get(here)["ETag"]
    unknown = officer.post(f"{here}/profile", profile | {"origins": ["martian"]}, if_match=tag)
    assert unknown.status_code == 422
    assert officer.post(f"{here}/profile", profile, if_match=tag).status_code == 200
    empty = officer.post(f"{here}/selection-group", {"council": 1}, if_match=officer.get(here)["ETag"])
    assert empty.status_code == 422
    post = f"/expert-posts/{first.json()['id']}/candidacies"
    assert sent(as_(house, "founder"), post, {"origin": "domestic", "shown": "[1]"}).status_code == 422
    words = json.dumps(dict.fromkeys(("degree", "works"), "Có"))
    made = sent(as_(house, "founder"), post, {"origin": "domestic", "statement": "Tôi làm được", "shown": words})
    assert made.status_code == 201, made.content
    assert Candidacy.objects.get(pk=made.json()["id"]).shown["degree"] == "Có"
    assert (
        officer.post(f"{here}/close", {"ground": "Đổi kế hoạch"}, if_match=officer.get(here)["ETag"]).status_code == 200
    )
    assert Candidacy.objects.get(pk=made.json()["id"]).state == "passed_over"


def test_a_result_is_handed_in_checked_on_what_was_read_and_ordered(house: House) -> None:
    resident, officer, here = as_(house, "resident"), as_(house, "officer"), at(house, "engagement_id", "engagements")
    due = at(house, "due_id", "expert-dues")
    before = officer.get(here)["ETag"]
    assert sent(as_(house, "founder"), f"{due}/hand-in", {"note": "Bản đầu"}).status_code == 404
    once = uuid4()
    first, second = (sent(resident, f"{due}/hand-in", {"note": "Bản đầu"}, once) for _time in range(2))
    assert (first.status_code, second["Idempotency-Replayed"]) == (200, "true"), first.content
    assert officer.post(f"{due}/check", {"accepted": True}, if_match=before).status_code == 412
    tag = officer.get(here)["ETag"]
    assert officer.post(f"{due}/check", {"accepted": False}, if_match=tag).status_code == 422
    assert officer.post(f"{due}/check", {"accepted": True}, if_match=tag).status_code == 200
    row = ExpertDue.objects.get(pk=house.stock.by_room["talent", "due_id"])
    assert (row.state, row.granted) == ("due", row.amount)
    accountant = as_(house, "accountant")
    payment = {
        "payee": {"number": "1020304050", "holder": "Đặng Thị Hồng", "bank": "Ngân hàng"},
        "codes": {"chapter": "417", "sector": "102", "item": "7049", "source": "12"},
        "content": "Chi chuyen gia", "account_id": 1, "same_holder": True,
    }  # fmt: skip
    assert accountant.post(f"{due}/payment", payment, if_match=tag).status_code == 412
    from khue.features.treasury.models import CityAccount

    payment["account_id"] = CityAccount.objects.values_list("pk", flat=True)[0]
    made = accountant.post(f"{due}/payment", payment, if_match=accountant.get(here)["ETag"])
    assert made.status_code == 201, made.content
    assert accountant.get(made.json()["href"].removeprefix("/api/v1")).json()["order"]["amount"] == row.amount


def test_an_offer_is_drawn_up_within_the_ceilings_and_answered_by_the_expert(house: House) -> None:
    officer, card = as_(house, "officer"), at(house, "candidacy_id", "candidacies")
    today = clock.now().date()
    result = {
        "title": "Mô hình",
        "criteria": "Chạy được",
        "due_on": str(today + timedelta(days=60)),
        "amount": 80_000_000,
    }
    terms = {"monthly_pay": 80_000_000, "months": 1, "from_on": str(today + timedelta(days=45)), "results": [result]}
    engaged = officer.post(f"{card}/offers", terms)
    assert engaged.status_code == 422, "the candidate is engaged already"
    here = at(house, "engagement_id", "engagements")
    renewal = officer.post(f"{here}/renewal-offers", terms | {"bonus": 10**12})
    assert renewal.status_code == 422
    before = Offer.objects.count()
    assert officer.post(f"{card}/offers", terms | {"months": 0}).status_code == 422
    assert as_(house, "decider").post(f"{card}/offers", terms).status_code == 403
    assert Offer.objects.count() == before
    offer = at(house, "offer_id", "expert-offers")
    late = as_(house, "resident").post(f"{offer}/answer", {"accepts": True})
    assert (late.status_code, Engagement.objects.filter(offer=house.stock.by_room["talent", "offer_id"]).count()) == (
        422,
        1,
    )
    assert as_(house, "founder").post(f"{offer}/answer", {"accepts": True}).status_code == 404


def test_a_year_is_reported_and_a_conclusion_waits_for_the_group(house: House) -> None:
    resident, decider = as_(house, "resident"), as_(house, "decider")
    here, year = at(house, "engagement_id", "engagements"), at(house, "evaluation_id", "expert-evaluations")
    assert resident.post(f"{year}/report", {"report": ""}).status_code == 422
    assert resident.post(f"{year}/report", {"report": "Đã bàn giao hai sản phẩm."}).status_code == 200
    assert Evaluation.objects.get(pk=house.stock.by_room["talent", "evaluation_id"]).report.startswith("Đã bàn giao")
    conclusion = {"outcome": "continue", "ground": "Đạt yêu cầu"}
    early = decider.post(f"{year}/conclusion", conclusion, if_match=decider.get(here)["ETag"])
    assert early.status_code == 422
    assert decider.post(f"{year}/conclusion", conclusion | {"outcome": "praise"}, if_match='"1.ab"').status_code == 422
    early = resident.post(f"{year}/answer", {"agrees": True})
    assert early.status_code == 422
    end = decider.post(f"{here}/end", {"cause": "agreement", "ground": "Hai bên thống nhất"}, if_match='"99.ab"')
    assert end.status_code == 412
    done = decider.post(
        f"{here}/end", {"cause": "agreement", "ground": "Hai bên thống nhất"}, if_match=decider.get(here)["ETag"]
    )
    assert done.status_code == 200, done.content
    assert AuditRecord.objects.filter(deed="talent.end_engagement").exists()


@pytest.mark.parametrize("path", ["/expert-needs", "/engagements"])
def test_lists_of_staff_are_for_staff(house: House, path: str) -> None:
    assert as_(house, "officer").get(f"{path}?size=1").status_code == 200
    assert as_(house, "resident").get(path).status_code == 403
    assert as_(house, "officer").get(f"{path}?suprise=1").status_code == 422
