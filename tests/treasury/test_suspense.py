"""Money in suspense is explained or sent back: never more than lies there, each an entry, and nothing leaves without a second person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from khue.core.errors import Missing, NotAllowed, Refused
from khue.features.ledger import queries as ledger
from khue.features.treasury import queries, usecases
from khue.features.treasury.domain.accounts import Payee
from khue.features.treasury.domain.clearing import ClearSuspense, SendBack
from khue.features.treasury.domain.deciding import MatchLine, UndoMatch
from khue.features.treasury.domain.orders import ApproveOrder, CancelOrder
from khue.features.treasury.models import BankLine, Clearing, PaymentOrder
from khue.kernel.models import AuditRecord
from khue.site.sample.payments import CODES, approved_and_sent
from tests.cast import persona
from tests.desk.browsers import browser, path, text
from tests.missions.stories import running
from tests.treasury.test_recoveries import accountant, claimed, followed, receivable_of, statement

InThreads = Callable[..., list[Any]]
SUSPENSE = "treasury.suspense"


def set_aside(amount: int = 7_000_000, words: str = "khong ro") -> BankLine:
    if not queries.city_accounts():
        running().delivered(1).accepted(1).ordered(1)
    statement((amount, words), name=f"{uuid4().hex}.csv")
    line = BankLine.objects.latest("pk")
    usecases.match_line(MatchLine(line.pk, "aside", ground="Chưa rõ", once=uuid4()), actor=accountant())
    line.refresh_from_db()
    assert (line.set_aside, balance(line)) == (amount, amount)
    return line


def balance(line: BankLine) -> int:
    """What the books hold in suspense for this line; what came in is above zero."""
    return -ledger.balance(SUSPENSE, f"bank_line:{line.pk}")


def back(line: BankLine, **more: Any) -> SendBack:
    payee = Payee("1900700800", "CTY MINH HOA", "Ngân hàng mẫu")
    return replace(SendBack(line.pk, payee, "Trả lại tiền chuyển nhầm", CODES, "Chuyển nhầm", once=uuid4()), **more)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.decision.reasons}


@pytest.mark.django_db
def test_what_was_support_given_back_goes_to_its_claim_and_no_further_than_is_owed() -> None:
    claim = claimed()
    owed = receivable_of(claim)
    line = set_aside(owed.amount + 3_000_000)
    asked = ClearSuspense(line.pk, "recovery", owed.pk, "Viện xác nhận bằng văn bản", uuid4())
    for _again in range(2):
        usecases.clear_suspense(asked, actor=accountant())
    line.refresh_from_db()
    owed.refresh_from_db()
    assert (owed.received, owed.received_on, line.set_aside, balance(line)) == (
        owed.amount, line.booked_on, 3_000_000, 3_000_000,
    )  # fmt: skip
    assert followed(claim).recovered == claim.amount
    record = AuditRecord.objects.get(deed="treasury.clear_suspense")
    assert record.subjects == [f"bank_line:{line.pk}"]
    (receipt,) = queries.receivable(owed.pk).receipts
    assert (receipt.line_id, receipt.amount) == (line.pk, owed.amount)
    with pytest.raises(Refused) as refused:
        usecases.undo_match(UndoMatch(line.pk, "sai", uuid4()), actor=accountant())
    assert codes(refused) == {"treasury.cleared"}
    with pytest.raises(Refused) as full:
        usecases.clear_suspense(replace(asked, once=uuid4()), actor=accountant())
    assert codes(full) == {"treasury.no_receivable"}
    usecases.clear_suspense(ClearSuspense(line.pk, "funding", None, "Kinh phí tháng 3", uuid4()), actor=accountant())
    line.refresh_from_db()
    assert (line.set_aside, balance(line), ledger.verify().sound) == (0, 0, True)
    with pytest.raises(DatabaseError), transaction.atomic():
        Clearing.objects.update(amount=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankLine.objects.filter(pk=line.pk).update(set_aside=line.amount + 1)


@pytest.mark.django_db
def test_money_goes_back_to_its_payer_by_an_order_that_a_second_person_approves() -> None:
    line = set_aside()
    order_id = usecases.send_back(asked := back(line), actor=accountant())
    assert usecases.send_back(asked, actor=accountant()) == order_id
    line.refresh_from_db()
    order = PaymentOrder.objects.get(pk=order_id)
    assert (order.amount, order.line, order.new_payee, order.state) == (7_000_000, "", True, "prepared")
    assert (line.set_aside, balance(line), ledger.balance("payable.ordered", f"order:{order_id}")) == (0, 0, 7_000_000)
    with pytest.raises(Refused):
        usecases.approve_order(
            ApproveOrder(order_id), actor=replace(accountant(), rights=accountant().rights | {"treasury.approve"})
        )
    approved_and_sent([order_id], act=persona)
    statement((-order.amount, f"CT DI {order.reference}"), name="di.csv")
    order.refresh_from_db()
    assert (order.state, order.settled) == ("paid", 7_000_000)
    assert ledger.verify().sound
    page = text(browser("accountant").get(path("treasury:order", order_id)))
    assert order.reference in page


@pytest.mark.django_db
def test_a_cancelled_order_puts_the_money_back_into_suspense() -> None:
    line = set_aside()
    order_id = usecases.send_back(back(line), actor=accountant())
    usecases.cancel_order(CancelOrder(order_id, "Sai người nhận", once=uuid4()), actor=persona("treasurer", days=9))
    line.refresh_from_db()
    assert (line.set_aside, balance(line)) == (7_000_000, 7_000_000)
    assert Clearing.objects.get().ended_at is not None
    assert usecases.send_back(back(line), actor=accountant()) != order_id


@pytest.mark.django_db
def test_refusals_say_why_and_change_nothing() -> None:
    came, went = set_aside(), set_aside(-45_000)
    before = AuditRecord.objects.count()
    for command, wanted in (
        (ClearSuspense(came.pk, "fee", None, "Phí"), {"treasury.side"}),
        (ClearSuspense(went.pk, "funding", None, " "), {"treasury.side", "treasury.ground"}),
        (ClearSuspense(came.pk, "gift", None, "x"), {"treasury.way"}),
        (ClearSuspense(came.pk, "recovery", 999_999, "x"), {"treasury.no_receivable"}),
    ):
        with pytest.raises(Refused) as refused:
            usecases.clear_suspense(command, actor=accountant())
        assert codes(refused) == wanted
    with pytest.raises(Refused) as out:
        usecases.send_back(back(went, ground=""), actor=accountant())
    assert codes(out) == {"treasury.side", "treasury.ground"}
    for who in ("auditor", "treasurer", "clerk"):
        with pytest.raises(NotAllowed):
            usecases.clear_suspense(ClearSuspense(came.pk, "funding", None, "x"), actor=persona(who))
    with pytest.raises(Missing):
        usecases.clear_suspense(ClearSuspense(999_999, "funding", None, "x"), actor=accountant())
    assert AuditRecord.objects.count() == before
    usecases.clear_suspense(ClearSuspense(went.pk, "fee", None, "Phí quản lý tài khoản", uuid4()), actor=accountant())
    assert balance(went) == 0


@pytest.mark.django_db
def test_the_accountant_finds_the_line_says_what_it_is_and_sees_what_became_of_it() -> None:
    line = set_aside(words="NOP TIEN KHONG RO")
    me = browser("accountant")
    listed = text(me.get(path("treasury:suspense")))
    assert "NOP TIEN KHONG RO" in listed
    assert path("treasury:line", line.pk) in listed
    page = text(me.get(path("treasury:line", line.pk)))
    assert path("treasury:clear", line.pk) in page
    assert path("treasury:send-back", line.pk) in page
    once = str(uuid4())
    wrong = me.post(path("treasury:clear", line.pk), {"way": "funding", "ground": "", "once": once})
    assert wrong.status_code == 422
    done = me.post(path("treasury:clear", line.pk), {"way": "funding", "ground": "Kinh phí tháng 3", "once": once})
    assert done.status_code == 303
    assert "Kinh phí tháng 3" in text(me.get(path("treasury:line", line.pk)))
    assert "NOP TIEN KHONG RO" not in text(me.get(path("treasury:suspense")))
    assert browser("auditor").get(path("treasury:suspense") + "?format=csv").status_code == 200


@pytest.mark.slow
def test_cleared_by_one_and_sent_back_by_another_the_money_goes_one_way(clone_db: str, in_threads: InThreads) -> None:
    line = set_aside()
    results = in_threads(
        lambda: usecases.send_back(back(line), actor=accountant()),
        *(lambda: usecases.clear_suspense(ClearSuspense(line.pk, "funding", None, "x", uuid4()), actor=accountant()) for _ in range(3)),
    )  # fmt: skip
    kinds = Counter(type(result).__name__ if isinstance(result, Exception) else "done" for result in results)
    assert kinds == {"done": 1, "Refused": 3}
    line.refresh_from_db()
    assert (line.set_aside, balance(line), Clearing.objects.count()) == (0, 0, 1)
    assert ledger.verify().sound
