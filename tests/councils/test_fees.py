"""Fees follow from minutes that everybody has signed: once, by role, under the norm of the meeting's day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError

from khue.features.councils import queries, usecases
from khue.features.councils.domain.commands import (
    CallMeeting,
    ClassExpert,
    DecideItem,
    MoveReview,
    RecordPresence,
    SubmitSheet,
)
from khue.features.councils.domain.fees import NORMS, SHEET_NORM, Worked, fees_for
from khue.features.councils.models import FeeEntitlement, Minutes
from khue.features.documents import queries as papers
from khue.features.documents import usecases as signing
from khue.features.documents.domain import AnswerCopy, HandSignature, RecordCopy, WithdrawCopy
from khue.features.documents.models import PaperCopy
from khue.features.rulebook import queries as rulebook
from khue.features.rulebook.domain import Parameter
from khue.kernel import clock
from khue.kernel.models import TimelineRow
from tests.cast import MOMENT, persona
from tests.councils import cases
from tests.councils.cases import Work

PUT_OFF = "Để lại phiên sau để bổ sung tài liệu."
SCAN = b"%PDF-1.4\nminutes signed by hand\n%%EOF\n"


def norms(value: int | None) -> dict[str, Parameter]:
    shape = rulebook.parameter(SHEET_NORM, date(2026, 3, 2))
    found = replace(shape, value=value, applies=value is not None, certainty="unset" if value is None else "confirmed")
    return {name: replace(found, id=name) for name in (*NORMS.values(), SHEET_NORM)}


@pytest.mark.django_db
def test_who_was_there_earns_a_meeting_and_each_sheet_counts() -> None:
    there = Worked(1, "chair", "a", True, 2)
    away = Worked(2, "reviewer", "", False, 1)
    lines = fees_for([there, away], norms(400_000))
    assert [(line.seat, line.basis, line.count, line.amount) for line in lines] == [
        (1, "meeting", 1, 400_000),
        (1, "sheet", 2, 800_000),
        (2, "sheet", 1, 400_000),
    ]
    assert lines[0].norm == "talent.city.council_fee.chair"


@pytest.mark.django_db
def test_an_unset_norm_gives_no_amount_and_who_takes_no_fee_gets_none() -> None:
    lines = fees_for([Worked(1, "chair", "", True, 0), Worked(2, "member", "none", True, 0)], norms(None))
    assert [line.amount for line in lines] == [None, 0]
    assert [line.each for line in lines] == [None, None]


def met(work: Work) -> int:
    """The other item is scored by the chair and put off, the first is put off too: minutes of a meeting."""
    usecases.count_ballot(work.ballot, actor=cases.officer())
    usecases.decide_item(DecideItem(work.agenda, "postponed", PUT_OFF), actor=cases.officer())
    return usecases.close_meeting(work.meeting, actor=cases.officer())


def signed_by_hand(minutes: int) -> int:
    """Recorded by the officer; a second person has yet to confirm. The copy's id."""
    usecases.render_minutes(minutes, actor=clock.job_actor("councils.render_minutes"))
    paper = papers.paper_of(f"minutes:{minutes}")
    assert paper is not None
    page = papers.copy_page(paper.code, cases.officer())
    hands = tuple(HandSignature(line.turn, f"Người ký {line.turn}", cases.officer().today) for line in page.signers)
    scan = ContentFile(SCAN, name="bien-ban.pdf")
    asked = RecordCopy(paper.code, hands, scan, "Văn thư, cặp 2026-03", page.stamp, once=uuid4())
    return signing.record_copy(asked, actor=cases.officer())


def confirmed(copy: int) -> None:
    seen = PaperCopy.objects.get(pk=copy).paper.stamp
    signing.answer_copy(AnswerCopy(copy, True, "", seen, uuid4()), actor=cases.decider())


