"""Results through the interface: handed in, checked, shared, earning, offered; each refusal names its field."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khue.core.clock import CITY_ZONE
from khue.features.results.models import Distribution, IncomeReport, Result, ShareList, TransferOffer
from khue.kernel import clock
from tests.api.conftest import Program, new_key
from tests.cast import persona
from tests.house.conftest import House

SAID = {
    "title_vi": "Màng lọc nước từ sợi tre",
    "summary_vi": "Màng lọc giữ lại 99% vi nhựa.",
    "kind": "product",
    "field": "engineering",
    "stage": "6",
    "stage_evidence": "Thử nghiệm sáu tháng tại nhà máy nước.",
    "formed_on": "2026-01-02",
    "confidential": "Công thức riêng",
}


def as_(house: House, key: str) -> Program:
    return Program(house.browser(key))


def file_of(house: House) -> str:
    return f"/result-files/{house.stock.argument('results:result', 'result_id')}"


def sent(program: Program, path: str, given: dict[str, Any], once: Any = None, papers: int = 1, tag: str = "") -> Any:
    """A form with files, as a program sends one."""
    headers = {"accept-language": "en", "idempotency-key": str(once or uuid4()), "x-csrftoken": "x"}
    headers |= {"authorization": f"Bearer {program.token}"} if program.token else {}
    headers |= {"if-match": tag} if tag else {}
    files = [SimpleUploadedFile(f"{no}.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf") for no in range(papers)]
    return program.client.post(f"/api/v1{path}", data=given | {"papers": files}, headers=headers)


def fields(answer: Any) -> set[str]:
    return {reason["field"].rpartition(".")[2] for reason in answer.json()["reasons"]}


def handed_in(house: House, program: Program) -> str:
    """The file of a result that waits for its check, from the same task as the stock's."""
    made = sent(program, "/result-files", SAID | {"origin": program.get(file_of(house)).json()["origin"]})
    assert made.status_code == 201, made.content
    return f"/result-files/{made.json()['id']}"


def test_a_program_hands_a_result_in_and_an_officer_registers_it(house: House) -> None:
    institute, officer = Program(token=new_key().secret), as_(house, "officer")
    here = handed_in(house, institute)
    found = institute.get(here).json()
    assert (found["state"]["code"], found["confidential"], len(found["versions"][0]["papers"])) == (
        "handed_in", "Công thức riêng", 1,
    )  # fmt: skip
    assert as_(house, "decider").get(here).json()["confidential"] is None
    assert as_(house, "resident").get(here).status_code == 404
    tag, path = officer.get(here)["ETag"], f"{here}/check"
    assert officer.post(path, {"accepted": True}).status_code == 428
    assert officer.post(path, {"accepted": True}, if_match='"999.ab"').status_code == 412
    refused = officer.post(path, {"accepted": False}, if_match=tag)
    assert (refused.status_code, fields(refused)) == (422, {"note"})
    once = uuid4()
    first, second = (officer.post(path, {"accepted": True}, if_match=tag, once=once) for _time in range(2))
    assert first.status_code == 200, first.content
    assert second["Idempotency-Replayed"] == "true"
    number = institute.get(here).json()["number"]
    assert Program().get(f"/results/{number}").status_code == 200
    assert "Công thức" not in Program().get(f"/results/{number}").content.decode()


def test_a_result_that_is_sent_back_is_mended_by_a_new_version(house: House) -> None:
    institute, officer = Program(token=new_key().secret), as_(house, "officer")
    here = handed_in(house, institute)
    officer.post(f"{here}/check", {"accepted": False, "note": "Nêu rõ hơn."}, if_match=officer.get(here)["ETag"])
    tag = institute.get(here)["ETag"]
    assert sent(institute, f"{here}/versions", SAID).status_code == 428
    refused = sent(institute, f"{here}/versions", SAID, papers=0, tag=tag)
    assert (refused.status_code, fields(refused)) == (422, {"ground"})
    made = sent(institute, f"{here}/versions", SAID | {"ground": "Bổ sung số liệu"}, papers=0, tag=tag)
    assert made.status_code == 201, made.content
    assert [row["no"] for row in institute.get(here).json()["versions"]] == [2, 1]
    assert sent(institute, f"{here}/versions", SAID | {"ground": "Lại"}, tag=tag).status_code == 412


