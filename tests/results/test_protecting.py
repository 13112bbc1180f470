"""Intellectual property step by step, and offers of a transfer without refund: every trace, every refusal, never rewritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import override_settings

from khue.core.bilingual import Text
from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.people import queries as people
from khue.features.people.models import Restriction
from khue.features.results import queries, usecases
from khue.features.results.domain.rights import IP, AddRight, MoveRight, OfferTransfer, WithdrawOffer
from khue.features.results.domain.shares import AnswerShares
from khue.features.results.models import IpObject, IpStep, Result, TransferOffer
from khue.features.results.queries.searching import search_source
from khue.kernel.deeds import command
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import results as sample
from khue.site.sample.applications import paper
from tests.cast import MOMENT, organisation, persona
from tests.results.stories import SAID, a_support, handed_in, registered, result_of

DAY = MOMENT.date()
InThreads = Callable[..., list[Any]]


def codes(call: Callable[[], Any]) -> dict[str, str]:
    """The reasons of a refusal: code and field."""
    with pytest.raises(Refused) as caught:
        call()
    for reason in caught.value.decision.reasons:
        assert reason.field, reason.code
        assert reason.next_step is not None, reason.code
    return {reason.code: reason.field for reason in caught.value.decision.reasons}


def added(result: int, kind: str = "patent", who: str = "researcher") -> int:
    return usecases.add_right(AddRight(result, kind, "Màng lọc nhiều lớp", "vn", uuid4()), actor=persona(who))


def moved(right: int, step: str, on: date = DAY, number: str = "", who: str = "researcher") -> None:
    usecases.move_right(MoveRight(right, step, on, number, once=uuid4()), actor=persona(who))


# -- intellectual property


@pytest.mark.django_db
def test_a_right_goes_its_way_and_every_step_stays() -> None:
    result = registered()
    right = added(result)
    assert IpObject.objects.get(pk=right).territory == "VN"
    moved(right, "file", DAY - timedelta(days=30), "1-2026-00001")
    moved(right, "publish", DAY - timedelta(days=20))
    moved(right, "grant", DAY, "VN-12345", who="officer")
    row = IpObject.objects.get(pk=right)
    assert (row.state, row.number) == ("granted", "VN-12345")
    steps = list(IpStep.objects.filter(right=right).order_by("no").values_list("no", "step", "state", "number"))
    assert steps == [
        (1, "file", "filed", "1-2026-00001"),
        (2, "publish", "published", ""),
        (3, "grant", "granted", "VN-12345"),
    ]
    assert AuditRecord.objects.filter(deed="results.move_right").count() == 3
    public = queries.public_result(result_of(result).number).rights
    assert [(one.code, one.number) for one in public] == [("granted", "VN-12345")]


@pytest.mark.django_db
@pytest.mark.parametrize("start", list(IP.labels))
def test_no_step_is_taken_that_the_table_does_not_know(start: str) -> None:
    right = added(registered())
    IpObject.objects.filter(pk=right).update(state=start)
    for step in {one.name for one in IP.transitions} - set(IP.possible(start)):
        found = codes(lambda step=step: moved(right, step, number="1"))
        assert set(found.values()) == {"step"}
    assert IpObject.objects.get(pk=right).state == start
    assert not IpStep.objects.exists()


@pytest.mark.django_db
def test_steps_follow_each_other_in_time_and_filing_has_a_number() -> None:
    right = added(registered())
    assert codes(lambda: moved(right, "file", DAY + timedelta(days=1))) == {
        "results.on": "on",
        "results.number": "number",
    }
    moved(right, "file", DAY, "1-2026-00001")
    assert codes(lambda: moved(right, "publish", DAY - timedelta(days=1))) == {"results.on": "on"}
    assert IpObject.objects.get(pk=right).state == "filed"


@pytest.mark.django_db
def test_a_right_that_lacks_everything_hears_of_all_of_it() -> None:
    result = registered()
    asked = AddRight(result, "moon", " ", "V1")
    found = codes(lambda: usecases.add_right(asked, actor=persona("researcher")))
    assert found == {"results.kind": "kind", "results.title": "title", "results.territory": "territory"}
    assert not IpObject.objects.exists()
    assert not AuditRecord.objects.filter(deed="results.add_right").exists()


@pytest.mark.django_db
def test_rights_are_recorded_by_the_owner_or_the_desk_and_by_nobody_else() -> None:
    result = registered()
    added(result, who="officer")
    for who, error in (("resident", Missing), ("founder", Missing), ("auditor", NotAllowed), ("decider", NotAllowed)):
        with pytest.raises(error):
            added(result, who=who)
    with pytest.raises(Missing):
        usecases.move_right(MoveRight(999_999, "file", DAY, "1"), actor=persona("officer"))
    assert IpObject.objects.count() == 1


@pytest.mark.django_db
def test_a_secret_has_no_public_title_and_the_audit_does_not_hold_it() -> None:
    result = registered()
    asked = AddRight(result, "secret", "CANARY-SECRET-TITLE", "VN", uuid4())
    usecases.add_right(asked, actor=persona("researcher"))
    assert "CANARY-SECRET-TITLE" not in repr(queries.public_result(result_of(result).number))
    record = AuditRecord.objects.get(deed="results.add_right")
    assert "CANARY-SECRET-TITLE" not in repr(record.__dict__)


@pytest.mark.django_db
def test_the_same_forms_sent_twice_are_one_right_and_one_step() -> None:
    result = registered()
    asked = AddRight(result, "design", "Kiểu dáng", "VN", uuid4())
    made = {usecases.add_right(asked, actor=persona("researcher")) for _time in range(2)}
    step = MoveRight(made.pop(), "file", DAY, "3-2026-1", once=uuid4())
    for _time in range(2):
        usecases.move_right(step, actor=persona("researcher"))
    assert IpStep.objects.count() == IpObject.objects.count() == 1
    with pytest.raises(DatabaseError), transaction.atomic():
        IpStep.objects.update(number="9")
    with pytest.raises(DatabaseError), transaction.atomic():
        IpObject.objects.update(kind="patent")
    with pytest.raises(DatabaseError), transaction.atomic():
        IpObject.objects.all().delete()


# -- offers


def offer(result: int, **changes: Any) -> int:
    asked = OfferTransfer(result, Text("Dùng tại Hà Nội", "Use in Hà Nội"), DAY, DAY + timedelta(days=60), uuid4())
    return usecases.offer_transfer(replace(asked, **changes), actor=persona("researcher"))


@pytest.mark.django_db
def test_an_offer_leaves_every_trace_and_is_listed_on_its_days() -> None:
    result = registered()
    made = offer(result)
    assert [row.id for row in queries.offered(DAY).rows] == [made]
    assert [row.id for row in queries.offered(DAY + timedelta(days=59)).rows] == [made]
    assert queries.offered(DAY + timedelta(days=60)).rows == ()
    assert queries.offered(DAY - timedelta(days=1)).rows == ()
    assert TimelineRow.objects.filter(wire="results.transfer_offered", party=organisation("VLSH")).count() == 1
    assert AuditRecord.objects.filter(deed="results.offer_transfer").count() == 1


@pytest.mark.django_db
def test_a_window_that_is_wrong_is_told_apart_and_each_says_what_to_do() -> None:
    result = registered()
    assert codes(lambda: offer(result, open_on=DAY - timedelta(days=1))) == {"results.open_on": "open_on"}
    assert codes(lambda: offer(result, until_on=DAY)) == {"results.until_on": "until_on"}
    both = codes(lambda: offer(result, open_on=DAY - timedelta(days=1), until_on=DAY - timedelta(days=2)))
    assert both == {"results.open_on": "open_on", "results.until_on": "until_on"}
    assert not TransferOffer.objects.exists()
    assert not AuditRecord.objects.filter(deed="results.offer_transfer").exists()


@pytest.mark.django_db
def test_only_a_registered_result_is_offered_and_once_at_a_time() -> None:
    waiting = handed_in()
    assert codes(lambda: offer(waiting)) == {"results.state": "result_id"}
    result = registered(a_support_again())
    first = offer(result)
    assert codes(lambda: offer(result)) == {"results.state": "result_id"}
    with pytest.raises(NotAllowed):
        usecases.offer_transfer(
            OfferTransfer(result, Text("x"), DAY, DAY + timedelta(days=9)), actor=persona("officer")
        )
    withdraw = WithdrawOffer(first, "", uuid4())
    assert codes(lambda: usecases.withdraw_offer(withdraw, actor=persona("researcher"))) == {"results.ground": "ground"}
    usecases.withdraw_offer(replace(withdraw, ground="Đã có bên nhận", once=uuid4()), actor=persona("researcher"))
    with pytest.raises(Conflict):
        usecases.withdraw_offer(replace(withdraw, ground="Lần nữa", once=uuid4()), actor=persona("researcher"))
    again = offer(result)
    assert again != first
    kept = TransferOffer.objects.get(pk=first)
    assert (kept.ground, kept.withdrawn_by) == ("Đã có bên nhận", persona("researcher").key)
    with pytest.raises(DatabaseError), transaction.atomic():
        TransferOffer.objects.filter(pk=first).update(conditions_vi="khác")


def a_support_again() -> int:
    """The support of the result that waits already: results of one support are many."""
    return int(Result.objects.get().origin.removeprefix("support:"))


@pytest.mark.django_db
def test_the_same_offer_sent_twice_is_one() -> None:
    result = registered()
    key = uuid4()
    assert offer(result, once=key) == offer(result, once=key)
    assert TransferOffer.objects.count() == 1


@pytest.mark.slow
@pytest.mark.usefixtures("clone_db")
def test_of_two_offers_at_once_one_stands(in_threads: InThreads) -> None:
    result = registered()
    results = in_threads(*(lambda: offer(result) for _one in range(3)))
    assert sorted(type(one).__name__ for one in results) == ["Refused", "Refused", "int"]
    assert TransferOffer.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.django_db
def test_staff_find_an_offer_by_its_words_and_none_of_a_restricted_owner() -> None:
    result = registered()
    made = offer(result)
    source = search_source()
    (entry,) = source.some([f"offer:{made}", "offer:x", "dossier:1"])
    assert (entry.path, entry.title) == (f"/results/{result}/", result_of(result).title_vi)
    assert "Use in Hà Nội" in entry.body
    assert list(source.touched([f"result:{result}"])) == [f"offer:{made}"]
    Restriction.objects.create(
        party_id=people.party_id(organisation("VLSH")), request="YC-2026-0900", handler="party:0", begun_at=MOMENT
    )
    assert list(source.some([f"offer:{made}"])) == []
    assert list(source.every()) == []


# -- what is known of an ORCID; clocks that no law sets; a result that another deed brings about


@pytest.mark.django_db
def test_of_an_orcid_the_page_says_what_is_known() -> None:
    result = registered()
    sample.authors_proposed(result, persona)
    card = queries.result_card(result, persona("officer"))
    assert card.proposed is not None
    first, second = card.proposed.authors
    assert first.orcid_state is not None
    assert "chưa xác nhận" in first.orcid_state.vi
    assert second.orcid_state is None
    mine = next(one.id for one in queries.result_card(result, persona("researcher")).proposed.consents if one.mine)  # type: ignore[union-attr]  # proposed just now
    usecases.answer_shares(AnswerShares(mine, True, once=uuid4()), actor=persona("researcher"))
    known = queries.result_card(result, persona("officer")).proposed
    assert known is not None
    assert known.authors[0].orcid_state is not None
    assert "tự xác nhận" in known.authors[0].orcid_state.vi


@pytest.mark.django_db
@override_settings(KHUE_SAMPLE=False)
def test_clocks_that_no_law_sets_are_said_and_nothing_is_enforced() -> None:
    assert queries.unset_clocks(DAY) == (queries.CHECK_CLOCK, queries.PERIOD_MONTHS, queries.REPORT_CLOCK)
    result = registered()
    row = result_of(result)
    assert row.due_on is None
    assert not row.periods.exists()
    assert queries.periods_to_remind(date(2030, 1, 1)) == ()


@pytest.mark.django_db
def test_another_deed_brings_a_result_about_or_nothing_of_it_exists() -> None:
    support = a_support()
    officer = persona("officer")
    with command("delivery.accept_product", officer, "contract:1") as deed:
        made = usecases.prepare_result(f"support:{support}", SAID, papers=(paper("nghiem-thu"),), deed=deed)
        assert deed.subject == "contract:1"
    row = result_of(made)
    assert (row.state, row.origin, row.party_name) == ("handed_in", f"support:{support}", row.party.name)
    assert row.ownerships.count() == 1
    assert AuditRecord.objects.filter(deed="results.hand_in_result").count() == 0
    record = AuditRecord.objects.get(deed="delivery.accept_product")
    assert record is not None
    assert Notice.objects.filter(party=persona("researcher").key, title_vi__startswith="Đã gửi đăng ký").count() == 1
    with pytest.raises(Refused), command("delivery.accept_product", officer, "contract:2") as deed:
        usecases.prepare_result("support:999999", SAID, deed=deed)
    assert Result.objects.count() == 1
