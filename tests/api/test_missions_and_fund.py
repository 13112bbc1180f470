"""Missions and the fund through the interface: the file with its version, deeds of both sides, money taken back."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from khue.features.delivery.models import Handover, Milestone, Mission
from khue.features.fund.models import FundPayment, Loan, Motion, RepaymentUndone
from khue.kernel.models import AuditRecord
from tests.api.conftest import Program
from tests.house.conftest import House


def as_(house: House, persona: str) -> Program:
    return Program(house.browser(persona))


def sent(
    program: Program, path: str, given: dict[str, Any], tag: str = "", once: Any = None, name: str = "files"
) -> Any:
    """A form with a file, as a program sends one."""
    headers = {"accept-language": "en", "idempotency-key": str(once or uuid4()), "x-csrftoken": "x"}
    headers |= {"if-match": tag} if tag else {}
    file = SimpleUploadedFile("minh-chung.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    many = file if name == "file" else [file]
    return program.client.post(f"/api/v1{path}", data=given | {name: many}, headers=headers)


def codes(answer: Any) -> set[str]:
    return {reason["code"] for reason in answer.json()["reasons"]}


def mission_of(house: House) -> int:
    return int(house.stock.argument("delivery:mission", "mission_id"))


def test_the_file_of_a_mission_is_read_by_its_sides_and_handed_in_on_its_version(house: House) -> None:
    number = mission_of(house)
    path, lead = f"/missions/{number}", as_(house, "researcher")
    assert as_(house, "resident").get(path).status_code == 404
    answer = lead.get(path)
    found, tag = answer.json(), answer["ETag"]
    assert found["state"]["code"] == "running"
    assert sum(row["amount"] for row in found["contracts"][0]["milestones"]) == found["granted"]
    assert found["milestones"][0]["handovers"][0]["files"][0]["href"].startswith("/api/v1/files/")
    assert number in [row["id"] for row in lead.get("/my-missions").json()["items"]]
    words = {"words": "Bàn giao đầy đủ sản phẩm của mốc kèm biên bản chạy thử."}
    bare = sent(lead, f"{path}/milestones/3/handovers", words)
    assert bare.status_code == 428
    assert sent(lead, f"{path}/milestones/3/handovers", words, '"0.ab"').status_code == 412
    short = words | {"invoice_numbers": ["01", "02"], "invoice_sellers": ["0100109106"]}
    assert codes(sent(lead, f"{path}/milestones/3/handovers", short, tag)) == {"invoices"}
    before, once = Handover.objects.count(), uuid4()
    done = [sent(lead, f"{path}/milestones/3/handovers", words, tag, once) for _turn in range(2)]
    assert [one.status_code for one in done] == [200, 200], done[0].content
    assert Handover.objects.count() == before + 1
    assert AuditRecord.objects.filter(deed="delivery.hand_in_milestone").exists()


def test_an_officer_accepts_once_and_the_accountant_pays_only_what_is_signed(house: House) -> None:
    milestone = house.stock.argument("delivery:check", "milestone_id")
    officer, path = as_(house, "officer"), f"/milestones/{milestone}"
    assert as_(house, "finance").post(f"{path}/answer", {"outcome": "accept"}).status_code == 403
    assert officer.post(f"{path}/answer", {"outcome": "council"}).json()["reasons"][0]["field"] == "council_id"
    once = uuid4()
    for _turn in range(2):
        answer = officer.post(f"{path}/answer", {"outcome": "accept"}, once=once)
        assert answer.status_code == 200, answer.content
    assert Milestone.objects.get(pk=milestone).state == "accepted"
    again = officer.post(f"{path}/answer", {"outcome": "accept"})
    assert (again.status_code, codes(again)) == (422, {"nothing_handed_in"})
    order = {
        "payee": {"number": "1020304050", "holder": "Bên nhận", "bank": "Ngân hàng"}, "content": "Chi", "account_id": 1,
        "codes": {"chapter": "417", "sector": "102", "item": "7049", "source": "12"},
    }  # fmt: skip
    unsigned = as_(house, "accountant").post(f"{path}/payment", order)
    assert unsigned.status_code == 422
    assert codes(unsigned) == {"not_signed"}


def test_a_change_is_asked_for_decided_and_an_end_is_the_laws_answer(house: House) -> None:
    change = house.stock.argument("delivery:decide-change", "change_id")
    officer = as_(house, "officer")
    empty = officer.post(f"/contract-changes/{change}/decision", {"granted": False, "ground": ""})
    assert empty.json()["reasons"][0]["field"] == "ground"
    done = officer.post(f"/contract-changes/{change}/decision", {"granted": False, "ground": "Chưa đủ căn cứ."})
    assert done.status_code == 200
    missed = house.stock.argument("delivery:ending", "mission_id")
    decider = as_(house, "decider")
    tag = decider.get(f"/missions/{missed}")["ETag"]
    facts = {
        "procedures_followed": True, "fraud_found": False, "intentional_breach": False, "purpose_kept": True,
        "ground": "Theo hồ sơ tuân thủ, nhiệm vụ đã thực hiện đúng quy định.",
    }  # fmt: skip
    refused = sent(decider, f"/missions/{missed}/ending", facts, tag)
    assert (refused.status_code, {code.partition(".")[0] for code in codes(refused)}) == (422, {"file"})
    assert Mission.objects.get(pk=missed).state == "unmet"


def test_a_loans_repayment_is_read_and_taken_back(house: House) -> None:
    loan, repayment = (
        house.stock.argument(*one) for one in (("fund:loan", "loan_id"), ("fund:undo-repayment", "repayment_id"))
    )
    accountant = as_(house, "accountant")
    found = accountant.get(f"/fund/loans/{loan}").json()
    assert found["repaid"] + found["interest"] == 5_000_000
    assert {"rate", "count"} <= set(found["terms"])
    assert (
        accountant.post(f"/fund/repayments/{repayment}/undo", {"ground": " "}).json()["reasons"][0]["field"] == "ground"
    )
    done = accountant.post(f"/fund/repayments/{repayment}/undo", {"ground": "Ghi nhầm khoản vay."})
    assert done.status_code == 200, done.content
    assert (Loan.objects.get(pk=loan).repaid, RepaymentUndone.objects.count()) == (0, 1)
    assert accountant.get(f"/fund/loans/{loan}").json()["repayments"][0]["undone"] == "Ghi nhầm khoản vay."


def test_money_is_asked_of_the_fund_by_its_receiver_and_a_loan_is_laid_with_its_terms(house: House) -> None:
    case = house.stock.argument("fund:case", "case_id")
    lead = as_(house, "researcher")
    assert lead.get(f"/fund/cases/{case}").json()["motions"] == [], "motions are of the staff"
    too_much = sent(lead, f"/fund/cases/{case}/payments", {"amount": 10**12, "purpose": "Chi"}, name="papers")
    assert codes(too_much) == {"fund.over_contract"}
    before = FundPayment.objects.count()
    made = sent(lead, f"/fund/cases/{case}/payments", {"amount": 1_000_000, "purpose": "Đợt cuối"}, name="papers")
    assert (made.status_code, FundPayment.objects.count()) == (201, before + 1), made.content
    officer = as_(house, "officer")
    shown = officer.get(f"/fund/cases/{case}")
    terms = {
        "deed": "restructure", "opinion": "Bên vay có phương án trả nợ.", "kind": "annuity", "rate": "4.8",
        "late_rate": "7,2", "first_due": "2027-06-15", "every": 3, "count": 8,
    }  # fmt: skip
    laid = sent(officer, f"/fund/cases/{case}/motions", terms, shown["ETag"], name="papers")
    assert laid.status_code == 201, laid.content
    motion = officer.get(f"/fund/motions/{laid.json()['id']}").json()
    assert (motion["terms"]["rate"], motion["terms"]["every"]) == ("6/125", 3)
    assert Motion.objects.get(pk=laid.json()["id"]).state == "open"
    stale = sent(officer, f"/fund/cases/{case}/motions", terms, shown["ETag"], name="papers")
    assert stale.status_code == 412


def test_bodies_charter_and_capital_are_entered_with_their_instrument(house: House) -> None:
    officer = as_(house, "officer")
    source = {"kind": "city", "name_vi": "Ngân sách 2027", "promised": 1_000_000_000, "instrument": "QĐ mẫu"}
    assert officer.post("/fund/sources", source).status_code == 201
    assert officer.post("/fund/sources", source | {"instrument": ""}).json()["reasons"][0]["field"] == "instrument"
    charter = {
        "from_on": "2027-01-01", "instrument": "Điều lệ mẫu", "products": ["grant", "loan"], "decide": 500_000_000,
        "notice_days": [1, 30], "late_after": 90,
    }  # fmt: skip
    made = sent(officer, "/fund/charters", charter, name="file")
    assert made.status_code == 201, made.content
    listed = officer.get("/fund/charters").json()["items"]
    assert (listed[0]["executive"], listed[0]["state"]["code"]) == ({"decide": 500_000_000}, "proposed")
    assert officer.get("/fund/capital").json()["resources"] > 0
    assert {row["body"] for row in officer.get("/fund/seats").json()["items"]} >= {"council", "executive"}