@pytest.mark.parametrize(
    ("change", "papers", "field"),
    [
        ({"title_vi": " \x1c"}, 1, "title_vi"),
        ({"summary_vi": ""}, 1, "summary_vi"),
        ({"kind": "no-such"}, 1, "kind"),
        ({"stage": "12"}, 1, "stage"),
        ({"formed_on": "2190-01-01"}, 1, "formed_on"),
        ({"formed_on": "9999-12-31"}, 1, "formed_on"),
        ({}, 0, "papers"),
        ({"origin": "support:999999999"}, 1, "origin"),
    ],
)
def test_a_bad_result_names_its_field(house: House, change: dict[str, Any], papers: int, field: str) -> None:
    researcher, before = as_(house, "researcher"), Result.objects.count()
    origin = researcher.get(file_of(house)).json()["origin"]
    answer = sent(researcher, "/result-files", SAID | {"origin": origin} | change, papers=papers)
    assert (answer.status_code, fields(answer)) == (422, {field}), answer.content
    assert Result.objects.count() == before


def test_shares_are_proposed_by_the_owner_and_confirmed_by_each_author(house: House) -> None:
    institute, researcher = Program(token=new_key().secret), as_(house, "researcher")
    here = handed_in(house, institute)
    people = [persona(key, at=clock.now()) for key in ("researcher", "founder")]
    rows = [
        {"party": who.key, "name": who.name, "share": share} for who, share in zip(people, ("2/3", "1/3"), strict=True)
    ]
    tag, path = institute.get(here)["ETag"], f"{here}/share-lists"
    refused = institute.post(path, {"authors": rows[:1]}, if_match=tag)
    assert (refused.status_code, fields(refused)) == (422, {"authors"})
    assert institute.post(path, {"authors": [rows[0] | {"share": "1/0"}]}, if_match=tag).status_code == 422
    once = uuid4()
    first, second = (institute.post(path, {"authors": rows}, if_match=tag, once=once) for _time in range(2))
    assert (first.status_code, first.json()) == (201, second.json()), first.content
    assert ShareList.objects.filter(result=here.rpartition("/")[2]).count() == 1
    for key in ("researcher", "founder"):
        author = as_(house, key)
        asked = [one for one in author.get(here).json()["lists"][0]["consents"] if one["mine"]]
        answer = f"/result-consents/{asked[0]['id']}/answer"
        assert institute.post(answer, {"agrees": True}).status_code == 403
        refused = author.post(answer, {"agrees": False})
        assert (refused.status_code, fields(refused)) == (422, {"note"})
        assert author.post(answer, {"agrees": True}).status_code == 200
    found = researcher.get(here).json()["lists"][0]
    assert (found["state"]["code"], [one["share"] for one in found["authors"]]) == ("agreed", ["2/3", "1/3"])


