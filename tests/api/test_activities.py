"""Soft budget lines through the interface: a plan from draft to payment order, council fees, what stays closed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khue.core.actor import CITY_ZONE
from khue.features.activities.models import ActivityLine, ActivityPlan, EarnedFee, PlanVersion, Spend
from khue.features.treasury.models import CityAccount
from khue.kernel import clock
from khue.kernel.models import AuditRecord
from tests.api.conftest import Program
from tests.cast import organisation
from tests.house.conftest import House


def as_(house: House, persona: str) -> Program:
    return Program(house.browser(persona))


def at(house: House, name: str, kind: str) -> str:
    return f"/{kind}/{house.stock.by_room['activities', name]}"


def sent(program: Program, path: str, given: dict[str, Any], once: Any = None) -> Any:
    """A form with a file, as a program sends one."""
    headers = {"accept-language": "en", "idempotency-key": str(once or uuid4()), "x-csrftoken": "x"}
    papers = [SimpleUploadedFile("hoa-don.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")]
    return program.client.post(f"/api/v1{path}", data=given | {"papers": papers}, headers=headers)


def codes(answer: Any) -> set[str]:
    return {reason["code"] for reason in answer.json()["reasons"]}


def test_everybody_reads_the_norms_and_staff_the_plan_as_the_page_shows_it(house: House) -> None:
    norms = Program().get("/activity-norms").json()["items"]
    assert {row["kind"] for row in norms} == {"seminar", "council", "group", "expert"}
    auditor, plan = as_(house, "auditor"), at(house, "plan_id", "activity-plans")
    card = auditor.get(plan).json()
    assert card["number"] in [row["number"] for row in auditor.get("/activity-plans").json()["items"]]
    line = next(
        row for row in card["lines"] if f"/activity-lines/{row['id']}" == at(house, "line_id", "activity-lines")
    )
    assert line["left"] == line["reserved"] - line["used"] > 0
    whole = auditor.get(f"/activity-lines/{line['id']}").json()
    assert (whole["purpose"], whole["reports"]) == (line["purpose"], [])
    of_year = auditor.get(f"/activity-lines?year={line['year']}&kind={line['kind']}").json()["items"]
    assert line["id"] in [row["id"] for row in of_year]
    assert auditor.get("/activity-lines?year=2000").json()["items"] == []
    assert auditor.get("/activity-plans/999999999").status_code == 404
    assert as_(house, "resident").get(plan).status_code == 403


def test_a_plan_is_revised_and_decided_on_what_was_read_by_a_second_person(house: House) -> None:
    officer, decider, plan = as_(house, "officer"), as_(house, "decider"), at(house, "plan_id", "activity-plans")
    once = uuid4()
    first, second = (officer.post(f"{plan}/versions", {"ground": "Thêm một hội thảo"}, once=once) for _ in range(2))
    assert (first.status_code, second["Idempotency-Replayed"]) == (201, "true"), first.content
    here = f"/activity-versions/{first.json()['id']}"
    line = {"kind": "seminar", "purpose": "Hội thảo nước sạch", "quantity": 1, "each": 900_000_000_000}
    assert codes(officer.post(f"{here}/lines", line)) == {"activities.over_norm"}
    assert officer.post(f"{here}/lines", line | {"surprise": 1}).status_code == 422
    made = officer.post(f"{here}/lines", line | {"each": 1_000_000})
    assert made.status_code == 201, made.content
    read = officer.get(here)
    assert len(read.json()["lines"]) == 3
    new = f"{here}/lines/{made.json()['id']}"
    headers = {"if-match": '"999.ab"', "idempotency-key": str(uuid4()), "x-csrftoken": "x"}
    stale = officer.client.put(
        f"/api/v1{new}", data=line | {"each": 2_000_000}, content_type="application/json", headers=headers
    )
    assert stale.status_code == 412
    headers |= {"if-match": read["ETag"], "idempotency-key": str(uuid4())}
    mended = officer.client.put(
        f"/api/v1{new}", data=line | {"each": 2_000_000}, content_type="application/json", headers=headers
    )
    assert mended.status_code == 200, mended.content
    assert officer.post(f"{here}/propose", {}).status_code == 428
    assert officer.post(f"{here}/propose", {}, if_match=read["ETag"]).status_code == 412, "the line changed meanwhile"
    assert officer.post(f"{here}/propose", {}, if_match=officer.get(here)["ETag"]).status_code == 200
    tag = decider.get(here)["ETag"]
    assert officer.post(f"{here}/decision", {"approved": True}, if_match=tag).status_code == 403
    assert decider.post(f"{here}/decision", {"approved": False}, if_match=tag).status_code == 422, "a no says why"
    assert decider.post(f"{here}/decision", {"approved": True}, if_match=tag).status_code == 200
    assert PlanVersion.objects.get(pk=first.json()["id"]).state == "approved"
    assert ActivityLine.objects.get(pk=made.json()["id"]).reserved == 2_000_000
    assert officer.post(f"{here}/withdraw", {"ground": "Thôi"}).status_code == 422, "what is in force is not given up"


def test_money_is_asked_for_accepted_and_ordered_never_over_the_line(house: House) -> None:
    officer, appraiser, accountant = (as_(house, key) for key in ("officer", "appraiser", "accountant"))
    here = at(house, "line_id", "activity-lines")
    line = ActivityLine.objects.get(pk=house.stock.by_room["activities", "line_id"])
    ask = {"payee": organisation("TLX"), "amount": str(line.reserved - line.used + 1), "purpose": "Thuê hội trường"}
    assert codes(sent(officer, f"{here}/spends", ask)) == {"activities.over_line"}
    assert codes(sent(officer, f"{here}/spends", ask | {"amount": "5", "symbol": "C26T"})) == {
        "activities.invoice_part"
    }
    assert sent(appraiser, f"{here}/spends", ask | {"symbol": "C26T"}).status_code == 403, "the right comes first"
    once = uuid4()
    first, second = (sent(officer, f"{here}/spends", ask | {"amount": "3000000"}, once) for _ in range(2))
    assert (first.status_code, second["Idempotency-Replayed"]) == (201, "true"), first.content
    spend = f"/activity-spends/{first.json()['id']}"
    assert officer.post(f"{spend}/answer", {"accepted": True}).status_code == 403
    assert appraiser.post(f"{spend}/answer", {"accepted": False}).status_code == 422
    order = {
        "payee": {"number": "1020304050", "holder": "Bên nhận", "bank": "Ngân hàng"}, "content": "Thuê hội trường",
        "codes": {"chapter": "417", "sector": "102", "item": "7049", "source": "12"}, "same_holder": True,
        "account_id": CityAccount.objects.values_list("pk", flat=True)[0],
    }  # fmt: skip
    assert accountant.post(f"{spend}/orders", order).status_code == 422, "not accepted yet"
    assert appraiser.post(f"{spend}/answer", {"accepted": True}).status_code == 200
    made = accountant.post(f"{spend}/orders", order)
    assert made.status_code == 201, made.content
    card = accountant.get(spend).json()
    assert (card["state"]["code"], card["amount"], len(card["papers"])) == ("ordered", 3_000_000, 1)
    assert card["id"] in [row["id"] for row in accountant.get("/activity-spends?state=ordered").json()["items"]]
    assert codes(accountant.post(f"{spend}/returns", {"amount": 1, "ground": "Trùng"})) == {"activities.not_paid"}
    assert codes(officer.post(f"{here}/close", {})) >= {"activities.no_report", "activities.unpaid"}
    held_on = min(clock.now().astimezone(CITY_ZONE).date(), date(line.plan.year, 12, 31))
    told = {"held_on": str(held_on), "participants": "40", "title": "Hội thảo", "outcome": "12 nhu cầu"}
    assert sent(officer, f"{here}/reports", told | {"participants": "0"}).status_code == 422
    assert sent(officer, f"{here}/reports", told).status_code == 201
    assert [row["title"] for row in officer.get(here).json()["reports"]] == ["Hội thảo"]
    assert AuditRecord.objects.filter(deed="activities.order_spend").exists()


def test_waiting_fees_say_why_and_an_own_list_holds_nobody_elses(house: House) -> None:
    auditor = as_(house, "auditor")
    waiting = auditor.get("/council-fees?state=waiting").json()["items"]
    fee = EarnedFee.objects.get(pk=house.stock.by_room["activities", "fee_id"])
    row = next(each for each in waiting if each["id"] == fee.pk)
    assert row["why"]["vi"] != row["why"]["en"] != ""
    assert codes(as_(house, "officer").post(f"/council-fees/{fee.pk}/settlement", {"each": 0, "ground": ""})) >= {
        "activities.each", "activities.ground",
    }  # fmt: skip
    mine = as_(house, "founder").get("/my-council-fees").json()["items"]
    assert fee.pk not in [each["id"] for each in mine]
    assert as_(house, "auditor").post("/council-fees/acceptances", {"spends": [1]}).status_code == 403
    spend = Spend.objects.get(pk=house.stock.by_room["activities", "spend_id"])
    assert codes(as_(house, "appraiser").post("/council-fees/acceptances", {"spends": [spend.pk]})) == {
        "activities.only_fees"
    }
    assert as_(house, "appraiser").post("/council-fees/acceptances", {"spends": list(range(1, 102))}).status_code == 422


@pytest.mark.parametrize("path", ["/activity-plans", "/activity-lines", "/activity-spends", "/council-fees"])
def test_lists_page_by_key_and_a_stranger_sees_none(house: House, path: str) -> None:
    assert as_(house, "auditor").get(f"{path}?size=1").status_code == 200
    assert as_(house, "founder").get(path).status_code == 403
    assert Program().get(path).status_code == 401
    assert ActivityPlan.objects.exists()
