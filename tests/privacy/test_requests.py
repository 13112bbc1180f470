"""Data-subject requests through their use-cases: every trace of a deed, and that a refusal leaves none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.privacy import jobs, queries, usecases
from khue.features.privacy.domain.commands import (
    AcceptRequest,
    EnterRequest,
    ExtendRequest,
    FinishRequest,
    MakeRequest,
    RefuseRequest,
    WithdrawRequest,
)
from khue.features.privacy.models import SubjectRequest
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from tests.cast import MOMENT, organisation, persona
from tests.privacy.stories import TODAY, asked, officer

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def audited(deed: str) -> int:
    return AuditRecord.objects.filter(deed=f"privacy.{deed}").count()


def notices(key: str, words: str) -> int:
    return Notice.objects.filter(party=persona(key).key, title_vi__contains=words).count()


def test_a_request_is_received_with_the_clock_of_its_answer() -> None:
    row = asked().row
    assert row.number.startswith("DL-2026-")
    assert (row.state, row.channel, row.party) == ("received", "online", persona("resident").key)
    assert row.answer_due_on == date(2026, 3, 4), "two working days after Monday 2 March"
    assert audited("make_request") == 1
    assert notices("dataofficer", "Yêu cầu mới") == 1
    assert TimelineRow.objects.filter(party=row.party, wire="privacy.request_received").count() == 1
    record = AuditRecord.objects.get(deed="privacy.make_request")
    kept = {row.part: row.body or "" for row in record.kept.all()}
    assert "số nhà" not in kept["values"], "what the person wrote lies in the erasable part"
    assert "số nhà" in kept["personal"]


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 3, 6), date(2026, 3, 10)),  # a Friday
        (date(2026, 8, 21), date(2026, 8, 24)),  # Saturday 22 August is worked
        (date(2026, 11, 23), date(2026, 11, 26)),  # 24 November is the Culture Day
    ],
)
def test_the_answer_is_counted_in_the_states_working_days(received: date, due: date) -> None:
    actor = persona("resident", days=(received - TODAY).days)
    made = usecases.make_request(MakeRequest("access", "", uuid4()), actor=actor)
    assert SubjectRequest.objects.get(pk=made).answer_due_on == due


@pytest.mark.parametrize(
    ("kind", "third", "days", "term"),
    [
        ("access", False, 10, "dsr.carry_out_days"),
        ("correct", False, 10, "dsr.carry_out_days"),
        ("restrict", False, 15, "dsr.stop_processing_days"),
        ("withdraw", True, 20, "dsr.third_party_days"),
    ],
)
def test_each_kind_has_its_own_term_from_the_receipt(kind: str, third: bool, days: int, term: str) -> None:
    row = asked(kind).accepted(third_party=third).row
    assert (row.state, row.term, row.carry_due_on) == ("accepted", term, TODAY + timedelta(days=days))
    assert row.first_due_on == row.carry_due_on
    assert notices("resident", "được chấp nhận") == 1
    assert audited("accept_request") == 1


def test_an_erasure_has_no_confirmed_term_so_the_officer_promises_a_day() -> None:
    request = asked("erase")
    with pytest.raises(Refused) as refused:
        request.accepted()
    assert codes(refused) == {"promise"}
    promised = TODAY + timedelta(days=12)
    row = request.accepted(promised_on=promised).row
    assert (row.carry_due_on, row.binding, row.term) == (promised, False, "dsr.erase_days")


def test_one_extension_is_told_in_time_and_a_second_is_refused_by_rule_and_database() -> None:
    request = asked().accepted()
    last = TODAY + timedelta(days=25)
    with pytest.raises(Refused) as refused:
        request.extended(last + timedelta(days=1))
    assert codes(refused) == {"extension_range"}
    row = request.extended(last).row
    assert (row.carry_due_on, row.first_due_on) == (last, TODAY + timedelta(days=10))
    assert notices("resident", "Gia hạn") == 1
    with pytest.raises(Refused) as refused:
        request.extended(last + timedelta(days=1))
    assert "extended_once" in codes(refused)
    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectRequest.objects.filter(pk=request.id).update(carry_due_on=last + timedelta(days=5))
    assert audited("extend_request") == 1


def test_an_extension_after_the_day_is_too_late() -> None:
    request = asked().accepted()
    with pytest.raises(Refused) as refused:
        request.extended(TODAY + timedelta(days=20), days=11)
    assert codes(refused) == {"told_too_late"}
    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectRequest.objects.filter(pk=request.id).update(
            extended_on=TODAY + timedelta(days=11),
            extended_by="party:1",
            extension_ground="x",
            carry_due_on=TODAY + timedelta(days=20),
        )


def test_carried_out_is_told_and_final() -> None:
    row = asked().accepted().finished().row
    assert (row.state, row.outcome, row.ended_on) == ("done", "Đã sửa địa chỉ.", TODAY + timedelta(days=6))
    assert notices("resident", "đã được thực hiện") == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectRequest.objects.filter(pk=row.pk).update(outcome="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        SubjectRequest.objects.filter(pk=row.pk).delete()


def test_a_refusal_needs_reasons_and_its_legal_ground() -> None:
    request = asked("erase")
    with pytest.raises(Refused) as refused:
        usecases.refuse_request(RefuseRequest(request.id, "", ""), actor=officer(1))
    assert codes(refused) == {"no_answer", "legal_ground"}
    command = RefuseRequest(request.id, "Hồ sơ đang giải quyết.", "Luật 91/2025/QH15", once=uuid4())
    usecases.refuse_request(command, actor=officer(1))
    usecases.refuse_request(command, actor=officer(1))
    assert (request.row.state, audited("refuse_request"), notices("resident", "bị từ chối")) == ("refused", 1, 1)


def test_a_paper_is_entered_and_how_the_person_was_told_is_written_down() -> None:
    clerk = persona("clerk")
    command = EnterRequest(persona("resident").key, "access", "", "Thẻ căn cước", TODAY - timedelta(days=3), uuid4())
    made = usecases.enter_request(command, actor=clerk)
    assert usecases.enter_request(command, actor=clerk) == made
    row = SubjectRequest.objects.get(pk=made)
    assert (row.channel, row.received_on, row.answer_due_on) == ("paper", date(2026, 2, 27), date(2026, 3, 3))
    with pytest.raises(Refused) as refused:
        usecases.accept_request(AcceptRequest(made, "Sẽ gửi bản in."), actor=officer(1))
    assert codes(refused) == {"not_told"}
    usecases.accept_request(AcceptRequest(made, "Sẽ gửi bản in.", told="Công văn gửi bưu điện"), actor=officer(1))
    assert "Công văn" in SubjectRequest.objects.get(pk=made).told


def test_a_paper_without_identity_from_tomorrow_or_of_an_organisation_is_refused() -> None:
    clerk = persona("clerk")
    resident = persona("resident").key
    with pytest.raises(Refused) as refused:
        usecases.enter_request(EnterRequest(resident, "correct", "", " ", TODAY + timedelta(days=1)), actor=clerk)
    assert codes(refused) == {"details", "identity", "received_later"}
    with pytest.raises(Refused) as refused:
        usecases.enter_request(EnterRequest(organisation("VLSH"), "access", "", "Thẻ"), actor=clerk)
    assert codes(refused) == {"not_a_person"}
    assert not SubjectRequest.objects.exists()


def test_nobody_handles_a_request_about_themselves_not_even_through_a_deputy() -> None:
    request = asked(who="dataofficer")
    with pytest.raises(Refused) as refused:
        request.accepted()
    assert codes(refused) == {"own_request"}
    deputy = replace(persona("auditor"), rights=officer().rights, stands_in_for=officer().key)
    with pytest.raises(Refused) as refused:
        usecases.accept_request(AcceptRequest(request.id, "Được"), actor=deputy)
    assert codes(refused) == {"own_request"}
    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectRequest.objects.filter(pk=request.id).update(
            state="accepted", answered_by=officer().key, answered_on=TODAY, answer="x",
            carry_due_on=TODAY, first_due_on=TODAY,
        )  # fmt: skip


def test_only_the_person_takes_it_back_and_only_while_it_is_open() -> None:
    request = asked()
    with pytest.raises(Missing):
        usecases.withdraw_request(WithdrawRequest(request.id), actor=persona("founder"))
    command = WithdrawRequest(request.id, uuid4())
    usecases.withdraw_request(command, actor=persona("resident", days=1))
    usecases.withdraw_request(command, actor=persona("resident", days=1))
    assert (request.row.state, audited("withdraw_request")) == ("withdrawn", 1)
    with pytest.raises(Refused):
        request.accepted()


def test_without_the_right_nothing_is_answered_and_nothing_is_seen() -> None:
    request = asked()
    for who in ("clerk", "auditor", "founder"):
        with pytest.raises(NotAllowed):
            usecases.finish_request(FinishRequest(request.id, "x"), actor=persona(who))
    with pytest.raises(Missing):
        queries.request_page(request.id, persona("founder"))
    assert queries.request_page(request.id, persona("auditor")).number == request.row.number
    assert not queries.request_page(request.id, persona("auditor")).handles


def test_a_page_left_open_undoes_nothing() -> None:
    request = asked()
    seen = request.row.version
    request.accepted()
    with pytest.raises(Conflict):
        usecases.extend_request(ExtendRequest(request.id, TODAY + timedelta(days=12), "x", seen=seen), actor=officer(2))
    assert request.row.extended_on is None


def test_the_desk_is_reminded_once_for_each_due_day(monkeypatch: pytest.MonkeyPatch) -> None:
    request = asked()
    monkeypatch.setattr("khue.kernel.clock.now", lambda: MOMENT + timedelta(days=1))
    jobs.watch_requests(0)
    jobs.watch_requests(0)
    assert notices("dataofficer", "sắp hết hạn trả lời") == 1
    request.accepted()
    jobs.watch_requests(0)
    assert notices("dataofficer", "sắp hết hạn thực hiện") == 0
    monkeypatch.setattr("khue.kernel.clock.now", lambda: MOMENT + timedelta(days=8))
    jobs.watch_requests(0)
    assert notices("dataofficer", "sắp hết hạn thực hiện") == 1