def test_income_is_reported_corrected_and_its_distribution_decided_by_another(house: House) -> None:
    institute, officer, decider = Program(token=new_key().secret), as_(house, "officer"), as_(house, "decider")
    here, path = file_of(house), f"{file_of(house)}/income-reports"
    shown = institute.get(here)
    period = next(row for row in shown.json()["periods"] if row["distribution"])
    body = {
        "from_on": period["from_on"],
        "until_on": period["until_on"],
        "sale": 120_000_000,
        "note": "Sửa số liệu bán",
    }
    before = IncomeReport.objects.count()
    tomorrow = str(clock.now().astimezone(CITY_ZONE).date() + timedelta(days=30))
    refused = institute.post(path, body | {"until_on": tomorrow, "tax": 200_000_000}, if_match=shown["ETag"])
    assert refused.status_code == 422
    assert {"until_on", "tax"} <= fields(refused)
    over = institute.post(path, body | {"intermediary": "party:1", "agreed_fee": "3/2"}, if_match=shown["ETag"])
    assert (over.status_code, fields(over)) == (422, {"agreed_fee"})
    assert institute.post(path, body).status_code == 428
    assert IncomeReport.objects.count() == before
    made = institute.post(path, body, if_match=shown["ETag"])
    assert made.status_code == 201, made.content
    assert institute.post(path, body, if_match=shown["ETag"]).status_code == 412
    draw = f"/result-income-reports/{made.json()['id']}/distributions"
    assert decider.post(draw, {}).status_code == 403
    once = uuid4()
    first, second = (officer.post(draw, {}, once=once) for _time in range(2))
    assert (first.status_code, first.json()) == (201, second.json()), first.content
    there = f"/result-distributions/{first.json()['id']}"
    found = institute.get(there).json()
    assert found["profit"] == 120_000_000 == sum(row["amount"] for row in found["payouts"])
    assert as_(house, "resident").get(there).status_code == 404
    assert officer.post(f"{there}/decision", {"approved": True, "line": "x"}).status_code == 403
    refused = decider.post(f"{there}/decision", {"approved": False})
    assert (refused.status_code, fields(refused)) == (422, {"ground"})
    assert decider.post(f"{there}/decision", {"approved": False, "ground": "Chưa khớp sổ."}).status_code == 200
    assert Distribution.objects.get(pk=first.json()["id"]).state == "rejected"


def test_an_offer_is_withdrawn_and_made_again(house: House) -> None:
    institute, here = Program(token=new_key().secret), file_of(house)
    offer = institute.get(here).json()["offer"]["id"]
    path, today = f"/transfer-offers/{offer}/withdraw", clock.now().astimezone(CITY_ZONE).date()
    assert Program().post(path, {"ground": "Thử"}).status_code == 401
    assert as_(house, "resident").post(path, {"ground": "Thử"}).status_code == 404
    refused = institute.post(path, {"ground": ""})
    assert (refused.status_code, fields(refused)) == (422, {"ground"})
    assert institute.post(path, {"ground": "Đã có bên nhận."}).status_code == 200
    assert institute.post(path, {"ground": "Đã có bên nhận."}).status_code == 409
    body = {"conditions_vi": "Dùng cho cấp nước nông thôn.", "open_on": str(today), "until_on": str(today)}
    blank = institute.post(f"{here}/transfer-offers", body | {"conditions_vi": " "})
    assert (blank.status_code, fields(blank)) == (422, {"conditions_vi"})
    refused = institute.post(f"{here}/transfer-offers", body)
    assert (refused.status_code, fields(refused)) == (422, {"until_on"})
    good = body | {"until_on": str(today + timedelta(days=90))}
    made = institute.post(f"{here}/transfer-offers", good)
    assert made.status_code == 201, made.content
    assert made.json()["id"] in [str(row["id"]) for row in Program().get("/transfer-offers").json()["items"]]
    assert TransferOffer.objects.get(pk=offer).withdrawn_at is not None


def test_a_result_is_withdrawn_with_its_ground_before_it_is_registered(house: House) -> None:
    institute = Program(token=new_key().secret)
    here = handed_in(house, institute)
    tag = institute.get(here)["ETag"]
    assert institute.post(f"{here}/withdraw", {"ground": "Gửi nhầm"}, if_match='"99.ab"').status_code == 412
    once = uuid4()
    first, second = (
        institute.post(f"{here}/withdraw", {"ground": "Gửi nhầm"}, if_match=tag, once=once) for _ in range(2)
    )
    assert (first.status_code, second["Idempotency-Replayed"]) == (200, "true"), first.content
    assert institute.get(here).json()["state"]["code"] == "withdrawn"
    late = institute.post(f"{here}/withdraw", {"ground": "Lần nữa"}, if_match=institute.get(here)["ETag"])
    assert late.status_code == 422
    registered = file_of(house)
    refused = institute.post(f"{registered}/withdraw", {"ground": "x"}, if_match=institute.get(registered)["ETag"])
    assert refused.status_code == 422, "what the register says stays"


