"""A payment from the order to the bank's statement: every trace, and every refusal that changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from khue.core.errors import Conflict, NotAllowed, Refused
from khue.features.ledger import queries as ledger
from khue.features.missions.models import EquipmentSupport, Tranche
from khue.features.treasury import queries, usecases
from khue.features.treasury.domain.deciding import ImportStatement, MatchLine, ReadStatement, UndoMatch
from khue.features.treasury.domain.orders import ApproveOrder, CancelOrder, ReopenOrder, SendFile
from khue.features.treasury.models import BankLine, Match, PaymentOrder, Statement
from khue.kernel.models import AuditRecord
from khue.site.sample import payments
from khue.site.sample.payments import Booking, csv_statement, followed, taken_in
from khue.site.sample.stories import Story
from tests.cast import persona
from tests.missions.stories import running

pytestmark = pytest.mark.django_db


def ordered() -> Story:
    return running().delivered(1).accepted(1).ordered(1)


def sent() -> Story:
    return ordered().sent(1)


def audit(deed: str) -> int:
    return AuditRecord.objects.filter(deed=f"treasury.{deed}").count()


def tranche_of(story: Story) -> Tranche:
    return Tranche.objects.get(support=story.support_id, no=1)


def statement(story: Story, *amounts_and_words: tuple[int, str], name: str = "a.csv") -> dict[str, int]:
    """The bank's lines of today taken in."""
    accountant = persona("accountant")
    account = queries.order(story.order(1).id).account
    lines = [Booking(accountant.today, amount, words) for amount, words in amounts_and_words]
    return taken_in(account, name, csv_statement(account, 9_000_000_000, lines), actor=accountant)


def balances(story: Story) -> tuple[int, int, int, int]:
    """Owed, ordered, in transit, cash that moved."""
    order, account = story.order(1), queries.city_accounts()[0]
    return (
        ledger.balance("payable.support", order.subject),
        ledger.balance("payable.ordered", f"order:{order.id}"),
        ledger.balance("treasury.in_transit", f"order:{order.id}"),
        ledger.balance("treasury.cash", f"account:{account.id}"),
    )


def test_an_order_takes_its_money_out_of_what_is_owed_and_waits_for_a_second_person() -> None:
    story = ordered()
    order = story.order(1)
    assert (order.state, tranche_of(story).state) == ("prepared", "ordered")
    assert balances(story) == (0, order.amount, 0, 0)
    both = replace(persona("accountant"), rights=persona("treasurer").rights)
    with pytest.raises(Refused) as refused:
        usecases.approve_order(ApproveOrder(order.id), actor=both)
    assert refused.value.decision.reasons[0].code == "treasury.own_order"
    with pytest.raises(NotAllowed):
        usecases.approve_order(ApproveOrder(order.id), actor=persona("accountant"))
    with pytest.raises(Refused):
        usecases.send_file(SendFile(queries.order(order.id).account.id, (order.id,)), actor=persona("accountant"))
    assert (story.order(1).state, audit("approve_order"), audit("send_file")) == ("prepared", 0, 0)
    once = uuid4()
    for _time in range(2):
        usecases.approve_order(ApproveOrder(order.id, once=once), actor=persona("treasurer"))
    assert (story.order(1).state, audit("approve_order")) == ("approved", 1)


def test_a_file_sends_the_money_on_its_way_once() -> None:
    story = sent()
    order = story.order(1)
    assert (order.state, tranche_of(story).state) == ("sent", "ordered")
    assert balances(story) == (0, 0, order.amount, 0)
    assert EquipmentSupport.objects.get(pk=story.support_id).paid == 0
    with pytest.raises(Refused):
        usecases.send_file(SendFile(queries.order(order.id).account.id, (order.id,)), actor=persona("accountant"))
    assert audit("send_file") == 1


def test_paid_is_what_stands_on_the_statement() -> None:
    story = sent()
    order = story.order(1)
    run = statement(story, (-order.amount, f"CT DI {order.reference[:7]} {order.reference[7:]} VLSH"), (-11_000, "PHI"))
    assert run == {"lines": 2, "taken": 2, "matched": 1, "waiting": 1}
    assert story.order(1).state == "paid"
    assert tranche_of(story).state == "ordered", "the job has not run yet"
    followed(order.id, act=persona)
    followed(order.id, act=persona)
    tranche = tranche_of(story)
    assert (tranche.state, tranche.paid_on) == ("paid", persona("accountant").today)
    assert tranche.payment == Match.objects.get(order=order.id).entry
    assert EquipmentSupport.objects.get(pk=story.support_id).paid == order.amount
    assert balances(story) == (0, 0, 0, -order.amount)
    assert AuditRecord.objects.filter(deed="missions.follow_order").count() == 1
    line = next(found for found in ledger.budget_lines() if found.subject == "budget:2026-EQ")
    assert line.paid == order.amount
    assert ledger.verify().sound


