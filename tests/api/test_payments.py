"""A payment by program from the order to the bank's line: versions, repetitions, two persons, files in and out."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from khue.features.treasury import queries
from khue.features.treasury.models import BankLine, Match, PaymentFile, PaymentOrder, Statement
from khue.kernel import clock
from khue.kernel.models import AuditRecord
from khue.site.sample.payments import Booking, csv_statement
from khue.site.sample.stories import Story
from tests.api.conftest import Program, signed_in
from tests.missions.stories import running

pytestmark = pytest.mark.django_db


def ordered() -> Story:
    return running().delivered(1).accepted(1).ordered(1)


def upload(program: Program, account: int, content: bytes, name: str = "sao-ke.csv", once: Any = None) -> Any:
    return program.client.post(
        "/api/v1/treasury/statements",
        {"account_id": account, "file": SimpleUploadedFile(name, content)},
        headers={"idempotency-key": str(once or uuid4()), "x-csrftoken": "x", "accept-language": "en"},
    )


def test_an_order_is_approved_by_a_second_person_on_the_version_that_was_read_and_once() -> None:
    order = ordered().order(1)
    accountant, treasurer = signed_in("accountant"), signed_in("treasurer")
    path = f"/treasury/orders/{order.id}"
    read = treasurer.get(path)
    assert read.json()["order"]["state"]["code"] == "prepared"
    assert treasurer.post(f"{path}/approve").status_code == 428
    assert treasurer.post(f"{path}/approve", if_match='"99.ab"').status_code == 412
    assert accountant.post(f"{path}/approve", if_match=read["ETag"]).status_code == 403
    assert PaymentOrder.objects.get(pk=order.id).state == "prepared"
    once = uuid4()
    answers = [treasurer.post(f"{path}/approve", if_match=read["ETag"], once=once) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200], answers[0].content
    assert answers[1]["Idempotency-Replayed"] == "true"
    assert AuditRecord.objects.filter(deed="treasury.approve_order").count() == 1
    assert treasurer.get(path, if_none_match=read["ETag"]).status_code == 200
    late = accountant.post(f"{path}/cancel", {"ground": "Bên nhận đổi tài khoản"}, if_match=read["ETag"])
    assert late.status_code == 412
    reused = treasurer.post(f"{path}/cancel", {"ground": "x"}, if_match=read["ETag"], once=once)
    assert (reused.status_code, reused.json()["type"]) == (422, "urn:khue:problem:idempotency-key-reused")


def test_a_file_goes_out_a_statement_comes_in_and_the_line_pays_the_order() -> None:
    order = ordered().order(1)
    accountant, treasurer = signed_in("accountant"), signed_in("treasurer")
    tag = treasurer.get(f"/treasury/orders/{order.id}")["ETag"]
    assert treasurer.post(f"/treasury/orders/{order.id}/approve", if_match=tag).status_code == 200
    account = queries.order(order.id).account
    ready = accountant.get(f"/treasury/accounts/{account.id}/ready").json()["items"]
    assert [each["id"] for each in ready] == [order.id]
    made = accountant.post(f"/treasury/accounts/{account.id}/files", {"orders": [order.id]})
    assert made.status_code == 201, made.content
    file = made.json()["href"].removeprefix("/api/v1")
    assert accountant.get(file).json()["transfers"][0]["reference"] == order.reference
    xml = accountant.get(f"{file}/pain001")
    assert (xml["Content-Type"], order.reference.encode() in xml.content) == ("application/xml", True)
    for form in ("bank-csv", "treasury-xlsx"):
        sheet = accountant.get(f"{file}/{form}")
        assert (sheet.status_code, bool(b"".join(sheet.streaming_content))) == (200, True)
    assert accountant.get(f"{file}/paper").status_code == 422
    today = clock.now().date()
    words = f"CT DI {order.reference} VLSH"
    lines = [Booking(today, -order.amount, words), Booking(today, -7_700, "Không rõ")]
    once, content = uuid4(), csv_statement(account, 9_000_000_000, lines)
    first, second = (upload(accountant, account.id, content, once=once) for _ in range(2))
    assert (first.status_code, first.content) == (201, second.content), first.content
    assert Statement.objects.count() == 1
    statement = first.json()["href"].removeprefix("/api/v1")
    assert accountant.get(f"{statement}/preview").json()["went_out"] == order.amount + 7_700
    assert not BankLine.objects.exists()
    taken = accountant.post(f"{statement}/import", once=once)
    assert taken.status_code == 422, "one Idempotency-Key is for one deed"
    taken = accountant.post(f"{statement}/import")
    assert {key: taken.json()[key] for key in ("lines", "taken", "matched", "waiting")} == {
        "lines": 2, "taken": 2, "matched": 1, "waiting": 1,
    }  # fmt: skip
    assert accountant.post(f"{statement}/import").status_code == 409
    assert accountant.get(f"/treasury/orders/{order.id}").json()["order"]["state"]["code"] == "paid"
    assert len(accountant.get(f"{statement}/lines").json()["items"]) == 2
    given = accountant.get(f"{statement}/file")
    assert given.content == content
    (waiting,) = accountant.get("/treasury/lines").json()["items"]
    line = f"/treasury/lines/{waiting['line']['id']}"
    assert accountant.post(f"{line}/match", {"kind": "aside"}).status_code == 422
    assert accountant.post(f"{line}/match", {"kind": "fee"}).status_code == 200
    assert accountant.post(f"{line}/match", {"kind": "fee"}).status_code in (409, 422)
    assert accountant.post(f"{line}/undo", {"ground": "Không phải phí"}).status_code == 200
    shown = accountant.get(line).json()
    assert (shown["line"]["waiting"], len(shown["undone"])) == (True, 1)
    cash = accountant.get("/treasury/cash").json()["items"][0]
    assert cash["waiting"] == 1


def test_a_file_that_is_no_statement_is_named_line_by_line_and_keeps_nothing() -> None:
    accountant = signed_in("accountant")
    made = accountant.post(
        "/treasury/accounts",
        {"kind": "treasury", "number": "3713.0.1054321", "holder": "Sở KH&CN", "institution": "KBNN Hà Nội"},
    )
    assert made.status_code == 201, made.content
    account = int(made.json()["id"])
    for content in (b"", b"abc", b"\xff\xfe\x00", b"Ngay,So tien\n31/02/2026,x\n", b"%PDF-1.4"):
        answer = upload(accountant, account, content)
        assert answer.status_code == 422, answer.content
        assert answer.json()["reasons"]
    assert upload(accountant, 10**9, b"abc").status_code in (404, 422)
    for fields in ({}, {"account_id": "x"}, {"account_id": account, "colour": "red"}):
        answer = accountant.client.post(
            "/api/v1/treasury/statements", fields, headers={"idempotency-key": str(uuid4()), "x-csrftoken": "x"}
        )
        assert answer.status_code == 422, (fields, answer.content)
    assert not Statement.objects.exists()
    assert signed_in("treasurer").get("/treasury/statements").status_code == 200
    assert upload(signed_in("treasurer"), account, b"abc").status_code == 403


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/treasury/accounts", {"kind": "cellar", "number": "1", "holder": "x", "institution": "y"}, 422),
        ("/treasury/accounts", {"kind": "bank", "number": "12345678", "holder": "x", "institution": "y"}, 422),
        ("/treasury/accounts/999/files", {"orders": [1]}, 404),
        ("/treasury/accounts/999/files", {"orders": ["x"]}, 422),
        ("/treasury/statements/999/import", None, 404),
        ("/treasury/lines/999/match", {"kind": "order", "order_id": 2**63}, 422),
        ("/treasury/lines/999/match", {"kind": "order"}, 404),
        ("/treasury/lines/999/undo", {"ground": ""}, 422),
    ],
)
def test_what_can_not_be_is_a_problem_and_changes_nothing(path: str, body: Any, status: int) -> None:
    program = signed_in("accountant")
    before = AuditRecord.objects.count()
    answer = program.post(path, body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    assert AuditRecord.objects.count() == before
    assert not PaymentFile.objects.exists()
    assert not Match.objects.exists()
