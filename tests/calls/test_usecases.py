"""From a need to an opened proposal: state, audit, notice; and that a refusal changed nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from khue.core.errors import Conflict, Missing, NotAllowed, Refused
from khue.features.calls import queries, usecases
from khue.features.calls.domain.commands import (
    AmendCall,
    AnswerQuestion,
    AskQuestion,
    CancelCall,
    ChangeOrder,
    DecideOrder,
    MergeNeed,
    OpenProposals,
    PublishCall,
    ScreenNeed,
    WatchCalls,
    WithdrawNeed,
)
from khue.features.calls.models import Amendment, Call, Need, Order, Question
from khue.kernel.models import AuditRecord, Notice
from tests.calls import stories
from tests.cast import MOMENT, organisation, persona

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


def told(key: str, kind: str = "calls") -> list[str]:
    return list(Notice.objects.filter(party=key, kind=kind).order_by("pk").values_list("title_vi", flat=True))


# -- needs -----------------------------------------------------------------------------------------------------------


def test_a_need_is_raised_in_the_name_of_a_party_and_the_department_is_told() -> None:
    need = Need.objects.get(pk=usecases.raise_need(stories.raised(), actor=persona("researcher")))
    assert (need.state, need.number) == ("raised", "NC-2026-0001")
    assert AuditRecord.objects.filter(chain=f"need:{need.pk}", deed="calls.raise_need").count() == 1
    assert told(persona("officer").key) == ["Nhu cầu mới NC-2026-0001"]


def test_a_need_outside_the_key_fields_and_without_words_is_refused_with_every_reason() -> None:
    asked = stories.raised(field="other", description="ngắn", product="", cost_from=5, cost_to=1)
    with pytest.raises(Refused) as refused:
        usecases.raise_need(asked, actor=persona("researcher"))
    assert {"empty", "cost_order", "not_key_field"} <= codes(refused)
    assert not Need.objects.exists()


def test_a_need_in_anothers_name_is_not_raised() -> None:
    with pytest.raises(NotAllowed):
        usecases.raise_need(stories.raised(), actor=persona("founder"))


def test_anybody_may_make_a_suggestion_and_only_the_office_reads_how_to_reach_them() -> None:
    visitor = replace(persona("resident"), key="public", person_id=None, user_id=None, acts_for=())
    with pytest.raises(Refused) as refused:
        usecases.raise_need(stories.raised(party=""), actor=visitor)
    assert [reason.field for reason in refused.value.decision.reasons] == ["contact"]
    need = usecases.raise_need(stories.raised(party="", contact="0912 000 111"), actor=visitor)
    assert queries.need(need, persona("officer")).contact == "0912 000 111"
    assert queries.need(need, persona("auditor")).contact == ""
    with pytest.raises(Missing):
        queries.need(need, persona("founder"))


def test_the_same_form_twice_raises_one_need() -> None:
    once = uuid4()
    made = {usecases.raise_need(stories.raised(once=once), actor=persona("researcher")) for _ in range(2)}
    assert len(made) == 1 == Need.objects.count()


def test_nobody_screens_a_need_of_the_own_side() -> None:
    need = usecases.raise_need(stories.raised(party="", contact="x@y.vn"), actor=persona("officer"))
    with pytest.raises(NotAllowed):
        usecases.screen_need(ScreenNeed(need, True), actor=persona("officer"))


def test_a_need_is_not_taken_up_only_with_a_ground_which_its_side_reads() -> None:
    need = usecases.raise_need(stories.raised(), actor=persona("researcher"))
    with pytest.raises(Refused):
        usecases.screen_need(ScreenNeed(need, False), actor=persona("officer"))
    assert Need.objects.get(pk=need).state == "raised"
    usecases.screen_need(ScreenNeed(need, False, "Đã có nhiệm vụ cấp Bộ."), actor=persona("officer"))
    assert Need.objects.get(pk=need).state == "declined"
    assert told(persona("researcher").key) == ["Nhu cầu NC-2026-0001 không đưa vào đặt hàng"]


def test_alike_needs_are_found_without_marks_and_merged_by_a_person() -> None:
    first = usecases.raise_need(stories.raised(), actor=persona("researcher"))
    second = usecases.raise_need(
        stories.raised("GIAM NGAP UNG tai nut giao khi mua lon", party=organisation("TLX")), actor=persona("founder")
    )
    found = queries.alike_to("giam ngap ung nut giao mua lon", "climate-response", (), but=second)
    assert [one.known.key for one in found] == [f"need:{first}"]
    with pytest.raises(Refused) as refused:
        usecases.merge_need(MergeNeed(second, "NC-2026-0002", ""), actor=persona("officer"))
    assert codes(refused) == {"itself", "empty"}
    usecases.merge_need(MergeNeed(second, "NC-2026-0001", "Cùng một bài toán."), actor=persona("officer"))
    assert Need.objects.get(pk=second).merged_into_id == first
    assert told(persona("founder").key) == ["Nhu cầu NC-2026-0002 được gộp vào NC-2026-0001"]


def test_a_need_is_withdrawn_by_its_side_only() -> None:
    need = usecases.raise_need(stories.raised(), actor=persona("researcher"))
    with pytest.raises(Missing):
        usecases.withdraw_need(WithdrawNeed(need), actor=persona("founder"))
    usecases.withdraw_need(WithdrawNeed(need), actor=persona("researcher"))
    assert Need.objects.get(pk=need).state == "withdrawn"


# -- orders ----------------------------------------------------------------------------------------------------------


def test_an_order_states_measurable_requirements() -> None:
    need = stories.accepted_need()
    with pytest.raises(Refused) as refused:
        usecases.draft_order(stories.ordered(need, requirements=(), cost_frame=0), actor=persona("officer"))
    assert {"no_requirement", "empty"} <= codes(refused)
    assert not Order.objects.exists()
    assert Need.objects.get(pk=need).state == "accepted"


def test_a_direct_assignment_without_a_recorded_ground_goes_nowhere() -> None:
    officer = persona("officer")
    direct = {"mode": "direct-assignment", "performer": organisation("VLSH")}
    need = stories.accepted_need()
    order = usecases.draft_order(stories.ordered(need, **direct), actor=officer)
    with pytest.raises(Refused) as refused:
        usecases.decide_order(DecideOrder(order, "submit"), actor=officer)
    assert codes(refused) == {"ground"}
    assert refused.value.decision.reasons[0].source is not None
    assert Order.objects.get(pk=order).state == "draft"
    change = ChangeOrder(order, stories.ordered(need, ground="Đơn vị duy nhất có mạng đo.", **direct))
    usecases.change_order(change, actor=officer)
    usecases.decide_order(DecideOrder(order, "submit"), actor=officer)
    usecases.decide_order(DecideOrder(order, "approve"), actor=persona("decider"))
    assert Order.objects.get(pk=order).approved_by == persona("decider").key


def test_an_order_is_approved_by_the_competent_body_and_not_by_who_wrote_it() -> None:
    order = usecases.draft_order(stories.ordered(stories.accepted_need()), actor=persona("officer"))
    usecases.decide_order(DecideOrder(order, "submit"), actor=persona("officer"))
    with pytest.raises(NotAllowed):
        usecases.decide_order(DecideOrder(order, "approve"), actor=persona("officer"))
    department = replace(persona("officer"), rights=frozenset({"calls.approve"}))
    with pytest.raises(Refused) as refused:
        usecases.decide_order(DecideOrder(order, "approve"), actor=department)
    assert codes(refused) == {"not_competent", "own_order"}
    assert Order.objects.get(pk=order).state == "submitted"


def test_a_dropped_order_frees_its_need() -> None:
    order = stories.approved_order()
    usecases.decide_order(DecideOrder(order, "drop", "Thay đổi ưu tiên."), actor=persona("officer"))
    assert Need.objects.get().state == "accepted"


# -- calls -----------------------------------------------------------------------------------------------------------


def test_a_call_stays_open_at_least_as_long_as_the_law_says() -> None:
    order = stories.approved_order()
    early = stories.prepared(order, closes_at=MOMENT + timedelta(days=20))
    with pytest.raises(Refused) as refused:
        usecases.prepare_call(early, actor=persona("officer"))
    assert "closes_too_early" in codes(refused)
    assert refused.value.decision.reasons[0].source is not None
    assert not Call.objects.exists()


def test_a_published_call_tells_who_saved_a_search_that_fits() -> None:
    usecases.watch_calls(WatchCalls("ngap ung", ""), actor=persona("founder"))
    usecases.watch_calls(WatchCalls("vắc-xin", ""), actor=persona("resident"))
    call = stories.published_call()
    assert told(persona("founder").key) == [f"Thông báo mới {call.number}"]
    assert told(persona("resident").key) == []


def test_a_call_is_only_ever_extended_and_who_writes_is_told() -> None:
    call = stories.published_call()
    stories.started(call)
    officer = persona("officer", days=3)
    shorter = AmendCall(call.pk, "Đóng sớm hơn một ngày.", "Lý do", call.closes_at - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        usecases.amend_call(shorter, actor=officer)
    assert codes(refused) == {"shorter"}
    later = call.closes_at + timedelta(days=5)
    usecases.amend_call(AmendCall(call.pk, "Gia hạn năm ngày làm việc.", "Nghỉ lễ.", later), actor=officer)
    call.refresh_from_db()
    assert call.closes_at == later
    assert Amendment.objects.get().closes_after == later
    assert told(persona("researcher").key)[-1] == f"Thông báo {call.number} được điều chỉnh"


def test_a_closed_call_is_not_extended_any_more() -> None:
    call = stories.published_call()
    late = stories.at(persona("officer"), call.closes_at + timedelta(minutes=1))
    asked = AmendCall(call.pk, "Gia hạn thêm.", "Lý do", call.closes_at + timedelta(days=9))
    with pytest.raises(Refused) as refused:
        usecases.amend_call(asked, actor=late)
    assert "closed" in codes(refused)


def test_answers_are_for_everybody_and_who_asked_is_hidden() -> None:
    call = stories.published_call()
    asker = persona("founder")
    row = usecases.ask_question(AskQuestion(call.pk, "Doanh nghiệp có được liên danh không?"), actor=asker)
    assert queries.call(call.pk, persona("resident")).questions == ()
    usecases.answer_question(AnswerQuestion(row, "Được liên danh."), actor=persona("officer"))
    (line,) = queries.call(call.pk, persona("resident")).questions
    assert (line.answer, line.asked_by) == ("Được liên danh.", "")
    assert told(asker.key) == [f"Có câu trả lời về thông báo {call.number}"]
    late = persona("founder", days=16)
    with pytest.raises(Refused):
        usecases.ask_question(AskQuestion(call.pk, "Còn hỏi được không ạ?"), actor=late)
    assert Question.objects.count() == 1


def test_a_cancelled_call_says_why_and_opens_nothing() -> None:
    call = stories.published_call()
    proposal = stories.handed_in(call)
    with pytest.raises(Refused):
        usecases.cancel_call(CancelCall(call.pk, ""), actor=persona("officer"))
    usecases.cancel_call(CancelCall(call.pk, "Nguồn kinh phí bị cắt giảm."), actor=persona("officer"))
    proposal.refresh_from_db()
    assert proposal.state == "void"
    assert Order.objects.get().state == "approved"
    assert told(persona("researcher").key)[-1] == f"Thông báo {call.number} đã bị hủy"
    after = stories.at(persona("clerk"), call.closes_at + timedelta(hours=1))
    with pytest.raises(Refused):
        usecases.open_proposals(OpenProposals(call.pk), actor=after)


def test_publishing_twice_is_refused_and_the_page_left_open_is_stale() -> None:
    call = stories.published_call()
    with pytest.raises(Refused):
        usecases.publish_call(PublishCall(call.pk), actor=persona("officer"))
    with pytest.raises(Conflict):
        usecases.cancel_call(CancelCall(call.pk, "Một lý do đủ dài.", seen=0), actor=persona("officer"))
