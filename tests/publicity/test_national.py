"""Files for the national exchange: once each, changes under the same identifier, withdrawals; receipts; nothing confidential."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from khue.core.actor import Actor
from khue.core.errors import NotAllowed, Refused
from khue.features.demands import usecases as demands
from khue.features.demands.domain.demands import WithdrawDemand
from khue.features.exchange.models import Member
from khue.features.publicity import queries, usecases
from khue.features.publicity.domain.national import (
    Known,
    Listing,
    MakeFile,
    SetSchedule,
    digest_of,
    planned,
    read_receipt_lines,
)
from khue.features.publicity.models import NationalBatch, NationalEntry, NationalReceipt
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord
from tests.cast import persona
from tests.deals.test_secret import on_the_tests_day
from tests.exchange.stories import CANARY
from tests.exchange.test_secret import browser
from tests.matching.stories import market


def worker() -> Actor:
    return replace(job_actor("publicity.national"), moment=persona("clerk").moment)


def exported() -> list[dict[str, Any]]:
    """The lines of the new batch, without its head."""
    return [json.loads(line) for line in usecases.export_national(actor=worker()).splitlines()[1:]]


def listing(number: str, title: str) -> Listing:
    return Listing("offer", 1, number, {"title": title})


def test_what_is_known_is_not_sent_again_and_what_left_is_withdrawn() -> None:
    same, other = listing("A", "same"), listing("B", "new words")
    known = {
        "HN:A": Known(1, digest_of(same.words), withdrawn=False),
        "HN:B": Known(3, "old", withdrawn=False),
        "HN:C": Known(2, "gone", withdrawn=False),
        "HN:D": Known(2, "gone before", withdrawn=True),
    }
    lines = planned([same, other, listing("E", "first")], known)
    assert [(line.action, line.identifier, line.version) for line in lines] == [
        ("change", "HN:B", 4),
        ("withdraw", "HN:C", 3),
        ("add", "HN:E", 1),
    ]


def test_bad_lines_of_a_receipt_are_named_and_the_good_ones_are_kept() -> None:
    good = {"identifier": "HN:A", "version": 1, "outcome": "accepted", "national_id": "VN-1"}
    lines = [
        json.dumps({"format": "khue-national-exchange/1"}), json.dumps(good), "{", "[1]", json.dumps(good | {"version": True}),
        json.dumps(good | {"outcome": "maybe"}), json.dumps(good | {"outcome": "rejected"}), json.dumps({"version": 1}), "",
        json.dumps(good | {"national_id": "x" * 81}),
    ]  # fmt: skip
    receipts, faults = read_receipt_lines("\n".join(lines))
    assert [one.national for one in receipts] == ["VN-1"]
    assert [no for no, _says in faults] == [3, 4, 5, 6, 7, 8, 10]


__all__ = ["on_the_tests_day"]  # a fixture


@pytest.mark.django_db
@pytest.mark.usefixtures("on_the_tests_day")
class TestRoom:
    def test_an_entry_is_exported_once_and_nothing_confidential_with_it(self) -> None:
        market()
        content = usecases.export_national(actor=worker())
        lines = [json.loads(line) for line in content.splitlines()]
        assert lines[0] | {"made_at": ""} == {
            "format": "khue-national-exchange/1",
            "batch": 1,
            "made_at": "",
            "lines": 2,
        }
        assert {(line["action"], line["kind"], line["version"]) for line in lines[1:]} == {
            ("add", "offer", 1),
            ("add", "need", 1),
        }
        assert CANARY not in content
        before = AuditRecord.objects.count()
        assert usecases.export_national(actor=worker()) == ""
        assert (AuditRecord.objects.count(), NationalBatch.objects.count()) == (before, 1)
        assert queries.national_batch(1) == content, "a lost file is written again byte for byte"
        with pytest.raises(NotAllowed):
            usecases.export_national(actor=persona("officer"))

    def test_what_leaves_is_withdrawn_and_comes_back_under_its_identifier(self) -> None:
        demand, _offer = market()
        first = {line["kind"]: line["identifier"] for line in exported()}
        demands.withdraw_demand(WithdrawDemand(demand, "Đã có giải pháp"), actor=persona("founder"))
        Member.objects.filter(kind="supplier").update(state="suspended")
        waiting = queries.national_state(persona("appraiser")).waiting
        assert {(one.identifier, one.title) for one in waiting} == {(key, None) for key in first.values()}
        gone = exported()
        assert {(line["action"], line["identifier"], line["version"]) for line in gone} == {
            ("withdraw", first["need"], 2),
            ("withdraw", first["offer"], 2),
        }
        assert all(set(line) == {"action", "identifier", "version"} for line in gone)
        Member.objects.filter(kind="supplier").update(state="active")
        [back] = exported()
        assert (back["action"], back["identifier"], back["version"]) == ("change", first["offer"], 3)
        assert NationalEntry.objects.count() == 2

    def test_a_receipt_is_read_back_once_and_old_answers_change_nothing(self) -> None:
        market()
        one, other = (line["identifier"] for line in exported())
        text = "\n".join(
            json.dumps(line)
            for line in (
                {"identifier": one, "version": 1, "outcome": "accepted", "national_id": "VN-7"},
                {"identifier": other, "version": 1, "outcome": "rejected", "reason": "Thiếu mã"},
                {"identifier": other, "version": 9, "outcome": "accepted"},
                {"identifier": "HN:none", "version": 1, "outcome": "accepted"},
            )
        )
        found = usecases.read_receipt(text, actor=worker())
        assert (found.taken, found.old, [no for no, _says in found.faults]) == (2, 0, [3, 4])
        assert NationalEntry.objects.get(identifier=one).national == "VN-7"
        assert usecases.read_receipt(text, actor=worker()).taken == 0
        Member.objects.filter(kind="supplier").update(state="suspended")
        exported()
        assert usecases.read_receipt(text, actor=worker()).old == 1
        with pytest.raises(NotAllowed):
            usecases.read_receipt(text, actor=persona("officer"))

    def test_the_night_makes_a_file_only_where_a_person_has_switched_it_on(self) -> None:
        market()
        assert usecases.export_nightly(actor=worker()) == ""
        for who in ("officer", "founder"):
            with pytest.raises(NotAllowed):
                usecases.set_national_schedule(SetSchedule(True, "x"), actor=persona(who))
        with pytest.raises(NotAllowed):
            usecases.set_national_schedule(SetSchedule(True, "x"), actor=worker())
        with pytest.raises(Refused) as bare:
            usecases.set_national_schedule(SetSchedule(False, " "), actor=persona("appraiser"))
        assert {one.field for one in bare.value.decision.reasons} == {"ground", "nightly"}
        asked = SetSchedule(True, "Theo quy chế phối hợp", uuid4())
        for _time in range(2):
            usecases.set_national_schedule(asked, actor=persona("appraiser"))
        assert queries.national_state(persona("appraiser")).ground == "Theo quy chế phối hợp"
        assert usecases.export_nightly(actor=worker()).count("\n") == 3
        assert usecases.export_nightly(actor=worker()) == "", "nothing is new"
        assert NationalBatch.objects.count() == 1

    def test_a_person_makes_a_file_once_and_is_told_where_nothing_is_new(self) -> None:
        market()
        asked = MakeFile(uuid4())
        assert {usecases.make_national_file(asked, actor=persona("appraiser")) for _time in range(2)} == {1}
        with pytest.raises(Refused) as nothing:
            usecases.make_national_file(MakeFile(uuid4()), actor=persona("appraiser"))
        assert nothing.value.decision.reasons[0].next_step
        assert NationalBatch.objects.get().counts == {"add": 2, "change": 0, "withdraw": 0}

    def test_pages_show_what_waits_take_a_receipt_and_keep_its_bad_lines(self) -> None:
        market()
        client = browser("appraiser")
        at = reverse("publicity:national")
        assert browser("officer").get(at).status_code == 403
        page = client.get(at).content.decode()
        assert "HN:" in page
        assert CANARY not in page
        made = client.post(reverse("publicity:national-export"), {"once": str(uuid4())})
        assert made.status_code == 303
        file = client.get(reverse("publicity:national-file", args=[1]))
        assert file.content.decode() == queries.national_batch(1)
        assert browser("officer").get(reverse("publicity:national-file", args=[1])).status_code == 403
        wrong = client.post(reverse("publicity:national-receive"), {"file": SimpleUploadedFile("anh.jsonl", b"\x89PNG"), "once": str(uuid4())})  # fmt: skip
        assert wrong.status_code == 422
        assert not NationalReceipt.objects.exists()
        number = NationalEntry.objects.order_by("pk")[0].identifier
        lines = [
            {"identifier": number, "version": 1, "outcome": "rejected", "reason": "Thiếu mã ngành"},
            {"identifier": number, "version": 1, "outcome": "accepted", "national_id": "\ud800"},
            {"identifier": "HN:none", "version": 1, "outcome": "accepted"},
        ]
        text = "\n".join(map(json.dumps, lines)).encode()
        for _time in range(2):
            read = client.post(reverse("publicity:national-receive"), {"file": SimpleUploadedFile("phan-hoi.jsonl", text), "once": str(uuid4())})  # fmt: skip
            assert read.status_code == 303
        told = client.get(read["Location"]).content.decode()
        assert "HN:none phiên bản 1 chưa từng được gửi" in told
        assert NationalReceipt.objects.get().taken == 1, "read twice, kept once"
        rejected = client.get(reverse("publicity:national-entries"), {"view": "rejected"}).content.decode()
        assert "Thiếu mã ngành" in rejected
        assert number in rejected
        with pytest.raises(DatabaseError), transaction.atomic():
            NationalReceipt.objects.update(taken=9)

    def test_batches_and_identifiers_are_kept_by_the_database(self) -> None:
        market()
        exported()
        for deed in (
            lambda: NationalBatch.objects.update(content=""),
            lambda: NationalEntry.objects.update(kind="need"),
            lambda: NationalEntry.objects.all().delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()


@pytest.mark.slow
def test_two_exports_at_once_send_nothing_twice(clone_db: str, in_threads: Callable[..., list[Any]]) -> None:
    market()
    results = in_threads(*(partial(usecases.export_national, actor=worker()) for _time in range(3)))
    assert sorted(bool(result) for result in results) == [False, False, True]
    assert NationalEntry.objects.count() == 2