def test_a_file_taken_in_twice_and_an_overlapping_file_count_each_line_once() -> None:
    story = sent()
    order = story.order(1)
    accountant, account = persona("accountant"), queries.city_accounts()[0]
    paid = Booking(accountant.today, -order.amount, order.reference)
    fees = [Booking(accountant.today, -11_000, "Thu phi"), Booking(accountant.today, -11_000, "Thu phi")]
    first = csv_statement(account, 0, [paid, fees[0]])
    assert taken_in(account, "a.csv", first, actor=accountant)["taken"] == 2
    with pytest.raises(Refused) as refused:
        usecases.upload_statement(ReadStatement(account.id, "b.csv", first), actor=accountant)
    assert refused.value.decision.reasons[0].code == "treasury.file_twice"
    overlapping = csv_statement(account, 0, [paid, *fees])
    assert taken_in(account, "c.csv", overlapping, actor=accountant)["taken"] == 1
    assert BankLine.objects.count() == 3
    assert Match.objects.filter(order=order.id).count() == 1
    assert balances(story)[3] == -order.amount
    known = Statement.objects.latest("pk")
    with pytest.raises(Conflict):
        usecases.import_statement(ImportStatement(known.pk, uuid4()), actor=accountant)


def test_money_that_comes_back_makes_the_tranche_unpaid_and_the_order_goes_out_again() -> None:
    story = running().delivered(1).accepted(1).paid(1)
    order = story.order(1)
    run = statement(story, (order.amount, f"HOAN TRA {order.reference} SAI SO TK"), name="back.csv")
    assert run["matched"] == 1
    followed(order.id, act=persona)
    assert (story.order(1).state, tranche_of(story).state) == ("returned", "ordered")
    assert EquipmentSupport.objects.get(pk=story.support_id).paid == 0
    assert balances(story) == (0, order.amount, 0, 0)
    _amended(order.id)
    story.sent(1)
    payments.paid_by_the_bank(story.order(1), act=persona)
    assert tranche_of(story).state == "paid"
    assert balances(story) == (0, 0, 0, -order.amount)
    assert ledger.verify().sound


def _amended(order_id: int) -> None:
    from khue.features.treasury.domain.orders import AmendOrder

    card = queries.order(order_id)
    payee = replace(card.payee, number="20000000001")
    asked = AmendOrder(order_id, payee, card.row.content, card.codes, "Sai số tài khoản")
    usecases.amend_order(asked, actor=persona("accountant"))


def test_a_part_paid_order_waits_for_the_rest_and_the_rest_can_be_sent_again() -> None:
    story = sent()
    order = story.order(1)
    part = order.amount // 2
    assert statement(story, (-part, order.reference))["matched"] == 0, "a part is for a person to say"
    line = BankLine.objects.get()
    usecases.match_line(MatchLine(line.pk, "order", order.id), actor=persona("accountant"))
    assert (story.order(1).state, story.order(1).settled) == ("part_paid", part)
    followed(order.id, act=persona)
    assert tranche_of(story).state == "ordered"
    with pytest.raises(Refused):
        usecases.cancel_order(CancelOrder(order.id, "Thôi"), actor=persona("accountant"))
    usecases.reopen_order(ReopenOrder(order.id, "Ngân hàng báo chỉ chuyển một phần"), actor=persona("accountant"))
    assert balances(story) == (0, order.amount - part, 0, -part)
    _amended(order.id)
    story.sent(1)
    rest = queries.payment_file(queries.order(order.id).files[-1][0])[1]
    assert rest.total == order.amount - part
    payments.paid_by_the_bank(story.order(1), act=persona)
    assert tranche_of(story).state == "paid"


