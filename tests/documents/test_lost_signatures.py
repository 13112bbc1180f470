"""A signature withdrawn after a payment was ordered holds the order; signed again, it goes on. Whoever is faster, no money slips through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from khue.core.errors import Refused
from khue.features.appeals.domain.commands import ResumeExecution, SuspendExecution
from khue.features.appeals.usecases import resume_execution, suspend_execution
from khue.features.documents import usecases
from khue.features.documents.domain import WithdrawCopy
from khue.features.documents.models import Paper, PaperCopy
from khue.features.missions import usecases as missions
from khue.features.treasury import queries as treasury
from khue.features.treasury.domain.orders import ApproveOrder, SendFile
from khue.features.treasury.models import OrderHold, PaymentOrder
from khue.features.treasury.usecases import approve_order, send_file
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import signing
from khue.site.sample.stories import Story
from tests.appeals.stories import given, reviewer
from tests.cast import persona
from tests.desk.browsers import browser, path, text
from tests.documents.test_copies import registered
from tests.missions.stories import an_order, running

InThreads = Callable[..., list[Any]]
GROUND = "Bản chụp là của văn bản khác"


def withdrawal(paper: Paper) -> WithdrawCopy:
    paper.refresh_from_db()
    return WithdrawCopy(PaperCopy.objects.get(state="confirmed").pk, GROUND, paper.stamp, uuid4())


def ordered() -> tuple[Story, Paper]:
    story = running().delivered(1).accepted(1).ordered(1)
    return story, registered(story)


def sending(order_id: int) -> int:
    return send_file(SendFile(treasury.order(order_id).account.id, (order_id,), uuid4()), actor=persona("accountant"))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


@pytest.mark.django_db
def test_the_order_stays_with_its_reason_and_what_to_do_until_the_paper_is_signed_again() -> None:
    story, paper = ordered()
    order = story.order(1)
    usecases.withdraw_copy(asked := withdrawal(paper), actor=persona("officer"))
    usecases.withdraw_copy(asked, actor=persona("officer"))
    (hold,) = OrderHold.objects.all()
    assert (hold.order_id, hold.cause, hold.begun_by, hold.ended_at) == (
        order.id,
        "signature",
        persona("officer").key,
        None,
    )
    with pytest.raises(Refused) as refused:
        approve_order(ApproveOrder(order.id), actor=persona("treasurer"))
    (reason,) = refused.value.decision.reasons
    assert reason.code == "treasury.order_held"
    assert paper.number in reason.text.vi
    assert GROUND in reason.text.vi
    assert "ghi nhận lại bản giấy" in reason.text.vi
    assert "records the signed copy" in reason.text.into("en")
    page = text(browser("accountant").get(path("treasury:order", order.id)))
    assert "ghi nhận lại bản giấy" in page
    assert "records the signed copy" in text(browser("accountant").get(path("treasury:order", order.id, language="en")))
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentOrder.objects.filter(pk=order.id).update(state="approved", approved_by="party:1")
    with pytest.raises(DatabaseError), transaction.atomic():
        OrderHold.objects.update(ground_vi="khác")
    signing.signed_by_hand(paper.code, act=persona)
    hold.refresh_from_db()
    assert (hold.ended_by, hold.ended_at is not None) == (persona("appraiser").key, True)
    approve_order(ApproveOrder(order.id), actor=persona("treasurer"))
    sending(order.id)
    assert story.order(1).state == "sent"


@pytest.mark.django_db
def test_an_approved_order_does_not_leave_and_one_that_left_does_not_leave_again() -> None:
    story, paper = ordered()
    order = story.order(1)
    approve_order(ApproveOrder(order.id), actor=persona("treasurer"))
    usecases.withdraw_copy(withdrawal(paper), actor=persona("officer"))
    with pytest.raises(Refused) as refused:
        sending(order.id)
    assert codes(refused) == {"treasury.order_held"}
    assert treasury.approved_orders(treasury.order(order.id).account.id) == ()
    signing.signed_by_hand(paper.code, act=persona)
    sending(order.id)
    before = Notice.objects.filter(party=persona("accountant").key, body_vi__contains="ngân hàng").count()
    usecases.withdraw_copy(withdrawal(paper), actor=persona("officer"))
    record = AuditRecord.objects.filter(deed="documents.withdraw_copy").latest("pk")
    assert f'"orders_with_the_bank":[{order.id}]' in str(record.kept.values_list("body", flat=True)[0])
    assert Notice.objects.filter(party=persona("accountant").key, body_vi__contains="ngân hàng").count() == before + 1
    assert PaymentOrder.objects.get(pk=order.id).held_on is not None, (
        "after the bank's return it goes out no second time"
    )


@pytest.mark.django_db
def test_what_two_rooms_hold_goes_on_when_both_let_go() -> None:
    story, paper = ordered()
    order = story.order(1)
    appeal = given(story).suspended()
    usecases.withdraw_copy(withdrawal(paper), actor=persona("officer"))
    assert [hold.cause for hold in treasury.order(order.id).holds] == ["appeal", "signature"]
    resume_execution(ResumeExecution(appeal.id, "Không còn nguy cơ", uuid4()), actor=reviewer(4))
    with pytest.raises(Refused) as refused:
        approve_order(ApproveOrder(order.id), actor=persona("treasurer", days=4))
    assert codes(refused) == {"treasury.order_held"}
    suspend_execution(SuspendExecution(appeal.id, "Chi tiếp sẽ khó thu hồi", uuid4()), actor=reviewer(4))
    signing.signed_by_hand(paper.code, act=persona)
    assert [hold.cause for hold in treasury.order(order.id).holds] == ["appeal"]


@pytest.mark.slow
def test_withdrawn_while_the_file_is_made_the_order_is_held_or_named_as_gone(
    clone_db: str, in_threads: InThreads
) -> None:
    story, paper = ordered()
    order = story.order(1)
    approve_order(ApproveOrder(order.id), actor=persona("treasurer"))
    command = withdrawal(paper)
    results = in_threads(
        lambda: usecases.withdraw_copy(command, actor=persona("officer")),
        *(lambda: sending(order.id) for _ in range(3)),
    )
    assert not isinstance(results[0], Exception)
    gone = [result for result in results[1:] if not isinstance(result, Exception)]
    assert len(gone) <= 1
    assert all(isinstance(result, Refused) for result in results[1:] if isinstance(result, Exception))
    row = PaymentOrder.objects.get(pk=order.id)
    record = AuditRecord.objects.filter(deed="documents.withdraw_copy").latest("pk")
    said = f'"orders_with_the_bank":[{order.id}]' in str(record.kept.values_list("body", flat=True)[0])
    assert row.state == ("sent" if gone else "approved")
    assert said == bool(gone), "whoever was second knows of the first"
    assert row.held_on is not None


@pytest.mark.slow
def test_withdrawn_while_the_order_is_prepared_no_order_stands_unheld(clone_db: str, in_threads: InThreads) -> None:
    story = running().delivered(1).accepted(1)
    paper = registered(story)
    signing.signed_by_hand(paper.code, act=persona)
    order, command = an_order(story, story.task("payment", 1)), withdrawal(paper)
    results = in_threads(
        lambda: usecases.withdraw_copy(command, actor=persona("officer")),
        lambda: missions.order_payment(order, actor=persona("accountant")),
    )
    assert results[0] is None
    made = PaymentOrder.objects.all()
    assert isinstance(results[1], Refused) or [row.held_on is not None for row in made] == [True]
