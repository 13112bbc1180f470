"""State purchases for programs: what was decided for everybody, proposals and what users report for nobody else; a deed is one deed."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from khue.features.transfers import queries, usecases
from khue.features.transfers.domain.purchasing import ReportLicenceDuty
from khue.features.transfers.models import LicenceDuty, Purchase, SpreadLicence
from khue.kernel import limits
from tests.api.conftest import Program, new_key
from tests.cast import organisation
from tests.exchange import stories as exchange
from tests.exchange.test_secret import browser, whole
from tests.transfers.test_purchases import LINE, MILLION, USER, activities, licensed, on, proposed, received

pytestmark = pytest.mark.django_db
AT = "/api/v1/technology-purchases"
LICENCES = "/api/v1/technology-licences"
DUTIES = "/api/v1/technology-licence-duties"
SECRETS = ("Số liệu nội bộ 4711", "Lắp tại ba trạm", "Phù hợp mục đích")


def told_in(mark: str, answer: str) -> bool:
    """As it is, or as JSON writes it."""
    return mark in answer or json.dumps(mark)[1:-1] in answer


@pytest.fixture(autouse=True)
def april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: on("officer").moment)


def post(who: str, path: str, said: dict[str, Any], key: str = "") -> Any:
    headers = {"idempotency-key": key or str(uuid4()), "x-csrftoken": "x"}
    return browser(who).post(path, json.dumps(said), "application/json", headers=headers)


def words(offer: int) -> dict[str, Any]:
    return {
        "offer": offer, "takes": "use", "need": "Trường học cần lọc nước", "benefit": "Giảm chi phí", "rights": "Bằng độc quyền", "price": 900 * MILLION,
        "basis": "Theo định giá", "valuer": "Tổ chức định giá Mẫu", "valued": 1_000 * MILLION, "valued_on": "2026-04-15", "line": LINE,
        "spread": "conditional", "terms": "Báo cáo sáu tháng một lần",
    }  # fmt: skip


def test_a_purchase_goes_from_the_proposal_to_a_licence_by_programs_of_its_people() -> None:
    offer, _number = exchange.listed()
    activities.line_filled(2_000 * MILLION, on)
    assert post("founder", AT, words(offer)).status_code == 403
    wrong = post("officer", AT, words(offer) | {"spread": "free", "fee": 5})
    assert wrong.status_code == 422
    assert [(one["field"], bool(one["next_step"]["vi"])) for one in wrong.json()["reasons"]] == [("fee", True)]
    key = str(uuid4())
    first, again = (post("officer", AT, words(offer), key) for _time in range(2))
    assert (first.status_code, first.json(), Purchase.objects.count()) == (201, again.json(), 1)
    made, at = int(first.json()["id"]), first.json()["href"]
    assert Client().get(at).status_code == browser("founder").get(at).status_code == 404, "a proposal is staff's"
    assert browser("officer").get(at).json()["line"] == LINE
    assert post("officer", f"{AT}/{made}/decision", {"buys": True, "ground": "x"}).status_code == 403
    assert post("decider", f"{AT}/{made}/decision", {"buys": True, "ground": "Đáp ứng nhu cầu"}).status_code == 200
    told = Client().get(at).json()
    assert (told["ground"], told["line"], told["inside"]) == ("Đáp ứng nhu cầu", "", False)
    asked = {"party": organisation("TLX"), "use": "Lắp tại ba trạm"}
    early = post(USER, f"{AT}/{made}/licences", asked)
    assert (early.status_code, early.json()["reasons"][0]["code"]) == (422, "transfers.not_spread")
    assert post("officer", f"{AT}/{made}/receipt", {"note": "Đủ bản vẽ"}).status_code == 200
    assert post("decider", f"{AT}/{made}/drop", {"ground": "x"}).status_code == 422
    licence = post(USER, f"{AT}/{made}/licences", asked)
    assert licence.status_code == 201
    answer = {"grants": True, "ground": "Phù hợp", "duties": [{"what": "Báo cáo", "due_on": "2026-12-31"}]}
    assert post("officer", f"{LICENCES}/{licence.json()['id']}/answer", answer).status_code == 200
    duty = LicenceDuty.objects.get()
    assert post("researcher", f"{DUTIES}/{duty.pk}/reports", {"said": "x"}).status_code == 404
    assert post(USER, f"{DUTIES}/{duty.pk}/reports", {"said": "4.000 người dùng"}).status_code == 201
    assert post("officer", f"{DUTIES}/{duty.pk}/judgement", {"done": False, "ground": "Thiếu số liệu"}).status_code == 200  # fmt: skip
    mine = browser(USER).get(at).json()["licences"][0]
    assert [one["kind"] for one in mine["duties"][0]["reports"]] == ["report", "again"]
    assert post("decider", f"{LICENCES}/{licence.json()['id']}/end", {"ground": "Không báo cáo"}).status_code == 200
    assert Client().get(at).json()["licences"][0]["end_ground"] == "Không báo cáo"
    assert [one["number"] for one in browser(USER).get(f"{AT}?view=mine").json()["items"]] == [told["number"]]


def test_no_operation_gives_a_proposal_or_what_a_user_reports_to_others() -> None:
    """Every reading operation of the interface, with the id and the number of the purchase in each place where a record is asked for."""
    from khue.site.api import schema

    made, _licence = licensed()
    duty = LicenceDuty.objects.get()
    usecases.report_licence_duty(ReportLicenceDuty(duty.pk, SECRETS[0]), actor=on(USER))
    number = queries.number_of_purchase(made)
    paths = [path for path, methods in schema()["paths"].items() if "get" in methods]
    assert len(paths) > 100
    leaks = []
    for who in ("", "resident", "researcher"):
        client = browser(who) if who else Client()
        for path in paths:
            for given in {str(made), number} if "{" in path else {""}:
                limits._here.clear()  # every door answers for itself, none for having been asked too often
                asked = "/".join(given if part.startswith("{") else part for part in path.split("/"))
                answer = whole(client.get(asked))
                leaks += [f"{who} {path}" for mark in SECRETS if told_in(mark, answer)]
    assert leaks == []
    own = whole(browser(USER).get(f"{AT}/{number}"))
    assert all(told_in(mark, own) for mark in SECRETS), "the marks would be found"


def test_a_proposal_is_in_no_list_before_it_is_decided() -> None:
    proposed()
    assert Client().get(AT).json()["items"] == []
    assert Client().get(f"{AT}?view=all").status_code == 401
    assert browser(USER).get(f"{AT}?view=all").status_code == 403
    assert browser(USER).get(f"{AT}?view=mine").json()["items"] == []
    assert len(browser("officer").get(f"{AT}?view=all").json()["items"]) == 1


def test_a_key_that_may_read_asks_for_nothing() -> None:
    made = received()
    reader = Program(token=str(new_key(scopes=("view",), per_minute=600).secret))
    asked = {"party": organisation("VLSH"), "use": "Dạy học"}
    assert reader.get(f"/technology-purchases/{queries.number_of_purchase(made)}").status_code == 200
    assert reader.post(f"/technology-purchases/{made}/licences", asked).status_code == 403
    assert not SpreadLicence.objects.exists()
