"""Files for the national exchange: once each, changes under the same identifier, withdrawals; receipts; nothing confidential."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from khue.core.actor import Actor
from khue.core.errors import NotAllowed
from khue.features.demands import usecases as demands
from khue.features.demands.domain.demands import WithdrawDemand
from khue.features.exchange.models import Member
from khue.features.publicity import queries, usecases
from khue.features.publicity.domain.national import Known, Listing, digest_of, planned, read_receipt_lines
from khue.features.publicity.models import NationalBatch, NationalEntry
from khue.kernel.clock import job_actor
from khue.kernel.models import AuditRecord
from tests.cast import persona
from tests.exchange.stories import CANARY
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


@pytest.mark.django_db
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
