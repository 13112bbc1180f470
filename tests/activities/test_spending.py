"""Spending: asked with papers, accepted by another, paid by the bank's word, never over the line, given and asked back."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from khue.core.errors import NotAllowed, Refused
from khue.features.activities import queries, usecases
from khue.features.activities.domain.commands import (
    AcceptFees,
    AnswerSpend,
    AskBack,
    AskSpend,
    CloseLine,
    OrderSpend,
    ReportActivity,
    WithdrawSpend,
)
from khue.features.activities.models import ActivityReport, EarnedFee, Spend, SpendReturn
from khue.features.ledger import queries as ledger
from khue.features.people.models import Restriction
from khue.features.treasury import queries as treasury
from khue.features.treasury import usecases as paying
from khue.features.treasury.domain.orders import CancelOrder
from khue.kernel import clock
from khue.kernel.models import AuditRecord, Notice
from khue.site.sample import activities as sample
from khue.site.sample import payments
from khue.site.sample.applications import paper
from tests.activities.stories import LINE, available, codes, firm, in_force, minutes_signed, row, traces
from tests.cast import MOMENT, persona

pytestmark = pytest.mark.django_db


def test_from_the_request_to_the_banks_statement() -> None:
    seminar = in_force()[0]
    spend = sample.asked(seminar, firm(), 50_000_000, persona, invoice="00000123")
    assert (row(seminar).used, row(seminar).spent, row(seminar).paid) == (50_000_000, 0, 0)
    assert Notice.objects.filter(party=persona("appraiser").key, kind="activities").exists()
    sample.accepted(spend, persona)
    assert ledger.balance("payable.support", f"activity_spend:{spend}") == 50_000_000
    order = sample.ordered(spend, persona)
    assert (row(seminar).spent, row(seminar).paid) == (50_000_000, 0), "an order is no payment"
    payments.approved_and_sent([order], act=persona)
    sample.followed(order, persona)
    assert Spend.objects.get().state == "ordered", "sent is not paid"
    payments.paid_by_the_bank(treasury.order_facts(order), act=persona)
    sample.followed(order, persona)
    found = Spend.objects.get()
    assert (found.state, found.paid_on) == ("paid", persona("officer").today)
    assert row(seminar).paid == 50_000_000
    assert next(one.paid for one in ledger.budget_lines() if one.subject == LINE) == 50_000_000
    count = AuditRecord.objects.count()
    sample.followed(order, persona)
    assert AuditRecord.objects.count() == count, "news that is late or doubled is harmless"
    assert queries.totals()[-1].paid == 50_000_000


def test_never_over_the_line_and_never_without_papers() -> None:
    seminar = in_force()[0]
    sample.asked(seminar, firm(), 100_000_000, persona)
    before = traces()
    officer = persona("officer")
    for asked, reason in (
        (AskSpend(seminar, firm(), 10_000_001, "Thuê hội trường", (paper("a"),)), "activities.over_line"),
        (AskSpend(seminar, firm(), 5, "Thuê hội trường", ()), "activities.papers"),
        (AskSpend(seminar, firm(), 0, " ", (paper("a"),)), "activities.amount"),
    ):
        with pytest.raises(Refused) as refused:
            usecases.ask_spend(asked, actor=officer)
        assert reason in codes(refused)
    with pytest.raises(NotAllowed):
        usecases.ask_spend(AskSpend(seminar, firm(), 5, "x", (paper("a"),)), actor=replace(officer, units=("HPC-VP",)))
    assert traces() == before


def test_an_invoice_line_counts_once_in_the_city_until_it_is_let_go() -> None:
    seminar = in_force()[0]
    first = sample.asked(seminar, firm(), 5_000_000, persona, invoice="00000123")
    before = traces()
    with pytest.raises(Refused) as refused:
        sample.asked(seminar, firm(), 5_000_000, persona, invoice="123")
    assert codes(refused) == {"ledger.invoice_line_taken"}
    assert traces() == before
    usecases.answer_spend(AnswerSpend(first, False, "Sai người bán"), actor=persona("appraiser"))
    assert row(seminar).used == 0
    again = sample.asked(seminar, firm(), 5_000_000, persona, invoice="123")
    usecases.withdraw_spend(WithdrawSpend(again, "Nhầm"), actor=persona("officer"))
    sample.asked(seminar, firm(), 5_000_000, persona, invoice="123")
    assert row(seminar).used == 5_000_000


def test_who_asked_or_is_paid_does_not_accept_and_the_accepter_does_not_order() -> None:
    seminar = in_force()[0]
    spend = sample.asked(seminar, firm(), 5_000_000, persona)
    decider = persona("decider")
    before = traces()
    with pytest.raises(Refused) as refused:
        usecases.answer_spend(AnswerSpend(spend, True), actor=replace(decider, key=persona("officer").key))
    assert codes(refused) == {"activities.four_eyes"}
    with pytest.raises(Refused) as refused:
        usecases.answer_spend(AnswerSpend(spend, True), actor=replace(decider, acts_for=((firm(), "all"),)))
    assert codes(refused) == {"activities.own_hands"}
    with pytest.raises(Refused) as refused:
        usecases.answer_spend(AnswerSpend(spend, False, ""), actor=decider)
    assert codes(refused) == {"activities.ground"}
    with pytest.raises(NotAllowed):
        usecases.answer_spend(AnswerSpend(spend, True), actor=persona("officer"))
    assert traces() == before
    with pytest.raises(Refused):
        sample.ordered(spend, persona)
    usecases.answer_spend(AnswerSpend(spend, True), actor=decider)
    both = replace(persona("accountant"), key=decider.key)
    account = payments.main_account(actor=persona("accountant"))
    asked = OrderSpend(spend, payments.payee_of(firm(), "x"), "Chi", payments.CODES, account.id)
    with pytest.raises(Refused) as refused:
        usecases.order_spend(asked, actor=both)
    assert "activities.four_eyes" in codes(refused)


def test_the_same_form_twice_does_each_deed_once() -> None:
    seminar = in_force()[0]
    officer, once = persona("officer"), uuid4()
    asked = AskSpend(seminar, firm(), 5_000_000, "Thuê", (paper("a"),), None, once)
    spend = usecases.ask_spend(asked, actor=officer)
    assert usecases.ask_spend(asked, actor=officer) == spend
    answer = AnswerSpend(spend, True, once=uuid4())
    for _ in range(2):
        usecases.answer_spend(answer, actor=persona("appraiser"))
    told = ReportActivity(seminar, officer.today, "Hội thảo", "", 3, "Có kết quả", (), uuid4())
    for _ in range(2):
        usecases.report_activity(told, actor=officer)
    assert (Spend.objects.count(), ActivityReport.objects.count()) == (1, 1)
    assert row(seminar).spent == 5_000_000
    assert AuditRecord.objects.filter(deed__in=["activities.ask_spend", "activities.accept_spend"]).count() == 2


def test_a_cancelled_order_leaves_the_spend_to_be_ordered_again() -> None:
    seminar = in_force()[0]
    spend = sample.asked(seminar, firm(), 5_000_000, persona)
    sample.accepted(spend, persona)
    order = sample.ordered(spend, persona)
    paying.cancel_order(CancelOrder(order, "Sai tài khoản"), actor=persona("accountant"))
    sample.followed(order, persona)
    assert Spend.objects.get().state == "accepted"
    assert sample.ordered(spend, persona) != order


def test_money_that_is_asked_back_counts_when_the_bank_shows_it() -> None:
    seminar = in_force()[0]
    spend = sample.asked(seminar, firm(), 5_000_000, persona)
    with pytest.raises(Refused) as refused:
        usecases.ask_back(AskBack(spend, 1, "Chưa chi"), actor=persona("accountant"))
    assert codes(refused) == {"activities.not_paid"}
    sample.paid([spend], persona)
    with pytest.raises(Refused) as refused:
        usecases.ask_back(AskBack(spend, 5_000_001, ""), actor=persona("accountant"))
    assert codes(refused) == {"activities.too_much_back", "activities.ground"}
    once = uuid4()
    asked = AskBack(spend, 2_000_000, "Hủy một buổi", once)
    back = usecases.ask_back(asked, actor=persona("accountant"))
    assert usecases.ask_back(asked, actor=persona("accountant")) == back
    found = SpendReturn.objects.get()
    assert (found.received, row(seminar).returned) == (0, 0)
    free = available()
    actor = persona("accountant")
    account = payments.main_account(actor=actor)
    came = [payments.Booking(actor.today, 2_000_000, f"{found.reference} hoan tra", "BK77")]
    payments.taken_in(account, "hoan-tra.csv", payments.csv_statement(account, 40_000_000_000, came), actor=actor)
    receivable = treasury.receivables().rows[0]
    for _ in range(2):
        usecases.follow_receivable(receivable.id, actor=clock.job_actor("activities.follow_receivables"))
    found.refresh_from_db()
    assert (found.received, row(seminar).returned) == (2_000_000, 2_000_000)
    assert found.settled_on == actor.today
    assert available() == free + 2_000_000, "back within the year, it is on the budget line again"


def test_a_line_is_closed_when_it_is_reported_and_what_is_left_goes_back() -> None:
    seminar = in_force()[0]
    officer = persona("officer")
    spend = sample.asked(seminar, firm(), 50_000_000, persona)
    before = traces()
    with pytest.raises(Refused) as refused:
        sample.closed(seminar, persona)
    assert codes(refused) == {"activities.no_report", "activities.unpaid"}
    for wrong in (
        ReportActivity(seminar, officer.today.replace(year=2025), "Hội thảo", "", 3, "Có", ()),
        ReportActivity(seminar, officer.today, "", "", 0, "", ()),
    ):
        with pytest.raises(Refused):
            usecases.report_activity(wrong, actor=officer)
    assert traces() == before
    sample.paid([spend], persona)
    sample.reported(seminar, officer.today, persona)
    free, once = available(), uuid4()
    for _ in range(2):
        usecases.close_line(CloseLine(seminar, once), actor=officer)
    assert (row(seminar).state, row(seminar).reserved, row(seminar).released) == ("closed", 50_000_000, 60_000_000)
    assert available() == free + 60_000_000
    assert ledger.balance("budget.committed", f"activity_line:{seminar}") == 0
    with pytest.raises(Refused):
        sample.asked(seminar, firm(), 1, persona)


def test_the_database_keeps_spends_and_reports() -> None:
    seminar = in_force()[0]
    spend = sample.asked(seminar, firm(), 5_000_000, persona)
    sample.reported(seminar, persona("officer").today, persona)
    for change in (
        lambda: Spend.objects.filter(pk=spend).update(amount=1),
        lambda: Spend.objects.filter(pk=spend).delete(),
        lambda: Spend.objects.filter(pk=spend).update(state="paid"),
        lambda: ActivityReport.objects.update(outcome="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_money_of_a_restricted_payee_waits_for_who_handles_the_request() -> None:
    """By no door: neither page nor interface nor a list of fees."""
    seminar = in_force()[0]
    paid = sample.asked(seminar, firm(), 5_000_000, persona)
    account = payments.main_account(actor=persona("accountant"))
    restriction = Restriction.objects.create(
        party_id=int(firm().partition(":")[2]), request="YC-2026-0902", handler="party:0", begun_at=MOMENT
    )
    order = OrderSpend(paid, payments.payee_of(firm(), "x"), "Chi", payments.CODES, account.id)
    before = traces()
    for deed in (
        lambda: usecases.ask_spend(AskSpend(seminar, firm(), 5, "Thuê", (paper("a"),)), actor=persona("officer")),
        lambda: usecases.answer_spend(AnswerSpend(paid, True), actor=persona("appraiser")),
        lambda: usecases.order_spend(order, actor=persona("accountant")),
        lambda: usecases.ask_back(AskBack(paid, 1, "Thừa"), actor=persona("accountant")),
    ):
        with pytest.raises(NotAllowed, match="YC-2026-0902"):
            deed()
    assert traces() == before
    (told,) = usecases.accept_fees(AcceptFees(one_fee()), actor=persona("appraiser"))
    assert "YC-2026-0902" in told.reasons[0].text.en
    Restriction.objects.filter(pk=restriction.pk).update(handler=persona("appraiser").key)
    usecases.answer_spend(AnswerSpend(paid, True), actor=persona("appraiser"))
    assert Spend.objects.get(pk=paid).state == "accepted"


def one_fee() -> tuple[int, ...]:
    """A fee of signed minutes whose person has restricted the use of the own data."""
    usecases.take_fees(minutes_signed(), actor=clock.job_actor("activities.take_fees"))
    fee = EarnedFee.objects.filter(spend__isnull=False).order_by("pk")[0]
    Restriction.objects.create(party_id=fee.person_id, request="YC-2026-0902", handler="party:0", begun_at=MOMENT)
    return (fee.spend_id or 0,)