def test_a_cancelled_order_gives_the_money_back_and_the_payment_to_the_desk() -> None:
    story = ordered()
    order = story.order(1)
    with pytest.raises(Refused):
        usecases.cancel_order(CancelOrder(order.id, " "), actor=persona("treasurer"))
    usecases.cancel_order(CancelOrder(order.id, "Sai chương"), actor=persona("treasurer"))
    assert balances(story) == (order.amount, 0, 0, 0)
    followed(order.id, act=persona)
    assert tranche_of(story).state == "accepted"
    story.paid(1)
    assert tranche_of(story).state == "paid"
    assert PaymentOrder.objects.filter(subject=order.subject).count() == 2


def test_a_match_by_a_person_is_taken_back_whole() -> None:
    story = running().delivered(1).accepted(1).paid(1)
    order = story.order(1)
    line = BankLine.objects.get()
    with pytest.raises(Refused):
        usecases.undo_match(UndoMatch(line.pk, ""), actor=persona("accountant"))
    usecases.undo_match(UndoMatch(line.pk, "Nhầm dòng"), actor=persona("accountant"))
    assert (story.order(1).state, story.order(1).settled) == ("sent", 0)
    assert balances(story) == (0, 0, order.amount, 0)
    followed(order.id, act=persona)
    assert tranche_of(story).state == "ordered"
    usecases.match_line(MatchLine(line.pk, "order", order.id), actor=persona("accountant"))
    followed(order.id, act=persona)
    assert tranche_of(story).state == "paid"
    assert ledger.verify().sound


def test_fees_funds_and_what_nobody_can_explain_have_accounts_of_their_own() -> None:
    story = sent()
    statement(story, (-22_000, "Thu phi dich vu"), (5_000_000, "Cap kinh phi"), (-3_000, "???"))
    fee, funds, strange = BankLine.objects.order_by("pk")
    accountant = persona("accountant")
    with pytest.raises(Refused):
        usecases.match_line(MatchLine(funds.pk, "fee"), actor=accountant)
    with pytest.raises(Refused):
        usecases.match_line(MatchLine(strange.pk, "aside"), actor=accountant)
    once = uuid4()
    for _time in range(2):
        usecases.match_line(MatchLine(fee.pk, "fee", once=once), actor=accountant)
    usecases.match_line(MatchLine(funds.pk, "funding"), actor=accountant)
    usecases.match_line(MatchLine(strange.pk, "aside", ground="Hỏi ngân hàng"), actor=accountant)
    with pytest.raises(Conflict):
        usecases.match_line(MatchLine(fee.pk, "fee"), actor=accountant)
    account = f"account:{queries.city_accounts()[0].id}"
    assert ledger.balance("treasury.fees", account) == 22_000
    assert ledger.balance("treasury.funding", account) == 5_000_000
    assert ledger.balance("treasury.suspense", f"bank_line:{strange.pk}") == 3_000
    assert ledger.balance("treasury.cash", account) == 5_000_000 - 25_000
    assert queries.waiting_count() == 0
    assert audit("match_line") == 3


def test_the_database_refuses_paid_without_a_line_a_changed_line_and_one_pair_of_eyes() -> None:
    story = running().delivered(1).accepted(1).paid(1).delivered(2).accepted(2).ordered(2).sent(2)
    paid, on_its_way = story.order(1), story.order(2)

    def refused(change: Callable[[], object]) -> str:
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            change()
        return str(getattr(error.value.__cause__, "diag").constraint_name)  # noqa: B009 - psycopg's own

    orders = PaymentOrder.objects.filter(pk=on_its_way.id)
    half = on_its_way.amount // 2
    assert refused(lambda: orders.update(state="part_paid", settled=half)) == "order_settled_by_lines"
    assert refused(lambda: orders.update(state="paid")) == "order_paid_only_when_settled"
    assert refused(lambda: orders.update(approved_by=F("prepared_by"))) == "order_four_eyes"
    assert (
        refused(lambda: PaymentOrder.objects.filter(pk=paid.id).update(settled=0, state="sent"))
        == "order_settled_by_lines"
    )
    line = BankLine.objects.get()
    assert refused(lambda: BankLine.objects.filter(pk=line.pk).update(amount=-1)) == "treasury_append_only"
    assert refused(lambda: Match.objects.filter(line=line).update(amount=1)) == "treasury_append_only"
    twin = BankLine(
        account=line.account, statement=line.statement, no=9, key=line.key, booked_on=line.booked_on, amount=-1
    )
    assert refused(twin.save) == "bank_line_counts_once"
