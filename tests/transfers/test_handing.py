"""A result is handed over by a record that both sides sign; the receiver's duties run until the last one is done."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.results import usecases as results
from khue.features.results.domain.claims import WithdrawClaim
from khue.features.transfers import queries, usecases
from khue.features.transfers.domain.commands import DutyAsked, JudgeDuty, RecallHandover, SignHandover
from khue.features.transfers.models import Duty, DutyReport, Handover
from khue.kernel.clock import job_actor
from khue.kernel.models import Notice, TimelineRow
from tests.cast import MOMENT, organisation, persona
from tests.transfers.stories import CLOSED, DUTIES, card, granted, handed, judged, reported, signed, written

pytestmark = pytest.mark.django_db


def codes(caught: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in caught.value.decision.reasons}


def test_it_is_handed_over_when_both_sides_have_signed() -> None:
    transfer, firm, _person = granted()
    made = written(transfer, firm)
    assert card(transfer, "founder").handovers[0].may_sign == "receiver"
    assert card(transfer, "researcher").handovers[0].may_sign == "giver"
    signed(made, "researcher")
    assert Handover.objects.get().state == "drafted"
    with pytest.raises(Refused) as caught:
        signed(made, "researcher")
    assert codes(caught) == {"transfers.signed"}
    signed(made, "founder")
    assert Handover.objects.get().state == "handed"
    for party in (organisation("TLX"), organisation("VLSH")):
        assert TimelineRow.objects.filter(party=party, wire="transfers.handed_over").count() == 1
    with pytest.raises(Missing):
        usecases.sign_handover(SignHandover(made, uuid4()), actor=persona("resident", days=CLOSED))


def test_a_second_click_signs_once() -> None:
    transfer, firm, _person = granted()
    made, once = written(transfer, firm), uuid4()
    for _time in range(2):
        usecases.sign_handover(SignHandover(made, once), actor=persona("researcher", days=CLOSED))
    assert Handover.objects.get().receiver_at is None


def test_the_record_names_something_a_day_and_duties() -> None:
    transfer, firm, person = granted()
    with pytest.raises(Refused) as caught:
        written(transfer, firm, items=" ", handed_on=MOMENT.date(), duties=())
    assert codes(caught) == {"transfers.items", "transfers.handed_on", "transfers.duties"}
    day = MOMENT.date() + timedelta(days=CLOSED)
    with pytest.raises(Refused) as caught:
        written(transfer, firm, duties=(DutyAsked("Báo cáo", day),))
    assert codes(caught) == {"transfers.duty_day"}
    with pytest.raises(Refused) as caught:
        written(transfer, person)
    assert codes(caught) == {"transfers.not_granted"}
    written(transfer, firm)
    with pytest.raises(Refused) as caught:
        written(transfer, firm)
    assert codes(caught) == {"transfers.written"}


def test_a_receiver_who_withdrew_gets_nothing() -> None:
    transfer, firm, _person = granted()
    made = written(transfer, firm)
    results.withdraw_claim(WithdrawClaim(firm, "Không cần nữa", uuid4()), actor=persona("founder", days=CLOSED))
    with pytest.raises(Refused) as caught:
        signed(made, "researcher")
    assert codes(caught) == {"transfers.claim_gone"}


def test_duties_are_reported_confirmed_and_asked_for_again() -> None:
    transfer, handover, (first, second) = handed()
    reported(first)
    with pytest.raises(Refused):
        reported(first)
    with pytest.raises(Refused) as caught:
        judged(first, done=False)
    assert codes(caught) == {"transfers.ground"}
    judged(first, done=False, ground="Thiếu số liệu trạm thứ ba")
    assert Duty.objects.get(pk=first).state == "owed"
    reported(first, "Bổ sung số liệu trạm thứ ba (mẫu).")
    judged(first)
    reported(second)
    judged(second)
    assert Handover.objects.get(pk=handover).state == "done"
    assert [one.kind for one in DutyReport.objects.filter(duty=first).order_by("pk")] == ["report", "again", "report", "done"]  # fmt: skip
    seen = card(transfer, "resident").handovers[0]
    assert (seen.items, seen.duties[0].reports, seen.duties[0].state.code) == ("", (), "done"), "no words of reports"


def test_the_receiver_does_not_confirm_its_own_report() -> None:
    _transfer, _handover, (first, _second) = handed()
    reported(first)
    with pytest.raises(NotAllowed):
        usecases.judge_duty(JudgeDuty(first, True, "", uuid4()), actor=persona("founder", days=CLOSED))


def test_what_was_reported_and_owed_stands() -> None:
    _transfer, handover, (first, _second) = handed()
    reported(first)
    for rows, change in (
        (DutyReport.objects.all(), {"said": "khác"}),
        (Duty.objects.filter(pk=first), {"due_on": date(2030, 1, 1)}),
        (Handover.objects.filter(pk=handover), {"items": "khác"}),
        (Handover.objects.filter(pk=handover), {"giver_by": "party:1"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_a_recalled_result_says_why_and_no_duty_is_reported_any_more() -> None:
    transfer, handover, (first, _second) = handed()
    asked = RecallHandover(handover, "Không sử dụng trong sáu tháng", uuid4())
    with pytest.raises(NotAllowed):
        usecases.recall_handover(asked, actor=persona("officer", days=CLOSED))
    usecases.recall_handover(asked, actor=persona("decider", days=CLOSED))
    with pytest.raises(Refused) as caught:
        reported(first)
    assert "transfers.state" in codes(caught)
    assert card(transfer, "resident").handovers[0].recall_ground == "Không sử dụng trong sáu tháng"


def test_reminders_come_on_their_days_once() -> None:
    _transfer, _handover, (first, second) = handed()
    due = DUTIES[0].due_on
    assert queries.duties_to_remind(due - timedelta(days=30)) == (first,)
    assert queries.duties_to_remind(due - timedelta(days=29)) == ()
    actor = job_actor("transfers.remind_duties")
    late = type(actor)(key=actor.key, name=actor.name, moment=MOMENT.replace(year=2026, month=10, day=8), rights=actor.rights)  # fmt: skip
    assert queries.duties_to_remind(late.today) == (first,)
    before = Notice.objects.count()
    for _time in range(2):
        usecases.remind_duty(first, actor=late)
    late_notices = Notice.objects.filter(title_vi__startswith="Quá hạn nghĩa vụ")
    assert Notice.objects.count() - before == late_notices.count() >= 2, "the receiver and who follows it, once"
    assert late_notices.filter(party=persona("founder").key).count() == 1
    assert second
