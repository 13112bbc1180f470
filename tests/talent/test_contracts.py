"""Contract, results, payment: every trace; never twice, never unsigned, never by one pair of eyes."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.ledger import queries as ledger
from khue.features.talent import queries, usecases
from khue.features.talent.domain.commands import CheckDue, CloseEngagement, ConcludeContract, EndEngagement, HandIn
from khue.features.talent.models import Engagement, ExpertDue, Offer
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import CancelOrder
from khue.features.treasury.usecases import cancel_order
from khue.kernel.models import AuditRecord, Notice, TimelineRow
from khue.site.sample import payments
from khue.site.sample import talent as sample
from khue.site.sample.applications import paper
from tests.cast import persona
from tests.talent.stories import card, codes, running, sent_offer, traces

pytestmark = pytest.mark.django_db


def available(line: str) -> int:
    return next(one.available for one in ledger.budget_lines() if one.subject == f"budget:{line}")


def test_from_need_to_money_every_trace_stands() -> None:
    story = running()
    row = story.row
    assert (row.state, row.committed, row.version) == ("running", 1_360_000_000, 1)
    assert card(story).signed
    due = story.due()
    sample.handed_in(due.pk, story.expert, persona)
    sample.checked(due.pk, persona)
    sample.paid(due.pk, persona)
    after = story.due()
    assert (after.state, after.granted) == ("paid", due.amount)
    assert story.row.paid == due.amount
    deeds = set(AuditRecord.objects.values_list("deed", flat=True))
    wanted = ("raise_need", "answer_offer", "conclude_contract", "check_due", "order_due", "follow_order")
    assert {f"talent.{one}" for one in wanted} <= deeds
    assert available(story.line) == 3_000_000_000 - 1_360_000_000
    told = set(Notice.objects.filter(party=story.expert.key, kind="talent").values_list("title_vi", flat=True))
    assert f"Đã chi trả: {due.title}" in told
    assert TimelineRow.objects.filter(party=story.expert.key, wire="talent.due_paid").count() == 1


def test_the_contract_is_refused_when_the_line_holds_too_little_and_nothing_changed() -> None:
    _group, offer = sent_offer()
    engagement = sample.accepted(offer, persona("resident"), persona)
    line = sample.line_filled(959_999_999, persona)
    before = traces()
    with pytest.raises(Refused):
        usecases.conclude_contract(ConcludeContract(engagement, line, uuid4()), actor=persona("decider"))
    assert traces() == before
    assert available(line) == 959_999_999


def test_nothing_is_paid_before_both_have_signed() -> None:
    story = running(signed=False)
    due = story.due()
    sample.handed_in(due.pk, story.expert, persona)
    sample.checked(due.pk, persona)
    payments.main_account(actor=persona("accountant"))
    before = traces()
    with pytest.raises(Refused) as refused:
        sample.ordered(due.pk, persona)
    assert codes(refused) == {"talent.unsigned"}
    assert traces() == before
    assert card(story).missing[0].vi == "Chuyên gia"


def test_a_second_handing_in_and_a_second_acceptance_are_refused_and_a_retry_is_one_deed() -> None:
    story = running()
    due, once = story.due(), uuid4()
    asked = HandIn(due.pk, "Bàn giao", None, (paper("san-pham"),), once)
    usecases.hand_in(asked, actor=story.expert)
    count = AuditRecord.objects.count()
    usecases.hand_in(HandIn(due.pk, "Bàn giao", None, (paper("san-pham"),), once), actor=story.expert)
    assert AuditRecord.objects.count() == count
    with pytest.raises(Refused):
        sample.handed_in(due.pk, story.expert, persona)
    sample.checked(due.pk, persona)
    granted = story.row.granted
    with pytest.raises(Refused):
        sample.checked(due.pk, persona)
    assert story.row.granted == granted == due.amount


def test_sent_back_it_can_be_handed_in_again() -> None:
    story = running()
    due = story.due()
    sample.handed_in(due.pk, story.expert, persona)
    with pytest.raises(Refused) as refused:
        usecases.check_due(CheckDue(due.pk, False, ""), actor=persona("officer"))
    assert codes(refused) == {"talent.note"}
    sample.checked(due.pk, persona, accepted=False, note="Thiếu tài liệu.")
    assert story.due().state == "planned"
    assert story.row.granted == 0
    sample.handed_in(due.pk, story.expert, persona)
    assert len(story.due().papers) == 2


def test_only_the_expert_hands_in_and_only_with_the_right_is_it_accepted() -> None:
    story = running()
    due = story.due().pk
    with pytest.raises(NotAllowed):
        sample.handed_in(due, persona("officer"), persona)
    with pytest.raises(Missing):
        sample.handed_in(due, persona("founder"), persona)
    with pytest.raises(NotAllowed):
        usecases.check_due(CheckDue(due, True, ""), actor=story.expert)
    with pytest.raises(Missing):
        queries.engagement_card(story.engagement, persona("founder"))


def test_a_cancelled_order_leaves_the_due_to_be_paid_again() -> None:
    story = running()
    due = story.due().pk
    sample.handed_in(due, story.expert, persona)
    sample.checked(due, persona)
    order = sample.ordered(due, persona)
    with pytest.raises(Refused):
        sample.ordered(due, persona)
    cancel_order(CancelOrder(order, "Sai số tài khoản", once=uuid4()), actor=persona("treasurer"))
    sample.followed(order, persona)
    assert story.due().state == "due"
    sample.paid(due, persona)
    assert story.due().state == "paid"
    sample.followed(order, persona)
    assert story.due().state == "paid", "an older order says nothing any more"
    assert treasury.order_facts(order).state == "cancelled"


def test_the_end_drops_the_rest_and_gives_the_money_back() -> None:
    story = running()
    due = story.due().pk
    sample.handed_in(due, story.expert, persona)
    asked = EndEngagement(story.engagement, "agreement", "Hai bên thỏa thuận thôi.", uuid4())
    with pytest.raises(Refused) as refused:
        usecases.end_engagement(asked, actor=persona("decider"))
    assert codes(refused) == {"talent.waiting"}
    sample.checked(due, persona)
    usecases.end_engagement(asked, actor=persona("decider"))
    usecases.end_engagement(asked, actor=persona("decider"))
    row = story.row
    assert (row.state, row.released) == ("ended", row.committed - row.granted)
    assert available(story.line) == 3_000_000_000 - row.granted
    assert set(ExpertDue.objects.filter(engagement=row).values_list("state", flat=True)) == {"due", "dropped"}
    sample.paid(due, persona)
    assert story.row.paid == story.row.granted, "what was accepted is still paid"


def test_completed_when_every_result_is_accepted_and_the_unused_goes_back() -> None:
    story = running()
    close = CloseEngagement(story.engagement, uuid4())
    with pytest.raises(Refused) as refused:
        usecases.close_engagement(close, actor=persona("officer"))
    assert codes(refused) == {"talent.results_open"}
    for no in range(2):
        sample.handed_in(story.due(no=no).pk, story.expert, persona)
        sample.checked(story.due(no=no).pk, persona)
    usecases.close_engagement(close, actor=persona("officer"))
    row = story.row
    assert (row.state, row.granted, row.released) == ("completed", 960_000_000, 400_000_000)


def test_what_was_agreed_and_accepted_never_changes() -> None:
    story = running()
    due = story.due()
    sample.handed_in(due.pk, story.expert, persona)
    sample.checked(due.pk, persona)
    for change in (
        lambda: Offer.objects.update(bonus=1),
        lambda: Engagement.objects.filter(pk=story.engagement).update(committed=1),
        lambda: ExpertDue.objects.filter(pk=due.pk).update(granted=1),
        lambda: ExpertDue.objects.filter(pk=due.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_contract_prints_what_was_agreed_and_asks_two_signers() -> None:
    story = running(signed=False)
    values = usecases.printed_contract(story.engagement)
    assert sum(row["amount"] for row in values["results"]) == values["pay_total"] == 960_000_000
    assert values["amount"] == 1_360_000_000
    demand = usecases.demand_on(story.engagement)
    assert demand.binds_money
    assert [one.who for one in demand.wanted] == [story.expert.key, persona("decider").key]