@pytest.mark.django_db
def test_fees_are_noted_when_the_last_signature_is_there_and_only_once() -> None:
    work = cases.at_work()
    expert = queries.expert(work.city.experts["Ủy viên số 2 (mẫu)"])
    usecases.class_expert(ClassExpert(expert.id, "none", expert.version), actor=cases.officer())
    minutes = met(work)
    assert queries.fees_of(minutes) == ()
    copy = signed_by_hand(minutes)
    assert queries.fees_of(minutes) == (), "a copy signed by hand waits for its second person: money follows from it"
    confirmed(copy)
    lines = queries.fees_of(minutes)
    assert [(line.role, line.basis, line.count) for line in lines] == [
        (role, "meeting", 1) for role in ("chair", "secretary", "reviewer", "reviewer", "member")
    ]
    assert lines[0].norm == "talent.city.council_fee.chair"
    assert lines[0].norm_on == MOMENT.date()
    assert (lines[0].each, lines[0].amount) == (1_500_000, 1_500_000), "the value confirmed for the sample"
    assert (lines[1].amount, lines[1].why) == (0, queries.fees_of(minutes)[1].why)
    assert lines[1].why is not None
    assert all(line.signed for line in lines)
    assert "thù lao của 5 thành viên" in TimelineRow.objects.get(wire="councils.fees_earned").text_vi
    confirmed(signed_by_hand_again(minutes, copy))
    assert len(queries.fees_of(minutes)) == 5
    assert TimelineRow.objects.filter(wire="councils.fees_earned").count() == 1


def signed_by_hand_again(minutes: int, copy: int) -> int:
    seen = PaperCopy.objects.get(pk=copy).paper.stamp
    signing.withdraw_copy(WithdrawCopy(copy, "Chụp thiếu một trang.", seen, uuid4()), actor=cases.officer())
    assert not any(line.signed for line in queries.fees_of(minutes)), "nothing may be paid meanwhile"
    return signed_by_hand(minutes)


@pytest.mark.django_db
def test_a_sheet_counts_with_the_minutes_that_decide_its_item() -> None:
    work = cases.at_work()
    sheet = SubmitSheet(work.assignment, (("science", 8), ("use", 4)), "Đề tài có cơ sở khoa học tốt.")
    usecases.submit_sheet(sheet, actor=work.city.actors["founder"])
    for step in (usecases.open_discussion, usecases.close_review):
        step(MoveReview(work.review), actor=cases.officer())
    confirmed(signed_by_hand(met(work)))
    assert not FeeEntitlement.objects.filter(basis="sheet").exists()
    minutes = decided_without_the_chair(work)
    confirmed(signed_by_hand(minutes))
    lines = {(line.role, line.basis): line for line in queries.fees_of(minutes)}
    assert ("chair", "meeting") not in lines, "the chair was not there"
    assert lines["chair", "sheet"].amount == 500_000
    assert [line.minutes for line in queries.fees_of(person=persona("founder").key)] == [
        minutes, Minutes.objects.exclude(pk=minutes).get().pk,
    ]  # fmt: skip


def decided_without_the_chair(work: Work) -> int:
    from khue.features.councils.domain.commands import CastBallot, OpenBallot

    act = cases.officer()
    meeting = usecases.call_meeting(CallMeeting(work.city.council, MOMENT, "Phòng 3", (work.scored_item,)), actor=act)
    there = {name: seat for name, seat in work.city.seats.items() if name != "founder"}
    usecases.open_meeting(RecordPresence(meeting, tuple(there.values())), actor=act)
    [line] = queries.readable_meeting(meeting, act).agenda
    ballot = usecases.open_ballot(OpenBallot(line.id, "Đề nghị chấp thuận?"), actor=act)
    for name in there:
        usecases.cast_ballot(CastBallot(ballot, "approve"), actor=work.city.actors[name])
    usecases.count_ballot(ballot, actor=act)
    usecases.decide_item(DecideItem(line.id, "approved", "Hội đồng đề nghị chấp thuận."), actor=act)
    return usecases.close_meeting(meeting, actor=act)


@pytest.mark.django_db
def test_a_line_of_fees_stays_as_it_is() -> None:
    minutes = met(cases.at_work())
    confirmed(signed_by_hand(minutes))
    with pytest.raises(DatabaseError):
        FeeEntitlement.objects.filter(minutes=minutes).update(amount=1)