def test_a_right_goes_step_by_step_and_owners_agree_on_paper(house: House) -> None:
    institute, officer, here = Program(token=new_key().secret), as_(house, "officer"), file_of(house)
    made = institute.post(f"{here}/rights", {"kind": "design", "title": "Vỏ màng lọc"})
    assert made.status_code == 201, made.content
    steps = f"/result-rights/{made.json()['id']}/steps"
    assert institute.post(f"{here}/rights", {"kind": "wish", "title": "x"}).status_code == 422
    refused = institute.post(steps, {"step": "file", "on": "2026-01-05"})
    assert fields(refused) >= {"number"}
    day = f"{clock.now().astimezone(CITY_ZONE).date():%Y-%m-%d}"
    assert institute.post(steps, {"step": "file", "on": day, "number": "VN 3-2026-1"}).status_code == 200
    rights = officer.get(here).json()["rights"]
    assert "đã nộp đơn" in [row["state"]["vi"] for row in rights if row["id"] == int(made.json()["id"])]
    before = officer.get(here)["ETag"]
    bad = sent(officer, f"{here}/ownership", {"owners": "[]", "ground": "Thỏa thuận 1"}, tag=before)
    assert fields(bad) == {"owners"}
    assert sent(institute, f"{here}/ownership", {"owners": "{}"}, tag=before).status_code == 403


def test_a_party_claims_a_result_once_and_takes_the_claim_back(house: House) -> None:
    founder, here = as_(house, "founder"), file_of(house)
    offer = house.stock.argument("results:claim", "offer_id")

    def claims() -> list[dict[str, Any]]:
        rows = founder.get("/my-transfer-claims").json()["items"]
        return [row for row in rows if row["offer"] == offer]

    mine = claims()
    assert len(mine) == 1
    party, words = mine[0]["party"], {"purpose": "Lắp thử tại ba trạm bơm"}
    twice = founder.post(f"/transfer-offers/{offer}/claims", {"party": party} | words)
    assert fields(twice) == {"party"}
    assert (
        founder.post(f"/transfer-offers/{offer}/claims", {"party": persona("resident").key} | words).status_code == 403
    )
    assert [row["id"] for row in as_(house, "officer").get(f"{here}/transfer-claims").json()["items"]] == [
        mine[0]["id"]
    ]
    claim = f"/transfer-claims/{mine[0]['id']}/withdraw"
    assert as_(house, "researcher").post(claim, {"ground": "x"}).status_code == 404
    assert founder.post(claim, {"ground": "Đổi kế hoạch"}).status_code == 200
    once = uuid4()
    answers = [founder.post(f"/transfer-offers/{offer}/claims", {"party": party} | words, once=once) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len(claims()) == 2


def test_payouts_are_listed_and_a_part_that_is_owed_is_ordered(house: House) -> None:
    from khue.features.treasury.models import CityAccount

    accountant = as_(house, "accountant")
    payout = house.stock.argument("results:pay", "payout_id")
    rows = accountant.get("/result-payouts").json()["items"]
    assert payout in [row["id"] for row in rows]
    payment = {
        "payee": {"number": "1020304050", "holder": "Bên nhận", "bank": "Ngân hàng"},
        "codes": {"chapter": "417", "sector": "102", "item": "7049", "source": "12"},
        "content": "Chi loi ich", "account_id": CityAccount.objects.values_list("pk", flat=True)[0], "same_holder": True,
    }  # fmt: skip
    assert as_(house, "officer").post(f"/result-payouts/{payout}/payment", payment).status_code == 403
    made = accountant.post(f"/result-payouts/{payout}/payment", payment)
    assert made.status_code == 201, made.content
    assert accountant.post(f"/result-payouts/{payout}/payment", payment).status_code == 422
